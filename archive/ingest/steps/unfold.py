"""Text that was put on one line: what stood on lines of its own stands apart by the blanks that line breaks became."""

import itertools
import re

from archive.ingest.draft import Draft, Row
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import bylines, signs
from archive.ingest.words.beside import LONGEST_OF_PEOPLE, people_beside
from archive.ingest.words.headlines import words_of_title
from archive.ingest.words.imprint import read_imprint
from archive.ingest.words.leads import DATELINE_FORM, lead_in
from archive.ingest.words.names import is_name

LONG = 600  # characters of a row that is looked at: no paragraph of a newspaper is often longer
FEWEST = 3  # breaks in a row
HABIT = 0.6  # the share of sentences with a blank behind them from which on blanks are the way of the writer
_END = re.compile(r"[。！？][”’）】]?")
_BREAK = re.compile(rf"{_END.pattern}(\s+)(?=\S)")
# 某桥通车 时间：2020-12-01 来源：…
_TOLD = re.compile(
    r"[^。，：:]{6,60}?\s+(?P<told>(?:(?:文章|稿件|信息)?(?:来源|作者|编辑)|(?:发布|发表|更新)?(?:时间|日期))\s*[:：]"
    r"[^。！？]{0,80}?)\s*(?:\u3000{2}|$)"
)
_BUTTONS = re.compile(
    r"(?<=[。！？!?”）)])(?:\s*[【\[](?:打印|关闭|收藏|返回|返回顶部|打印本页|关闭窗口|推荐)[】\]])+\s*$"
)
_BEFORE_BUTTONS = signs.SPACES + signs.DASHES + "|｜·/【[［（("
# Two full-width blanks are the indent of a paragraph, and nobody's way to set sentences apart.
_INDENT = re.compile(
    r"(?<=[。！？!?…：:”’）)】])\s*\u3000{2}\s*(?=\S)"
    rf"|(?<=[。！？])\s+(?=[{signs.ARROWS}])|\s*\u3000{{2}}\s*(?=[{signs.ARROWS}]|(?:本报|[\u4e00-\u9fff]{{2,6}}网)讯)"
)
LEAST_INDENTED = 120  # characters of a row within which indents are looked for
PARAGRAPH_INDENT = 2.0
SHORT = 26  # characters of a part that may be anything
# （作者单位：某某） 标题 ■张三 正文: the sign before an author stands below a headline.
_SIGNED = re.compile(
    rf"\s*(?:(?P<above>（[^（）]{{2,40}}）)\s+)?(?P<title>\S[^。]{{3,40}}?)\s+"
    rf"(?P<author>[{signs.AUTHOR_SIGNS}]\s*(?P<name>[\u3400-\u9fff]{{2,4}}))\s+(?=\S)"
)

NEAR = 3  # rows above a text within which its headline stands
LEAST_LED = 60  # characters of a row that begins with its headline
# 某桥通车,新华社上海12月28日电(记者 张三)连接…
_LED = re.compile(
    rf"(?P<title>[^。]{{6,60}}?[^。，,：:\s])(?P<between>[\s,，]*)(?={DATELINE_FORM}\s*[（(][^（()）]{{0,8}}(?:记者|通讯员))"
)
# 某桥通车 本报讯 昨日，…: of any row, where blanks set the headline apart.
_LED_APART = re.compile(rf"(?P<title>[^。，：:]{{6,40}}?[^。，,：:\s])(?P<between>\s+)(?={DATELINE_FORM})")


def unfold_rows(draft: Draft) -> None:
    """Cut a row that holds most of a file, and several of its lines, into these."""
    least = max(LONG, sum(len(row.text) for row in draft.rows) / 2)
    nearest = [draft.rows[max(0, at - NEAR) : at] for at in range(len(draft.rows))]
    rows = [part for row, above in zip(draft.rows, nearest, strict=True) for part in _headline_apart(draft, row, above)]
    rows = [part for row in rows for part in _at_indents(row)]
    rows = [part for row in rows for part in (_unfolded(row) if len(row.text) > least else [row])]
    draft.rows = [_without_buttons(draft, part) for at, row in enumerate(rows) for part in _told_apart(row, at == 0)]


def _told_apart(row: Row, is_first: bool) -> list[Row]:
    """The first row of a file, and the labelled day and source behind the headline on its line a row of its own."""
    told = _TOLD.match(row.text) if is_first else None
    if told is None:
        return [row]
    start, end = told.span("told")
    behind = [row.part(end).now(starts=True, indent=PARAGRAPH_INDENT)] if row.text[end:].strip() else []
    return [row.part(0, start), row.part(start, end), *behind]


def _without_buttons(draft: Draft, row: Row) -> Row:
    """A text, or a line of who wrote, without the buttons with which it ends: 【打印】【关闭】, 字体：大 中 小."""
    buttons = _BUTTONS.search(row.text)
    start = buttons.start() if buttons else _buttons_behind_people(row.text)
    if not start:
        return row
    draft.discard(row.part(start), "导航")
    return row.part(0, start)


def _buttons_behind_people(text: str) -> int:
    """Where the buttons begin with which a line ends that names people; 0 in any other line."""
    end = len(text)
    for field in reversed(read_imprint(text).fields if len(text) <= LONGEST_OF_PEOPLE else ()):
        if field.name not in ("button", "counter") or text[field.end : end].strip(signs.SEPARATORS):
            break
        end = field.start
    before = text[:end].rstrip(_BEFORE_BUTTONS) if end < len(text) else ""
    return len(before) if before and (people_beside(before) or bylines.kind_of(before) is not None) else 0


def _at_indents(row: Row) -> list[Row]:
    """A row cut where indents within it tell that paragraphs begin; whether one is text, the labeller tells of some:
    of the first, of short ones, and of those that begin with a sign or a dateline."""
    starts = [match.start() for match in _INDENT.finditer(row.text)] if len(row.text) >= LEAST_INDENTED else []
    if not starts:
        return [row]
    first, *parts = [row.part(start, end) for start, end in itertools.pairwise([0, *starts, len(row.text)])]
    parts = [part.now(starts=True, indent=PARAGRAPH_INDENT) for part in parts]
    return [first, *(part.as_paragraph() if _is_prose(part.text) else part for part in parts)]


def _is_prose(text: str) -> bool:
    told = text[0] in signs.ARROWS or text[0] in signs.BULLETS or lead_in(text) is not None
    return len(text) > SHORT and bool(SENTENCE_END.search(text)) and not told


def _headline_apart(draft: Draft, row: Row, above: list[Row]) -> list[Row]:
    """A row, and the headline before its dateline, unless one of the rows above says it: blanks tell of it, or, in the
    first row, reporters behind the dateline."""
    if len(row.text) < LEAST_LED or row.level or lead_in(row.text) is not None:
        return [row]
    led = (None if above else _LED.match(row.text)) or _LED_APART.match(row.text)
    if led is None or words_of_title(led["title"]) in [words_of_title(one.text) for one in above]:
        return [row]
    if led["between"].strip():
        draft.discard(row.part(led.start("between"), led.end("between")), "标记")
    return [row.part(0, led.end("title")), row.part(led.end("between")).now(starts=True)]


def _unfolded(row: Row) -> list[Row]:
    breaks = [match.start(1) for match in _BREAK.finditer(row.text)]
    if len(breaks) < FEWEST or len(breaks) > HABIT * len(_END.findall(row.text)):
        return [row]
    edges = {0, *breaks, len(row.text)}
    undecided = {0}  # where parts begin that need be no paragraphs
    for start in (0, *breaks):
        signed = _SIGNED.match(row.text, start)
        if signed and is_name(signed["name"]):
            edges |= {signed.end("title"), signed.end("author")} | ({signed.end("above")} - {-1})
            undecided |= {start, signed.end("above"), signed.end("title")}
    parts = [(start, row.part(start, end)) for start, end in itertools.pairwise(sorted(edges))]
    return [part.now(starts=True) if start in undecided else part.as_paragraph() for start, part in parts]
