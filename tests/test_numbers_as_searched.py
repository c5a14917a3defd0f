"""What a search for a number finds is hidden with it: in any digits, with any signs, marks and prefixes."""

import random
import re
import unicodedata
from itertools import pairwise

import pytest

from archive.language.folding import fold
from archive.language.number_kinds import check_character
from archive.language.personal_numbers import found_numbers
from archive.models import ArticleSection, PersonalNumber
from archive.services import personal_numbers
from search.index import indexing
from search.query import SearchRequest, answer
from tests.factories import hide_numbers, make_article, make_user

pytestmark = pytest.mark.django_db
NUMBERS = 120
EVERY = [chr(code) for code in range(0x3100) if unicodedata.category(chr(code)) != "Cs"] + [
    chr(code) for code in (*range(0xFE00, 0x10000), *range(0x1D7CE, 0x1D800), *range(0x1F100, 0x1F10B))
]
FOLDED = {character: fold(character) for character in EVERY}
# As a search has them, and nobody else says: what is dropped, what is a digit (or two), what parts.
DROPPED = [each for each, folded in FOLDED.items() if not folded]
DIGITS: dict[str, list[str]] = {}
for each, folded in FOLDED.items():
    if re.fullmatch("[0-9]+", bare := re.sub(r"[\W_]", "", folded)):
        DIGITS.setdefault(bare, []).append(each)
PARTING = [
    each
    for each, folded in FOLDED.items()
    if folded
    and re.fullmatch(r"[\W_]+", folded)
    and unicodedata.category(each)[0] in "PSMZ"
    and not "\u2580" <= each <= "\u259f"  # bars
    and each not in '<>&"\\×'
]
SPACES = [each for each in EVERY if each.isspace() and unicodedata.category(each) == "Zs"]
PREFIXES = ["", "", "86", "+86", "0086", "0", "+86-", "（86）", "电话:"]


def number_of(chance: random.Random) -> str:
    if chance.random() < 0.7:
        return f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09}"
    born = f"19{chance.randrange(50, 99)}0{chance.randrange(1, 10)}{chance.randrange(10, 29)}"
    first = f"370811{born}{chance.randrange(1000):03}"
    return first + check_character(first)


def groups_of(number: str) -> list[int]:
    return [3, 4, 4] if len(number) == 11 else [6, 8, 4]


def divided(number: str, sizes: list[int]) -> list[str]:
    places = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    return [number[start:end] for start, end in pairwise(places)]


def digits_of(text: str, chance: random.Random) -> str:
    """In other digits: all of a kind, or any, two in one character where there is one."""
    style = chance.choice(["plain", "plain", "plain", "kind", "kind", "any"])
    nth, written, at = chance.randrange(12), "", 0
    while at < len(text):
        two = DIGITS.get(text[at : at + 2], []) if len(text[at : at + 2]) == 2 else []
        if style == "plain" or text[at] == "X":
            written, at = written + text[at], at + 1
        elif style == "any" and two and chance.random() < 0.5:
            written, at = written + chance.choice(two), at + 2
        else:
            forms = DIGITS[text[at]]
            written, at = written + (chance.choice(forms) if style == "any" else forms[nth % len(forms)]), at + 1
    return written


def printed(number: str, chance: random.Random) -> str:
    """A number as some paper, or somebody who would have it found, might print it."""
    single = chance.random() < 0.1
    groups = list(number) if single else divided(number, groups_of(number))
    sign = chance.choice([*["", "", "", "-", " "], chance.choice(PARTING), chance.choice(PARTING)])
    if chance.random() < 0.2:
        sign += chance.choice(SPACES)
    text = sign.join(digits_of(group, chance) for group in groups)
    if chance.random() < 0.4:
        mark = chance.choice(DROPPED)
        text = "".join(character + mark for character in text)
    return (chance.choice(PREFIXES) if len(number) == 11 else "") + text


def writings(number: str) -> list[str]:
    """As readers ask for a number."""
    parts = divided(number, groups_of(number))
    circled = "".join(DIGITS[digit][-1] if digit in DIGITS else digit for digit in number)
    plain = [number, " ".join(parts), "-".join(parts), circled, "".join(chr(ord(c) + 0xFEE0) for c in number)]
    if len(number) == 11:
        plain += [f"86{number}", f"+86{number}", number[1:]]
    return [*plain, *(f'"{each}"' for each in plain)]


def finding(number: str, article: int) -> list[str]:
    """The writings by which a search finds an article."""
    found = []
    for typed in writings(number):
        page = answer(SearchRequest.from_params({"q": typed}, None))
        if page.rung == "all" and article in {hit.article.pk for hit in page.hits}:
            found.append(typed)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_what_a_search_finds_is_found_and_hidden(index_folder, seed):
    chance = random.Random(seed)
    numbers = {number_of(chance): "" for _ in range(NUMBERS)}
    articles = {}
    for number in numbers:
        numbers[number] = printed(number, chance)
        articles[number] = make_article("寻人", body=f"请拨打热线（{numbers[number]}）联系。").pk
    indexing.rebuild()
    before = {number: finding(number, key) for number, key in articles.items()}
    missed = [
        (number, numbers[number], typed)
        for number, typed in before.items()
        if typed and number not in {each.digits for each in found_numbers(numbers[number])}
    ]
    assert not missed, missed[:5]
    assert sum(map(bool, before.values())) > NUMBERS / 4
    personal_numbers.look_through()
    hide_numbers(PersonalNumber.objects.filter(hidden=False), make_user())
    indexing.rebuild()
    after = {number: found for number, key in articles.items() if (found := finding(number, key))}
    assert not after, [(numbers[number], found) for number, found in after.items()][:5]
    kept = [fold(section.body) for section in ArticleSection.objects.all()]
    assert not [number for number in numbers if any(number in body for body in kept)]
