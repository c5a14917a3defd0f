"""What the parsers of fields see in a line, as words for the labeller. None of these decides anything alone."""

import re
from collections.abc import Iterator

from archive.ingest.setting import oddity
from archive.ingest.words import bylines, dates, imprint, pages
from archive.ingest.words.leads import lead_in
from archive.ingest.words.signs import ORNAMENTS

_REACH = 160  # characters of a line that are looked at

_PAGE = re.compile(rf"{pages.MARK.pattern}|{pages.UNMARKED.pattern}|第?\s*\d{{1,3}}\s*页")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}(?:\s+[\u4e00-\u9fff])?\s*[:：﹕]\s*(?=\S)")
_EMPTY_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[:：﹕]$")
_URL = re.compile(r"https?[:：]|www\.|\.(?:com|cn|net|org)\b|@", re.IGNORECASE)
_NUMBER_ONLY = re.compile(r"[\W\d]+")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,8}(?:报|网|社|电视台|新闻|在线|杂志)")
_SITE = re.compile(
    r"首\s*页|导航|登录|注册|搜索|订阅|评论|跟贴|跟帖|点击|浏览|阅读|关闭|打印|收藏|分享|推荐|返回|下载|放大|缩小|默认"
    r"|字[体号]|上一[篇版页条期]|下一[篇版页条期]|上一则|下一则|当前|版权|转载|备案|ICP|许可证|地图|联系我们|关于我们|客户端|二维码"
    r"|热[门点]|相关|更多|列表|目录|通版|展开|收缩|论坛|邮箱|短信|图集|频道|广告|网站|本站|技术支持|往期|回顾|查看|扫一扫|举报|微信|微博"
)
_SOURCE = re.compile(r"来\s*源|出处|稿源|转自|原载|原文|摘自|供稿|发布|时间|日期|作者|编辑|浏览|点击|关键[词字]")
_PHOTO = re.compile(r"摄(?:影|$|[）)／/ ])|供图|图片|资料图|图为|^图[①-⑳\d:：]")
_SPEAKER = re.compile(r"[\u4e00-\u9fff]{1,6}\s*[:：]\s*\S")
_CRUMB = re.compile(r"[>＞»›]|\S\s*[-|｜·/]\s*\S+\s*[-|｜·/]")
_UNIT = re.compile(r"(?:局|委|会|府|院|公司|中心|办公室|部|社|校|学|厂|站|馆|厅|组|乡|镇|村)$")
_SPACED = re.compile(r"\S(?:\s+\S){1,9}")
_COUNT_TAIL = re.compile(r"[（(][^（）()]{1,16}[)）]$")
_DASHED = re.compile(r"^(?:——|—|──|--|－－|–)")
_SPOKEN_END = re.compile(r"(?:强调|指出|要求|提出|表示|时|会议|座谈会|讲话|批示|致辞|考察|调研)$")
_VERB_PHRASE = re.compile(r"[\u4e00-\u9fff”」》]\s+[\u4e00-\u9fff“「《]")

_TESTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("page", _PAGE),
    ("time", _TIME),
    ("url", _URL),
    ("site", _SITE),
    ("source", _SOURCE),
    ("photo", _PHOTO),
    ("crumb", _CRUMB),
    ("unit", _UNIT),
    ("tail", _COUNT_TAIL),
    ("dashed", _DASHED),
    ("spoken", _SPOKEN_END),
    ("phrases", _VERB_PHRASE),
    ("weekday", dates.WEEKDAY),
    ("question", re.compile(r"[？?]$")),
    ("stopped", oddity.SENTENCE_END),
    ("picture", oddity.PICTURE_OPENING),
)
_WHOLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", _NUMBER_ONLY),
    ("paper", _PAPER),
    ("bracketed", oddity.BRACKETED),
    ("empty-label", _EMPTY_LABEL),
    ("spaced", _SPACED),
)


def of_line(text: str) -> Iterator[str]:
    """Names of what is seen in a line of text."""
    text = text[:_REACH]
    plain = text.strip(ORNAMENTS)
    yield from (name for name, pattern in _TESTS if pattern.search(text))
    yield from (name for name, pattern in _WHOLE if pattern.fullmatch(text))
    words = sum(len(match[0]) for match in _SITE.finditer(text))
    if words:
        yield f"site{min(4, int(5 * words / len(text)))}"
    labels = len(_LABEL.findall(text))
    if labels:
        yield f"labels{min(labels, 3)}"
    numbered = oddity.NUMBERED.match(text)
    if numbered:
        yield f"numbered-{numbered.lastgroup}"
    if _SPEAKER.match(text):
        yield "speaker"
    head = imprint.read_imprint(text)
    yield from (f"head-{kind}" for kind in sorted(head.kinds))
    if head.kinds:
        yield f"head{int(4 * head.known / max(1, head.known + head.unknown))}{'+' * (not head.whole)}"
    yield from _dated(text)
    yield from _named(text, plain)


def _dated(text: str) -> Iterator[str]:
    date = dates.DATE.search(text)
    if date:
        rest = (text[: date.start()] + text[date.end() :]).strip(" ()（）[]【】星期一二三四五六日")
        yield "date" if rest else "date-only"
        yield f"date-at{min(2, date.start() // 4)}"


def _named(text: str, plain: str) -> Iterator[str]:
    lead = lead_in(text)
    if lead is not None:
        yield "lead"
        if lead.dateline:
            yield "dateline"
    if len(text) > bylines.MAX_LENGTH or not plain:
        return
    kind = bylines.kind_of(text)
    if kind is not None:
        yield f"by-{kind.name}"
    if bylines.is_bare(plain):
        yield "bare"
    if bylines.signature(text) is not None:
        yield "signed"
