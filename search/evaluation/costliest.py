"""Looks for the address under search that costs most, by climbing: what costs more is changed further.

Hill climbing with restarts (Russell and Norvig, Artificial Intelligence, 4.1.1) over requests made of the index's own
terms. Each is asked with an empty cache, as a stranger's first request would be.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.conf import settings
from django.test import Client
from django.urls import reverse

from search.index.opened import default_index
from search.query.filters import FACETS
from search.query.request import ALL_PAPERS, LONGEST_VALUE, PAGE_SIZES, SORTS
from search.store.reader import Reader

ROUTES = ("search", "search", "search", "feed_search", "api_search", "suggest", "api_suggest", "columns", "feeds")
JOINS = (" ", " 或 ", " -", " 正文:", " 标题:", " 作者:", "", ' "', '" "', " (", ") ", "，", " 图说:", "%", ".")
# What a route calls a parameter by another name.
PARAMETERS = {("api_search", "size"): "page_size"}
LOOKED_AT = 20_000  # terms of a field, of which the commonest and some others become pieces
RESTART = 25  # steps without a gain


@dataclass(frozen=True)
class Candidate:
    """A request: route, the pieces of its words with what joins them, its other parameters."""

    route: str
    pieces: tuple[tuple[str, str], ...]
    params: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> tuple[str, dict[str, str]]:
        words = "".join(join + piece for join, piece in self.pieces)
        cut = {"api_search": LONGEST_VALUE, "suggest": 40, "api_suggest": 40}.get(self.route, 2 * LONGEST_VALUE)
        params = {PARAMETERS.get((self.route, name), name): value for name, value in self.params}
        return reverse(self.route), {"q": words[:cut], **params}


@dataclass(frozen=True)
class Cost:
    """Processor time of the thread in seconds, bytes of the answer, its status."""

    seconds: float
    size: int
    status: int


def measured(candidate: Candidate) -> Cost:
    """What the request costs, asked of the whole site in this process."""
    default_index().reader().forget()
    client = Client(SERVER_NAME=next((host for host in settings.ALLOWED_HOSTS if host.strip("*.")), "localhost"))
    path, params = candidate.address
    began = time.thread_time()
    response = client.get(path, params)
    return Cost(time.thread_time() - began, len(response.content), response.status_code)


def climb(steps: int, seed: int) -> Iterator[tuple[Candidate, Cost]]:
    """Every request tried and its cost, in turn."""
    chance = random.Random(seed)  # noqa: S311 a repeatable search, no secret
    vocabulary = pieces_of(default_index().reader(), chance)
    best, most, since = drawn(chance, vocabulary), 0.0, 0
    for _ in range(steps):
        candidate = mutated(best, chance, vocabulary) if most else best
        cost = measured(candidate)
        yield candidate, cost
        since += 1
        if cost.seconds > most:
            best, most, since = candidate, cost.seconds, 0
        elif since > RESTART:
            best, most, since = drawn(chance, vocabulary), 0.0, 0


def pieces_of(reader: Reader, chance: random.Random) -> list[str]:
    """Common and random terms of each field of the index, numbers, and what no index has."""
    found = [
        "，",
        "。",
        "、",
        "的",
        "💪",
        "\u200b",
        "é",
        "2021..2022",
        "期:1..9",
        "1",
        "10",
        "3.5%",
        "2021年",
        "𠀀",
        "a" * 30,
    ]
    for field in ("characters", "grams", "words"):
        terms = list(islice(reader.terms(field), LOOKED_AT)) + list(islice(reader.terms(field, "中"), LOOKED_AT))
        terms.sort(key=lambda term: -term[1])
        found += [term for term, _ in terms[:300]] + [term for term, _ in chance.sample(terms, min(100, len(terms)))]
    return found


def drawn(chance: random.Random, vocabulary: list[str]) -> Candidate:
    count = chance.choice((1, 5, 40, 150))
    join = chance.choice(JOINS)
    pieces = tuple((join, chance.choice(vocabulary)) for _ in range(count))
    route = chance.choice(ROUTES)
    return Candidate(route, pieces, parameters(chance) if route.endswith("search") else ())


def mutated(candidate: Candidate, chance: random.Random, vocabulary: list[str]) -> Candidate:
    pieces = list(candidate.pieces)
    place = chance.randrange(len(pieces) + 1)
    match chance.randrange(6):
        case 0:
            pieces[place:place] = [
                (chance.choice(JOINS), chance.choice(vocabulary)) for _ in range(chance.randint(1, 20))
            ]
        case 1 if len(pieces) > 1:
            del pieces[place : place + chance.randint(1, 5)]
        case 2:
            join = chance.choice(JOINS)
            pieces = [(join, piece) for _, piece in pieces]
        case 3:
            pieces[place : place + 1] = [(chance.choice(JOINS), chance.choice(vocabulary))]
        case 4:
            return replace(candidate, params=parameters(chance) if candidate.route.endswith("search") else ())
        case _:
            pieces = [(join, chance.choice(vocabulary)) if chance.random() < 0.3 else (join, p) for join, p in pieces]
    return replace(candidate, pieces=tuple(pieces or candidate.pieces))


def parameters(chance: random.Random) -> tuple[tuple[str, str], ...]:
    allowed = {
        "size": [str(size) for size in PAGE_SIZES],
        "sort": list(SORTS),
        "all_of": list(FACETS),
        "exact": ["1"],
        "page": ["1", "2", "500"],
        "scope": ["title", "author"],
        "since": ["2021"],
    }
    drawn_two = tuple((name, chance.choice(allowed[name])) for name in chance.sample(list(allowed), 2))
    return (("papers", ALL_PAPERS), *drawn_two)
