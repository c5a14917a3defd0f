"""What helps where nothing, or not all that was asked, was found: other newspapers, dropped parts, synonyms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.language import segmentation
from archive.language.folding import fold, strip_space
from search.query import SearchRequest, count_found, reading
from search.query.answer import all_found, count_any
from search.query.compile import expression_for, is_question
from search.query.reading import Chip
from search.query.request import ALL_PAPERS
from search.query.results import SearchPage
from search.query.spelling import Answered, Respelling, may_be_misspelt, respellings
from search.query.syntax import Term

OFFERED = 3  # looser readings
PARTS = 8  # of a longer request, dropping one part tells little


@dataclass(frozen=True)
class Synonym:
    """`other` says the same as `word`; `request` asks for either, which `articles` have."""

    word: str
    other: str
    articles: int
    request: SearchRequest


class Elsewhere(NamedTuple):
    """What all newspapers have: `articles` of what was asked, or, where none prints that, what may have been `meant`.
    `found` is their page (without hits) where it may have a part of it only."""

    articles: int
    meant: Sequence[Respelling] = ()
    found: SearchPage | None = None


def found_elsewhere(answered: Answered) -> Elsewhere | None:
    """What all newspapers have of what the one that was asked has nothing of, or has not as it was written."""
    request, here = answered.asked, answered.found
    if request.papers or request.newspaper is None or (here.total and not answered.is_unknown):
        return None
    everywhere = request.changed(papers=ALL_PAPERS)
    articles = count_found(everywhere)
    printed = articles and count_found(everywhere.changed(exact=True))
    if not printed and may_be_misspelt(everywhere) and (meant := respellings(everywhere)):
        return Elsewhere(0, meant)
    if here.total:  # a part of it, or its characters by chance: more such are no help
        return Elsewhere(articles) if (articles if here.is_missed else printed) else None
    _, there = all_found(everywhere, 1)
    return Elsewhere(there.total, found=there) if there.total else None


def dropped(request: SearchRequest) -> list[tuple[Chip, int]]:
    """What each part of a request keeps from being found: (part, articles found without it), most first."""
    parts = reading.chips(request)
    if not 1 < len(parts) <= PARTS:
        return []
    found = [(part, count_found(part.without)) for part in parts if _asks_less(part)]
    return sorted(((part, articles) for part, articles in found if articles), key=lambda pair: -pair[1])


def _asks_less(part: Chip) -> bool:
    """Whether the part can be seen, and something is asked without it: all articles are no answer."""
    return bool(strip_space(fold(part.label)) and (part.without.filters or expression_for(part.without.tree)))


@dataclass(frozen=True)
class Looser:
    """A reading that finds more: what is told of it, how many articles it finds, the request that asks it."""

    label: str
    articles: int
    request: SearchRequest


def looser(request: SearchRequest, found: SearchPage) -> list[Looser]:
    """Of a question that stands somewhere as it is, its words; of a word that stands nowhere as one, its parts."""
    readings: list[tuple[str, SearchRequest]] = []
    if found.rung == "all" and found.total and any(map(is_question, request.tree.parts)):
        readings.append(("不限逐字写有这个问句，含有其中的词就算", request.changed(reading="loose")))
    if found.is_missed:
        readings += [
            (f"“{term.text}”分开写，即“{apart}”", request.changed(q=_exchanged(request.q, term, apart)))
            for term in request.tree.parts
            if isinstance(term, Term) and not term.exact and request.q[slice(*term.span)] == term.text
            if (apart := taken_apart(term.text))
        ]
    counted = [
        (label, count_any(asked) if asked.reading else count_found(asked), asked) for label, asked in readings[:OFFERED]
    ]
    return [Looser(label, articles, asked) for label, articles, asked in counted if articles]


def taken_apart(text: str) -> str:
    """Text with a blank within each of its words that is made of two: 中国银行 is 中国 银行. "" where none is."""
    frequencies, _ = segmentation.vocabulary()
    words, apart = segmentation.words(fold(text)), []
    for word in words:
        halves = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        known = [pair for pair in halves if all(frequencies.get(half) for half in pair)]
        apart.append(" ".join(max(known, key=lambda pair: min(map(frequencies.__getitem__, pair)), default=(word,))))
    return " ".join(apart) if apart != words else ""


def _exchanged(typed: str, term: Term, text: str) -> str:
    start, end = term.span
    return f"{typed[:start]}{text}{typed[end:]}"


def synonyms(request: SearchRequest) -> list[Synonym]:
    """Other names of the words typed by which more is found. Offered, never added unasked: a word means itself."""
    groups = [entry.split() for entry in segmentation.entries("synonyms")]
    either = [
        (term.text, other, request.changed(q=_exchanged(request.q, term, f"({term.text} 或 {other})")))
        for term in request.tree.parts
        if isinstance(term, Term) and request.q[slice(*term.span)] == term.text
        for other in _others(groups, strip_space(fold(term.text)))
    ]
    found = count_found(request) if either else 0
    counted = [Synonym(word, other, count_found(asked), asked) for word, other, asked in either]
    return [each for each in counted if each.articles > found]


def _others(groups: Sequence[Sequence[str]], asked: str) -> Iterable[str]:
    return dict.fromkeys(name for group in groups if asked in map(fold, group) for name in group if fold(name) != asked)
