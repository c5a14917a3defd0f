"""Did you mean: what a search that found nothing may have meant, only where it would find something.

A stretch of what was typed that is no word of the archive is compared with those that are: first with
words spelled alike (营商环竞), then with words one edit away (蓼河新域). (Damerau's observation of 1964,
that most misspellings are a single insertion, deletion or exchange, holds for typed Chinese too.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from archive.language import pinyin
from archive.language.folding import fold_with_offsets
from archive.language.typed import typed_words
from search.models import Suggestion
from search.query import SearchRequest, count_found
from search.query.syntax import Term, terms

LONGEST, SHORTEST = 8, 2  # characters of a stretch
SHORTEST_EDITED = 3  # of two characters, any other word that shares one would be an edit away
STRETCHES = 40  # looked at; a longer sentence is no misspelt word
NEAR = 500  # words that share a half, the most frequent
TRIED = 8  # searches that one page may cost
SHOWN = 3


@dataclass(frozen=True)
class Respelling:
    """What may have been meant, how many articles that finds, and the request that asks it."""

    text: str
    articles: int
    request: SearchRequest


def respellings(request: SearchRequest) -> list[Respelling]:
    """The likeliest corrections of a request's words, likeliest first: words spelled alike, else one edit away."""
    unknown = _unknown(request)
    for likely in (_spelled_alike, _one_edit_away):
        found: list[Respelling] = []
        for typed in islice(dict.fromkeys(likely(request.q, unknown)), TRIED):
            asked = request.changed(q=typed)
            if len(found) < SHOWN and (articles := count_found(asked)):
                found.append(Respelling(typed, articles, asked))
        if found:
            return found
    return []


def _unknown(request: SearchRequest) -> list["Stretch"]:
    """Stretches of what was typed that are no words of the archive, longer ones first."""
    stretches = [stretch for term in terms(request.tree) for stretch in _stretches(term, request.q)]
    stretches = sorted(stretches, key=lambda stretch: -len(stretch.folded))[:STRETCHES]
    known = Suggestion.objects.filter(folded__in={stretch.folded for stretch in stretches})
    right = set(known.values_list("folded", flat=True))
    return [stretch for stretch in stretches if stretch.folded not in right]


def _spelled_alike(typed: str, unknown: Sequence["Stretch"]) -> Iterator[str]:
    spelled = {stretch.folded: pinyin.spelled(stretch.folded) for stretch in unknown}
    alike = list(Suggestion.objects.filter(spelling__in=set(spelled.values())).order_by("-articles"))
    for stretch in unknown:
        for row in alike:
            if row.spelling == spelled[stretch.folded] and len(row.folded) == len(stretch.folded):
                yield stretch.exchanged(typed, row.text)


def _one_edit_away(typed: str, unknown: Sequence["Stretch"]) -> Iterator[str]:
    for stretch in unknown:
        for word in _near(stretch.folded):
            yield stretch.exchanged(typed, word)


@dataclass(frozen=True)
class Stretch:
    """Characters `start` to `end` of what was typed: neighbouring words, one of a single character among them."""

    start: int
    end: int
    folded: str

    def exchanged(self, typed: str, word: str) -> str:
        return typed[: self.start] + word + typed[self.end :]


def _stretches(term: Term, typed: str) -> Iterator[Stretch]:
    """A wrong character leaves the segmenter single characters: only stretches with one are looked at."""
    begin = typed.find(term.text, *term.span)
    folded, offsets = fold_with_offsets(term.text)
    if begin < 0:
        return
    words, places, at = typed_words(folded), [], 0
    for word in words:
        at = folded.index(word, at)
        places.append(at)
        at += len(word)
    for first, start in enumerate(places):
        for last in range(first, len(words)):
            end = places[last] + len(words[last])
            if end - start > LONGEST:
                break
            single = any(len(word) == 1 or word.isascii() for word in words[first : last + 1])
            if end - start >= SHORTEST and single:
                yield Stretch(begin + offsets[start], begin + offsets[end - 1] + 1, folded[start:end])


def _near(text: str) -> list[str]:
    """One of the halves is right: words with that half are looked up by it, from the front or from the back."""
    if len(text) < SHORTEST_EDITED:
        return []
    half = len(text) // 2
    front, back = text[:half], text[half:][::-1]
    near = Suggestion.objects.filter(
        Q(folded__gte=front, folded__lt=front + chr(0x10FFFF))
        | Q(backwards__gte=back, backwards__lt=back + chr(0x10FFFF))
    )
    rows = near.order_by("-articles").values_list("text", "folded")[:NEAR]
    return [word for word, folded in rows if len(folded) >= SHORTEST_EDITED and is_one_edit(folded, text)][:SHOWN]


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
