"""Which lines of a source the parts of articles that an editor changed hold, told by their words: claims name parts by
where they stood at first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Any

from archive.ingest.words.labels import NOTE_LABEL
from archive.language.folding import fold, strip_space
from archive.layout.shared_runs import ALIKE_TEXTS, SHORTEST_LINE, TELLING_RUN, TextRun, shared_runs

Lines = tuple[int, int]  # first and last line of the source, from 1, both included
# What no part shows as it stands: no text is looked for in its lines.
FACTS = {"date", "contributors", "category", "page", "section"}
TELLING_OF_LINE = 4  # characters of a line by which it is known in a part, where a third of it is not fewer

SharedRuns = dict[int, list[TextRun]]  # places of parts, and the runs of a quote that each has


@dataclass(frozen=True)
class Quote:
    """What a source says of a part, line by line: `pieces` are the numbers of lines and their words."""

    target: str
    pieces: Sequence[tuple[int, str]]

    @cached_property
    def text(self) -> str:
        return "".join(folded_plain(text) for _, text in self.pieces)

    @property
    def lines(self) -> set[int]:
        return {number for number, _ in self.pieces}

    def lines_at(self, runs: Sequence[TextRun]) -> set[int]:
        """The lines of which `runs` of its text hold enough to be known by, and the empty ones between and above them;
        all of them where nothing of it is left."""
        if sum(size for _, size in runs) == len(self.text):
            return self.lines
        known, empty = set(), set()
        beginning = next((number for number, begin, end in self._bounds if begin < end), 0)
        for number, begin, end in self._bounds:
            held = sum(max(0, min(end, at + size) - max(begin, at)) for at, size in runs)
            if begin == end:
                empty.add(number)
            elif held >= min(TELLING_OF_LINE, (end - begin) * ALIKE_TEXTS):
                known.add(number)
        above = 0 if beginning in known else min(known, default=0)
        return known | {number for number in empty if above < number < max(known, default=0)}

    def is_known_by(self, at: int, size: int) -> bool:
        """Whether a run of its text, which another text has, is a piece of it, however long that other text is: one of
        some length, or a whole line."""
        return size >= TELLING_RUN or any(
            at <= begin and end <= at + size for _, begin, end in self._bounds if end - begin >= SHORTEST_LINE
        )

    @cached_property
    def _bounds(self) -> list[tuple[int, int, int]]:
        """Of each line its number, and where it begins and ends in the text."""
        ends = list(accumulate(len(folded_plain(text)) for _, text in self.pieces))
        numbers = [number for number, _ in self.pieces]
        return list(zip(numbers, [0, *ends], ends, strict=False))


def lines_of_claims(claims: Iterable[Sequence[Any]]) -> dict[str, set[int]]:
    """The lines that each target claims, without those that stand between two of its claims."""
    lines: dict[str, set[int]] = defaultdict(set)
    for target, first, last, *_ in claims:
        lines[target].update(range(first, last + 1))
    return dict(lines)


def numbers_of_claims(claims: Iterable[Sequence[Any]]) -> set[int]:
    """The numbers of the lines that claims name, whatever an editor made of them."""
    return {number for _, first, last, *_ in claims for number in range(first, last + 1)}


def pieces_of_claim(claim: Sequence[Any]) -> list[tuple[int, str]]:
    """The numbers of the lines that a claim names, each with what it quotes of the line."""
    _, first, last, text, *_ = claim
    return list(zip(range(first, last + 1), [*text.split("\n"), *[""] * (last - first)], strict=False))


def quotes_of_claims(claims: Iterable[Sequence[Any]]) -> list[Quote]:
    """What the claims of an article quote for each part, in the order of the source."""
    pieces: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for claim in sorted(claims, key=itemgetter(1, 2)):
        target, quoted = claim[0], pieces_of_claim(claim)
        if target == "editor_note":
            quoted[0] = (quoted[0][0], NOTE_LABEL.sub("", quoted[0][1], count=1))
        pieces[target] += quoted
    quotes = [Quote(target, each) for target, each in pieces.items()]
    return [quote for quote in quotes if quote.text and quote.target not in FACTS]


def lines_by_text(quotes: Iterable[Quote], articles: Sequence[Sequence[tuple[str, str]]]) -> list[list[set[int]]]:
    """The lines of each part (target, text) of `articles`, which share a source, told by the words; none where nothing
    tells. A line stands wherever its words do, whole or in pieces, the longest first, and where they were changed."""
    old = list(quotes)
    places = [(n, place) for n, parts in enumerate(articles) for place in range(len(parts))]
    new = [(target, folded_plain(text)) for parts in articles for target, text in parts]
    equal = list(_equal(_by_text([(quote.target, quote.text) for quote in old]), _by_text(new)))
    told, meant = {a for a, _ in equal}, {b for _, b in equal}
    rest = {a: quote for a, quote in enumerate(old) if a not in told}
    unmeant = {b: text for b, (_, text) in enumerate(new) if text and b not in meant}
    shares: dict[int, SharedRuns] = {a: {} for a in range(len(old))}
    for a, b in equal:
        shares[a][b] = [(0, len(old[a].text))]
    elsewhere = "".join(quote.text for a, quote in enumerate(old) if a in told)
    for a, b, run in shared_runs(rest, unmeant, sorted(equal), elsewhere):
        shares[a].setdefault(b, []).append(run)
    found: list[list[set[int]]] = [[set() for _ in parts] for parts in articles]
    for a, share in _in_print_order(old, new, shares):
        for b, runs in share.items():
            n, place = places[b]
            found[n][place] |= old[a].lines_at(runs)
    return found


def folded_plain(text: str) -> str:
    """A text as it is compared with others: folded, without white space."""
    return strip_space(fold(text))


def _by_text(parts: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    """The places of each text in order, those of captions last: captions go with captions."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(parts)), key=lambda place: _order(parts, place)):
        places[parts[place][1]].append(place)
    places.pop("", None)
    return places


def _order(parts: Sequence[tuple[str, str]], place: int) -> tuple[bool, int]:
    return parts[place][0].startswith("captions/"), place


def _equal(before: Mapping[str, list[int]], now: Mapping[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Places in both of the same text, in order; what an article says more often than its source goes with the last."""
    for text in before.keys() & now.keys():
        last = before[text][-1:] * (len(now[text]) - len(before[text]))
        yield from zip([*before[text], *last], now[text], strict=False)


def _in_print_order(
    old: Sequence[Quote], new: Sequence[tuple[str, str]], shares: Mapping[int, SharedRuns]
) -> Iterator[tuple[int, SharedRuns]]:
    """The shares of each quote. Which of several with the same words a part has, whole or corrected, only their order
    tells; one that is left over there goes with the last part that has these words."""
    now = _by_text(new)
    for text, places in _by_text([(quote.target, quote.text) for quote in old]).items():
        told = [shares[a] for a in places if shares[a]]
        told.sort(key=lambda share: min(_order(new, b) for b in share))
        last = {b: [(0, len(text))] for b in now.get(text, [])[-1:]}
        yield from zip(places, [*told, *[last] * (len(places) - len(told))], strict=True)
