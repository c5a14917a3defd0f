"""What an article tells, in a few lines: as it stands under a headline, on a card, in what is shared of it.

A report begins with where and by whom it was sent (本报清河讯(记者 …)), a broadcast with its station, a story of the
web with the caption of its first picture. None of that is the news.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from archive.ingest.words.leads import lead_in
from archive.layout.typesetting import line_breaks
from archive.models import Article

_OPENERS, _CLOSERS = r"（(【\[〔", r")）】\]〕"
_UNBRACKETED = rf"[^{_OPENERS}{_CLOSERS}]"
# What may stand between a lead-in and the text: what closes the bracket of its names, 报道, a sign, a programme in
# brackets.
_BETWEEN = re.compile(
    rf"\s*(?:(?:记\s*者|通\s*讯\s*员)[^，。！？：]{{2,24}}?)?报\s*道|[\s{_CLOSERS}:：,，—-]+|[{_OPENERS}]{_UNBRACKETED}{{1,40}}[{_CLOSERS}]"
)
# A sender in brackets that is no dateline: 【清河网报道】, 【文/张三】, 【清河网 讯】.
_SENDER = re.compile(
    r"[【\[［](?=[^】\]］]{0,40}(?:报道|记者|[文图]\s*[/／]|[讯电][】\]］]))[^】\]］]{2,60}[】\]］]\s*[:：]?"
)
# A dateline of whoever sent it: its form says so, not a name. A run without a mark, a day, 讯, 电 or 消息, then a mark
# or a blank (3日消息称 and 据…3日消息 are the news's own words), also with its place (3日清河讯), also 3日报道 before a
# blank, also with 日 left out (4月1电); or without a day a run that ends in 讯 and is no word that ends so (…网站讯 …,
# 本报 讯 …, 清河周刊-经济网讯).
_SAID_BY = r"[\u4e00-\u9fffA-Za-z\d·•—–-]"
_DAY_SENT = (
    r"(?:(?:(?:\d{4}年)?(?:\d{1,2}|十?[一二三四五六七八九十])月)?(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日"
    r"|\d{1,2}月\d{1,2})"
)
_NO_WORD = "(?<![通资简短快腾传音喜审问电])"
_SENT = re.compile(
    rf"[{_OPENERS}［]?\s*(?!另?据)(?:{_SAID_BY}{{0,16}}?\s*{_DAY_SENT}\s*"
    rf"(?:(?:(?:[\u4e00-\u9fff]{{2}})?[专外])?(?:讯|电|消息)(?=[\s，,：:{_OPENERS}{_CLOSERS}］])"
    rf"|[\u4e00-\u9fff]{{2,4}}{_NO_WORD}讯(?=[\s：:{_OPENERS}{_CLOSERS}］])|报道(?=\s))"
    rf"|[\u4e00-\u9fff][\u4e00-\u9fff—–-]{{1,15}}{_NO_WORD}\s?讯(?=[\s：:{_OPENERS}{_CLOSERS}］]))"
)
# What only looks like a dateline and the character behind it: 新华社今天播发长篇通讯《, 国家电网公司以新一轮电力,
# 清河网3日消息称.
_OWN_WORDS = re.compile(
    r"(?:通讯.|电[力网视影话台子商动气信池梯价缆]|(?<![日专外])电[\u4e00-\u9fff]|消息[\u4e00-\u9fff])$"
)
# The rest of a bracket that nothing opens; not the number of an entry: 1）, 二）.
_REST_OF_BRACKET = re.compile(
    rf"(?![\da-z一二三四五六七八九十]{{1,3}}[{_CLOSERS}])[^{_OPENERS}{_CLOSERS}，。！？；]{{0,24}}[{_CLOSERS}][\s:：]*"
)
_NAMES_IN_BRACKETS = re.compile(rf"^\s*[{_OPENERS}]{_UNBRACKETED}{{2,24}}[{_CLOSERS}]\s*")
_ENDS_IN_BRACKET = re.compile(rf"[{_OPENERS}]{_UNBRACKETED}{{1,80}}$")
_CLOSES_BRACKET = re.compile(rf"{_UNBRACKETED}{{1,60}}[{_CLOSERS}]")
_ENDS_IN_TITLE = re.compile(r"《[^《》]{0,80}$")
_CLOSES_TITLE = re.compile(r"[^《》]{0,80}》")
# The caption of a picture, which ends with whose it is: …立起了塔吊。王小丁/摄, …手术室。短视频截图.
_CREDITED = re.compile(
    r"^(?=.{1,120}$).*[。，\s）)／/|｜][^。，！？]{0,16}(?:摄影?|供图|截图|[\s／/|｜]图)[）)]?$", re.DOTALL
)
# A paragraph that tells something: the caption of a picture, a place of sending, a programme's name end with no mark.
_TELLING = re.compile(r".*[。！？!?…]|.*\.[”’」』）)\"']*$|.{20,}[：:]$", re.DOTALL)
# A half-width point ends a sentence where it stands behind Chinese and is not amid letters or digits: 9.7%, v2.0, U.S.
PRINTED_END = re.compile(
    r"(?:[。！？][。！？!?]*|[!?]+(?![A-Za-z0-9=/])|(?<=[\u3400-\u9fff”’」』）)%％])\.(?![A-Za-z0-9.]))[”’」』）)]*"
)
_FIGURE = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_CLAUSE_END = re.compile(rf"(?<![{_FIGURE}])[，；：,;:]|[，；：,;:](?![{_FIGURE}/])")
# What no cut parts, beside a number and what it counts, which no line ends between: 1,560, 8：30, v2.0, 9.7%, 10月19日.
_FIGURES = re.compile(rf"[{_FIGURE}](?:[.,:/_~．，：／％%℃+–年月-]*[{_FIGURE}%％℃‰])*")
_SPACE = re.compile(r"(?<!\d)\s+")
_MARKS = "，、。！？!?；：:…”’」』）)"
LOOKED_AT = 12  # paragraphs
BEYOND = 12  # characters behind a cut by which is seen whether it parts a word
SPARED = 3  # the last whole sentence is the end where no more than a third of the room stays empty


def without_lead_in(paragraph: str) -> str:
    """The paragraph from its first word of news on; "" where it is a dateline alone. One may stand behind another: who
    broadcast it, then who sent it."""
    text = paragraph.strip()
    end = _end_of_lead_in(text)
    if not end:
        return text.lstrip(_MARKS)
    while between := _BETWEEN.match(text, end):
        end = between.end()
    return without_lead_in(text[end:].lstrip(_MARKS))


def _end_of_lead_in(text: str) -> int:
    """Where the dateline and the reporters with which `text` begins end; 0 where it begins with neither."""
    end = 0
    found = lead_in(text)
    for printed in (found.dateline, found.byline_text) if found else ():
        place = text.find(printed, end)
        end = place + len(printed) if place >= 0 else end
    if end and not _OWN_WORDS.search(text[: end + 1]):
        return end
    begins = _SENDER.match(text) or _SENT.match(text) or _REST_OF_BRACKET.match(text)
    return begins.end() if begins else 0


def _rejoined(paragraphs: Iterable[str]) -> list[str]:
    """The paragraphs, of which two are one where a file broke its line within a bracket, (记者张三 / 李四)昨日…, or a
    title, as saved pages do round a link: 印发《关于 / 促进贸易的通知》。"""
    whole: list[str] = []
    for paragraph in paragraphs:
        if whole and _ENDS_IN_BRACKET.search(whole[-1]) and _CLOSES_BRACKET.match(paragraph):
            whole[-1] += f" {paragraph}"
        elif whole and _ENDS_IN_TITLE.search(whole[-1]) and _CLOSES_TITLE.match(paragraph):
            whole[-1] += paragraph
        else:
            whole.append(paragraph)
    return whole


def _told(paragraphs: Iterable[str]) -> Iterator[str]:
    """What each paragraph tells; below a dateline alone no names in brackets: …12月1日电 / （王小丁）日前…"""
    below_dateline = False
    for paragraph in paragraphs:
        text = without_lead_in(_NAMES_IN_BRACKETS.sub("", paragraph) if below_dateline else paragraph)
        below_dateline = not text
        yield text


def news_of(article: Article, characters: int = 120) -> str:
    """How the news of `article` begins, in so many characters at most: from the first paragraph that is a sentence on,
    without dateline and reporters, up to the end of a sentence where one is near, else with … at its end.

    Its sections must be prefetched. "" where it has no text.
    """
    paragraphs = [text for section in article.sections.all() for text in section.paragraphs]
    told = [text for text in _told(_rejoined(paragraphs[:LOOKED_AT])) if text]
    told = [text for text in told if not _CREDITED.match(text)] or told
    first = next((n for n, text in enumerate(told) if _TELLING.match(text)), 0)
    text = ""
    for paragraph in told[first:]:
        text += paragraph if not text or text[-1] in _MARKS else f" {paragraph}"
        if len(text) * SPARED >= characters * (SPARED - 1):
            break
    return whole_sentences(text, characters)


def first_news_of(article: Article) -> str:
    """The first paragraph of `article` that is a sentence (the first that says anything where none is), without
    dateline and reporters. Its sections must be prefetched. "" where it has no text."""
    paragraphs = (text for section in article.sections.all() for text in section.paragraphs)
    told = ""
    for text in _told(_rejoined(islice(paragraphs, LOOKED_AT))):
        if _TELLING.match(text) and not _CREDITED.match(text):
            return text
        told = told or text
    return told


def headlines_of(articles: Iterable[Article], characters: int = 120) -> str:
    """What a page of many articles tells: the first of their headlines, as many as have room, the first in any case."""
    told = ""
    for article in articles:
        longer = f"{told}；{article.headline}" if told else article.headline
        if told and len(longer) > characters:
            break
        told = longer
    return told


def whole_sentences(text: str, characters: int) -> str:
    """The beginning of `text`: whole sentences where they fill two thirds of the room, else clauses (or sentences)
    where they fill a third, else as many words as have room; with … where a sentence is cut."""
    if len(text) <= characters:
        return text
    end = _last(PRINTED_END, text, characters)
    if end * SPARED >= characters * (SPARED - 1):
        return text[:end]
    clauses = _last(_CLAUSE_END, text, characters)
    if end > clauses and end * SPARED >= characters:
        return text[:end]
    cut = clauses if clauses * SPARED >= characters else _last_word(text, characters - 1)
    return text[:cut].rstrip("，、；：,;:“‘（(《 ") + "…"


def _last(mark: re.Pattern[str], text: str, characters: int) -> int:
    """Where the last such mark that has room ends; it is seen in what stands behind it whether it is one."""
    ends = (found.end() for found in mark.finditer(text, 0, characters + BEYOND))
    return max((end for end in ends if end <= characters), default=0)


def _last_word(text: str, characters: int) -> int:
    """How many characters of `text` are whole words, and numbers with what they count; all that have room where not one
    is."""
    seen = text[: characters + BEYOND]
    within = {place for found in _FIGURES.finditer(seen) for place in range(found.start() + 1, found.end())}
    places = {*line_breaks(seen), *(space.start() for space in _SPACE.finditer(seen))} - within
    return max((place for place in places if 0 < place <= characters), default=characters)
