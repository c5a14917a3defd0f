"""Labels before what is said of an article: 标题：…, title: …, <title>…, "title": "…".

Office systems, exports of databases and crawlers write them, each in its language and signs; the keys are ours.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.ingest.words import bylines

# Before an editor's note, of which it is no part.
NOTE_LABEL = re.compile(
    r"[【\[（(]?(?:本报)?(?:编者按|编者的话|编前语?|编后语?|开栏(?:的话|语)|记者按|核心提示|阅读提示|导语)[】\])）]?\s*[:：]?\s*"
)

_LABELS = {
    "title": "标题 题目 主题 正题 篇名 题名 title headline contenttitle h1",
    "kicker": "引题 肩题 眉题 kicker",
    "subtitle": "副题 副标题 subtitle",
    "author": "作者 署名 责任者 author authors byline writer",
    "people": "记者",
    "date": "日期 时间 发布于 发布日期 发布时间 发表时间 见报日期 出版日期 刊发日期 成文日期 date time pubdate pubtime "
    "publishdate publish_time published created_at ptime",
    "newspaper": "报纸 报刊 报纸名称 报纸名 报名 报纸中文名 报纸中文名称 来源 出处 newspaper paper source sourcename "
    "media medium papername paper_name",
    "page": "版次 版面 版号 版面位置 page edition",
    "section": "版名 版块 版面名称 section",
    "column": "栏目 专栏 column",
    "other": "关键词 摘要 字数 网址 链接 分类 类别 编号 文号 体裁 编辑 责任编辑 url link refer id docno tags "
    "keywords keyword category cate tag summary abstract type editor channel count picurl views view hits clicks "
    "发布单位 发布机构 发文机关 发文字号 索引号 责任单位 浏览量 点击量 阅读量 浏览次数 点击次数 阅读次数",
    "body": "正文 内文 本文 全文 内容 content body text article",
}
# Of what, where or when a label says that it tells: 文献标题, 所属栏目, 文章来源.
_BEFORE = "报纸 文献 文章 新闻 稿件 作品 原文 报道 资料 所属 所在 见报 刊登 刊载 发表 出版"
KEYS = {label: key for key, labels in _LABELS.items() for label in labels.split()}
KEYS |= {
    before + label: key
    for label, key in KEYS.items()
    if key != "other" and not label.isascii() and len(label) == len("标题")
    for before in _BEFORE.split()
    if before + label not in KEYS
}
# What the fields of a record are called, in small letters, by programs: XML (RSS, Atom, Dublin Core, NITF), the heads
# of Markdown and JSON Lines.
RECORD_NAMES: Final = {
    name: key
    for key, names in {
        "title": "title headline hl1 biaoti",
        "kicker": "kicker introtitle yinti",
        "subtitle": "subtitle subheadline hl2 futi",
        "author": "author authors contributors creator byline writer zuozhe",
        "date": "date datetime pubdate pubtime published publishdate issued time riqi",
        "newspaper": "source newspaper publication paper media laiyuan",
        "page": "page pagenumber banci",
        "section": "section pagename banming",
        "column": "column lanmu",
        "body": "body content text fulltext encoded description summary article_content zhengwen",
    }.items()
    for name in names.split()
}
# Who did what, as programs call it; what newspapers call it, words/bylines.py knows.
_ROLE_NAMES = {
    "记者": "reporter reporters journalist journalists",
    "通讯员": "correspondent correspondents",
    "编辑": "editor editors",
    "摄影": "photographer photographers",
    "校对": "proofreader proofreaders",
    "翻译": "translator translators",
    "插图": "illustrator illustrators",
}
_ROLES = {name: role for role, names in _ROLE_NAMES.items() for name in names.split()}
CREDIT = "credit"  # the key of a label of people that is none of ours: 责任校对
ATTRIBUTE = "attribute"  # the key of a name in a record that is no label of ours
_ANY = "|".join(sorted(map(re.escape, KEYS), key=len, reverse=True))
_COLON = re.compile(
    rf"(?P<frame>[【\[]?)\s*(?P<quote>[\"']?)(?P<label>{_ANY})(?P=quote)\s*(?P<framed>[】\]]?)\s*"
    r"(?:[:：]|=(?=\s*[\"'])|\t)\s*(?P<open>[\"']?)",
    re.IGNORECASE,
)
# 【版次：A07】【日期：2014-2-19】: several on a line, each in a frame with its value.
_WITH_VALUE = re.compile(rf"[【\[［]\s*(?P<label>{_ANY})\s*[:：][^【】\[\]［］]*[】\]］]\s*", re.IGNORECASE)
# 【 标  题 】: old databases space their labels out, and write several on a line. Others have [标题].
_SPACED = "|".join(r"\s*".join(label) for label in sorted(KEYS, key=len, reverse=True) if not label.isascii())
_BRACKETED = re.compile(rf"[【\[［]\s*(?P<label>{_SPACED})\s*[】\]］]\s*[:：]?\s*")
_PEOPLE = re.compile(
    r"(?:[【\[［]\s*(?P<framed>[\u4e00-\u9fff/／]{2,6})\s*[】\]］]\s*[:：]?"
    r"|(?P<quote>[\"']?)(?P<plain>[\u4e00-\u9fff/／]{2,6}|[文图]|[A-Za-z_]{4,20})(?P=quote)\s*(?:[:：\t]|=(?=\s*[\"']))"
    r"|<(?P<tag>[A-Za-z_]{4,20})>)\s*(?P<open>[\"']?)"
)
# A further label on the line of another: 来源：清河日报 记者：张三.
_INNER = re.compile(r"(?<=[\s|｜;；])(?P<label>[\u4e00-\u9fff]{2,6})\s*[:：]")
_ANY_LABEL = re.compile(
    r"[【\[［]\s*(?P<framed>[\u4e00-\u9fff]{2,6})\s*[】\]］]\s*[:：]?\s*|(?P<plain>[\u4e00-\u9fff]{2,6})\s*[:：\t]\s*"
)
# A name in a record: paper_name: …, "updatetime": "…". What it says may be told by the word behind its first one.
_NAME = re.compile(
    r"(?P<quote>[\"']?)(?P<name>[A-Za-z][\w-]{0,30})(?P=quote)\s*[:：](?!//)\s*(?P<open>[\"']?)", re.ASCII
)
_OF_ARTICLE = re.compile(r"(?:issue|paper|news|article|doc|story|pub|publish|published|release)[_-]?(?P<label>[a-z]+)")
_TAG = re.compile(rf"<(?P<label>{_ANY})>\s*", re.IGNORECASE)
_ALONE = re.compile(rf"[【\[]?\s*(?P<label>{_ANY})\s*[】\]]?\s*[:：]?", re.IGNORECASE)


@dataclass(frozen=True)
class FieldLabel:
    """A label at the beginning of a line: its key, where it ends, and where the value behind it ends."""

    key: str
    start: int  # of the value
    end: int
    whose: str = ""  # the name, where it says that the value is the article's own: issue_page
    role: str = ""  # of the people that the value names


def field_label(text: str) -> FieldLabel | None:
    """The label with which a line begins; None where it begins with none."""
    colon = _COLON.match(text)
    if colon:
        framed = bool(colon["frame"]) and not colon["framed"] and text.rstrip()[-1] in "】]"
        end = len(text.rstrip()) - 1 if framed else _end_of_value(text, colon)
        return _known(colon["label"], colon.end(), end)
    bracketed = _BRACKETED.match(text)
    if bracketed:
        return _known(re.sub(r"\s", "", bracketed["label"]), bracketed.end(), len(text))
    tag = _TAG.match(text)
    return _known(tag["label"], tag.end(), len(text)) if tag else None


def _known(label: str, start: int, end: int) -> FieldLabel:
    return FieldLabel(KEYS[label.lower()], start, end, role=role_named(label))


def role_named(label: str) -> str:
    """The role of the people whom a label names, in either language; empty for an author's and for any other label."""
    name = label.lower().removesuffix("_name")
    return "" if KEYS.get(name) == "author" else _ROLES.get(name, "") or bylines.role_of_label(label)


def is_label(name: str) -> bool:
    """Whether a name is a label that a list has, of a field or of people."""
    return name.lower() in KEYS or bool(role_named(name))


def people_label(text: str) -> FieldLabel | None:
    """The label of people with which a line begins, that may stand in no list of fields: 摄影：…, 【责任校对】…"""
    match = _PEOPLE.match(text)
    role = role_named(match["framed"] or match["plain"] or match["tag"]) if match else ""
    return FieldLabel(CREDIT, match.end(), _end_of_value(text, match), role=role) if match and role else None


def inner_labels(text: str) -> list[int]:
    """Where further labels begin on a line that begins with one, unless all are of people: these are a byline."""
    framed = list(_WITH_VALUE.finditer(text))
    if len(framed) > 1 and sum(len(match[0]) for match in framed) == len(text):
        return [match.start() for match in framed[1:]]
    found = [match for match in _INNER.finditer(text) if match["label"] in KEYS or role_named(match["label"])]
    first = (field_label(text) or people_label(text)) if found else None
    if first is None or first.key in ("title", "body"):
        return []
    of_people = (first.role or first.key == "author") and all(role_named(match["label"]) for match in found)
    return [] if of_people else [match.start() for match in found]


def _end_of_value(text: str, label: re.Match[str]) -> int:
    """Where the value behind a label ends: before the quote that closes it and the comma behind it."""
    closing = re.search(rf"{label['open']}\s*,?\s*$", text[label.end() :])
    return label.end() + closing.start() if closing else len(text)


def bracketed_labels(text: str) -> list[int]:
    """Where labels in brackets begin in a text."""
    return [match.start() for match in _BRACKETED.finditer(text)] if re.search(r"[【\[［]", text) else []


def unknown_label(text: str) -> FieldLabel | None:
    """What has the form of a label at the beginning of a line, known or not; None for any other line. One with names
    behind it is their role: 题字：张三."""
    match = _ANY_LABEL.match(text)
    if match is None:
        return None
    label = match["framed"] or match["plain"]
    named = bylines.read_byline(f"{label}：{text[match.end() :]}")
    told = named is not None and {person.role for person in named.contributors} == {label}
    return FieldLabel("other", match.end(), len(text), role=label if told else "")


def named_value(text: str) -> FieldLabel | None:
    """The name in Latin letters, a label or any other, with which a line of a record begins; None for no such line."""
    name = _NAME.match(text)
    if name is None:
        return None
    if name["name"].lower() in KEYS:
        return _known(name["name"], name.end(), _end_of_value(text, name))
    own = _OF_ARTICLE.fullmatch(name["name"].lower())
    key = KEYS.get(own["label"], ATTRIBUTE) if own else _key_of_parts(name["name"].lower())
    whose = own[0] if own and key != ATTRIBUTE else ""
    return FieldLabel(key, name.end(), _end_of_value(text, name), whose, role_named(name["name"]))


def _key_of_parts(name: str) -> str:
    """The key of a name of several words: whose name it is (medium_name), or what is counted or linked (read_count)."""
    first, _, last = name.rpartition("_")
    if last == "name" and KEYS.get(first) in ("newspaper", "author"):
        return KEYS[first]
    return "other" if first and KEYS.get(last) == "other" else ATTRIBUTE


def of_record(found: Sequence[FieldLabel | None]) -> list[FieldLabel | None]:
    """The labels of a record's lines: one that says that it is the article's own counts before a bare one (page: 1)."""
    own = {label.key for label in found if label and label.whose}
    return [
        replace(label, key=ATTRIBUTE) if label and not label.whose and label.key in own else label for label in found
    ]


def label_alone(text: str) -> str:
    """The key of a label that is a whole line, with its value on the next one; empty for any other line."""
    alone = _ALONE.fullmatch(text)
    return KEYS[alone["label"].lower()] if alone else ""
