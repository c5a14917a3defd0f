"""States that are amended once all rows have theirs: what only the whole of them tells."""

import itertools
import re
import statistics

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.seeing import features
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.setting.verses import has_no_stop
from archive.ingest.steps.beneath import settle_beneath
from archive.ingest.steps.suites import settle_suites
from archive.ingest.words import bylines
from archive.ingest.words.bylines import is_bare
from archive.ingest.words.leads import lead_in
from archive.ingest.words.signs import AUTHOR_SIGNS, LEADING_BULLETS

LINES_OF_HEADLINE = 3
WIDEST_HEADLINE = 40.0  # width of a line of a headline
FEWEST_APART = 2  # blank lines within a text, by which its paragraphs may be known
BROKEN = 0.5  # share of the other lines above which a text is wrapped, not written in short paragraphs
_OF_PICTURE = re.compile("[摄图]")
_OPENING = re.compile(
    r"(?:近日|日前|近期|连日来|昨[日天晚]|今[日天晨]|(?:\d{1,2}月)?\d{1,2}日(?:[上下]午|晚|起)?)[，,]"
)
_SPEAKER = re.compile(r"[\u4e00-\u9fff]{2,4}(?:指出|强调|要求|表示|认为|介绍)[，,：:]")
# 修“便民”桥，畅通村组出行路; 疏通老渠老沟 打造灌溉示范片
_HALVES = re.compile(r"(?P<first>[\u3400-\u9fff“”]{4,14})[\s，,](?P<word>[\u3400-\u9fff]{2})[\u3400-\u9fff“”]{2,20}")
_STOPS = re.compile("[。；！？…：]")
KNOWN_BY = 6  # characters of a title in a list of contents
LONGEST_RUBRIC = 8.0  # width of what stands above briefs
_NUMBER = re.compile(r"^\W*\d{1,2}\s*[.．、)）]\s*")
_BRIEFS = re.compile(r"[【\[]?\s*(?:简\s*[讯訊]|短\s*[讯訊]|简明新闻|一句话新闻|要闻速览|各地动态|信息窗)\s*[】\]]?")
_NOTICE = re.compile(
    r"(?!特此)[\u4e00-\u9fff“”]{0,14}?\s*(?:公\s*告|通\s*告|通\s*知|启\s*事|声\s*明|讣\s*告|公\s*示|招\s*[聘领租标]|更\s*正)"
)
_TUNE = re.compile(r"[\u4e00-\u9fff]{2,4}\s*[·•]\s*[\u4e00-\u9fff“”《》、]{1,14}")
_ENDED = re.compile(r"[。！？!?…”’：:；;）)】」』》.]$")
BELOW_FULL = 2.5  # widths of a character by which a full line may be less than the widest


def amend_states(rows: list[Row], outside: list[Row]) -> list[Row]:
    """The rows of the articles with what their neighbours, and the rows put aside, tell of them."""
    rows = settle_beneath(_with_parallel_headings(_without_speakers(rows)))
    rows = _above_reports(_headed_anyhow(_with_headlines_of_contents(rows, outside)))
    rows = _above_authors(_as_briefs(rows))
    rows = _within_sentences(_with_poems_to_tunes(_with_notices(rows)))
    return _by_blank_lines(settle_suites(_with_verse(rows)))


def _without_speakers(rows: list[Row]) -> list[Row]:
    """The rows, where one that begins with who says something (张三指出，…) begins a paragraph and is no heading."""
    taken = list(rows)
    for at, row in enumerate(rows):
        if row.state is not LineState.HEADING or row.level or not _SPEAKER.match(row.text):
            continue
        taken[at] = row.now(state=LineState.FIRST, kind=RowKind.BODY, starts=True)
        if at + 1 < len(rows) and _is_running(rows[at + 1]) and not SENTENCE_END.search(row.text):
            taken[at + 1] = rows[at + 1].now(state=LineState.FURTHER, starts=False)
    return taken


def _with_parallel_headings(rows: list[Row]) -> list[Row]:
    """The rows, where those in one form (修“便民”桥，…; … 打造…) of which one is a heading all are headings."""
    forms: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for form in _forms_of(row) if _may_be_heading(row) else ():
            forms.setdefault(form, []).append(at)
    taken = list(rows)
    for places in forms.values():
        headed = len(places) > 1 and any(rows[at].state is LineState.HEADING for at in places)
        for at in places if headed else ():
            taken[at] = rows[at].now(state=LineState.HEADING, kind=RowKind.HEADING)
    return taken


def _may_be_heading(row: Row) -> bool:
    told = row.state in (LineState.TITLE, LineState.HEADING) or _is_running(row)
    return told and not row.level and row.width <= WIDEST_HEADLINE and not _STOPS.search(row.text)


def _forms_of(row: Row) -> list[str]:
    """The forms that parallel headings share: bold type, or signs of the first half and the word that begins the
    second."""
    if row.markup == "strong":
        return [row.markup]
    halves = _HALVES.fullmatch(row.text)
    if halves is None:
        return []
    quoted = [re.sub(r"[\u3400-\u9fff]", "字", halves["first"])] if "“" in halves["first"] else []
    return [*quoted, halves["word"]]


def _with_headlines_of_contents(rows: list[Row], outside: list[Row]) -> list[Row]:
    """The rows, where those that a list of contents names are headlines, on one line or on several."""
    listed = (words_of_title(row.text) for row in outside if row.state is LineState.CONTENTS)
    named = {title for title in listed if len(title) >= KNOWN_BY}
    taken = list(rows)
    for place, row in enumerate(rows):
        text = ""
        for end in range(place, min(place + LINES_OF_HEADLINE, len(rows))):
            text += words_of_title(rows[end].text)
            if text in named and row.kind is not RowKind.HEADING:
                for at in range(place, end + 1):
                    taken[at] = rows[at].now(state=LineState.TITLE, kind=RowKind.HEADING)
                named.discard(text)
    return taken


def words_of_title(text: str) -> str:
    """The words of a title, or of a line of one, without its number."""
    return re.sub(r"\W", "", _NUMBER.sub("", text))


def _headed_anyhow(rows: list[Row]) -> list[Row]:
    """The rows, where those at the top are the headline that no other is: above a byline, or what is no caption."""
    if any(row.state in DECK_STATES for row in rows):
        return rows
    signed = [at for at, row in enumerate(rows[: LINES_OF_HEADLINE + 1]) if row.kind is RowKind.BYLINE][:1]
    captioned = bool(rows) and rows[0].kind is RowKind.CAPTION and any(row.kind is RowKind.BODY for row in rows[1:2])
    count = signed[0] if signed else int(captioned)
    if any(_is_no_headline(row) for row in rows[:count]):
        return rows
    return [row.now(state=LineState.TITLE, kind=RowKind.HEADING) for row in rows[:count]] + rows[count:]


def _is_no_headline(row: Row) -> bool:
    told = row.markup.startswith("caption") or row.kind not in (RowKind.CAPTION, RowKind.BODY, RowKind.HEADING)
    return told or row.width > WIDEST_HEADLINE or bool(_OF_PICTURE.search(row.text) or "。" in row.text)


def _above_reports(rows: list[Row]) -> list[Row]:
    """The rows, where a short one between an ended paragraph and dateline and reporters is the headline of these;
    above 近日，… it is where the labeller, too, takes it for a headline if not for text."""
    taken = list(rows)
    for place in range(1, len(rows) - 1):
        above, row, below = rows[place - 1 : place + 2]
        if not (_is_running(row) and _ends(above) and row.width <= WIDEST_HEADLINE) or _STOPS.search(row.text):
            continue
        lead = lead_in(below.text) if below.kind is RowKind.BODY else None
        reported = lead is not None and lead.dateline and lead.byline is not None and row.width <= features.LONG
        opened = row.decision is not None and row.decision.rival in DECK_STATES and _OPENING.match(below.text)
        if (reported or (opened and below.width > WIDEST_HEADLINE)) and not lead_in(row.text):
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING)
    return taken


def _above_authors(rows: list[Row]) -> list[Row]:
    """The rows, where a short one between ended text or verse and an author behind a sign is the headline of what
    the author wrote: 端午忆旧 above □ 张三 and a paragraph."""
    taken = list(rows)
    for place in range(1, len(rows) - 2):
        above, row, author, below = rows[place - 1 : place + 3]
        signed = author.kind is RowKind.BYLINE and author.text.startswith(tuple(AUTHOR_SIGNS)) and is_bare(author.text)
        ended = above.state is LineState.VERSE or (above.kind is RowKind.BODY and _ends(above))
        text = _is_running(below) and (below.width > features.LONG or bool(SENTENCE_END.search(below.text)))
        short = row.kind is RowKind.BODY and row.width <= features.LONG and not _STOPS.search(row.text)
        if signed and ended and text and short:
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING)
    return taken


def _with_notices(rows: list[Row]) -> list[Row]:
    """The rows, where on a page that opens with a notice (公告, 遗失声明) lines of that form are headlines."""
    if not rows or rows[0].state not in DECK_STATES or not _NOTICE.fullmatch(rows[0].text):
        return rows
    taken = list(rows)
    for place, (row, below) in enumerate(itertools.pairwise(rows)):
        if _NOTICE.fullmatch(row.text) and row.width <= features.LONG and below.kind is RowKind.BODY:
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING)
    return taken


def _with_poems_to_tunes(rows: list[Row]) -> list[Row]:
    """The rows, where below a poem with the name of its tune (清平乐·游湖) the next such name heads another poem."""
    if not any(row.state in DECK_STATES and _TUNE.fullmatch(row.text) for row in rows):
        return rows
    taken = list(rows)
    for place, (above, row) in enumerate(itertools.pairwise(rows), start=1):
        ended = above.kind is RowKind.BODY and SENTENCE_END.search(above.text)
        if ended and row.kind in (RowKind.BODY, RowKind.HEADING) and _TUNE.fullmatch(row.text):
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING)
            if place + 1 < len(rows) and is_bare(rows[place + 1].text):
                taken[place + 1] = rows[place + 1].now(state=LineState.BYLINE, kind=RowKind.BYLINE)
    return taken


def _within_sentences(rows: list[Row]) -> list[Row]:
    """The rows, where none begins a paragraph without an indent below a line that ends no sentence, if that is full
    or the labeller, too, says that the text goes on; where it says that one begins, below a blank line, one does."""
    full = max((row.width for row in rows if _is_running(row)), default=0.0) - BELOW_FULL
    usual = statistics.median_low([row.gap for row in rows]) if rows else 0
    taken = list(rows)
    for place, (above, row) in enumerate(itertools.pairwise(rows), start=1):
        joined = (
            row.starts
            and _is_running(above)
            and _is_running(row)
            and row.gap <= usual
            and row.indent < above.indent + 1
        )
        goes_on = row.state is LineState.FURTHER or above.width >= full
        if joined and goes_on and not _ENDED.search(above.text) and not LEADING_BULLETS.match(row.text):
            taken[place] = row.now(starts=False)
        elif row.state is LineState.FIRST and row.gap > usual and _is_running(above) and _ends(above):
            taken[place] = row.now(starts=True)
    return taken


def _as_briefs(rows: list[Row]) -> list[Row]:
    """The rows, where those behind signs below 简讯 or the like are its paragraphs, and tell of no pictures."""
    taken = list(rows)
    below = False
    for place, row in enumerate(rows):
        after = [_is_brief(one) for one in rows[place + 1 : place + 3]]
        signed = [bool(bylines.signature(one.text)) for one in rows[place + 1 : place + 3]]
        rubric = row.width <= LONGEST_RUBRIC and not _STOPS.search(row.text) and all(signed) and len(signed) > 1
        if _BRIEFS.fullmatch(row.text) or (rubric and all(after)):
            below = any(after[:1])
            headed = row.kind in (RowKind.COLUMN, RowKind.HEADING)
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING) if below and not headed else row
        elif below and _is_brief(row):
            taken[place] = row.now(state=LineState.FIRST, kind=RowKind.BODY, starts=True)
        elif row.kind is not RowKind.BODY:
            below = False
    return taken


def _is_brief(row: Row) -> bool:
    told = row.kind in (RowKind.CAPTION, RowKind.BODY) and not row.markup.startswith("caption")
    ended = SENTENCE_END.search(row.text) or bylines.signature(row.text)
    return told and bool(LEADING_BULLETS.match(row.text)) and bool(ended) and not bylines.photographers(row.text)


def _with_verse(rows: list[Row]) -> list[Row]:
    """The rows, where paragraphs that no sentence ends in are verse, whose lines were taken for a column's."""
    taken = list(rows)
    first = 0
    for place in range(1, len(rows) + 1):
        if place < len(rows) and rows[place].state is LineState.FURTHER and not rows[place].starts:
            continue
        if rows[first].state in (LineState.OPENING, LineState.FIRST) and has_no_stop(rows[first:place]):
            taken[first:place] = [row.now(state=LineState.VERSE, starts=True) for row in rows[first:place]]
        first = place
    return taken


def _ends(row: Row) -> bool:
    """Whether a paragraph may end with a row: it is no text, or ends a sentence."""
    return row.kind is not RowKind.BODY or bool(SENTENCE_END.search(row.text))


def _by_blank_lines(rows: list[Row]) -> list[Row]:
    """The rows, where blank lines and no indents set the paragraphs of a wrapped text apart."""
    pairs = [at for at in range(1, len(rows)) if _is_running(rows[at - 1]) and _is_running(rows[at])]
    apart = [at for at in pairs if rows[at].gap]
    within = [at for at in pairs if not rows[at].gap]
    ended = all(SENTENCE_END.search(rows[at - 1].text) for at in apart)
    broken = sum(not SENTENCE_END.search(rows[at - 1].text) for at in within)
    indents = {round(rows[at].indent) for at in (*pairs, *(at - 1 for at in pairs))}
    if len(apart) < FEWEST_APART or not ended or broken <= BROKEN * len(within) or len(indents) > 1:
        return rows
    return [row.now(starts=False) if at in within else row for at, row in enumerate(rows)]


def _is_running(row: Row) -> bool:
    return row.kind is RowKind.BODY and row.state in (LineState.OPENING, LineState.FIRST, LineState.FURTHER)
