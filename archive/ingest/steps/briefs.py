"""Briefs whose titles stand on the lines of their texts: 【清河三桥合龙】昨天下午…, ■清河三桥合龙　昨天下午…"""

import itertools
import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.words import bylines, headlines, labels, leads
from archive.ingest.words.signs import ARROWS, BULLETS

FEWEST = 2  # such lines of a file, below its rubric; one alone may be a lead-in that no form has
_BEHIND_SIGN = re.compile(
    rf"[{BULLETS}{ARROWS}]\s*(?P<title>[^\s，。；：:！？…（(【】]{{4,20}})\s+(?=[^，。]*[，。])(?=.{{20}})"
)
_TITLED = re.compile(r"\W{0,2}?【\s*(?P<title>[^【】。]{4,24}?)\s*】\s*(?=[^【】]{20})")


def cut_briefs(draft: Draft) -> None:
    """Cut the rows of briefs behind their titles. Below a headline such words are headings of its own text."""
    matches = [_titled(row) for row in draft.rows]
    places = [place for place, match in enumerate(matches) if match]
    above = draft.rows[: places[0]] if places else []
    cut = {row.line for row, after in itertools.pairwise(above) if row.line == after.line}  # before their datelines
    if not places or len(places) + len(cut) < FEWEST or not all(row.line in cut or _is_rubric(row) for row in above):
        return
    rows: list[Row] = []
    for row, match in zip(draft.rows, matches, strict=True):
        if match is None:
            rows.append(row)
            continue
        draft.discard(row.part(0, match.start("title")), "标记")
        draft.discard(row.part(match.end("title"), match.end()), "标记")
        title = row.part(*match.span("title"))
        rows.append(title.now(kind=RowKind.HEADING, state=LineState.TITLE, gap=1))
        rows.append(row.part(match.end()).as_paragraph())
    draft.rows = rows


def _titled(row: Row) -> re.Match[str] | None:
    match = (_TITLED.match(row.text) or _BEHIND_SIGN.match(row.text)) if not row.level else None
    if match is None or leads.lead_in(row.text) or labels.field_label(row.text):
        return None
    return match if bylines.kind_of(match["title"]) is None and not leads.is_dateline(match["title"]) else None


def _is_rubric(row: Row) -> bool:
    return row.kind in (RowKind.PAGE, RowKind.COLUMN) or headlines.is_column(row)
