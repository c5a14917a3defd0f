"""The masthead (报头): newspaper, date, numbers, page; and page marks further down (第2版：综合)."""

import re
from dataclasses import dataclass, replace

from archive.ingest.draft import Draft, Kind, Row
from archive.ingest.types import ParsedIssue
from archive.ingest.words import dates

TOP = 30  # rows in which the block of a masthead is looked for

_NUMERAL = "一二三四五六七八九十"
_NAME = r"[\u4e00-\u9fff·]{2,14}?(?:日报|晚报|晨报|早报|时报|商报|导报|周报|学报|快报|都市报|新闻|周刊|报)"
PAGE = rf"第?\s*(?P<page>[A-DＡ-Ｄ]?\s*\d{{1,3}}|[{_NUMERAL}]{{1,3}}|头)\s*版"
_BRANCH_YEAR = r"[子丑寅卯辰巳午未申酉戌亥](?:[（(]?[鼠牛虎兔龙蛇马羊猴鸡狗猪][)）]?)?年"
_LUNAR_DAY = r"\s*闰?[正一二三四五六七八九十冬腊]{1,2}月(?:初|十|廿|卅|二十|三十)[一二三四五六七八九十]?"
_STEM = "[甲乙丙丁戊己庚辛壬癸]"
_COUNT = "[一二三四五六七八九十百千零〇]{1,8}"
_CONTACT = "热线|电话|邮箱|邮编|地址|网址|传真|微信|微博|客户端"
_STAFF = "责任编辑|本版编辑|本版责编|值班编辑|美术编辑|责编|编辑|美编|版式|组版|校对|值班主任"
_PERSON = rf"(?!{_CONTACT}|{_STAFF})[\u4e00-\u9fff]{{2,4}}(?![\u4e00-\u9fff])"
_FORMS: tuple[tuple[str, str], ...] = (
    ("year_number", r"(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*期"),
    ("date", dates.DATE.pattern),
    ("date", dates.COMPACT.pattern),
    ("lunar_date", rf"(?:(?:农历|夏历|阴历)\s*(?:{_STEM}?{_BRANCH_YEAR})?|{_STEM}{_BRANCH_YEAR}){_LUNAR_DAY}"),
    ("weekday", dates.WEEKDAY.pattern),
    ("total_number", rf"(?:[（(]\s*)?(?:{_NAME})?\s*总\s*第?\s*(?:\d{{1,6}}|{_COUNT})\s*[期号](?:\s*[)）])?"),
    ("number", rf"第\s*(?:\d{{1,6}}|{_COUNT})\s*[期号]"),
    (
        "credits",
        rf"(?:{_STAFF})(?:\s*[:：]\s*|\s+){_PERSON}(?:[\s、]+{_PERSON})*",
    ),
    ("publisher", r"(?:(?:主管|主办|编辑|出版|承办|协办)、?){1,4}(?:单位|者)?\s*[:：]\s*[^\s:：\0]{2,40}"),
    (
        "registration",
        r"(?:国内统一(?:连续出版物|刊|出版)?(?:刊号|号)?\s*[:：]?\s*)?CN\s*\d{2}\s*[-—－]\s*\d{4}(?:/\w+)?",
    ),
    (
        "registration",
        r"(?:国内统一|准印证|内部资料|[^\0]{0,2}内资)[\u4e00-\u9fff]{0,12}\s*[:：]?\s*[\w\-—－第号()（）]{0,30}",
    ),
    ("registration", r"(?:邮发)?代号\s*[:：]?\s*\d{1,3}\s*[-—－]\s*\d{1,5}"),
    ("contact", rf"(?:[\u4e00-\u9fff]{{0,8}}(?:{_CONTACT})|E-?mail|QQ)\s*[:：]\s*[^\s\0]+"),
    ("contact", rf"(?:{_CONTACT})\s*[（(]?\d[\d\-—－()（）]{{5,20}}"),
    ("pages", rf"(?:今日|本期|今天|共)\s*(?:共\s*)?[\d{_NUMERAL}]{{1,3}}\s*(?:个)?版"),
    ("page", PAGE),
    ("time", r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORMS)
_NEWSPAPER = re.compile(
    rf"《\s*(?P<quoted>[^《》\0]{{2,15}})\s*》|(?<![\u4e00-\u9fff])(?P<plain>{_NAME})(?![\u4e00-\u9fff])"
)
_SECTION = re.compile(r"[\u4e00-\u9fffA-Za-z·•/ ]{2,12}")
_SEPARATORS = " \t\u3000|｜·/,，、()（）:：【】[]■●◆-—–"
DATED = {"date", "total_number", "year_number"}
STRONG = {"date", "total_number", "year_number", "publisher", "registration", "lunar_date", "pages", "contact"}
_REASONS = {
    "credits": "版面编辑",
    "contact": "联系方式",
    "registration": "刊号",
    "pages": "版数",
    "time": "时间",
    "": "报头",
}
_TAKEN = "\0"  # stands where a field was found
_SLOGAN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:\s*[·•]\s*[\u4e00-\u9fff]{1,6}){1,5}|[A-Z][A-Za-z .]{4,40}")


@dataclass(frozen=True)
class Field:
    """A field of the issue found in a row: its name, the slice of the row's text and the text itself."""

    name: str
    start: int
    end: int
    text: str


def read_masthead(draft: Draft) -> None:
    """Take the rows of the masthead out of the draft and make the issue of them; give page marks their kind."""
    found = [fields_of(row) for row in draft.rows]
    block = _block(draft.rows, found)
    rows: list[Row] = []
    values: dict[str, str] = {}
    marks = {index for index, fields in enumerate(found) if _is_page_mark(fields)}
    # Lines with pages that follow one another are a list of contents.
    listed = {index for index in marks if index - 1 in marks or index + 1 in marks}
    for index, (row, fields) in enumerate(zip(draft.rows, found, strict=True)):
        if index in block:
            _take(draft, row, fields or _name_of(row, found, block), values)
        elif not _is_masthead_line(fields):
            rows.append(row.now(kind=Kind.PAGE) if index in marks and index not in listed else row)
        elif values:
            rows += _running_head(draft, row, fields, values)
        else:
            _take(draft, row, fields, values)
    draft.rows = rows
    if values:
        draft.issue = _issue(values, draft.issue)
    pages = [row for row in rows if row.kind is Kind.PAGE]
    if draft.issue is not None and not draft.issue.page and len(pages) == 1:
        page, section = page_of(pages[0].text)
        draft.issue = replace(draft.issue, page=page, section=section)


def fields_of(row: Row) -> list[Field]:
    """The fields of a row that consists of nothing else; none where other text is left."""
    text = row.text
    if len(text) > 120:
        return []
    fields: list[Field] = []
    rest = text
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(rest):
            fields.append(Field(name, match.start(), match.end(), match[0]))
        rest = pattern.sub(lambda match: _TAKEN * len(match[0]), rest)
    newspaper = _NEWSPAPER.search(rest)
    if newspaper and (fields or newspaper["quoted"]) and not _is_section(newspaper, fields, rest):
        group = "quoted" if newspaper["quoted"] else "plain"
        fields.append(Field("newspaper", newspaper.start(), newspaper.end(), newspaper[group]))
        rest = rest[: newspaper.start()] + _TAKEN * len(newspaper[0]) + rest[newspaper.end() :]
    left = rest.strip(_TAKEN + _SEPARATORS)
    if left and any(field.name == "page" for field in fields) and _SECTION.fullmatch(left):
        start = rest.index(left)
        fields.append(Field("section", start, start + len(left), left))
        left = ""
    return [] if left else sorted(fields, key=lambda field: field.start)


def _is_section(name: re.Match[str], fields: list[Field], rest: str) -> bool:
    """Whether what reads like a newspaper's name is 综合新闻 or the like, the section behind a page's number."""
    before = len(rest[: name.start()].rstrip(_SEPARATORS))
    return len(name[0]) <= 4 and any(field.name == "page" and field.end == before for field in fields)


def _is_masthead_line(fields: list[Field]) -> bool:
    """Whether a row anywhere in the file is a masthead of its own: a newspaper and its date, or number."""
    names = {field.name for field in fields}
    return "newspaper" in names and bool(names & DATED)


def _is_page_mark(fields: list[Field]) -> bool:
    names = {field.name for field in fields}
    return "page" in names and names <= {"page", "section", "newspaper"}


def _block(rows: list[Row], found: list[list[Field]]) -> set[int]:
    """Rows of the masthead at the top: rows of fields, and short rows of name and slogan among them."""
    block: set[int] = set()
    for index in range(min(TOP, len(rows))):
        names = {field.name for field in found[index]}
        if names & STRONG or (names and index - 1 in block and not _is_page_mark(found[index])):
            block.add(index)
        elif (index > 0 and not block and not _is_ornament(rows[index])) or (block and index - max(block) > 2):
            break
    if not any(field.name in DATED for index in block for field in found[index]):
        return set()
    named = any(field.name == "newspaper" for index in block for field in found[index])
    grown = sorted(block)
    for index in grown:
        for near in (index - 1, index + 1):
            if not 0 <= near < len(rows) or near in block:
                continue
            name = not named and _may_be_name(rows[near])
            if name or _SLOGAN.fullmatch(rows[near].text):
                block.add(near)
                grown.append(near)
                named = named or name
    return block


def _is_ornament(row: Row) -> bool:
    """Whether a row above the date may belong to the masthead: the name, its pinyin, a slogan."""
    return _may_be_name(row) or bool(_SLOGAN.fullmatch(row.text))


def _may_be_name(row: Row) -> bool:
    return bool(re.fullmatch(rf"《?{_NAME}》?", row.text.replace(" ", "")))


def _name_of(row: Row, found: list[list[Field]], block: set[int]) -> list[Field]:
    """The newspaper, where a row of the masthead holds nothing but its name and no other row names it."""
    named = any(field.name == "newspaper" for index in block for field in found[index])
    if named or not _may_be_name(row):
        return []
    return [Field("newspaper", 0, len(row.text), row.text.replace(" ", "").strip("《》"))]


def _running_head(draft: Draft, row: Row, fields: list[Field], values: dict[str, str]) -> list[Row]:
    """The page mark in the head of a further page, a row of its own; the rest of the head goes to the issue."""
    places = [field for field in fields if field.name in ("page", "section")]
    others = [field for field in fields if field.name not in ("page", "section")]
    if not places or any(places[0].start < field.start < places[-1].start for field in others):
        _take(draft, row, fields, values)
        return []
    start, end = places[0].start, places[-1].end
    for part, kept in ((row.text[:start], (0, start)), (row.text[end:], (end, None))):
        if part.strip():
            piece = row.part(*kept)
            _take(draft, piece, fields_of(piece), values)
    return [row.part(start, end).now(kind=Kind.PAGE)]


def _take(draft: Draft, row: Row, fields: list[Field], values: dict[str, str]) -> None:
    """Claim every field of a masthead row, and keep the first value of each."""
    draft.issue_rows.append(row)
    fields = _counted(fields)
    position = 0
    for field in fields:
        if row.text[position : field.start].strip():
            draft.discard(row.part(position, field.start), "报头")
        piece = row.part(field.start, field.end)
        if field.name in _REASONS:
            draft.discard(piece, _REASONS[field.name])
        else:
            draft.claim(piece, f"issue/{field.name}")
        values.setdefault(field.name, field.text)
        position = field.end
    if row.text[position:].strip():
        draft.discard(row.part(position), "报头")


def _counted(fields: list[Field]) -> list[Field]:
    """The fields, where a bare 第31期 beside 总第628期 counts the issues of the year, and alone all issues."""
    counts = "year_number" if any(field.name == "total_number" for field in fields) else "total_number"
    return [replace(field, name=counts) if field.name == "number" else field for field in fields]


def page_of(text: str) -> tuple[str, str]:
    """Page as printed without 第 and 版 (四版 stays as it is), and the section of the paper."""
    match = re.search(PAGE, text)
    if not match:
        return "", ""
    section = text[match.end() :].strip(_SEPARATORS)
    return match["page"].replace(" ", ""), section


def _issue(values: dict[str, str], given: ParsedIssue | None) -> ParsedIssue:
    """The issue of the fields of a masthead; what metadata gave fills what the masthead leaves out."""
    label, publisher = "", ""
    if "publisher" in values:
        label, publisher = (part.strip() for part in re.split("[:：]", values["publisher"], maxsplit=1))
    total = re.search(rf"\d+|{_COUNT}", values.get("total_number", ""))
    date = values.get("date", "")
    weekday = dates.WEEKDAY.search(values.get("weekday", ""))
    given = given or ParsedIssue()
    issue = ParsedIssue(
        newspaper=values.get("newspaper", "") or given.newspaper,
        publisher=publisher,
        publisher_label=label,
        date=dates.find_date(date) or given.date,
        weekday=f"星期{weekday[1].replace('天', '日')}" if weekday else "",
        lunar_date=re.sub(r"\s+", "", values.get("lunar_date", "")),
        total_number=dates.number(total[0]) if total else None,
        year_number=re.sub(r"\s+", "", values.get("year_number", "")),
        section=values.get("section", "") or given.section,
    )
    page = re.search(PAGE, values.get("page", ""))
    return replace(
        issue,
        page=page["page"].replace(" ", "") if page else given.page,
        date_basis="masthead" if dates.find_date(date) else given.date_basis,
    )
