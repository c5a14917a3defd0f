"""The lead-in (电头): 本报济宁讯(记者 …), 新华社北京10月19日电, 本报讯 记者 … 报道."""

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.ingest.types import ParsedContributor
from archive.ingest.words import bylines
from archive.ingest.words.bylines import Byline
from archive.ingest.words.names import is_name, names_in
from archive.ingest.words.signs import AUTHOR_SIGNS, ORNAMENTS
from archive.language.folding import strip_space

HOUSE = (
    r"(?:本报|本刊|本台|本网|新华社|新华网|中新社|中新网|人民网|央视网|光明网|中国新闻社"
    r"|[\u4e00-\u9fff]{2,6}(?:[日晚晨早快商时导]报|都市报|青年报|特区报|网|社|客户端)|[\u4e00-\u9fff]{1,6}报(?=\s*[-—–·・•])|[\u4e00-\u9fff]{1,6}报(?=讯|消息)"
    r"|[\u4e00-\u9fff]{2,8}\s*[（(]\s*[A-Za-z][\w-]*(?:\.[a-z]{2,4}){1,2}\s*[)）])"
)
_AGENCY = rf"据?{HOUSE}(?:\s*[-—–·・•]{{1,2}}\s*{HOUSE})?"  # 清河日报—清河新闻网讯, 清河日报·新清河客户端讯
_DAY = r"(?:(?:\d{1,2}|十?[一二三四五六七八九十])月)?(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日"
_END = r"(?:讯|电|消息)(?![息话视影子])"
DATELINE_FORM = rf"{_AGENCY}(?:[\u4e00-\u9fff]{{1,8}}?)??(?:{_DAY})?(?:(?:[\u4e00-\u9fff]{{2}})?专)?{_END}"
# In brackets it needs no house, as papers of Malaysia have it: （雪邦21日讯）.
_DATELINE = re.compile(
    rf"{DATELINE_FORM}|[【\[［]\s*{DATELINE_FORM}\s*[】\]］]"
    rf"|[（(]\s*(?:{DATELINE_FORM}|[\u4e00-\u9fff]{{2,10}}?{_DAY}(?:专)?{_END})\s*[)）]"
)
# With names in brackets behind it any short phrase that ends in 讯 or 电 is a dateline.
_ANY_DATELINE = re.compile(rf"[\u4e00-\u9fffA-Za-z]{{0,10}}(?:{_DAY})?{_END}(?=\s*[（(])")
# So is what ends in 讯 before a space or a role: 清河讯 记者 张三. It is no word that ends so: 通讯, 音讯.
_SHORT_DATELINE = re.compile(
    rf"[【\[［]?[\u4e00-\u9fff]{{2,9}}(?<![通资简短快腾传音喜审问电])讯[】\]］]?(?=\s|{bylines.WRITERS})"
)
_BRACKET = re.compile(r"\s*[（(【\[〔]\s*([^（()）【】〔〕]{2,80}?)\s*[)）】\]〕]\s*[:：]?")
_RUN = re.compile(
    r"\s*([\u4e00-\u9fff]{0,10}?(?:记\s*者|通\s*讯\s*员|评\s*论\s*员|实\s*习\s*生).{2,60}?)\s*报\s*[道导](?=\S|\s|$)"
)
# Roles and names up to the first word that is none: 记者 张三 李四 通讯员王五 昨日，… A sign may stand before each.
_HOUSED = re.compile(rf"\s*(?:本报|本刊|本台|本网|[\u4e00-\u9fff]{{1,6}}[报社网])(?={bylines.WRITERS})")
_WRITER = re.compile(rf"\s*[{AUTHOR_SIGNS}]?\s*(?:{_HOUSED.pattern})?(?:{bylines.WRITERS})\s*")
_SPACED_NAME = re.compile(r"(?:[\s、]*)([\u3400-\u9fff·]{2,12}|[\u3400-\u9fff]\s{1,2}[\u3400-\u9fff])(?=[\s、])")
# How reports are signed in Taiwan: 中国时报【张三／台北报导】, 〔记者张三、李四／台北报导〕, 中央社记者张三台北19日电.
_FILED = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}[报社网]|[［【〔]\s*[^］】〕\s]{2,8}\s*[］】〕])?[【〔\[（(]?\s*"
    r"(?P<role>(?:本报|(?<=[【〔])[\u4e00-\u9fff]{2,6})?记者)?\s*(?P<names>[\u3400-\u9fff][\u3400-\u9fff、\s]{1,15}?)"
    r"\s*[/／]\s*[\u4e00-\u9fff]{2,8}?报[道导][】〕\]）)]?"
)
_WIRED = re.compile(
    r"[（(]?[\u4e00-\u9fff]{1,4}社(?P<role>记者)(?P<names>[\u3400-\u9fff]{4,7}?)(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日"
    r"(?:专|外|综合外)?电[）)]?"
)
_SIGNS = tuple(AUTHOR_SIGNS)
BRACKETS = 2  # that may stand before the text: the paper's name, then its reporters
LONGEST_DATELINE = 24  # characters
REACH = 120  # characters within which a lead-in ends


@dataclass(frozen=True)
class LeadIn:
    """The dateline of a paragraph and the byline after it, as printed, with what was read from it."""

    dateline: str
    byline_text: str = ""
    byline: Byline | None = None


def lead_in(text: str) -> LeadIn | None:
    """The lead-in with which a paragraph begins; None where it begins as others do."""
    bare = text[:REACH].lstrip(ORNAMENTS)
    signed = text[:1] != bare[:1] and text.lstrip().startswith(_SIGNS)
    return _lead_in_of(bare, signed)


def is_dateline(text: str) -> bool:
    """Whether a line is a dateline and nothing else: the text begins on the next one."""
    found = lead_in(text) if len(text) <= LONGEST_DATELINE else None
    return found is not None and found.dateline == text.strip(f"【】[]［］（）(){ORNAMENTS}")


def is_lead_alone(text: str) -> bool:
    """Whether a line is a dateline, or one with its reporters, and nothing else."""
    if is_dateline(text):
        return True
    found = lead_in(text) if text.endswith(tuple("】〕]）)")) else None
    return found is not None and found.byline is not None and text.rstrip("】〕]）)").endswith(found.byline_text[-2:])


@lru_cache(maxsize=4096)
def _lead_in_of(text: str, signed: bool) -> LeadIn | None:
    """Several steps ask of the same line. `signed`: the sign of an author stands before it."""
    filed = _filed(text)
    if filed is not None:
        return filed
    match = _DATELINE.match(text) or _SHORT_DATELINE.match(text)
    if match:
        dateline = match[0].strip("【】[]［］（）() ")
        return _with_byline(dateline, text[match.end() :], signed) or LeadIn(dateline)
    match = _ANY_DATELINE.match(text)
    return _with_byline(match[0] if match else "", text[match.end() if match else 0 :], signed)


def _filed(text: str) -> LeadIn | None:
    """The lead-in that names reporter and place with nothing between them but a stroke, or nothing."""
    wired = _WIRED.match(text)
    match = wired or _FILED.match(text)
    if match is None:
        return None
    words = match["names"]
    if wired:  # 林小玉台北: the name ends where at least two characters of a place are left
        words = next((words[:size] for size in (3, 2, 4) if is_name(words[:size]) and len(words) >= size + 2), "")
    found = names_in(words, strict=True) if words else None
    if found is None:
        return None
    role = "记者" if match["role"] else ""
    people = tuple(ParsedContributor(name, role) for name in found.names)
    said = text[match.start("role" if match["role"] else "names") : match.end()].strip("【】〔〕[]（）() ")
    return LeadIn("", said, bylines.Byline(people, found.glued))


def _with_byline(dateline: str, rest: str, signed: bool) -> LeadIn | None:
    """The lead-in where a byline follows the dateline, in brackets or up to 报道."""
    run = _RUN.match(rest)
    found = [(run[1], run[0], False)] if run else []
    for _ in range(BRACKETS):
        bracket = _BRACKET.match(rest)
        if bracket is None:
            break
        found.append((bracket[1], bracket[1], bool(dateline)))
        rest = rest[bracket.end() :]
    for words, said, bare in found:
        byline = bylines.read_byline(said.strip(), bare=bare)
        if byline and byline.contributors:
            return LeadIn(dateline, words.strip(), byline)
    return _with_spaced_names(dateline, rest, signed)


def _with_spaced_names(dateline: str, rest: str, signed: bool) -> LeadIn | None:
    """The lead-in where roles and names follow the dateline without brackets, each name set apart by a space.

    Without a dateline the first role needs a house or a sign before it: 本报记者 张三　…, □记者 张三　…
    """
    people: list[ParsedContributor] = []
    at = 0
    writer = _WRITER.match(rest) if dateline or signed or _HOUSED.match(rest) else None
    while writer is not None:
        role = bylines.role_of(writer[0])
        named = _SPACED_NAME.match(rest, writer.end())
        while named is not None and is_name(strip_space(named[1])):
            people.append(ParsedContributor(strip_space(named[1]), role))
            at = named.end()
            named = _SPACED_NAME.match(rest, at)
        writer = _WRITER.match(rest, at) if at >= writer.end() else None
    is_byline = not dateline and bylines.read_byline(rest) is not None  # and no text behind it
    if not people or not rest[at:].strip() or is_byline:
        return None
    return LeadIn(dateline, rest[:at].strip(), bylines.Byline(tuple(dict.fromkeys(people))))
