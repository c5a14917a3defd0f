"""Type as a newspaper sets it: headlines that break between words only, marks of full width amid Chinese.

What is stored, exported and given to programs stays as it was printed; pages alone are set. `full_width` changes no
length and nothing that the search compares, so that marks of a search stand where they did, and what a reader copies
finds its article.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape, unescape
from itertools import pairwise

from django.utils.safestring import SafeString

from archive.language.bulk_segmentation import bulk_words
from archive.language.folding import fold_with_offsets
from archive.language.numbers import COUNTED_NUMBER
from archive.language.segmentation import vocabulary

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OPENERS = "“‘《〈（「『【〔"
_CLOSERS = "”’》〉）」』】〕"
_STOPS = "，。．、：；！？…—"
_IS_HAN = re.compile(f"[{_HAN}]")
_ENDS_CHINESE = re.compile(f"[{_HAN}{_CLOSERS}{_STOPS}]")
_BEGINS_CHINESE = re.compile(f"[{_HAN}“‘《〈「『【〔]")

FULL_WIDTH = dict(zip(",.:;?!()", "，．：；？！（）", strict=True))
_HALF_WIDTH = re.compile(r"[,.:;?!()]")
# An address goes on as long as nothing of full width and no space ends it; nothing in it is punctuation.
_ADDRESS = re.compile(rf"(?:[A-Za-z]{{2,9}}://|www\.)[^\s{_OPENERS}{_CLOSERS}{_STOPS}]+")
_BRACKETS = re.compile(r"[()（）]")


def full_width(text: str) -> str:
    """`text` with the half-width marks that stand amid Chinese in full width, one for one.

    Decimals, times, ratios, addresses and what stands among letters stay. A point becomes ．, not 。: beside sentences
    it ends initials and entries of a bibliography, and ． is right for all of them (GB/T 15834-2011).
    """
    places = [found.start() for found in _HALF_WIDTH.finditer(text)]
    if not places:
        return text
    within = {at for found in _ADDRESS.finditer(text) for at in range(*found.span())}
    partners = _bracket_pairs(text)
    shown = list(text)
    for at in places:
        if at not in within and _stands_amid_chinese(shown, at, partners.get(at)):
            shown[at] = FULL_WIDTH[text[at]]
    return "".join(shown)


def _stands_amid_chinese(shown: Sequence[str], at: int, partner: int | None) -> bool:
    """`shown` is set as far as `at`: what was made full-width before counts as Chinese, what may be made so behind
    does not, so that setting twice is setting once."""
    mark, before = shown[at], shown[at - 1] if at else ""
    behind = shown[at + 1] if at + 1 < len(shown) else ""
    after_chinese, before_chinese = _ENDS_CHINESE.match(before), _BEGINS_CHINESE.match(behind)
    if mark in "()":
        if partner is None:
            return bool(_IS_HAN.match(before) if mark == ")" else before_chinese)
        if mark == ")" or shown[partner] == "）":
            return shown[partner] in "（）"
        return bool(after_chinese or any(map(_IS_HAN.match, shown[at:partner])))
    if mark == ".":
        return bool(_IS_HAN.match(before) and (before_chinese or not behind.strip() or behind in _CLOSERS))
    return bool(after_chinese or before_chinese)


def _bracket_pairs(text: str) -> dict[int, int]:
    """The place of each round bracket that has another half, and of that."""
    pairs: dict[int, int] = {}
    open_ones: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found[0] in "(（":
            open_ones.append(found.start())
        elif open_ones:
            opener = open_ones.pop()
            pairs |= {opener: found.start(), found.start(): opener}
    return pairs


# Marks behind which a line may end, where the next begins with a word or an opening mark.
_ENDS_LINE = frozenset(_CLOSERS + _STOPS + "%％℃")
_CLOSING = frozenset(_CLOSERS + _STOPS)
# Words that belong to the one before them: particles, and what ends a name or a kind (大湾区).
_CLINGING = frozenset("的地得了着们等之区县市省镇乡村号局厅院所站级型化性者")
_NUMERALS = "〇零一二三四五六七八九十百千万亿两几余"
_NUMBER = re.compile(f"第?[{_NUMERALS}]+")
# What no line breaks: a numbered thing (总第589期), a short quotation or title, a set phrase of two numbers
# (一带一路), a name that ends with a number (神舟二十号).
_WHOLE = re.compile(
    rf"总?第[\d{_NUMERALS}]+[{_HAN}]?|[“‘「『《〈][^{_OPENERS}{_CLOSERS}]{{1,6}}[”’」』》〉]|(?<![第{_NUMERALS}])[{_NUMERALS}](?![{_NUMERALS}])[{_HAN}]"
    rf"[{_NUMERALS}](?![{_NUMERALS}])[{_HAN}]|[{_HAN}][\d{_NUMERALS}]+号"
)
# A name of so many characters needs no second line, and jieba parts some that are of people (欧阳建国).
_SHORT = 4
# How often the vocabulary counts a single character that is a word by itself; rarer ones are mostly of a name
# (泽连斯基).
_OFTEN = 4000


def line_breaks(text: str) -> list[int]:
    """The places at which a line of `text` may end and the next begin, but for its printed spaces: between words."""
    if len(text) <= _SHORT:
        return []
    folded, offsets = fold_with_offsets(text)
    frequencies, _ = vocabulary()
    whole = {place for found in _WHOLE.finditer(text) for place in range(found.start() + 1, found.end())}
    breaks, at, before = [], 0, ""
    for word in bulk_words(folded):
        begins = folded.find(word, at)
        if begins < 0:  # a number in which a space was printed
            before = ""
            continue
        place = offsets[begins]
        while place and text[place - 1] in _OPENERS:
            place -= 1
        # A single character does not begin a line with nothing but a mark behind it (面貌新、风气 has no 新、风气).
        lone = len(word) == 1 and text[place + 1 : place + 2] in _CLOSING
        parts = _ends_line(text, place) if begins > at else not lone and _parts(before, word, frequencies)
        if place and parts and place not in whole:
            breaks.append(place)
        at, before = begins + len(word), word
    return breaks


def _ends_line(text: str, place: int) -> bool:
    """Whether a line may end where a mark stands on one side or both."""
    before = text[place - 1]
    return before in _ENDS_LINE or (before.isalnum() and text[place] in _OPENERS)


def _parts(word: str, following: str, frequencies: Mapping[str, int]) -> bool:
    """Whether a line may end between two words. Single characters in a row are mostly a name or a word that no
    dictionary has, and a number goes with what it counts."""
    if not word or following in _CLINGING or len(word) == len(following) == 1:
        return False
    if word[-1].isdecimal() or _NUMBER.fullmatch(word):
        return False
    return all(len(each) > 1 or frequencies.get(each, 0) >= _OFTEN for each in (word, following))


# A tag, an entity, or a character of escaped HTML.
_UNIT = re.compile(r"<[^>]*>|&(?:amp|lt|gt|quot|#x27|#39);|.", re.DOTALL)
# Between Chinese and Chinese a space was printed to part them; beside Latin it only sets off.
_PARTING = re.compile(rf"(?<=[{_HAN}{_CLOSERS}{_STOPS}])\s+(?=[{_HAN}{_OPENERS}])")


def set_text(text: str) -> SafeString:
    """A text or escaped HTML (with marks in it, say) as a page shows it: its marks in full width."""
    html = _escaped(text)
    if _HALF_WIDTH.search(html):
        units = _units(html)
        shown = iter(full_width(_plain(units)))
        html = "".join(unit if _is_tag(unit) else _in_place_of(unit, next(shown)) for unit in units)
    return SafeString(html)  # escaped, and no mark of full width needs it


# A tag, an entity, or a number with what it counts and the marks that no line parts from it: a browser lets a line end
# on either side of a part. Both ends of a span are one (36亿元~42亿元).
_NUMBER_COUNTED = rf"[（{_OPENERS}]*{COUNTED_NUMBER}[，。．、：；！？）{_CLOSERS}]*"
_ONE_COUNTED = re.compile(_NUMBER_COUNTED)
_COUNTED = re.compile(rf"<[^>]*>|&#?\w+;|({_NUMBER_COUNTED}(?:[~～—–-]{_NUMBER_COUNTED})?)")
# A day of a citation, which a browser would part behind a hyphen, with the marks that no line parts from it.
_DATE = re.compile(r"[\[(（]*\d{4}-\d\d-\d\d(?:\(\w+\))?[\])）.,:，。：]*")
# What is longer may have no room in a line of the largest letters on a phone.
_ROOM_OF_PART = 14


def set_summary(text: str) -> SafeString:
    """The same of a text whose lines end where they have no more room: a number with what it counts is a part, which a
    browser shows whole or leaves out."""
    return SafeString(_COUNTED.sub(_as_part, set_text(text)))


def _as_part(found: re.Match[str]) -> str:
    if not found[1] or len(found[1]) <= _ROOM_OF_PART:
        return _part(found[1]) if found[1] else found[0]
    return _ONE_COUNTED.sub(lambda one: _part(one[0]), found[1])


def _part(number: str) -> str:
    return f'<span class="part">{number}</span>' if 1 < len(number) <= _ROOM_OF_PART else number


def set_headline(text: str) -> SafeString:
    """The same of a headline or a deck, that breaks (where `word-break: keep-all` holds) first where a space is
    printed, then between words."""
    return _headline(_escaped(text))


def _escaped(text: str) -> str:
    """As `django.utils.html.conditional_escape` does, which looks for lazy texts: a page sets a hundred of these."""
    return str(text) if isinstance(text, SafeString) else escape(str(text))


@lru_cache(maxsize=4096)
def _headline(html: str) -> SafeString:
    units = _units(html)
    plain = full_width(_plain(units))
    return SafeString("".join(_set_units(units, plain)))  # as in set_text


def set_words(text: str) -> SafeString:
    """A text amid others as it was printed, its marks as they are, that breaks between words only, never in a date."""
    units = _units(_escaped(text))
    broken = _DATE.sub(r'<span class="part">\g<0></span>', "".join(_set_units(units, _plain(units))))
    return SafeString(f'<span class="by-words">{broken}</span>')


@lru_cache(maxsize=4096)
def headline_pieces(text: str) -> tuple[str, ...]:
    """The same without tags, for what makes its own: the pieces that, joined, are the headline as it is shown."""
    shown = full_width(text)
    return tuple(shown[begin:end] for begin, end in pairwise([0, *line_breaks(shown), len(shown)]))


def printed_pieces(text: str) -> list[list[str]]:
    """A headline as the parts between its printed spaces, each as the pieces that no line breaks."""
    breaks = {*line_breaks(text), *(space.end() for space in re.finditer(r"\s+", text))}
    parts, begins = [], 0
    for end, following in [*(space.span() for space in _PARTING.finditer(text)), (len(text), len(text))]:
        places = [begins, *sorted(place for place in breaks if begins < place < end), end]
        parts.append([text[start:stop] for start, stop in pairwise(places)])
        begins = following
    return parts


def _set_units(units: Sequence[str], plain: str) -> Iterator[str]:
    breaks = dict.fromkeys(line_breaks(plain), "<wbr>")
    opened: dict[int, str] = {}
    if spaces := _parting_spaces(units, plain):
        opened = dict.fromkeys([0, *(space.end() for space in spaces)], '<span class="part">')
        breaks |= dict.fromkeys([*(space.start() for space in spaces), len(plain)], "</span>")
    if isinstance(units, str):
        inserted, at = breaks | opened, 0
        for place in sorted(inserted):
            yield plain[at:place] + inserted[place]
            at = place
        yield plain[at:]
        return
    # A mark that begins where a part does lies within it: the part is opened behind the character before, not before
    # the one behind, and closed behind the tags that end there.
    yield opened.get(0, "")
    at = 0
    for unit in units:
        if _is_tag(unit):
            yield unit
        else:
            yield breaks.get(at, "") + _in_place_of(unit, plain[at]) + opened.get(at + 1, "")
            at += 1
    yield breaks.get(at, "")


def _parting_spaces(units: Sequence[str], plain: str) -> list[re.Match[str]]:
    """The printed spaces between pieces of a headline, but for those within a mark of a search."""
    spaces = list(_PARTING.finditer(plain))
    if not spaces:
        return []
    loose, depth = [], 0
    for unit in units:
        if _is_tag(unit):
            depth += -1 if unit.startswith("</") else 1
        else:
            loose.append(not depth)
    return [space for space in spaces if all(loose[space.start() : space.end()])]


def _units(html: str) -> Sequence[str]:
    return _UNIT.findall(html) if "<" in html or "&" in html else html


def _is_tag(unit: str) -> bool:
    return len(unit) > 1 and unit[0] == "<"


def _plain(units: Sequence[str]) -> str:
    """The text of escaped HTML, a character for each unit that is no tag."""
    return units if isinstance(units, str) else "".join(unescape(unit) for unit in units if not _is_tag(unit))


def _in_place_of(unit: str, character: str) -> str:
    return unit if len(unit) > 1 else character
