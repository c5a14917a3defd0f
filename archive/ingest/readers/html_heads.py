"""Which runs of a page's text tell of the issue: the masthead above a story, be it one line, cells or divs.

What they are is asked of the one reading of mastheads (steps/heads.py), as it reads the lines of any other file.
"""

import itertools
from collections.abc import Iterable, Iterator

from archive.ingest.draft import Row
from archive.ingest.readers.html_blocks import Block
from archive.ingest.steps.heads import MastheadRole, is_name_or_slogan, masthead_roles
from archive.ingest.steps.paper_names import may_be_name
from archive.ingest.words.imprint import OF_ISSUE, Imprint, read_imprint
from archive.language.folding import as_rules_read

_WHOLE = {"newspaper", "date", "page"}  # a link to another page or issue has not all of them
_TODAY = "今天"


def heads_among(blocks: list[Block], indices: Iterable[int], dated: bool) -> frozenset[int]:
    """Those of the indices whose blocks are a masthead or the mark of a page.

    Runs of fields, one right after the other, are read together: the name, the day and the page may each have a
    cell of their own. What leads elsewhere is no masthead, but for the one link or row of links that names all of it.
    A day alone is that of the issue unless the story is `dated` otherwise: then it is its reader's.
    """
    rows = {index: Row(((0, len(blocks[index].text)),), as_rules_read(blocks[index].text), index) for index in indices}
    lines = {index: read_imprint(row.text) for index, row in rows.items()}
    shown = [index for index in rows if blocks[index].linked * 2 <= blocks[index].size]
    found: set[int] = set()
    for run in _runs(shown, rows, lines):
        heads = list(_heads_of(run, rows, lines))
        named = any(lines[index].kinds & (OF_ISSUE - {"date"}) or may_be_name(rows[index].text) for index in heads)
        if named or (not dated and _is_day([lines[index] for index in heads])):
            found.update(heads)
    linked = [index for index in rows.keys() - set(shown) if lines[index].kinds >= _WHOLE and not lines[index].unknown]
    found |= set(linked if len(linked) == 1 else ())
    return frozenset(found if any("page" in lines[index].kinds for index in found) else found | _only_page(lines))


def whole_heads(blocks: list[Block], indices: Iterable[int]) -> frozenset[int]:
    """The one block among those of the indices that by itself tells newspaper, day and page, and is no link."""
    lines = {index: read_imprint(as_rules_read(blocks[index].text)) for index in indices if not blocks[index].linked}
    whole = [index for index, line in lines.items() if line.kinds >= _WHOLE and line.whole and not line.unknown]
    return frozenset(whole if len(whole) == 1 else ())


def _only_page(lines: dict[int, Imprint]) -> set[int]:
    """The one run that is nothing but a page's mark, linked or not, where no other names a page: the one shown."""
    paged = [index for index, line in lines.items() if "page" in line.kinds]
    marks = [index for index in paged if lines[index].kinds <= {"page", "section"} and not lines[index].unknown]
    return set(marks if len(paged) == 1 else ())


def _runs(indices: list[int], rows: dict[int, Row], lines: dict[int, Imprint]) -> Iterator[list[int]]:
    """The indices of blocks that have fields or may stand around some, as far as they stand together."""
    for told, run in itertools.groupby(indices, lambda at: bool(lines[at].fields) or is_name_or_slogan(rows[at].text)):
        if told:
            yield list(run)


def _heads_of(run: list[int], rows: dict[int, Row], lines: dict[int, Imprint]) -> Iterator[int]:
    roles = masthead_roles([rows[index] for index in run], [lines[index] for index in run])
    yield from (run[place] for place, role in roles.items() if role in (MastheadRole.HEAD, MastheadRole.MARK))


def _is_day(heads: list[Imprint]) -> bool:
    """Whether a run tells a day and nothing else, nor that it is today's."""
    labels = [label for head in heads for label in head.values("label")]
    return not any(head.unknown for head in heads) and not any(_TODAY in label for label in labels)
