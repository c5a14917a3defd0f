"""Did you mean: what a search that found nothing, or next to nothing, may have meant, only where it would find more.

Stretches of what was typed are compared with the archive's terms: those spelled alike (营商环竞, 神州十三号), those
that letters spell (jingji, lhxc), those one edit away (蓼河新域). Longer stretches explain more and come first.
Of several words typed apart each is mended by itself. Numbers and symbols are never exchanged.
(Damerau's observation of 1964, that most misspellings are a single insertion, deletion or exchange, holds for typed
Chinese too.)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from django.db.models import Q

from archive.language import pinyin
from archive.language.folding import fold, fold_with_offsets, strip_space
from archive.language.numbers import CHINESE_NUMBER, PRINTED_NUMBER
from archive.language.typed import is_symbol, placed_words
from archive.models import Article
from search.index.fields import searchable_fields
from search.models import Suggestion, beginning
from search.query import SearchRequest, answer, count_found, ranked
from search.query.answer import count_any
from search.query.compile import stop_words
from search.query.dated import is_time
from search.query.request import Papers
from search.query.results import SearchPage
from search.query.syntax import AllOf, Term, terms
from search.store.bounds import current_spending

LONGEST, SHORTEST = 8, 2  # characters of a stretch
SHORTEST_SURE = 3  # of two characters, or initials, another word sounds like them by chance (署雨 and 属于)
SHORTEST_EDITED = 3  # of two characters, any other word that shares one would be an edit away
STRETCHES = 120  # looked at; a longer sentence is no misspelt word
EDITED = 12  # stretches whose neighbours are looked up
WORDS_MENDED = 4  # of several typed apart
SEVERAL = 2
FEW_WORDS = 3  # of a term, any of which may be the wrong one; of more, only single characters are suspected
MANY_WORDS = 6  # that are all found together are no accident
NEAR = 500  # words that share a half, the most frequent
SPELLED = 40  # words spelled alike that are compared
TRIED = 30  # searches that one page may cost
SHOWN = 3
NEIGHBOURS = 2  # characters on either side of one that may be misprinted
SUSPECTS = 6  # of them in a request
RIVALS = 5  # times: of characters for the same place, what finds so much less than another is a chance
READ = 5  # articles in which the neighbours of one are looked up
FEW = 5  # articles found: what was typed may be a misprint that they have too
RARER = 20  # times: a term that is known may still be a misprint of one so much more frequent
LETTERS = re.compile(r"[a-z']+")
DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True)
class Respelling:
    """What may have been meant, how many articles that finds, and the request that asks it.

    `sure`: a word is spelled just so, or sounds just so, and is printed (lhxc, 辽河新城); none of two characters.
    """

    text: str
    articles: int
    request: SearchRequest
    sure: bool = False


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

    @property
    def is_sure(self) -> bool:
        return self.alike and self.stretch.whole and len(self.stretch.folded) >= SHORTEST_SURE

    @property
    def order(self) -> tuple[int, bool, int]:
        """The likeliest first: what explains most of what was typed, then what sounds alike, then what is frequent."""
        return -len(self.stretch.folded), not self.alike, -self.articles


def answer_as_meant(request: SearchRequest) -> tuple[SearchRequest, SearchPage, list[Respelling]]:
    """What was asked, or what was surely meant where nobody printed that, its page, and what else may have been meant.

    Of `reading` typed or loose, only what was asked.
    Raises search.store.damage.IndexUnavailable where no index answers.
    """
    found = answer(request)
    offered = _offered_beside(request, found)
    if offered and offered[0].sure and not request.reading:
        meant = replace(offered[0].request, page=request.page)
        return meant, answer(meant), offered[1:]
    return request, found, offered


def _offered_beside(request: SearchRequest, found: SearchPage) -> list[Respelling]:
    """What may have been meant where no article has all that is asked, none as it was written, or only few."""
    if all(map(is_time, request.tree.parts)) or not request.has_words or current_spending().is_over:
        return []
    if found.is_missed or (not request.exact and not count_found(request.changed(exact=True))):
        return respellings(request)
    if found.total > FEW:
        return []
    return [replace(each, sure=False) for each in respellings(request, found.total)]


def respellings(request: SearchRequest, found: int = 0) -> list[Respelling]:
    """The likeliest corrections of a request's words, likeliest first, that find far more articles than the `found`.

    Syllables apart are one term where the archive has it; else, where several words are misspelt, all of them are
    mended, or else one stretch, or else one character.
    """
    return (
        _joined(request, found)
        or _each_respelled(request, found)
        or _respelled(request, found)
        or _misprinted(request, found)
    )


def _joined(request: SearchRequest, found: int) -> list[Respelling]:
    """A term whose syllables were typed apart: rengong zhineng."""
    words = request.tree.parts
    if len(words) < SEVERAL or not all(isinstance(word, Term) and LETTERS.fullmatch(fold(word.text)) for word in words):
        return []
    joined = request.changed(q="".join(request.q.split()))
    return [each for each in _respelled(joined, found) if each.sure]


def _each_respelled(request: SearchRequest, found: int) -> list[Respelling]:
    """With each of several words mended by itself, where several are misspelt: jingji fazhan, 乡村真兴 一代一路."""
    words = [part for part in request.tree.parts if isinstance(part, Term)][:WORDS_MENDED]
    mended = {word.span: best for word in words if len(words) > 1 and (best := _respelled_alone(word, request))}
    if len(mended) < SEVERAL:
        return []
    text = request.q
    for (start, end), best in reversed(mended.items()):
        text = text[:start] + best.text + text[end:]
    asked = request.changed(q=text)
    articles, sure = count_found(asked), all(best.sure for best in mended.values())
    if sure and not articles:
        articles, sure = count_any(asked), False  # no article has all of them, but what was meant is clear
    return [Respelling(text, articles, asked, sure)] if articles > RARER * found else []


def _respelled_alone(word: Term, request: SearchRequest) -> Respelling | None:
    """What one word of several may have meant. What is printed is right beside others, but for letters, which may stand
    in a few articles by chance."""
    alone = request.changed(q=request.q[slice(*word.span)])
    printed = count_found(alone.changed(exact=True))
    if current_spending().is_over or (printed and not LETTERS.fullmatch(fold(word.text))):
        return None
    return next(iter(_respelled(alone, printed)), None)


def _respelled(request: SearchRequest, found: int) -> list[Respelling]:
    """With one stretch of what was typed exchanged for a term of the archive."""
    stretches = _stretches_of(request)
    candidates = sorted(
        (*_spelled_alike(stretches, request), *_one_edit_away(stretches, request.asked_papers)),
        key=lambda candidate: candidate.order,
    )
    offered: dict[RespelledTerm, Respelling] = {}
    tried: dict[str, RespelledTerm] = {}
    for candidate in candidates:
        if may_be_meant(typed := candidate.put_into(request.q), request.q):
            tried.setdefault(typed, candidate)
    for typed, candidate in islice(tried.items(), TRIED):
        asked = request.changed(q=typed)
        if (articles := count_found(asked)) > RARER * found and _makes_sense(candidate, asked):
            offered[candidate] = Respelling(typed, articles, asked, sure=candidate.is_sure)
            if len(offered) == SHOWN:
                break
    return [each for term, each in offered.items() if not _is_chance(term, each.articles, offered)]


def _is_chance(term: RespelledTerm, articles: int, offered: Mapping[RespelledTerm, Respelling]) -> bool:
    """Whether an edit of the same characters, or of more, finds so many more that this one is none: 方通报, 健康委."""
    found = (each.articles for other, each in offered.items() if other.stretch.outdoes(term.stretch))
    return not term.alike and RIVALS * articles < max(found)


def may_be_meant(offered: str, typed: str) -> bool:
    """Whether it is another text, with the numbers and symbols that were typed: nobody types 12, 三 or 💪 for others.

    Chinese numerals may come in by other characters (ydyl), those of Arabic digits may not.
    """
    offered, typed = strip_space(fold(offered)), strip_space(fold(typed))
    numerals = iter(CHINESE_NUMBER.findall(offered))
    return (
        offered != typed
        and PRINTED_NUMBER.findall(offered) == PRINTED_NUMBER.findall(typed)
        and list(filter(is_symbol, offered)) == list(filter(is_symbol, typed))
        and all(number in numerals for number in CHINESE_NUMBER.findall(typed))
    )


def _misprinted(request: SearchRequest, found: int) -> list[Respelling]:
    """With one character exchanged for what an article prints between its neighbours: 共同会阐中越 -> 共同会见中越."""
    suspects = (suspect for term in terms(request.tree) for suspect in _misprintable(term, request.q))
    typed = dict.fromkeys(
        one for suspect in islice(suspects, SUSPECTS) for one in _between_neighbours(suspect, request)
    )
    meant = (text for text in typed if may_be_meant(text, request.q))
    asked = [(text, request.changed(q=text)) for text in islice(meant, TRIED)]
    counted = [Respelling(text, count_found(each), each) for text, each in asked]
    counted.sort(key=lambda each: -each.articles)
    return [
        each for each in counted if each.articles > RARER * found and RIVALS * each.articles >= counted[0].articles
    ][:SHOWN]


class Suspect(NamedTuple):
    """The character of what was typed at `place` may be misprinted: itself (`typed`) and its neighbours, folded."""

    place: int
    typed: str
    before: str
    after: str


def _misprintable(term: Term, typed: str) -> Iterator[Suspect]:
    begin = typed.find(term.text, *term.span)
    folded, offsets = fold_with_offsets(term.text)
    placed = placed_words(folded)
    if begin < 0 or len(placed) < FEW_WORDS:
        return
    inner = range(NEIGHBOURS, len(folded) - NEIGHBOURS)
    for at in (at for at, word in placed if len(word) == 1 and at in inner):
        before, after = folded[at - NEIGHBOURS : at], folded[at + 1 : at + 1 + NEIGHBOURS]
        yield Suspect(begin + offsets[at], folded[at], before, after)


def _between_neighbours(suspect: Suspect, request: SearchRequest) -> Iterator[str]:
    """What was typed with each character that a few articles print between the neighbours of the suspect, as long as
    there is time: a long article takes some to fold."""
    spending = current_spending()
    if spending.is_over:
        return
    place, typed, before, after = suspect
    if count_found(_printing(request, before + typed + after)):
        return
    keys = ranked(_printing(request, before, after), READ)
    between = re.compile(f"{re.escape(before)}(.){re.escape(after)}")
    for article in Article.objects.for_reading().in_bulk(keys).values():
        for _, text in searchable_fields(article):
            if spending.is_over:
                return
            for printed in between.findall(strip_space(fold(text))):
                yield request.q[:place] + printed + request.q[place + 1 :]


def _printing(request: SearchRequest, *runs: str) -> SearchRequest:
    """What asks for articles that print all the runs, the newest first."""
    asked = AllOf(tuple(Term(run, exact=True) for run in runs))
    return SearchRequest(request.newspaper, papers=request.papers, typed=asked, sort="newest")


def _makes_sense(candidate: RespelledTerm, asked: SearchRequest) -> bool:
    """A correction may leave no scrap beside it (奥秘克容), nor exchange one word for another (神州十三五), unless it
    is printed so. What is corrected as a whole, sounds alike, or is found with many other words, is trusted."""
    stretch = candidate.stretch
    sounds = candidate.alike and len(stretch.folded) >= SHORTEST_EDITED and not stretch.word
    trusted = stretch.whole or ((sounds or stretch.among_many) and not stretch.lone)
    if trusted and candidate.articles >= RARER * stretch.articles:
        return True
    return bool(count_found(asked.changed(exact=True)))


def _stretches_of(request: SearchRequest) -> list[Stretch]:
    """Stretches of what was typed, longer ones first, with how often each is a term of the archive."""
    found = [stretch for term in terms(request.tree) for stretch in _stretches(term, request.q)]
    found = sorted(found, key=lambda stretch: -len(stretch.folded))[:STRETCHES]
    known = Suggestion.objects.offered_in(request.asked_papers).filter(folded__in={stretch.folded for stretch in found})
    articles = dict(known.values_list("folded", "held"))
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
            if end - start > LONGEST and last > first:
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


def _spelled_alike(stretches: Sequence[Stretch], request: SearchRequest) -> Iterator[RespelledTerm]:
    """Of characters, terms of as many with the same pinyin; of letters, terms with that pinyin or these initials."""
    typed_as = {stretch: fold(pinyin.with_v(request.q[stretch.start : stretch.end])) for stretch in stretches}
    spelled = {stretch: pinyin.spelled(typed).replace("'", "") for stretch, typed in typed_as.items()}
    typed = set(spelled.values())
    letters = {spelled[stretch] for stretch in stretches if LETTERS.fullmatch(stretch.folded)}
    alike = Suggestion.objects.offered_in(request.asked_papers).filter(Q(spelling__in=typed) | Q(initials__in=letters))
    rows = list(alike.values_list("text", "folded", "spelling", "initials", "held"))
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


def _one_edit_away(stretches: Sequence[Stretch], newspapers: Papers) -> Iterator[RespelledTerm]:
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
    near = Suggestion.objects.offered_in(newspapers).filter(beginning("folded", front) | beginning("backwards", back))
    rows = near.values_list("text", "folded", "held")[:NEAR]
    found = [
        (text, held)
        for text, folded, held in rows
        if len(folded) >= SHORTEST_EDITED
        and held >= RARER * stretch.articles
        and is_one_edit(folded, stretch.folded)
        and (folded not in stretch.folded or DOUBLED.sub(r"\1", stretch.folded) == folded)
    ]
    return found[:SHOWN]


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
