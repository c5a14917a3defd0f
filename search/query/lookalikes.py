"""Which of the archive's terms may have been meant by stretches of what was typed.

Spelled alike (营商环竞, 神州十三号), spelled by letters (jingji, lhxc), one edit away (蓼河新域), or turned (菲刘).
(Damerau's observation of 1964, that most misspellings are a single insertion, deletion or exchange, holds for typed
Chinese too.)
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from archive.language import pinyin
from archive.language.folding import fold, fold_with_offsets
from archive.language.numbers import CHINESE_NUMBER
from archive.language.typed import placed_words
from archive.models.prepared import any_of, as_one_value
from search.models import LAST
from search.query import SearchRequest
from search.query.compile import stop_words
from search.query.offered import Offered
from search.query.request import Papers
from search.query.syntax import Term, terms
from search.store.bounds import current_spending

LONGEST_STRETCH, SHORTEST = 8, 2  # characters of a stretch
SHORTEST_SURE = 3  # of two characters, or initials, another word sounds like them by chance (署雨 and 属于)
SHORTEST_EDITED = 3  # of two characters, any other word that shares one would be an edit away
STRETCHES = 120  # looked at; a longer sentence is no misspelt word
EDITED = 12  # stretches whose neighbours are looked up
FEW_WORDS = 3  # of a term, any of which may be the wrong one; of more, only single characters are suspected
MANY_WORDS = 6  # that are all found together are no accident
NEAR = 500  # words that share a half, the most frequent
SPELLED = 40  # words spelled alike that are compared
RARER = 20  # times: a term that is known may still be a misprint of one so much more frequent
LETTERS_ALONE = re.compile(r"[a-z']+")
DOUBLED = re.compile(r"(.)\1")
NEAREST = 3  # one edit away from a stretch


@dataclass(frozen=True)
class Stretch:
    """Characters `start` to `end` of what was typed: neighbouring words of a term.

    `whole`: all of the term. `word`: one word that dictionaries have. `lone`: beside it stands a word of one character.
    `among_many`: the term has many more. `suspect`: may be misspelt. `articles`: how many have it as a term.
    """

    start: int
    end: int
    folded: str
    whole: bool
    word: bool
    lone: bool
    among_many: bool
    suspect: bool
    articles: int = 0

    def outdoes(self, other: "Stretch") -> bool:
        """Whether it has characters of the other, and explains as many or more."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return shared > 0 and len(self.folded) >= len(other.folded)


@dataclass(frozen=True)
class RespelledTerm:
    """A term in the place of a stretch. `alike`: spelled as the stretch is."""

    stretch: Stretch
    text: str
    articles: int
    alike: bool

    def put_into(self, typed: str) -> str:
        return typed[: self.stretch.start] + self.text + typed[self.stretch.end :]

    def leaves_scrap_of(self, other: "RespelledTerm") -> bool:
        """Whether it is the same term for fewer of the characters: 乡村振兴 for 乡村振 of 乡村振新."""
        return self.text == other.text and self.stretch != other.stretch and other.stretch.outdoes(self.stretch)

    @property
    def is_sure(self) -> bool:
        return self.stretch.whole and self.sounds_through and not self.loses_numeral

    @property
    def sounds_through(self) -> bool:
        """Whether so many characters sound alike that it is no chance."""
        return self.alike and len(self.stretch.folded) >= SHORTEST_SURE

    @property
    def loses_numeral(self) -> bool:
        """Whether a numeral was typed that it has not: 一情防控 for 疫情防控."""
        return not has_numerals(fold(self.text), self.stretch.folded)

    @property
    def order(self) -> tuple[int, bool, int]:
        """The likeliest first: what explains most of what was typed, then what sounds alike, then what is frequent."""
        return -len(self.stretch.folded), not self.alike, -self.articles


def stretches_of(request: SearchRequest) -> list[Stretch]:
    """Stretches of what was typed, longer ones first, with how often each is a term of the archive."""
    found = [stretch for term in terms(request.tree) for stretch in _stretches(term, request.q)]
    found = sorted(found, key=lambda stretch: -len(stretch.folded))[:STRETCHES]
    known = _articles_with(request.asked_papers, texts=as_one_value({stretch.folded for stretch in found}))
    articles = {folded: held for _, folded, held in known}
    return [replace(stretch, articles=articles.get(stretch.folded, 0)) for stretch in found]


def _stretches(term: Term, typed: str) -> Iterator[Stretch]:
    """A wrong character leaves the segmenter single characters: of many words, only those with one are suspect."""
    begin = typed.find(term.text, *term.span)
    if begin < 0:
        return
    folded, offsets = fold_with_offsets(term.text)
    ends = (*offsets[1:], len(term.text))  # with what folds to nothing behind it: marks that were put on a letter
    placed = placed_words(folded)
    places, words = [at for at, _ in placed], [word for _, word in placed]
    for first, start in enumerate(places):
        for last in range(first, len(words)):
            end = places[last] + len(words[last])
            if end - start > LONGEST_STRETCH and last > first:
                break
            inside = words[first : last + 1]
            outside = (*words[max(0, first - 1) : first], *words[last + 1 : last + 2])
            yield Stretch(
                begin + offsets[start],
                begin + max(ends[end - 1], offsets[end - 1] + 1),
                folded[start:end],
                whole=len(inside) == len(words),
                word=len(inside) == 1,
                lone=any(len(word) == 1 and word not in stop_words() for word in outside),
                among_many=len(words) >= MANY_WORDS,
                suspect=len(words) <= FEW_WORDS or any(len(word) == 1 or word.isascii() for word in inside),
            )


def spelled_alike(stretches: Sequence[Stretch], request: SearchRequest) -> Iterator[RespelledTerm]:
    """Of characters, terms of as many with the same pinyin; of letters, terms with that pinyin or these initials."""
    typed_as = {stretch: fold(pinyin.with_v(request.q[stretch.start : stretch.end])) for stretch in stretches}
    spelled = {stretch: pinyin.spelled(typed).replace("'", "") for stretch, typed in typed_as.items()}
    typed = set(spelled.values())
    letters = {spelled[stretch] for stretch in stretches if LETTERS_ALONE.fullmatch(stretch.folded)}
    rows = _spelled(request.asked_papers, spellings=as_one_value(typed), initials=as_one_value(letters))
    for stretch, spelling in spelled.items():
        as_letters = spelling in letters
        if len(stretch.folded) < SHORTEST:
            continue
        same = [
            RespelledTerm(stretch, text, held, alike=True)
            for text, folded, row_spelling, row_initials, held in rows
            if folded != stretch.folded
            and (row_spelling == spelling or (as_letters and row_initials == spelling))
            and (as_letters or len(folded) == len(stretch.folded))
        ]
        yield from same[:SPELLED]


def one_edit_away(stretches: Sequence[Stretch], newspapers: Papers) -> Iterator[RespelledTerm]:
    """Terms that differ from a stretch by one edit; of two characters, only by their order."""
    turned = {
        stretch.folded[::-1]: stretch for stretch in stretches if stretch.whole and len(stretch.folded) == SHORTEST
    }
    for text, folded, held in _articles_with(newspapers, texts=as_one_value(turned)) if turned else ():
        yield RespelledTerm(turned[folded], text, held, alike=False)  # 菲刘
    suspects = [stretch for stretch in stretches if stretch.suspect and len(stretch.folded) >= SHORTEST_EDITED]
    spending = current_spending()
    for stretch in suspects[:EDITED]:
        if spending.is_over:
            return
        for text, held in _near(stretch, newspapers):
            yield RespelledTerm(stretch, text, held, alike=False)


def _near(stretch: Stretch, newspapers: Papers) -> list[tuple[str, int]]:
    """One of the halves is right: terms with that half are looked up by it, from the front or from the back."""
    half = len(stretch.folded) // 2
    front, back = stretch.folded[:half], stretch.folded[half:][::-1]
    rows = _sharing_a_half(newspapers, front=front, front_end=front + LAST, back=back, back_end=back + LAST)
    found = [
        (text, held)
        for text, folded, held in rows
        if held >= RARER * stretch.articles
        and is_one_edit(folded, stretch.folded)
        and (
            DOUBLED.sub(r"\1", stretch.folded) == folded  # 高铁站站, 刘菲菲
            or (len(folded) >= SHORTEST_EDITED and folded not in stretch.folded)
        )
    ]
    return found[:NEAREST]


@Offered
def _articles_with(offered: "QuerySet[Any]", texts: Any) -> "QuerySet[Any, tuple[str, str, int]]":
    return offered.filter(folded__in=any_of(texts)).values_list("text", "folded", "held")


@Offered
def _spelled(
    offered: "QuerySet[Any]", spellings: Any, initials: Any
) -> "QuerySet[Any, tuple[str, str, str, str, int]]":
    spelled = offered.filter(Q(spelling__in=any_of(spellings)) | Q(initials__in=any_of(initials)))
    return spelled.values_list("text", "folded", "spelling", "initials", "held")


@Offered
def _sharing_a_half(
    offered: "QuerySet[Any]", front: Any, front_end: Any, back: Any, back_end: Any
) -> "QuerySet[Any, tuple[str, str, int]]":
    begins, ends = Q(folded__gte=front, folded__lt=front_end), Q(backwards__gte=back, backwards__lt=back_end)
    return offered.filter(begins | ends).values_list("text", "folded", "held")[:NEAR]


def is_one_edit(one: str, other: str) -> bool:
    """One character exchanged, left out, put in, or two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[:at] + one[at : at + 2][::-1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other


def has_numerals(text: str, typed: str) -> bool:
    """Whether the Chinese numerals of `typed`, folded, stand in `text` in their order."""
    numerals = iter(CHINESE_NUMBER.findall(text))
    return all(number in numerals for number in CHINESE_NUMBER.findall(typed))
