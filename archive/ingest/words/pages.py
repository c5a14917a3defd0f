"""The number of a newspaper's page in every form in which it is printed: the one place that knows them.

第2版：综合, A02版 要闻, 第RB01版: 日报01版, 第3版(要闻), j0002版:资讯, 01:一版要闻, 第 02 版, 四版, 头版; alone
on its line, as page furniture is, also A03.
"""

import re
import unicodedata
from dataclasses import dataclass

from archive.ingest.words import dates, signs

_PLAIN_NUMERALS, _FORMAL_NUMERALS = "一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"
_NUMERALS = _PLAIN_NUMERALS + _FORMAL_NUMERALS
_AS_PLAIN = str.maketrans(_FORMAL_NUMERALS, _PLAIN_NUMERALS)
_DIGITS = r"[A-Za-zＡ-Ｚａ-ｚ]{1,3}叠?\s*-?\s*\d{1,5}|\d{1,3}(?!\d)|[Ⅰ-Ⅻ①-⑳]"
NUMBER = rf"(?:{_DIGITS}|[{_NUMERALS}]{{1,3}}|(?<![〇零{_NUMERALS}])[〇零][{_NUMERALS}]|头)"
_INNER = r"[^()（）\n]{0,14}"
# Without 第 a number of a page is short: 2021版 is none.
# Of several pages (第A02-A03版) the first is meant.
_FURTHER = rf"(?:\s{{0,2}}[、,，至－—-]\s{{0,2}}第?{NUMBER}){{1,3}}(?=\s*版)"
_MARK = (
    rf"(?:第\s*(?P<ordered>\d{{1,5}}|{NUMBER})|(?<![A-Za-z\d.])(?P<plain>{NUMBER}))(?:{_FURTHER})?\s*版(?![面次名号])"
)
_BRACKET = rf"\s*[(（](?P<bracket>{_INNER}(?:[(（]{_INNER}[)）])?)[)）]"
MARK = re.compile(rf"{_MARK}(?:{_BRACKET})?")
# 第二、三版, A2-A3版: what a story is continued on.
# (White space without end, or one repeat behind another, would be tried at every length: few blanks are printed here.)
SEVERAL = rf"(?:第\s{{0,4}})?{NUMBER}(?:\s{{0,4}}[、,，&和至到－—-]\s{{0,4}}第?\s{{0,4}}{NUMBER})*\s{{0,4}}版"
_SECTION = r"[\u4e00-\u9fffA-Za-z0-9·•*/—&\s-]{2,16}"
_BEFORE_COLON = (
    r"(?P<bare>[A-Za-z]{1,2}\d{2,4}|\d{2,3}|[A-Z]\d)(?=\s*[:：]\s*(?:(?P=bare)[-—－]?)?\D*[\u4e00-\u9fff])"
    rf"(?=\s*[:：]{_SECTION}(?:$|\0))"
)
# A03 alone or before its section; G20峰会 is none.
_BARE = (
    r"[A-Z]{1,2}\s?[0-4]\d(?=\s*$|\s*[\s·/|｜]\s*[\u4e00-\u9fff]{2,6}\s*$)"
    r"|[A-F][0-4]\d(?=[\u4e00-\u9fff]{2,4}\s*$)|[A-Z]叠\s?\d{1,2}(?=\s*$)|[A-HP]\d(?=\s*$)|[A-Za-z]00\d{2}(?=\s*$)"
)
# A number without 版 that is one by its place alone: at the head of 01:一版要闻, or all of its line.
UNMARKED = re.compile(rf"^\s*(?:{_BEFORE_COLON}|{_BARE})")
BEFORE_FRONT = re.compile(r"(?<![A-Za-z\d./-])(?:[A-Z]{1,2}\s?\d{1,2}|0\d)(?=[\s·:：-]*头版)")  # … A1 头版
# 第A05版：A05-文体: the number, said again before the section.
ECHO = re.compile(r"\s*[:：]?\s*第?\s*(?P<number>[A-Z]{0,3}\s?\d{1,5})(?:\s*版)?(?![\d年月日.期])[:：·—－-]*")
LABELLED = re.compile(rf"版[面次号]\s*[:：]\s*(?:第\s*)?{NUMBER}(?:\s*版(?![面次名号]))?")
# A03 and 05 without 版 amid a line: a page only beside other fields of a head.
BESIDE_FIELDS = re.compile(
    r"(?<![A-Za-z\d./-])(?:[A-Za-z]{1,2}叠?\s?\d{1,4}|0\d)(?![A-Za-z\d.:：-]|/(?![\u4e00-\u9fff]))"
)
SECTION_NAMES = (
    "要闻|港闻|综合|民生|社会|新闻|时政|时事|副刊|文化|文体|文娱|娱乐|体育|教育|经济|财经|金融|证券|专版|专题|特刊|头版|封面|广告|本地|国内|国际"
    "|健康|生活|视觉|影像|理论|评论|文艺|周末|周刊|县区|信息|公告|读书|法治|法制|科技|旅游|文旅|农业|党建|公益|时尚|汽车|房产|楼市|校园|深度|特别报道"
)
_NAMED_SECTION = rf"(?P<section>(?:{SECTION_NAMES})(?:[·•]?(?:{SECTION_NAMES}))?)"
SECTION = re.compile(rf".*(?:{SECTION_NAMES}).*")  # what names a section for certain
# Lines of a page and its section alone: 02 要闻, A1 头版, B2·教育, 【A05】文体, A05 CULTURE 文化, D03-周末, 文体 A05.
# Of two pages that are set as one (2版/3版 连版, C1-C2) the first is meant.
_BETWEEN = r"[\s·•|｜/:：、—－-]"
_CODE = r"(?P<page>(?:第\s*)?(?:[A-Z]{1,2}叠?\s?\d{1,2}|0\d|\d{1,2}(?=\s*版|\s*[|｜]))(?:\s*版)?)"
_FRAMED_CODE = rf"[【\[（(]?\s*(?:PAGE\s*)?{_CODE}\s*[】\]）)]?"
_AND = r"(?:\s*版)?\s*[/／、,，&和至—－-]\s*第?\s*"
_AS_ONE = rf"(?:{_BETWEEN}*[连通跨]版)?(?:{_BETWEEN}*{_NAMED_SECTION})?"
LINES = tuple(
    re.compile(rf"\s*{form}\s*", re.IGNORECASE)
    for form in (
        rf"{_FRAMED_CODE}{_BETWEEN}*(?:[A-Z]{{3,}}\s+)?{_NAMED_SECTION}版?",
        rf"{_NAMED_SECTION}{_BETWEEN}+{_FRAMED_CODE}",
        r"PAGE\s*(?P<page>[A-Z]?\d{1,3})",
        rf"(?P<page>(?P<letter>[A-Z]{{1,2}})\s?\d{{1,2}}){_AND}(?P=letter)\s?\d{{1,2}}(?:\s*版)?{_AS_ONE}",
        rf"第?\s*(?P<page>\d{{1,2}}){_AND}\d{{1,2}}\s*版{_AS_ONE}",
    )
)
# 3 综合新闻, 8：文体: a page beside the head of an issue, elsewhere the number of a part.
PLAIN_LINE = re.compile(rf"\s*(?P<page>\d{{1,2}})(?:\s+|\s*[:：]\s*){_NAMED_SECTION}\s*")
# 综合 3 before the other fields of a head: 综合 3 2006年1月17日.
BEHIND_SECTION = re.compile(rf"\s*{_NAMED_SECTION}\s+(?P<page>[A-Z]?\d{{1,2}})\s*(?=\0|$)")
# ●3 要闻: behind a sign that marks it; （4） alone between the fields of a head and its end.
BEHIND_SIGN = re.compile(rf"\s*[{signs.BULLETS}]\s*(?P<page>\d{{1,2}})\s*[·•]?\s*{_NAMED_SECTION}\s*")
IN_BRACKETS = re.compile(r"(?<=\0)\s*(?P<whole>[（(]\s*(?P<page>\d{1,2})\s*[)）])\s*$")
# At either end of a head that tells day or newspaper as well: 2 要闻 清河日报 2023年5月17日, … 要闻 2.
AT_HEAD = re.compile(rf"\s*(?P<page>\d{{1,2}})\s+{_NAMED_SECTION}(?=\s|\0)")
AT_FOOT = re.compile(rf"(?<![\u4e00-\u9fff]){_NAMED_SECTION}\s+(?P<page>\d{{1,2}})\s*$")
# What stands behind a label that asks for a page, where 版 is left out: 3, 03, A3, 三, A12-A13, 3/8
_VALUE = re.compile(rf"\s*(?P<page>{NUMBER})\s*(?:[、,，至－—/-]\s*{NUMBER}\s*)*")
# What stands for 0 in a form of a newspaper's profile (〔0〕副刊).
NUMBER_OF_FORM = r"[A-Za-z]{0,3}\d{1,5}"
# What a sheet is numbered with in its margin: - 3 -, 第3页, A03版, 3/12
FOLIO = re.compile(r"[-—–·\s]*(?:第\s*)?[A-Za-z]?\d{1,4}\s*(?:[页版]|/\s*\d{1,4})?[-—–·\s]*")
LONGEST_GLUED = 4  # characters of a section's name right behind its number: 第2版综合
_SEPARATORS = " \t\u3000|｜·:：、,，—/／-"


@dataclass(frozen=True)
class PageMark:
    """A page as printed without 第 and 版 (头版 keeps it), the section of the paper, and the slice of the line."""

    text: str
    number: str
    section: str
    start: int
    end: int


def find_page_mark(text: str) -> PageMark | None:
    """The first mark with 版 in a text, with the section that stands in brackets behind it."""
    match = MARK.search(text)
    return _mark(match) if match else None


def _mark(match: re.Match[str]) -> PageMark:
    number = re.sub(r"\s", "", match["ordered"] or match["plain"])
    number = "头版" if number == "头" else number
    return PageMark(match[0], number, (match["bracket"] or "").strip(), match.start(), match.end())


def read_page_mark(line: str) -> PageMark | None:
    """The mark of which a line consists, the section after it included; None for any other line."""
    text = line.strip()
    start = line.index(text) if text else 0
    end = start + len(text)
    unmarked = UNMARKED.match(text)
    if unmarked:
        return PageMark(text, re.sub(r"\s", "", unmarked[0]), text[unmarked.end() :].strip(_SEPARATORS), start, end)
    match = MARK.match(text)
    if match is None:
        return None
    rest = text[match.end() :].strip(_SEPARATORS)
    if rest and not names_section(match[0], text[match.end() :]):
        return None
    mark = _mark(match)
    return PageMark(mark.text, mark.number, mark.section or rest, start, end)


def names_section(mark: str, behind: str) -> bool:
    """Whether what stands behind a page's mark names its section: set apart, or short. 头版的故事 has none."""
    name = behind.strip(_SEPARATORS)
    apart = behind[:1] != name[:1] or (mark.lstrip().startswith("第") and len(name) <= LONGEST_GLUED)
    return (apart or is_named_section(name)) and bool(re.fullmatch(_SECTION, name))


def is_named_section(name: str) -> bool:
    """Whether words are one or two names that sections of newspapers have: 要闻, 文体新闻."""
    return bool(re.fullmatch(_NAMED_SECTION, name))


def page_number(text: str) -> str:
    """The number of a field that names a page (第A02版:要闻, 06, 四版); a text in no known form stays as it is."""
    text = re.sub(r"^版[面次号]\s*[:：]", "", text.strip())
    mark = read_page_mark(text) or find_page_mark(text)
    return mark.number if mark else text.strip()


def labelled_number(text: str) -> str:
    """The number of a page in a value whose label asks for one; empty where it has none (要闻, 增刊, 不详)."""
    value = _VALUE.fullmatch(text)
    return re.sub(r"\s", "", value["page"]) if value else ""


def has_number(text: str) -> bool:
    """Whether a field that names a page has its number, and not only its section's name (要闻)."""
    return bool(re.search(rf"\d|[{_NUMERALS}Ⅰ-Ⅻ头]版?$", text.strip()))


def canonical_page(text: str) -> str:
    """The number of a page as the archive writes it: 01, 第一版, 壹版, 头版 are 1, a2版 is A02; other text stays."""
    number = unicodedata.normalize("NFKC", page_number(text)).upper().translate(_AS_PLAIN)
    if number in ("头", "头版"):
        return "1"
    if re.fullmatch("[Ⅰ-Ⅻ]", page_number(text)):
        return str(int(unicodedata.numeric(page_number(text))))
    if match := re.fullmatch(r"([A-Z]*)(\d+|[〇零一二三四五六七八九十]+)", number):
        letters, value = match[1], dates.number(match[2])
        return f"{letters}{value:02}" if letters else str(value)
    return number
