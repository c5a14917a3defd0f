"""Characters of another script that look like those about them: Cyrillic and Greek letters amid Latin ones, radicals
in the place of ideographs, traditional characters amid simplified text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from archive.language.folding import SIMPLIFIED_FORMS, simplified
from archive.language.proofreading.remarks import ProofCheck, ProofLine, Remark, quotation_of

# Capital and small letters -> the Latin ones that they look like (Unicode Technical Standard 39, confusables).
LATIN_LOOKS = dict(
    zip("АВЕЗКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧΟονρ", "ABE3KMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXOovp", strict=True)
)
_LETTERS = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u04ff]+")
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
LONGEST_CODE = 3  # letters of А座, ВIP, that stand by themselves amid Chinese
# Traditional or variant forms that the table of standard characters of 2013 admits, most of them in names.
STANDARD_VARIANTS = frozenset(
    "瞭皙瞋噘蹚凓勠迺钜鉅昇陞甯飏袷麹麴仝甦邨氾堃犇龢迳锺鍾於菉蒐徵甪釐粦逕頫夆脩絜乾剋挼阪吒喆晢祕淼椀楞谿筦澂劄崑崙"
)
# Text is simplified where at most so many of the characters that have two forms are traditional.
MOST_TRADITIONAL = 0.2
SHOWN_CHARACTERS = 6
# Simplified radicals, for which Unicode has no compatibility form, -> the ideographs that they look like.
_RADICALS = dict(
    zip(
        "⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻄⻁",
        "民见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟西虎",
        strict=True,
    )
)


def foreign_characters(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each word with letters that are not what they look like, and for each line with radicals or with
    traditional characters."""
    in_simplified = is_simplified_text("".join(line.text for line in lines))
    for line in lines:
        yield from _letters(line)
        yield from _ideographs(line, in_simplified)


def _letters(line: ProofLine) -> Iterator[Remark]:
    for word in _LETTERS.finditer(line.text):
        wrong = [letter for letter in word[0] if letter in LATIN_LOOKS]
        latin = any(letter.isascii() for letter in word[0])
        code = len(word[0]) <= LONGEST_CODE and len(wrong) == len(word[0]) and word[0].isupper()
        if not wrong or not (latin or code):
            continue
        meant = "".join(LATIN_LOOKS.get(letter, letter) for letter in word[0])
        scripts = "、".join(dict.fromkeys(_script(letter) for letter in wrong))
        letters = "、".join(dict.fromkeys(wrong))
        advice = f"“{word[0]}”里的 {letters} 是{scripts}字母，看着像拉丁字母，读者搜不到：请改写成 {meant}。"
        yield Remark(ProofCheck.SCRIPTS, line, word.start(), word.end(), advice)


def _script(letter: str) -> str:
    return "西里尔（俄文）" if unicodedata.name(letter).startswith("CYRILLIC") else "希腊"


def _ideographs(line: ProofLine, in_simplified: bool) -> Iterator[Remark]:
    places = [
        place
        for place, character in enumerate(line.text)
        if _RADICAL.match(character) or (in_simplified and is_traditional(character))
    ]
    if places:
        first = places[0]
        pairs = list(dict.fromkeys(f"{line.text[n]} 改为 {proper_form(line.text[n])}" for n in places))
        named = "、".join(pairs[:SHOWN_CHARACTERS]) + ("……" if len(pairs) > SHOWN_CHARACTERS else "")
        quote = quotation_of(line.text, first, first + 1)
        said = f"{quote}：有部首形近字或繁体字、异体字，{named}；原文如此（如人名、书名）就不用改。"
        yield Remark(ProofCheck.SCRIPTS, line, first, first + 1, said)


def proper_form(character: str) -> str:
    """What a character of look-alikes is written in simplified text."""
    return simplified(_RADICALS.get(character) or unicodedata.normalize("NFKC", character))


def is_traditional(character: str) -> bool:
    """Whether simplified text writes another character for this one."""
    return character not in STANDARD_VARIANTS and simplified(character) != character


def is_simplified_text(text: str) -> bool:
    """Whether a text is simplified, with few traditional characters at most, or none."""
    traditional = sum(map(is_traditional, text))
    own = sum(character in SIMPLIFIED_FORMS for character in text)
    return traditional <= MOST_TRADITIONAL * (traditional + own)
