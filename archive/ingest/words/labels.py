"""Labels before what is said of an article: 标题：…, title: …, <title>…, "title": "…".

Office systems, exports of databases and crawlers write them, each in its language and signs; the keys are ours.
"""

import re
from dataclasses import dataclass

_LABELS = {
    "title": "标题 题目 主题 正题 文章标题 title headline contenttitle",
    "kicker": "引题 肩题 眉题 kicker",
    "subtitle": "副题 副标题 subtitle",
    "author": "作者 署名 记者 author authors byline writer",
    "date": "日期 时间 发布日期 发布时间 发表时间 见报日期 出版日期 刊发日期 date time pubdate pubtime publishdate "
    "publish_time published created_at",
    "newspaper": "报纸 报刊 报纸名称 报名 来源 出处 newspaper paper source sourcename media",
    "page": "版次 版面 版号 page",
    "section": "版名 版块 section",
    "column": "栏目 专栏 column",
    "other": "关键词 摘要 字数 网址 链接 分类 类别 编号 文号 体裁 编辑 责任编辑 url link refer id docno tags "
    "keywords category summary abstract type editor channel count",
    "body": "正文 内容 content body text article",
}
KEYS = {label: key for key, labels in _LABELS.items() for label in labels.split()}
_ANY = "|".join(sorted(map(re.escape, KEYS), key=len, reverse=True))
_COLON = re.compile(
    rf"[【\[]?\s*(?P<quote>[\"']?)(?P<label>{_ANY})(?P=quote)\s*[】\]]?\s*(?:[:：]|=(?=\s*[\"']))\s*(?P<open>[\"']?)",
    re.IGNORECASE,
)
_TAG = re.compile(rf"<(?P<label>{_ANY})>\s*", re.IGNORECASE)
_ALONE = re.compile(rf"[【\[]?\s*(?P<label>{_ANY})\s*[】\]]?\s*[:：]?", re.IGNORECASE)


@dataclass(frozen=True)
class FieldLabel:
    """A label at the beginning of a line: its key, where it ends, and where the value behind it ends."""

    key: str
    start: int  # of the value
    end: int


def field_label(text: str) -> FieldLabel | None:
    """The label with which a line begins; None where it begins with none."""
    colon = _COLON.match(text)
    if colon:
        key, quote = KEYS[colon["label"].lower()], colon["open"]
        closing = re.search(rf"{quote}\s*,?\s*$", text[colon.end() :]) if quote else None
        return FieldLabel(key, colon.end(), colon.end() + closing.start() if closing else len(text))
    tag = _TAG.match(text)
    return FieldLabel(KEYS[tag["label"].lower()], tag.end(), len(text)) if tag else None


def label_alone(text: str) -> str:
    """The key of a label that is a whole line, with its value on the next one; empty for any other line."""
    alone = _ALONE.fullmatch(text)
    return KEYS[alone["label"].lower()] if alone else ""
