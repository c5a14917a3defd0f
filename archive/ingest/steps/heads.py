"""Which rows of a file are its masthead (报头), its page marks, or tell of one story, by which fields they have.

What a row is follows from which parts it has (words/imprint.py) and from how much of it was understood.
"""

import enum
import itertools
import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.seeing import features
from archive.ingest.steps.paper_names import HAN_NAME, HEAD_LINES, is_title_of_paper, may_be_name, spelt_names
from archive.ingest.words import bylines, dates, leads, pages
from archive.ingest.words.beside import people_beside, signed_day
from archive.ingest.words.imprint import DATED, OF_A_PORTAL, STRONG, Imprint, read_imprint
from archive.ingest.words.signs import SEPARATORS

TOP = 30  # rows in which the block of a masthead is looked for
NEAR = 2  # rows from a page mark to the date that stands beside it
SURE = 3  # fields without which a line that goes on as text has no masthead before it
LONGEST_GLUED = 90  # characters of such a row
FEWEST_LISTED = 2  # pages of a list
LEAST_TITLE = 5  # characters behind a page's number that may be a headline
_SKY = re.compile("晴|多云|阴|[小中大暴阵]雨|雷雨|[小中大暴]雪|雨夹雪|[雾霾]")
_AIR = re.compile(r"\d\s*(?:℃|°C|度)|[东南西北]风|风力|[\d一二三四五六七八]\s*级")
_COUNTS = {"number", "total_number", "year_number", "pages"}  # what only an issue has beside its day
_SECTION = re.compile(
    r".*(?:要闻|综合|副刊|新闻|时事|经济|社会|文化|体育|国际|国内|广告|专[版刊题]|周刊|生活|健康|教育|理论|评论|文艺)"
)
_MARK_PARTS = {"page", "section", "newspaper", "label", "button", "day"}
_SLOGAN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:\s*[·•]\s*[\u4e00-\u9fff]{1,6}){1,5}|[A-Z][A-Za-z .]{4,40}")


class MastheadRole(enum.Enum):
    """What a row is to the issue."""

    HEAD = enum.auto()  # names the issue
    INFO = enum.auto()  # tells day and source of one story, as portals print them
    MARK = enum.auto()  # 第2版：综合
    BUTTONS = enum.auto()  # what an electronic edition lets its reader press, and its counters
    LISTED = enum.auto()  # one of several page marks in a row: the list of an edition's pages


def cut_heads(draft: Draft) -> None:
    """Cut the rows in which what tells of the issue stands beside something else.

    At the top a day with number or page of the issue is glued to words, as in scans of pages set in columns:
    都不会自行1967.8.5.第45期. There the headline of the text right below follows the page. Anywhere who wrote stands
    beside it: 清河日报 2021-11-05 第2版 记者 张三.
    """
    top = [part for row in draft.rows[:HEAD_LINES] for part in _cut_at_head(row)]
    below = [*top[1:], *draft.rows[HEAD_LINES:][:1], None]
    top = [part for row, next_row in zip(top, below, strict=False) for part in _cut_at_headline(row, next_row)]
    draft.rows = [part for row in (*top, *draft.rows[HEAD_LINES:]) for part in _cut_at_byline(draft, row)]


def _cut_at_head(row: Row) -> list[Row]:
    """The words of a row, and the head glued to them; the row itself where it holds no two such things."""
    day = dates.DATE.search(row.text) if len(row.text) <= LONGEST_GLUED else None
    if day is None or not day.start() or read_imprint(row.text).kinds & {"newspaper", "founded"}:
        return [row]
    head, before = read_imprint(row.text[day.start() :]), read_imprint(row.text[: day.start()])
    counted = head.kinds & (_COUNTS | {"page"}) and head.known > head.unknown
    words = row.text[: day.start()].strip(SEPARATORS)
    return list(row.cut(day.start())) if counted and words and not before.fields else [row]


def _cut_at_headline(row: Row, below: Row | None) -> list[Row]:
    """The head of newspaper, day and page, and the headline behind its colon, where text follows on the next row that
    no other line can head: 《清河日报》2021年11月5日第3版：河堤上的灯亮了. Any other row as it is."""
    line = read_imprint(row.text) if below is not None and ("：" in row.text or ":" in row.text) else Imprint()
    last = line.fields[-1] if line.kinds >= {"newspaper", "date", "page", "section"} else None
    if last is None or below is None or last.name != "section" or row.text[last.end :].strip():
        return [row]
    colon = row.text[: last.start].rstrip().endswith((":", "："))
    titled = colon and len(last.text.strip()) >= LEAST_TITLE and not pages.SECTION.fullmatch(last.text.strip())
    text = below.width > features.WIDEST_HEADLINE or leads.lead_in(below.text) is not None
    return list(row.cut(last.start)) if titled and text else [row]


def _cut_at_byline(draft: Draft, row: Row) -> list[Row]:
    """A row of the masthead without the people of a story, who stand on rows of their own; else the row itself."""
    people = people_beside(row.text)
    line = read_imprint(row.text) if people else Imprint()
    of_issue = line.kinds & {"page", *_COUNTS} or line.kinds >= {"newspaper", "date"}
    if not of_issue or _is_info(line):
        return [row]
    parts: list[Row] = []
    for begin, end in itertools.pairwise([0, *itertools.chain(*people), len(row.text)]):
        if (begin, end) in people:
            parts.append(_with_people(row.part(begin, end)))
        elif row.text[begin:end].strip(SEPARATORS):
            parts.append(row.part(begin, end))
        elif row.text[begin:end].strip():
            draft.discard(row.part(begin, end), "标记")
    return parts


def _with_people(row: Row) -> Row:
    """A row with the people that it names, in which no field of the masthead is seen; glued names are read later. That
    a name alone is a byline the line tells from which it was cut."""
    read = bylines.read_byline(row.text, bare=True)
    if read is None or read.glued:
        return row
    if bylines.kind_of(row.text) is None:
        row = row.now(state=LineState.BYLINE, kind=RowKind.BYLINE)
    return row.now(people=read.contributors)


def is_name_before_page(rows: list[Row], lines: list[Imprint], place: int) -> bool:
    """Whether a row at the head or foot is a name and the page's number, with the day alone beside it.

    五洲风雷第四版 above 1967年8月5日: of a newspaper whose name does not say that it is one; 健康专刊第二版 names the
    section of a paper.
    """
    line = lines[place]
    if line.kinds != {"page"} or len(line.rest) != 1 or line.rest[0][0] or line.fields[0].start != line.rest[0][1]:
        return False
    near = [lines[at] for at in (place - 1, place + 1) if 0 <= at < len(lines)]
    named = any("newspaper" in other.kinds for other in lines)
    name = rows[place].text[: line.rest[0][1]].strip()
    if not HAN_NAME.fullmatch(name) or (named and not is_section(name)):
        return False
    return any(other.kinds == {"date"} | (other.kinds & {"weekday"}) and not other.unknown for other in near)


def is_section(name: str) -> bool:
    """Whether a name before a page's number says that it is one of a section: 健康专刊, 教育周刊."""
    return bool(_SECTION.fullmatch(name))


def masthead_roles(rows: list[Row], lines: list[Imprint]) -> dict[int, MastheadRole]:
    """The roles of the rows that have one."""
    alone = ((place, _role_alone(line)) for place, line in enumerate(lines))
    roles = {place: role for place, role in alone if role is not None}
    for place in _of_several_stories(lines, roles):
        roles[place] = MastheadRole.INFO
    for place in _listed(lines, roles):
        roles[place] = MastheadRole.LISTED
    spelt = spelt_names(rows, lines)
    of_names = {*_of_names_before_pages(rows, lines), *spelt, *(place - 1 for place in spelt)}
    for place in (*_block(rows, lines, roles), *of_names):
        roles[place] = MastheadRole.HEAD
    if not any(role is MastheadRole.HEAD and "date" in lines[place].kinds for place, role in roles.items()):
        for place in (*_dates_beside(lines, roles), *_number_alone(lines)):
            roles[place] = MastheadRole.HEAD
    return roles


def _listed(lines: list[Imprint], roles: dict[int, MastheadRole]) -> list[int]:
    """The page marks that are a list of pages: those in a row that differ. The last of a list is the page itself where
    it alone says again what the list has."""
    marks = {place: role for place, role in sorted(roles.items()) if role is MastheadRole.MARK}
    number = {place: pages.canonical_page(pages.page_number(lines[place].values("page")[0])) for place in marks}
    runs: list[list[int]] = []
    for place in marks:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    found: list[int] = []
    for run in runs:
        last = number[run[-1]]
        said = [number[place] for place in run[:-1]]
        own = last in said and len(set(said)) == len(said) >= FEWEST_LISTED
        listed = run[:-1] if own else run
        found += listed if len({number[place] for place in listed}) > 1 else []
    return found


def _number_alone(lines: list[Imprint]) -> list[int]:
    """The row near the top that is nothing but the issue's number: 第412期. Where several are so, they count others."""
    numbers = [place for place, line in enumerate(lines) if _is_complete(line, {"number"})]
    return numbers if len(numbers) == 1 and numbers[0] <= NEAR else []


def _role_alone(line: Imprint) -> MastheadRole | None:
    """The role of a line by its own fields."""
    if _is_info(line):
        return MastheadRole.INFO
    if _is_complete(line, {"button", "counter", "url", "label"}):
        return MastheadRole.BUTTONS
    if _is_complete(line, _MARK_PARTS) and "page" in line.kinds:
        return MastheadRole.MARK
    return MastheadRole.HEAD if _is_head(line) or _is_edition(line) else None


def _of_names_before_pages(rows: list[Row], lines: list[Imprint]) -> list[int]:
    """Rows of a name and a page as is_name_before_page() knows them, and of the days beside them."""
    named = [place for place in range(len(rows)) if is_name_before_page(rows, lines, place)]
    beside = [at for place in named for at in (place - 1, place + 1) if 0 <= at < len(rows)]
    return named + [at for at in beside if lines[at].kinds == {"date"}]


def _of_several_stories(lines: list[Imprint], roles: dict[int, MastheadRole]) -> list[int]:
    """Rows of a newspaper and a day alone that differ in the day: each tells of one story of a list."""
    beside = {"newspaper", "date", "weekday"}
    rows = [at for at, role in roles.items() if role is MastheadRole.HEAD and lines[at].kinds <= beside]
    days = {dates.find_date(day) for at in rows for day in lines[at].values("date")[:1]}
    return rows if len(days) > 1 else []


def _dates_beside(lines: list[Imprint], roles: dict[int, MastheadRole]) -> list[int]:
    """Rows of nothing but a day that tell of the issue: near a page mark, or, where all agree, anywhere in its file."""
    beside = [place for place, role in roles.items() if role in (MastheadRole.MARK, MastheadRole.HEAD)]
    dated = [place for place, line in enumerate(lines) if _is_date(line)] if beside else []
    reached = {mark + step for mark in beside for step in range(-NEAR, NEAR + 1)}
    near = [place for place in dated if place in reached]
    days = {dates.find_date(lines[place].values("date")[0]) for place in dated}
    near += [
        place + step
        for place in beside
        for step in (-1, 1)
        if "number" in lines[place].kinds and 0 <= place + step < len(lines) and lines[place + step].kinds == {"date"}
    ]
    return near or (dated if len(days) == 1 else [])


def is_understood(line: Imprint) -> bool:
    """Whether most of a line was understood; one that goes on as text must have begun with several fields."""
    return line.known > line.unknown and (line.whole or len(line.kinds & (STRONG | {"weekday", "page"})) >= SURE)


def _is_info(line: Imprint) -> bool:
    """Whether a line tells the day and source of one story: 2019-09-26 12:11 来源：某网 作者：张三."""
    said = OF_A_PORTAL | {"source", "other"}
    if not line.whole or line.known <= line.unknown or line.kinds & ((STRONG - {"date", "contact"}) | {"page"}):
        return False
    return "date" in line.kinds and bool(line.kinds & said)


def _is_complete(line: Imprint, kinds: set[str]) -> bool:
    """Whether a line has fields of these kinds and nothing else."""
    return line.whole and not line.unknown and bool(line.kinds) and line.kinds <= kinds


def _is_head(line: Imprint) -> bool:
    """Whether a row anywhere in the file is a masthead of its own: a newspaper or page, and its date or number."""
    named = "page" in line.kinds or ("newspaper" in line.kinds and "source" not in line.kinds)
    of_paper = _is_complete(line, {"newspaper", "number"}) and len(line.kinds) > 1  # 清河日报 第31期
    dated = line.kinds & DATED or of_paper or ("page" in line.kinds and line.kinds & {"weekday", "number"})
    counted = (
        _is_complete(line, {"number", "weekday", "founded", "pages"})
        and len(line.kinds) > 1
        and bool(line.kinds & {"number", "pages"})
    )  # 星期二第32期, its day a line above or below
    numbered = "date" in line.kinds and bool(line.kinds & _COUNTS)
    return counted or (is_understood(line) and (numbered or (named and bool(dated))))


def _is_edition(line: Imprint) -> bool:
    """Whether a line says nothing but whose electronic edition or site it is: 清河日报电子版, 清河日报官方网站."""
    return _is_complete(line, {"newspaper", "button"}) and len(line.kinds) == 2


def _is_date(line: Imprint) -> bool:
    """Whether a row holds the day alone, set in what an edition puts around it."""
    said = _is_complete(line, {"date", "weekday", "label", "button"}) and len(line.kinds) > 1 and "date" in line.kinds
    return said and not any("今天" in label for label in line.values("label"))


def _block(rows: list[Row], lines: list[Imprint], roles: dict[int, MastheadRole]) -> set[int]:
    """Rows of the masthead at the top: rows of fields, and short rows of name and slogan among them."""
    block: set[int] = set()
    for index in range(min(TOP, len(rows))):
        line = lines[index]
        known = roles.get(index) in (None, MastheadRole.HEAD) and _is_of_issue(rows[index], line, begun=bool(block))
        if known and (line.kinds & STRONG or _names_paper(line) or (line.kinds and index - 1 in block)):
            block.add(index)
        elif index - max(block) > NEAR if block else index and not _may_precede(rows[index], roles.get(index), True):
            break
    titled = is_title_of_paper(rows, lines)
    if titled:
        block.add(0)
    said = _said(lines, block)
    if not (titled or said & (DATED | {"newspaper"})):
        return set()
    first = min(block)
    headed = any(_may_precede(rows[at], roles.get(at)) or "page" in lines[at].kinds for at in range(first))
    if said <= {"date", "label"} and first and not headed:
        return set()  # a day alone below a line of words is that of the story which these head
    named = titled or any("newspaper" in lines[index].kinds for index in block)
    grown = sorted(block)
    for index in grown:
        for step in (-1, 1):
            near = index + step
            while roles.get(near) is MastheadRole.MARK or (0 <= near < len(rows) and _is_staff(rows[near])):
                near += step
            if not 0 <= near < len(rows) or near in block:
                continue
            name = not named and may_be_name(rows[near].text)
            if name or _SLOGAN.fullmatch(rows[near].text) or is_weather(rows[near].text):
                block.add(near)
                grown.append(near)
                named = named or name
    return block


def _said(lines: list[Imprint], block: set[int]) -> frozenset[str]:
    """The names of the fields that the rows of a block have."""
    return frozenset[str]().union(*(lines[index].kinds for index in block))


def _is_of_issue(row: Row, line: Imprint, begun: bool) -> bool:
    """Whether a row that is understood tells of the issue: not who wrote (记者：张三), nor in what is a headline; nor
    when, if the masthead has `begun` above."""
    if not is_understood(line) or bylines.kind_of(row.text) is RowKind.BYLINE or _goes_on_behind_work(line):
        return False
    return not (begun and signed_day(row.text))


def _is_staff(row: Row) -> bool:
    """Whether a row names nobody but who made the paper, as one within its head does: 主编：张三."""
    return bylines.kind_of(row.text) is RowKind.CREDIT


def _goes_on_behind_work(line: Imprint) -> bool:
    """Whether words go on right behind a title that is no newspaper's, as in a headline: 《红旗渠》搬上舞台."""
    paper = line.fields[0] if line.kinds == {"newspaper"} else None
    return paper is not None and not may_be_name(paper.text) and any(start == paper.end for start, _ in line.rest)


def _names_paper(line: Imprint) -> bool:
    """Whether a row has nothing but the newspaper with its house or its buttons: 清河大学 - 《清河大学报》."""
    paper = next(iter(line.values("newspaper")), "")
    return (
        bool(paper)
        and (bool(line.rest) or "button" in line.kinds)
        and all(end - start < len(paper) for start, end in line.rest)
    )


def _may_precede(row: Row, role: MastheadRole | None, staffed: bool = False) -> bool:
    """Whether a row above the date may belong to the masthead: the name, its pinyin, a slogan, a page mark; if
    `staffed`, who made the paper, too."""
    return role is not None or is_name_or_slogan(row.text) or (staffed and _is_staff(row))


def is_name_or_slogan(text: str) -> bool:
    """Whether a line may be what stands around the fields of a masthead: the name, its pinyin, a slogan."""
    return may_be_name(text) or bool(_SLOGAN.fullmatch(text))


def is_weather(text: str) -> bool:
    """Whether a line gives the weather of the day as heads of pages do: the sky, with degrees or the wind."""
    return len(text) <= LONGEST_GLUED and "。" not in text and bool(_SKY.search(text) and _AIR.search(text))
