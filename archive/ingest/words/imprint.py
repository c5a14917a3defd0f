"""What stands in the head of a page: newspaper, date, numbers, page, and what electronic editions add to them.

A line is read in parts: every form that is known takes its slice, longer and surer forms first, and what no
form knows is left over as `rest`. Nothing is decided here of what the line is: `known` and `unknown` say how
much of it was understood.
"""

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.ingest.profile import Profile
from archive.ingest.words import bylines, dates, forms, pages
from archive.ingest.words.signs import NAME_SEPARATORS, SEPARATORS
from archive.language.folding import strip_space

# Who a story is of, alone on its line: 南方都市报, 中央气象台, 大洋网-广州日报
SOURCE_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z·—－-]{2,14}(?:报|网|社|台|在线|客户端|频道)")
NAME_OF_PAPER = re.compile(r"[\u4e00-\u9fff·]{1,14}报")  # where nothing else stands, as in a record
REACH = 240  # characters of a line that are looked at
LONGEST = 14  # Chinese characters that may stand unknown between two fields of a head
LONGEST_NAME = 8  # characters of a newspaper's name that does not say that it is one
_TAKEN = "\0"  # stands where a field was found

_NUMERAL = "一二三四五六七八九十"
_KINDS = "日报|晚报|晨报|早报|时报|商报|导报|周报|学报|快报|都市报|大学报|特区报|汇报|新闻|周刊|报"
PAPER = rf"[\u4e00-\u9fff·]{{2,14}}?(?:{_KINDS})"
_BRANCH_YEAR = r"[子丑寅卯辰巳午未申酉戌亥](?:[（(]?[鼠牛虎兔龙蛇马羊猴鸡狗猪][)）]?)?年"
_LUNAR_DAY = r"\s*闰?[正一二三四五六七八九十冬腊]{1,2}月(?:初|十|廿|卅|二十|三十)[一二三四五六七八九十]?日?"
_STEM = "[甲乙丙丁戊己庚辛壬癸]"
_COUNT = "[一二三四五六七八九十百千零〇]{1,8}"
_CONTACT = "热线|电话|邮箱|邮编|地址|网址|传真|微信|微博|客户端"
_STAFF = (
    "责任编辑|本版编辑|本版责编|值班编辑|值班编委|美术编辑|版面设计|版式设计|责编|编辑|编委|美编|版式|组版|校对|文检"
    "|值班主任|值班总编"
)
_PERSON = rf"(?!{_CONTACT}|{_STAFF})[\u4e00-\u9fff]{{2,4}}(?![\u4e00-\u9fff])"
_BETWEEN = re.escape(NAME_SEPARATORS)
_BESIDE = r"(?:发布|更新|发表|出版|刊发|见报)?(?:时间|日期)"
# Words of the buttons and counters with which electronic editions surround a page.
_BUTTON = (
    r"[<《\d]{0,2}[上下]一[版篇期日][\d>》]{0,2}|放大\+?|缩小[-－]?|默认o?|[大中小]字|字[体号]|打印(?:本[页文])?|收藏(?:本[页文])?|关闭(?:窗口|本页)?|我有话说|所属专题[:：]?"
    r"|数字报(?:纸)?|[数电][字子]版|电子报|官方网站|官网|[\u4e00-\u9fff]{1,4}网首页(?![\u4e00-\u9fff])|(?:展开|收缩)通版|通版阅读请点击[:：]?|语音阅读[:：]?|A\s*[-－]\s*A\s*[+＋]|读报(?:纸)?首页|版面导航|标题导航|版面目录|返回(?:目录|首页|顶部)?|发表评论|PDF版?(?:下载)?"
)
_LABEL = (
    rf"{_BESIDE}\s*[:：]|(?:当前|本)版(?:面)?\s*[:：]|版[面次名]\s*[:：]|年月日|欢迎(?:访问|光临|阅读)|今天是|(?:您(?:的|现在的|当前的)?|当前)(?:所在)?位置\s*[:：]?"
    r"|(?:星期|礼拜)(?=\s|\0|$)"
)
_COUNTER = (
    r"(?:浏览|阅读|点击|访问|评论|转发|点赞)(?:量|次数|数)?\s*[:：]?\s*(?:[(（]\s*\d+\s*[)）]|\d+)次?(?:\s*[(（]\d+[)）])*"
    r"|(?:全文|本文|文章)共\s*\d+\s*字|(?:浏览|阅读|点击|访问)(?:量|次数|数)\s*[:：]\s*(?:-{1,2}|—|次)?"
    r"|(?:文章|全文)?字数\s*[:：]\s*\d+"
)
# Lines with which a web page leads its reader elsewhere or speaks for itself.
_PATH = r"(?:^|(?<=\0))[^>＞»\0。]{1,30}(?:\s*[>＞»]\s*[^>＞»\0。]{1,40}){2,}$"
_ELSEWHERE = r"[上下]一?[版篇条]\s*[:：][^。\0]{2,60}$|^\s*首页(?:[\s|｜]+[\u4e00-\u9fff]{2,4}){3,}\s*$"
_BAR = r"^\W*[\w·]{1,8}(?:\s*[|｜]\s*[\w·]{1,8}){4,}[\s|｜]*$"  # 网站首页 | 本地新闻 | 国内国际 | …
# What a publishing system notes of an article in a comment of its page: file, numbers, the title again.
_PROPERTIES = r"(?:\b\w+\.html?\b[^。\0]*)?/?enpproperty\W*$"
_LEGAL = r"^[^。]{0,60}(?:版权所有|版权声明|Copyright|©|ICP备|未经[^。]{0,12}(?:授权|许可))[^。]{0,60}$"
_FORMS: tuple[tuple[str, str], ...] = (
    ("button", f"{_ELSEWHERE}|{_BAR}|{_LEGAL}"),
    ("url", r"(?:https?://|www\.)[!-~]+"),
    ("button", _PROPERTIES),
    ("year_number", r"(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*期"),
    ("button", rf"[上下]一[期日]\s*[:：]\s*(?:{dates.COMPACT.pattern}|{dates.DATE.pattern})"),
    ("founded", rf"(?:{dates.DATE.pattern})\s*创刊"),
    ("founded", rf"创刊[于日期:：\s]{{0,4}}(?:{dates.DATE.pattern})"),
    ("date", dates.DATE.pattern),
    ("date", dates.COMPACT.pattern),
    ("lunar_date", rf"(?:(?:农历|夏历|阴历)\s*(?:{_STEM}?{_BRANCH_YEAR})?|{_STEM}{_BRANCH_YEAR}){_LUNAR_DAY}"),
    ("weekday", dates.WEEKDAY.pattern),
    ("total_number", rf"(?:[（(]\s*)?(?:{PAPER})?\s*总\s*第?\s*(?:\d{{1,6}}|{_COUNT})\s*[期号](?:\s*[)）])?"),
    ("number", rf"第\s*(?:\d{{1,6}}|{_COUNT})\s*[期号]|^\s*\d{{1,6}}\s*期(?=\s*[/|｜])"),
    ("credits", rf"(?:{_STAFF})(?:\s*[:：/／]\s*|\s+){_PERSON}(?:[\s{_BETWEEN}]+{_PERSON})*"),
    ("publisher", r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,20}(?:主管|主办|出版|编印){1,2}(?![\u4e00-\u9fff])"),
    ("publisher", r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,20}机关报(?![\u4e00-\u9fff])"),
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
    ("page", pages.UNMARKED.pattern),
    ("page", pages.LABELLED.pattern),
    ("time", r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"),
    ("counter", _COUNTER),
    ("button", _BUTTON),
    ("page", pages.MARK.pattern),
    ("day", r"\d{1,2}月\d{1,2}日"),
    ("label", _LABEL),
    ("source", r"(?:来源|稿源|来源单位|转自|出处)\s*[:：]|(?:原载|载于|转载自?|选自|摘自)(?=\s*[《\0])"),
    ("author", r"(?:作者|记者|通讯员|撰稿|编辑|责编|摄影)\s*[:：]"),
    ("button", _PATH),
    ("other", r"(?:关键[字词]|分类|类别|杂志分类|标签|字数)\s*[:：]"),
)
# Case is ignored where a form has letters with any: it makes classes of Chinese characters ten times slower to compile.
_ESCAPES = re.compile(r"\\u[0-9a-f]{4}|\\.|\?P<\w+>")
_PATTERNS = tuple(
    (name, re.compile(form, re.IGNORECASE if re.search("[A-Za-z]", _ESCAPES.sub("", form)) else 0))
    for name, form in _FORMS
)
# 首页 > 清河报 > 第434期 > 第4版: the name stands before the number.
_IN_PATH = re.compile(rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff·]{{2,14}})\s*[>＞»]\s*(?={_TAKEN}+\s*[>＞»]\s*{_TAKEN})")
_NEWSPAPER = re.compile(
    rf"《\s*(?P<quoted>[^《》\0]{{2,15}})\s*》|(?<![\u4e00-\u9fff])(?P<plain>{PAPER})(?<!机关报)(?![\u4e00-\u9fff])"
)
_CHANNEL = re.compile(r"(?:时政|国内|国际|社会|财经|娱乐|体育|综合|本地|科技|图片|热点|最新)新闻$")
_DAILY = re.compile("[日晚晨早]报$")  # no section of a newspaper is called so
_LEAD = re.compile(rf"[{re.escape(SEPARATORS)}]*(?P<paper>{PAPER})(?=讯|电|消息)")
# 清河日报 QINGHE RIBAO: it is furniture as buttons are.
_WITH_PINYIN = re.compile(rf"\s*(?P<newspaper>{PAPER})\s+(?P<button>[A-Z]{{2,}}(?:\s+[A-Z]+)*)\s*")
_SPACED_PAPER = re.compile(r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]\s+){2,9}报(?![\u4e00-\u9fff])")
_TO_KNOW = re.compile(rf"[^{re.escape(SEPARATORS)}\0]")
_SECTION_ALONE = re.compile(r"\s*(?!不详|不明|未知|暂?无)[\u4e00-\u9fff·]{2,8}\s*")
_SENTENCE = re.compile(rf"[。！？]|；(?!\s*{_PERSON})")
_PROSE = re.compile(rf"[。！？；，]|(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){{{LONGEST + 1}}}")

DATED = frozenset({"date", "total_number", "year_number"})
OF_ISSUE = DATED | {"newspaper", "page", "number"}
STRONG = DATED | {"founded", "publisher", "registration", "lunar_date", "pages", "contact"}
# What only the web page of a story has beside its date.
OF_A_PORTAL = frozenset({"time", "url", "counter", "author"})
_BESIDE_SOURCE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:本报)?(?:记者|通讯员|作者)\s+(?=[\u4e00-\u9fff·]{2,7}(?:[\s\0]|$))"
)
_VALUED = {"source", "author", "other"}  # labels whose value has no form of its own


@dataclass(frozen=True)
class Field:
    """A field found in a line: its name, the slice of the line and its value."""

    name: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Imprint:
    """The fields of a line in order, and the slices [start, end) of it that no form knows.

    `end` is where the head of a page ends in the line: text of an article may follow on the same one.
    """

    fields: tuple[Field, ...] = ()
    rest: tuple[tuple[int, int], ...] = ()
    end: int = 0
    whole: bool = True  # nothing follows after `end`

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)

    @property
    def known(self) -> int:
        """Characters that the fields hold."""
        return sum(field.end - field.start for field in self.fields)

    @property
    def unknown(self) -> int:
        """Characters up to `end` that no form knows."""
        return sum(end - start for start, end in self.rest)

    def values(self, name: str) -> list[str]:
        return [field.text for field in self.fields if field.name == name]


@dataclass(frozen=True)
class Known:
    """What is known from elsewhere: words that the line may repeat, and the forms of a newspaper's profile."""

    words: frozenset[str] = frozenset()
    page_forms: tuple[str, ...] = ()
    date_forms: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def read_imprint(text: str, known: Known = Known()) -> Imprint:
    """The imprint of a line."""
    sentence = _SENTENCE.search(text)
    seen = text[: min(REACH, sentence.start())] if sentence else text[:REACH]
    found, masked = _general_forms(seen)
    fields = list(found)
    masked = _by_profile(masked, known, fields)
    for word in sorted(known.words, key=len, reverse=True):
        start = masked.find(word)
        if start >= 0:
            fields.append(Field("repeated", start, start + len(word), word))
            masked = _without(masked, start, start + len(word))
    for take in (_bare_page, _newspaper, _section, _author_beside_source, _values):
        masked = take(masked, fields)
    fields.sort(key=lambda field: field.start)
    return _ended(seen, len(seen) == len(text), fields, list(_pieces(masked)))


@lru_cache(maxsize=4096)
def _general_forms(seen: str) -> tuple[tuple[Field, ...], str]:
    """The fields in forms that any newspaper has, and the line with these taken out of it.

    Remembered by itself: a file is looked at before its newspaper's profile is known, and read with the profile.
    """
    fields: list[Field] = []
    masked = seen
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(masked):
            fields.append(Field(name, match.start(), match.end(), match[0]))
            masked = _without(masked, *match.span())
    masked = _with_sections_that_number(seen, masked, fields)
    return tuple(fields), masked


def _by_profile(masked: str, known: Known, fields: list[Field]) -> str:
    """The page and the day in the forms of the newspaper's profile, where no general form found them."""
    names = {field.name for field in fields}
    for form in known.page_forms if not names else ():
        page = forms.page_pattern(form).fullmatch(masked)
        if page:
            fields.append(Field("page", *page.span(), page["number"]))
            return _without(masked, *page.span())
    for form in known.date_forms if "date" not in names else ():
        date = forms.date_pattern(form).search(masked)
        if date and forms.day_in_form(date):
            fields.append(Field("date", *date.span(), forms.day_in_form(date)))
            return _without(masked, *date.span())
    return masked


def _with_sections_that_number(seen: str, masked: str, fields: list[Field]) -> str:
    """Sections that are called like a page, 第1版：头版 and 第R1版：日报1版, are no page of their own."""
    found = sorted((field for field in fields if field.name == "page"), key=lambda field: field.start)
    for page, echo in itertools.pairwise(found):
        if re.fullmatch(r"\s*[:：]\s*[\u4e00-\u9fff]{0,6}", seen[page.end : echo.start]):
            fields.remove(echo)
            masked = masked[: echo.start] + echo.text + masked[echo.end :]
    return masked


def _without(masked: str, start: int, end: int) -> str:
    return masked[:start] + _TAKEN * (end - start) + masked[end:]


def _newspaper(masked: str, fields: list[Field]) -> str:
    spaced = _SPACED_PAPER.search(masked)
    if spaced and fields:
        fields.append(Field("newspaper", *spaced.span(), strip_space(spaced[0])))
        return _without(masked, *spaced.span())
    path = _IN_PATH.search(masked) if any(field.name == "number" for field in fields) else None
    if path:
        links = [Field("button", start, end, masked[start:end]) for start, end in _pieces(masked[: path.start()])]
        fields += [*links, Field("newspaper", *path.span(1), path[1])]
        return _without(masked, 0, path.end(1))
    spelt = _WITH_PINYIN.fullmatch(masked)
    if spelt:
        fields += [Field(name, *spelt.span(name), spelt[name]) for name in ("newspaper", "button")]
        return _without(masked, *spelt.span())
    match = _NEWSPAPER.search(masked)
    if match and (fields or _names_itself(match["quoted"] or "")) and not _is_section(match, fields, masked):
        group = "quoted" if match["quoted"] else "plain"
        fields.append(Field("newspaper", match.start(), match.end(), match[group].strip()))
        return _without(masked, match.start(), match.end())
    return masked


def named_paper(text: str) -> str:
    """The newspaper (…报) that a line names by itself, whatever else stands on it; empty where it names none."""
    match = _NEWSPAPER.search(strip_space(text) if _SPACED_PAPER.search(text) else text)
    name = (match["plain"] or match["quoted"]).strip() if match else ""
    return name if name.endswith("报") else ""


def _names_itself(quoted: str) -> bool:
    """Whether what stands in 《》 on a line without any other field is a newspaper: longer ones are titles."""
    return bool(re.fullmatch(PAPER, quoted)) or 0 < len(quoted) <= LONGEST_NAME


def _is_section(name: re.Match[str], fields: list[Field], masked: str) -> bool:
    """Whether what reads like a newspaper's name is 综合新闻 or the like, the section behind a page's number, or a
    site's channel."""
    before = len(masked[: name.start()].rstrip(SEPARATORS))
    behind_page = any(field.name == "page" and field.end == before for field in fields)
    return bool(_CHANNEL.search(name[0])) or (len(name[0]) <= 4 and behind_page and not _DAILY.search(name[0]))


def _bare_page(masked: str, fields: list[Field]) -> str:
    """A03 without 版 is a page only beside other fields, 02 also beside a section as newspapers name them."""
    named = pages.BESIDE_SECTION.fullmatch(masked) or pages.BEHIND_SECTION.match(masked)
    if not named and any(field.name in DATED for field in fields):
        named = pages.AT_HEAD.match(masked) or pages.AT_FOOT.search(masked)
    if named and "page" not in {field.name for field in fields}:
        fields += [Field(name, *named.span(name), named[name]) for name in ("page", "section")]
        start, end = min(named.start("page"), named.start("section")), max(named.end("page"), named.end("section"))
        return _without(masked, start, end)
    bare = pages.BESIDE_FIELDS.search(masked)
    names = {field.name for field in fields}
    if bare is None or "page" in names or not (names & (DATED | {"repeated"}) or _NEWSPAPER.search(masked)):
        return masked
    fields.append(Field("page", bare.start(), bare.end(), bare[0]))
    return _without(masked, bare.start(), bare.end())


def _section(masked: str, fields: list[Field]) -> str:
    """What stands behind a page's number names the section of the paper."""
    unlabelled = masked
    for field in fields:
        if field.name == "label":  # 版次：A03 版名：民生
            unlabelled = unlabelled[: field.start] + " " * (field.end - field.start) + unlabelled[field.end :]
    for page in [field for field in fields if field.name == "page"]:
        for start, end in _pieces(masked):
            beside = start >= page.end and not unlabelled[page.end : start].strip(SEPARATORS)
            if not beside or bylines.kind_of(masked[start:end]) is not None:
                continue
            if pages.names_section(page.text, unlabelled[page.end : end]):
                fields.append(Field("section", start, end, masked[start:end]))
                return _without(masked, start, end)
    return masked


def _author_beside_source(masked: str, fields: list[Field]) -> str:
    """Beside a labelled source a role needs no colon: 来源：清河晚报 记者 张三."""
    author = _BESIDE_SOURCE.search(masked) if any(field.name == "source" for field in fields) else None
    if author is None:
        return masked
    fields.append(Field("author", author.start(), author.end(), author[0]))
    return _without(masked, *author.span())


def _values(masked: str, fields: list[Field]) -> str:
    """Labels take the words behind them: 来源:某某网, 作者:本报记者 张三."""
    for place, field in enumerate(fields):
        piece = next((piece for piece in _pieces(masked) if piece[0] >= field.end), None)
        if field.name in _VALUED and piece and not masked[field.end : piece[0]].strip():
            fields[place] = replace(field, end=piece[1], text=field.text + masked[field.end : piece[1]])
            masked = _without(masked, *piece)
    return masked


def _pieces(masked: str) -> list[tuple[int, int]]:
    """The slices between fields that hold more than separators."""
    pieces, start = [], 0
    for piece in masked.split(_TAKEN):
        known = _TO_KNOW.search(piece)
        if known:
            stripped = piece.rstrip(SEPARATORS)
            pieces.append((start + known.start(), start + len(stripped)))
        start += len(piece) + 1
    return pieces


def _ended(seen: str, whole: bool, fields: list[Field], rest: list[tuple[int, int]]) -> Imprint:
    """The imprint up to the first stretch of running text."""
    prose = next((start for start, end in rest if _PROSE.search(seen[start:end])), None)
    if prose is None and whole:
        return Imprint(tuple(fields), tuple(rest), len(seen))
    stop = len(seen) if prose is None else prose
    kept = tuple(field for field in fields if field.end <= stop)
    end = max((field.end for field in kept), default=0)
    return Imprint(kept, tuple(piece for piece in rest if piece[1] <= end), end, whole=False)


def known_by(profile: Profile) -> Known:
    """What a newspaper's profile knows of its heads."""
    return Known(page_forms=profile.page_forms, date_forms=profile.date_forms)


def page_and_section(text: str, known: Known = Known()) -> tuple[str, str]:
    """Page as printed without 第 and 版 (四版 stays as it is), and the section of the paper; empty without a mark."""
    line = read_imprint(text, known)
    return pages.page_number(next(iter(line.values("page")), "")), section_of(line)


def told_page(text: str, known: Known = Known()) -> tuple[str, str]:
    """Page and section of a row that is known to tell of them, by its label or its place: 版次：3, 版次：要闻."""
    page, section = page_and_section(text, known)
    page = page or pages.labelled_number(text)
    return page, section or ("" if page or not _SECTION_ALONE.fullmatch(text) else text.strip())


def section_of(line: Imprint) -> str:
    """The section of the paper that a line names beside its page, or in brackets behind the number."""
    page = pages.find_page_mark(next(iter(line.values("page")), ""))
    return next(iter(line.values("section")), "") or (page.section if page else "")


def paper_of_lead(text: str) -> str:
    """The newspaper that names itself in the lead-in right behind a head: 香港文汇报讯; empty where none does."""
    match = _LEAD.match(text)
    return match["paper"] if match else ""
