"""The checksum of an article's text, such that anybody can make it anew from what the API gives.

It is the SHA-256 of the UTF-8 of these lines, those that are there, with a line feed between any two and none at the
end: kicker, title, subtitle, byline, editor's note, of each section its heading and paragraphs, last the captions.
"""

import hashlib

from archive.addresses.links import address
from archive.models import Article

_PARTS = "[.kicker,.title,.subtitle,.byline,.editor_note,(.sections[]|.heading,.paragraphs[]),.figures[].caption]"
JQ = f'{_PARTS}|map(select(. != ""))|join("\\n")'


def checked_text(article: Article) -> str:
    """All of its text, in those lines; its sections and figures should be loaded."""
    parts = [article.kicker, article.title, article.subtitle, article.byline, article.editor_note]
    for section in article.sections.all():
        parts += [section.heading, *section.paragraphs]
    parts += [figure.caption for figure in article.figures.all()]
    return "\n".join(part for part in parts if part)


def checksum(text: str) -> str:
    """In hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def how_to_check(article: Article, site: str) -> list[str]:
    """In sentences, with a command that does it for `article`."""
    there = site + address("api_article", article.newspaper, permanent_id=article.permanent_id)
    return [
        "每篇之后的“SHA-256”是正文的校验和：它不变，文字就一字未改。"
        "算的是引题、主题、副题、署名、编者按、各个小标题和各段，"
        "最后是图说；没有的不算，每项一行，行与行之间一个换行符（LF），末尾没有，UTF-8 编码。",
        "核对时从数据接口取同一篇再算一遍，例如第一篇（Linux 或 macOS，需有 jq）："
        f"curl -s '{there}' | jq -j '{JQ}' | sha256sum",
        "两者不同，是文章在成编之后改过（例如读者纠错），或这份文件被人改过；改过哪里，可问编辑部。",
    ]
