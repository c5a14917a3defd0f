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
from archive.ingest.words import bylines, forms, pages
from archive.ingest.words.imprint_forms import PAPER, PATTERNS, PERSON
from archive.ingest.words.signs import SEPARATORS
from archive.language.folding import strip_space

# Who a story is of, alone on its line: 南方都市报, 中央气象台, 大洋网-广州日报
SOURCE_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z·—－-]{2,14}(?:报|网|社|台|在线|客户端|频道|融媒体?(?:中心)?)")
NAME_OF_PAPER = re.compile(r"[\u4e00-\u9fff·]{1,14}报")  # where nothing else stands, as in a record
REACH = 240  # characters of a line that are looked at
LONGEST = 14  # Chinese characters that may stand unknown between two fields of a head
LONGEST_NAME = 8  # characters of a newspaper's name that does not say that it is one
_TAKEN = "\0"  # stands where a field was found

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
_SENTENCE = re.compile(rf"[。！？]|；(?!\s*{PERSON})")
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
    page = next(filter(None, (form.fullmatch(seen) for form in pages.LINES)), None)
    if page:
        named = [
            Field(name, *page.span(name), page[name]) for name in ("page", "section") if page.groupdict().get(name)
        ]
        return tuple(named), _TAKEN * len(seen)
    fields: list[Field] = []
    masked = seen
    for name, pattern in PATTERNS:
        for match in pattern.finditer(masked):
            fields.append(Field(name, match.start(), match.end(), match[0]))
            masked = _without(masked, *match.span())
    masked = _with_sections_that_number(seen, masked, fields)
    masked = _with_echoes(seen, masked, fields)
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
        between = seen[page.end : echo.start]
        front = echo.text == "头版" and not between.strip(SEPARATORS)
        if front or re.fullmatch(r"\s*[:：]\s*[\u4e00-\u9fff]{0,6}", between):
            fields.remove(echo)
            masked = masked[: echo.start] + echo.text + masked[echo.end :]
    return masked


def _with_echoes(seen: str, masked: str, fields: list[Field]) -> str:
    """A page's number that is said again before the section, 第A05版：A05-文体, is part of its mark."""
    for page in [field for field in fields if field.name == "page"]:
        echo = pages.ECHO.match(seen, page.end)
        if page in fields and echo and pages.canonical_page(echo["number"]) == pages.canonical_page(page.text):
            fields[:] = [field for field in fields if not page.start <= field.start < echo.end()]
            fields.append(replace(page, end=echo.end()))
            masked = _without(masked, page.start, echo.end())
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
    dated = name[0].endswith("报") and any(field.name == "date" and field.start >= name.end() for field in fields)
    short = len(name[0]) <= 4 and behind_page and not (_DAILY.search(name[0]) or dated)
    return bool(_CHANNEL.search(name[0])) or short or pages.is_named_section(name[0])


def _bare_page(masked: str, fields: list[Field]) -> str:
    """A03 without 版 is a page only beside other fields, 02 also beside a section as newspapers name them."""
    named = pages.BEHIND_SECTION.match(masked) or pages.BEHIND_SIGN.fullmatch(masked)
    if not named and any(field.name in DATED for field in fields):
        named = pages.AT_HEAD.match(masked) or pages.AT_FOOT.search(masked)
    if named and "page" not in {field.name for field in fields}:
        fields += [Field(name, *named.span(name), named[name]) for name in ("page", "section")]
        start, end = min(named.start("page"), named.start("section")), max(named.end("page"), named.end("section"))
        return _without(masked, start, end)
    names = {field.name for field in fields}
    bracketed = pages.IN_BRACKETS.search(masked) if names & DATED and "page" not in names else None
    if bracketed:
        fields.append(Field("page", *bracketed.span("whole"), bracketed["page"]))
        return _without(masked, *bracketed.span("whole"))
    bare = pages.BESIDE_FIELDS.search(masked)
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
    plain = None if page else pages.PLAIN_LINE.fullmatch(text)
    if plain:
        return plain["page"], plain["section"]
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
