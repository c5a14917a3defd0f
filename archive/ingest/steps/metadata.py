"""What is said beside the text: a YAML head, the meta elements of a page, labelled lines above a plain text."""

import itertools
import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.types import ParsedIssue
from archive.ingest.words import dates, pages
from archive.ingest.words.imprint import page_and_section
from archive.ingest.words.names import names_in

# The place in the output that holds what a line of a head of metadata says.
TARGETS = {
    "title": "articles/0/title",
    "kicker": "articles/0/kicker",
    "subtitle": "articles/0/subtitle",
    "column": "articles/0/column",
    "author": "articles/0/contributors",
    "date": "articles/0/date",
    "newspaper": "issue/newspaper",
    "publisher": "issue/publisher",
    "page": "issue/page",
    "section": "issue/section",
}
HEADLINE_KEYS = ("title", "kicker", "subtitle", "column")

# The labels of a head that an office system writes above a plain text: 标题：… 版次：…
_LABELS = {
    "title": "标题 题目 主题 正题 文章标题",
    "kicker": "引题 肩题 眉题",
    "subtitle": "副题 副标题",
    "author": "作者 署名 记者",
    "date": "日期 时间 发布日期 发布时间 发表时间 见报日期 出版日期 刊发日期",
    "newspaper": "报纸 报刊 报纸名称 报名 来源 出处",
    "page": "版次 版面 版号",
    "section": "版名 版块",
    "column": "栏目 专栏",
    "other": "关键词 摘要 字数 网址 链接 分类 类别 编号 文号 体裁 编辑 责任编辑",
    "body": "正文 内容",
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels.split()}
_LABELLED = re.compile(rf"[【\[]?\s*({'|'.join(sorted(_KEYS, key=len, reverse=True))})\s*[】\]]?\s*[:：]\s*")
_COLUMN = re.compile(rf"(?P<mark>{pages.MARK.pattern}\s*)?(?P<label>(?:专\s*栏|栏\s*目)\s*[:：])")
_RECORD_STATES = {
    "title": LineState.TITLE,
    "subtitle": LineState.SUBTITLE,
    "author": LineState.BYLINE,
    "date": LineState.INFO,
    "newspaper": LineState.INFO,
    "page": LineState.PAGE,
    "column": LineState.COLUMN,
}
_RECORD_KINDS = {
    "title": RowKind.HEADING,
    "subtitle": RowKind.HEADING,
    "author": RowKind.BYLINE,
    "date": RowKind.INFO,
    "newspaper": RowKind.INFO,
    "page": RowKind.PAGE,
    "column": RowKind.COLUMN,
    "body": RowKind.TEXT,
}
FEWEST_LABELS = 3  # fewer labelled lines are a byline or an info line


def take(draft: Draft) -> None:
    """Take a head of metadata out of the draft, and make an issue of what it says of it."""
    rows: list[Row] = []
    for row in draft.rows:
        if row.markup.startswith("meta:"):
            _place(draft, row, row.markup.removeprefix("meta:"))
        else:
            rows.append(row)
    draft.rows = rows
    if not _take_records(draft):
        _take_labelled(draft)
    draft.rows = [part for row in draft.rows for part in _columned(draft, row)]
    newspaper, page = value(draft, "newspaper"), value(draft, "page")
    if "://" in newspaper:
        newspaper = ""
    if newspaper or page:
        date = dates.find_date(value(draft, "date"))
        draft.issue = ParsedIssue(
            newspaper=newspaper,
            publisher=value(draft, "publisher"),
            date=date,
            page=page_and_section(page)[0] or page,
            section=value(draft, "section") or page_and_section(page)[1],
            date_basis="text" if date else "",
        )


def _place(draft: Draft, row: Row, key: str) -> None:
    if key in TARGETS:
        draft.claim(row, TARGETS[key])
    else:
        draft.discard(row, "元数据")


def _take_labelled(draft: Draft) -> None:
    """Read the labelled lines at the top of a plain text into the metadata."""
    count = 0
    while count < len(draft.rows) and _LABELLED.match(draft.rows[count].text):
        count += 1
    found = [_LABELLED.match(row.text) for row in draft.rows[:count]]
    keys = {_KEYS[match[1]] for match in found if match}
    if count < FEWEST_LABELS or not keys & {"title", "page", "newspaper", "body"}:
        return
    rest: list[Row] = []
    for row, match in zip(draft.rows, found, strict=False):
        if match is None:
            continue
        key = _KEYS[match[1]]
        draft.discard(row.part(0, match.end()), "标记")
        words = row.text[match.end() :].strip()
        if not words:
            continue
        if key == "body":
            rest.append(row.part(match.end()).now(gap=1))
            continue
        names = names_in(words, strict=True) if key == "author" else None
        draft.meta.setdefault(key, list(names.names) if names else words)
        _place(draft, row.part(match.end()), key)
    draft.rows[:count] = rest


def _take_records(draft: Draft) -> bool:
    """Give the labelled lines of several records their kinds: a file of one article after the other, each labelled.

    Page and column go before the headline, where a page prints them.
    """
    found = [(row, _LABELLED.match(row.text)) for row in draft.rows]
    keys = [_KEYS[match[1]] if match else "" for _, match in found]
    behind_titles = [after for key, after in itertools.pairwise([*keys, ""]) if key == "title"]
    if len(behind_titles) < 2 or not all(behind_titles):
        return False
    rows: list[Row] = []
    head = 0  # where the labelled lines of the record at hand begin among the rows
    for (row, match), key, before in zip(found, keys, ["", *keys], strict=False):
        head = head if before else len(rows)
        if match is None or key not in _RECORD_KINDS:
            rows.append(row)
            continue
        draft.discard(row.part(0, match.end()), "标记")
        if not row.text[match.end() :].strip():
            continue
        kind = _RECORD_KINDS[key]
        markup, state = "h1" if key == "title" else "", _RECORD_STATES.get(key)
        value = row.part(match.end()).now(kind=kind, state=state, gap=1, markup=markup, starts=True)
        above = kind in (RowKind.PAGE, RowKind.COLUMN)
        rows.insert(head if above else len(rows), value)
        head += above
    draft.rows = rows
    return True


def _columned(draft: Draft, row: Row) -> list[Row]:
    """A row that begins with 专栏：, as records of databases do: the page mark before it, the column, further text."""
    match = _COLUMN.match(row.text)
    if match is None:
        return [row]
    label, end = match.start("label"), match.end()
    draft.discard(row.part(label, end), "标记")
    parts = [row.part(0, label)] if match["mark"] else []
    name = re.match(r"\S*", row.text[end:]) if match["mark"] else re.match(".*", row.text[end:])
    after = end + (name.end() if name else 0)
    if row.text[end:after].strip():
        parts.append(row.part(end, after).now(kind=RowKind.COLUMN, state=LineState.COLUMN))
    if row.text[after:].strip():
        parts.append(row.part(after).now(starts=True))
    return parts


def value(draft: Draft, key: str) -> str:
    """One value of the metadata as text; of a list the first, since a column or a page is one."""
    given = draft.meta.get(key)
    if isinstance(given, list | tuple):
        given = given[0] if given else ""
    return str(given or "").strip()


def authors(draft: Draft) -> tuple[str, ...]:
    """The names that the metadata give, as they are given."""
    given = draft.meta.get("author") or ()
    names = given if isinstance(given, list | tuple) else [given]
    return tuple(name for name in (str(name).strip() for name in names) if name)
