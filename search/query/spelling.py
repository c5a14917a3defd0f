"""Did you mean: what a search that found nothing, or next to nothing, may have meant, only where it would find more.

Stretches of what was typed are exchanged for terms of the archive that look or sound alike (search.query.lookalikes).
Longer stretches explain more and come first. Of several words typed apart each that is misspelt is mended by itself.
Numbers and symbols are not exchanged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from archive.language import pinyin
from archive.language.folding import fold, fold_with_offsets, strip_space
from archive.language.numbers import CHINESE_NUMBER, PRINTED_NUMBER
from archive.language.typed import is_symbol, placed_words
from archive.models import Article
from search.index.fields import searchable_fields
from search.query import SearchRequest, answer, count_found, ranked
from search.query.answer import count_any
from search.query.dated import is_time
from search.query.lookalikes import (
    FEW_WORDS,
    LETTERS_ALONE,
    LONGEST_STRETCH,
    RARER,
    SHORTEST_EDITED,
    RespelledTerm,
    has_numerals,
    one_edit_away,
    spelled_alike,
    stretches_of,
)
from search.query.results import SearchPage
from search.query.syntax import AllOf, Term, terms
from search.store.bounds import current_spending

WORDS_MENDED = 4  # of several typed apart
RARELY = 20  # articles at most that print a word of several, which may be misspelt; letters stand in more by chance
SEVERAL = 2
TRIED = 30  # searches that one page may cost
SHOWN = 3
NEIGHBOURS = 2  # characters on either side of one that may be misprinted
SUSPECTS = 6  # of them in a request
RIVALS = 5  # times: of characters for the same place, what finds so much less than another is a chance
READ = 5  # articles in which the neighbours of one are looked up
FEW = 5  # articles found: what was typed may be a misprint that they have too


@dataclass(frozen=True)
class Respelling:
    """What may have been meant, how many articles that finds, and the request that asks it.

    `sure`: a word is spelled just so, or sounds just so, and is printed (lhxc, 辽河新城); none of two characters.
    """

    text: str
    articles: int
    request: SearchRequest
    sure: bool = False


class Answered(NamedTuple):
    """What was `asked`, or was surely meant, its page, what else may have been meant; and whether words were asked that
    no article has as they were written, and nothing is offered for them (`is_unknown`)."""

    asked: SearchRequest
    found: SearchPage
    offered: list[Respelling]
    is_unknown: bool = False


def answer_as_meant(request: SearchRequest) -> Answered:
    """What was asked, or what was surely meant where nobody printed that.

    Of `reading` typed or loose, only what was asked.
    Raises search.store.damage.IndexUnavailable where no index answers.
    """
    found = answer(request)
    if _is_title(request, found) or not may_be_misspelt(request):
        return Answered(request, found, [])
    printed = count_printed(request, found)
    offered = _offered_beside(request, found, printed)
    is_scattered = not printed and not found.is_missed and not (found.left_out or current_spending().is_over)
    found = replace(found, alike=_unlike(found.alike, offered), is_scattered=is_scattered)
    if offered and offered[0].sure and not request.reading:
        meant = replace(offered[0].request, page=request.page)
        return Answered(meant, answer(meant), offered[1:])
    return Answered(request, found, offered, not printed and not offered)


def _unlike(runs: Sequence[str], offered: Iterable[Respelling]) -> tuple[str, ...]:
    """The runs that no offer holds, and that hold none: 高质量发展上 tells nothing beside 高质量发展."""
    texts = [strip_space(fold(each.text)) for each in offered]
    alone = {run: strip_space(fold(run)) for run in runs}
    return tuple(run for run, own in alone.items() if not any(own in text or text in own for text in texts))


def may_be_misspelt(request: SearchRequest) -> bool:
    """Whether anything but times is asked, and there is time to look for it otherwise."""
    return request.has_words and not all(map(is_time, request.tree.parts)) and not current_spending().is_over


def count_printed(request: SearchRequest, found: SearchPage) -> int:
    """How many articles have all that is asked, as it was written."""
    if found.is_missed:
        return 0
    return found.total if request.exact else count_found(request.changed(exact=True))


def _offered_beside(request: SearchRequest, found: SearchPage, printed: int) -> list[Respelling]:
    """What may have been meant where no article has all that is asked, none as it was written, or only few."""
    if not printed:
        return respellings(request)
    if printed > FEW:
        return []
    return [replace(each, sure=False) for each in respellings(request, printed, sounding=found.total > FEW)]


def _is_title(request: SearchRequest, found: SearchPage) -> bool:
    """Whether an article found is called as was typed: who typed a whole title, longer than any term, meant it."""
    typed = strip_space(fold(request.q))
    return len(typed) > LONGEST_STRETCH and any(strip_space(fold(hit.article.title)) == typed for hit in found.hits)


def respellings(request: SearchRequest, found: int = 0, *, sounding: bool = False) -> list[Respelling]:
    """The likeliest corrections of a request's words, likeliest first, that find far more articles than the `found`.

    Syllables apart are one term where the archive has it; else, of several words, each that is misspelt is mended; of
    one, a stretch; else one character is. `sounding`: only what sounds as what was typed does.
    """
    several = 1 < len(list(terms(request.tree))) <= WORDS_MENDED  # each of which is looked at by itself
    return (
        _joined(request, found)
        or _each_respelled(request, found)
        or ([] if several else _respelled(request, found, sounding=sounding))
        or ([] if sounding else _misprinted(request, found))
    )


def _joined(request: SearchRequest, found: int) -> list[Respelling]:
    """A term whose syllables were typed apart: rengong zhineng."""
    words = request.tree.parts
    if len(words) < SEVERAL or not all(
        isinstance(word, Term) and LETTERS_ALONE.fullmatch(fold(word.text)) for word in words
    ):
        return []
    joined = request.changed(q="".join(request.q.split()))
    return [each for each in _respelled(joined, found) if each.sure]


def _each_respelled(request: SearchRequest, found: int) -> list[Respelling]:
    """With each misspelt one of several words mended by itself: jingji fazhan, 乡村真兴 一代一路, 《求是》 习近瓶."""
    words = list(terms(request.tree))[:WORDS_MENDED]
    mended = {word.span: meant for word in words if len(words) > 1 and (meant := _respelled_alone(word, request))}
    choices = list(zip(*mended.values(), strict=False))
    if len(mended) > 1:
        del choices[1:]  # the likeliest of each; of one word all that it may be
    offered: list[Respelling] = []
    for chosen in choices:
        text, sure = request.q, all(each.sure for each in chosen)
        for (start, end), each in sorted(zip(mended, chosen, strict=True), key=itemgetter(0), reverse=True):
            text = text[:start] + each.text + text[end:]
        asked = request.changed(q=text)
        articles = count_found(asked)
        if not articles and (sure or len(mended) > 1):
            articles, sure = count_any(asked), False  # no article has all of them, but what was meant is clear
        if articles > RARER * found:
            offered.append(Respelling(text, articles, asked, sure))
    best = max((each.articles for each in offered), default=0)
    return [each for each in offered if RIVALS * each.articles >= best]


def _respelled_alone(word: Term, request: SearchRequest) -> list[Respelling]:
    """What one word of several may have meant: what is far more often printed than the word itself, and sounds so where
    that is printed, too (not 业转型 for 促转型)."""
    alone = request.changed(q=request.q[slice(*word.span)])
    printed = count_found(alone.changed(exact=True))
    if current_spending().is_over or (printed > RARELY and not LETTERS_ALONE.fullmatch(fold(word.text))):
        return []
    return _respelled(alone, printed, sounding=bool(printed))


def _respelled(request: SearchRequest, found: int, *, sounding: bool = False) -> list[Respelling]:
    """With one stretch of what was typed exchanged for a term of the archive."""
    stretches = stretches_of(request)
    edited = () if sounding else one_edit_away(stretches, request.asked_papers)
    candidates = sorted((*spelled_alike(stretches, request), *edited), key=lambda candidate: candidate.order)
    offered: dict[RespelledTerm, Respelling] = {}
    tried: dict[str, RespelledTerm] = {}
    for candidate in candidates:
        typed = candidate.put_into(request.q)
        if may_be_meant(typed, request.q, but=candidate) and not any(map(candidate.leaves_scrap_of, tried.values())):
            tried.setdefault(typed, candidate)
    for typed, candidate in islice(tried.items(), TRIED):
        asked = request.changed(q=typed)
        if (articles := count_found(asked)) > RARER * found and _makes_sense(candidate, asked):
            offered[candidate] = Respelling(typed, articles, asked, sure=candidate.is_sure)
            if len(offered) == SHOWN:
                break
    return [each for term, each in offered.items() if not _is_chance(term, each.articles, offered)]


def _is_chance(term: RespelledTerm, articles: int, offered: Mapping[RespelledTerm, Respelling]) -> bool:
    """Whether what stands for the same characters, or for more, is sure, or found so much more often that this is none:
    招商局资, 方通报, 健康委. (What sounds alike has to be far rarer.)"""
    better = {other: each for other, each in offered.items() if other.stretch.outdoes(term.stretch)}
    sure = any(other.is_sure for other in better if other != term)
    most = max(each.articles for each in better.values())
    return (RARER if term.alike else RIVALS) * articles < most or (sure and not term.alike)


def may_be_meant(offered: str, typed: str, but: RespelledTerm | None = None) -> bool:
    """Whether it is another text, with the numbers and symbols that were typed: nobody types 12, 三 or 💪 for others.

    Chinese numerals may come in by other characters (ydyl), those of Arabic digits may not; one of one character may go
    by `but`, a term that sounds as what was typed does (一情防控).
    """
    offered, typed = strip_space(fold(offered)), strip_space(fold(typed))
    sounds = but is not None and but.sounds_through and max(map(len, CHINESE_NUMBER.findall(typed)), default=0) == 1
    return (
        offered != typed
        and PRINTED_NUMBER.findall(offered) == PRINTED_NUMBER.findall(typed)
        and list(filter(is_symbol, offered)) == list(filter(is_symbol, typed))
        and (sounds or has_numerals(offered, typed))
    )


def _misprinted(request: SearchRequest, found: int) -> list[Respelling]:
    """With one character exchanged for what an article prints beside its neighbours: 共同会阐中越 -> 共同会见中越,
    党史学西 -> 党史学习."""
    suspects = [suspect for term in terms(request.tree) for suspect in _misprintable(term, request.q)]
    suspects.sort(key=lambda suspect: not suspect.is_amid)
    meant: dict[str, bool] = {}
    for suspect in suspects[:SUSPECTS]:
        for printed in dict.fromkeys(_beside_neighbours(suspect, request)):
            text = request.q[: suspect.place] + printed + request.q[suspect.place + 1 :]
            sure = suspect.is_amid or pinyin.spelled(printed) == pinyin.spelled(suspect.typed)
            if may_be_meant(text, request.q):
                meant[text] = meant.get(text, False) or sure
    asked = [
        request.changed(q=text) for text, sure in islice(meant.items(), TRIED) if sure or _is_put_right(text, request)
    ]
    counted = [Respelling(each.q, count_found(each), each) for each in asked]
    counted.sort(key=lambda each: -each.articles)
    return [
        each for each in counted if each.articles > RARER * found and RIVALS * each.articles >= counted[0].articles
    ][:SHOWN]


def _is_put_right(text: str, request: SearchRequest) -> bool:
    """Of what lacks neighbours at an end and sounds otherwise: whether the character is no longer one that stands alone
    (建党百年 for 庆党百年, not 产党百年 of 共产党百年), and more than a few print it so."""
    makes_word = len(placed_words(fold(text))) < len(placed_words(fold(request.q)))
    return makes_word and count_found(request.changed(q=text, exact=True)) > FEW


class Suspect(NamedTuple):
    """The character of what was typed at `place` may be misprinted: itself (`typed`) and its neighbours, folded."""

    place: int
    typed: str
    before: str
    after: str

    @property
    def is_amid(self) -> bool:
        return len(self.before) == len(self.after) == NEIGHBOURS


def _misprintable(term: Term, typed: str) -> Iterator[Suspect]:
    begin = typed.find(term.text, *term.span)
    folded, offsets = fold_with_offsets(term.text)
    placed = placed_words(folded)
    if begin < 0 or len(placed) < FEW_WORDS:
        return
    for at, word in placed:
        before, after = folded[max(0, at - NEIGHBOURS) : at], folded[at + 1 : at + 1 + NEIGHBOURS]
        if len(word) == 1 and NEIGHBOURS in (len(before), len(after)):
            yield Suspect(begin + offsets[at], folded[at], before, after)


def _beside_neighbours(suspect: Suspect, request: SearchRequest) -> Iterator[str]:
    """Each letter or character that a few articles print between the neighbours of the suspect, as long as there is
    time: a long article takes some to fold."""
    spending = current_spending()
    if spending.is_over:
        return
    _, typed, before, after = suspect
    if count_found(_printing(request, before + typed + after)):
        return
    keys = ranked(_printing(request, *filter(None, (before, after))), READ)
    between = re.compile(f"{re.escape(before)}([^\\W\\d_]){re.escape(after)}")
    for article in Article.objects.for_searching().in_bulk(keys).values():
        for _, text in searchable_fields(article):
            if spending.is_over:
                return
            yield from between.findall(strip_space(fold(text)))


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
