"""The lead-in (电头): 本报济宁讯(记者 …), 新华社北京10月19日电, 本报讯 记者 … 报道."""

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.ingest.words import bylines
from archive.ingest.words.bylines import Byline
from archive.ingest.words.signs import ORNAMENTS

_AGENCY = (
    r"据?(?:本报|本刊|本台|本网|新华社|新华网|中新社|中新网|人民网|央视网|光明网|中国新闻社"
    r"|[\u4e00-\u9fff]{2,6}(?:日报|晚报|都市报|商报|时报|网|社))"
)
_DAY = r"(?:(?:\d{1,2}|十?[一二三四五六七八九十])月)?(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日"
_END = r"(?:讯|电|消息)(?![息话视影子])"
_FORM = rf"{_AGENCY}(?:[\u4e00-\u9fff]{{1,8}}?)??(?:{_DAY})?专?{_END}"
_DATELINE = re.compile(rf"{_FORM}|[【\[［]\s*{_FORM}\s*[】\]］]")
# With names in brackets behind it any short phrase that ends in 讯 or 电 is a dateline.
_ANY_DATELINE = re.compile(rf"[\u4e00-\u9fffA-Za-z]{{0,10}}(?:{_DAY})?{_END}(?=\s*[（(])")
_BRACKET = re.compile(r"\s*[（(【\[]\s*([^（()）【】]{2,80}?)\s*[)）】\]]\s*[:：]?")
_RUN = re.compile(
    r"\s*([\u4e00-\u9fff]{0,10}?(?:记\s*者|通\s*讯\s*员|评\s*论\s*员|实\s*习\s*生).{2,60}?)\s*报\s*道(?=\S|\s|$)"
)
BRACKETS = 2  # that may stand before the text: the paper's name, then its reporters
REACH = 120  # characters within which a lead-in ends


@dataclass(frozen=True)
class LeadIn:
    """The dateline of a paragraph and the byline after it, as printed, with what was read from it."""

    dateline: str
    byline_text: str = ""
    byline: Byline | None = None


def lead_in(text: str) -> LeadIn | None:
    """The lead-in with which a paragraph begins; None where it begins as others do."""
    return _lead_in_of(text[:REACH].lstrip(ORNAMENTS))


@lru_cache(maxsize=4096)
def _lead_in_of(text: str) -> LeadIn | None:
    """Several steps ask of the same line."""
    match = _DATELINE.match(text)
    if match:
        dateline = match[0].strip("【】[]［］ ")
        return _with_byline(dateline, text[match.end() :]) or LeadIn(dateline)
    match = _ANY_DATELINE.match(text)
    return _with_byline(match[0] if match else "", text[match.end() if match else 0 :])


def _with_byline(dateline: str, rest: str) -> LeadIn | None:
    """The lead-in where a byline follows the dateline, in brackets or up to 报道."""
    run = _RUN.match(rest)
    found = [(run[1], False)] if run else []
    for _ in range(BRACKETS):
        bracket = _BRACKET.match(rest)
        if bracket is None:
            break
        found.append((bracket[1], bool(dateline)))
        rest = rest[bracket.end() :]
    for words, bare in found:
        byline = bylines.read_byline(words, bare=bare)
        if byline and byline.contributors:
            return LeadIn(dateline, words.strip(), byline)
    return None
