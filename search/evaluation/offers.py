"""How well the box guesses: what is typed with what was meant, asked of suggestions and of spelling.

A line of a file is what is typed, a tab, what was meant; an offer that holds it counts, and any offer where a line
names nothing. Lines that begin with # are comments.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.language.folding import fold
from archive.models import Newspaper
from search.query import SearchRequest
from search.query.spelling import respellings
from search.query.suggest import suggest

LOOKED_AT = 6  # suggestions that a reader sees without moving
Offer = Callable[[str], list[str]]


@dataclass
class Guesses:
    """How many of `asked` were offered, and for each of the others what was typed, meant and offered."""

    asked: int = 0
    missed: list[tuple[str, str, list[str]]] = field(default_factory=list)

    @property
    def right(self) -> int:
        return self.asked - len(self.missed)


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """(typed, meant). ValueError names a line without a tab."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            typed, tab, meant = line.partition("\t")
            if not tab:
                raise ValueError(f"{path}, line {number}: no tab between what is typed and what was meant.")
            yield typed, meant


def score_offers(pairs: Iterable[tuple[str, str]], offer: Offer) -> Guesses:
    """Ask `offer` what each (typed, meant) of `pairs` types. Raises search.store.damage.IndexUnavailable."""
    guesses = Guesses()
    for typed, meant in pairs:
        guesses.asked += 1
        offered = offer(typed)
        if not any(fold(meant) in fold(text) for text in offered):
            guesses.missed.append((typed, meant, offered))
    return guesses


def suggested_in(newspaper: Newspaper | None) -> Offer:
    """The suggestions that are seen first, in a newspaper or (None) in all."""
    return lambda typed: [suggested.text for suggested in suggest(SearchRequest(newspaper, q=typed))][:LOOKED_AT]


def respelled_in(newspaper: Newspaper | None) -> Offer:
    """What 您要找的是不是 offers, in a newspaper or (None) in all."""
    return lambda typed: [each.text for each in respellings(SearchRequest(newspaper, q=typed))]
