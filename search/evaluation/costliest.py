"""Looks for the address under search that costs most, by climbing: what costs more is changed further.

Hill climbing with restarts (Russell and Norvig, Artificial Intelligence, 4.1.1) over requests made of the index's own
terms and of what the articles print, with slips. Each is asked with an empty cache, as a stranger's first would be.
"""

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.conf import settings
from django.db.models.functions import Length
from django.test import Client
from django.urls import reverse

from archive.language import pinyin
from archive.models import ArticleSection, Newspaper
from search.index.opened import default_index
from search.query.filters import FACETS
from search.query.request import ALL_PAPERS, LONGEST_VALUE, PAGE_SIZES, SORTS
from search.query.syntax import QUERY_FIELDS
from search.store.reader import Reader

LONGEST_ARTICLE = "article"  # the longest there is, marked
ROUTES = (
    "search",
    "search",
    "search",
    "feed_search",
    "api_search",
    "suggest",
    "api_suggest",
    "columns",
    "feeds",
    LONGEST_ARTICLE,
)
JOINS = (
    *" -(|，%.",
    "",
    " 或 ",
    " -",
    " (",
    ") ",
    ' "',
    '" "',
    " “「",
    "」” ",
    " (-",
    *(f" {name}:" for name in QUERY_FIELDS),
)
SLIPS = 150  # runs of print with one character wrong, and as many spelled in letters
LONGEST_SLIP = 60
# What a route calls a parameter by another name.
PARAMETERS = {("api_search", "size"): "page_size"}
LOOKED_AT = 20_000  # terms of a field, of which the commonest and some others become pieces
RESTART = 25  # steps without a gain


@dataclass(frozen=True)
class Candidate:
    """A request: route, the pieces of its words with what joins them, its other parameters, its own path if any."""

    route: str
    pieces: tuple[tuple[str, str], ...]
    params: tuple[tuple[str, str], ...] = ()
    path: str = ""

    @property
    def address(self) -> tuple[str, dict[str, str]]:
        words = "".join(join + piece for join, piece in self.pieces)
        cut = {"api_search": LONGEST_VALUE, "suggest": 40, "api_suggest": 40}.get(self.route, 2 * LONGEST_VALUE)
        params = {PARAMETERS.get((self.route, name), name): value for name, value in self.params}
        return self.path or reverse(self.route), {"q": words[:cut], **params}


@dataclass(frozen=True)
class Cost:
    """Processor time of the thread in seconds, bytes of the answer, its status, bytes of memory.

    Memory at its height, above what was held before; 0 where it was not measured. It is what Python and numpy ask for
    (tracemalloc): pages of the index that are mapped belong to no process.
    """

    seconds: float
    size: int
    status: int
    memory: int = 0


def measured(candidate: Candidate, *, memory: bool = False) -> Cost:
    """What the request costs, asked of the whole site in this process. With `memory` it takes three times as long."""
    default_index().reader().forget()
    client = Client(SERVER_NAME=next((host for host in settings.ALLOWED_HOSTS if host.strip("*.")), "localhost"))
    path, params = candidate.address
    if memory:
        tracemalloc.start()
    try:
        began = time.thread_time()
        response = client.get(path, params)
        seconds, (_, highest) = time.thread_time() - began, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return Cost(seconds, len(response.content), response.status_code, highest)


def seconds_of(cost: Cost) -> float:
    """What to climb by where processor time is to be found."""
    return cost.seconds


def memory_of(cost: Cost) -> float:
    """What to climb by where memory is to be found: it is measured then."""
    return cost.memory


def climb(steps: int, seed: int, worth: Callable[[Cost], float] = seconds_of) -> Iterator[tuple[Candidate, Cost]]:
    """Every request tried and its cost, in turn; what is worth more is changed further (`seconds_of`, `memory_of`)."""
    chance = random.Random(seed)  # noqa: S311 a repeatable search, no secret
    vocabulary = pieces_of(default_index().reader(), chance)
    for route in dict.fromkeys(ROUTES):  # what a process loads once is no request's cost
        measured(Candidate(route, (("", "中国"), (" ", "zhongguo")), path=path_of(route)))
    best, most, since = drawn(chance, vocabulary), 0.0, 0
    for _ in range(steps):
        candidate = mutated(best, chance, vocabulary) if most else best
        cost = measured(candidate, memory=worth is memory_of)
        yield candidate, cost
        since += 1
        if worth(cost) > most:
            best, most, since = candidate, worth(cost), 0
        elif since > RESTART:
            best, most, since = drawn(chance, vocabulary), 0.0, 0


def pieces_of(reader: Reader, chance: random.Random) -> list[str]:
    """Common and random terms of each field of the index, numbers, slips, letters, and what no index has."""
    found = [
        *"，。、的💪é𠀀1",
        "\u200b",
        "2021..2022",
        "期:1..9",
        "10",
        "3.5%",
        "2021年",
        "去年",
        *(f"{year}年{month}月到{month + 3}月" for year in (2019, 2023) for month in range(1, 9)),
        *(f"{month}月{month + 2}日" for month in range(1, 12)),
        "去年春节前后",
        "第1-99期",
        "什么",
        "a" * 30,
        "(" * 30,
    ]
    slips = list(islice(slips_of(chance), SLIPS))
    found += slips
    found += [pinyin.spelled(slip[: chance.randint(2, 8)]) for slip in slips]
    for field in ("characters", "grams", "words"):
        terms = list(islice(reader.terms(field), LOOKED_AT)) + list(islice(reader.terms(field, "中"), LOOKED_AT))
        terms.sort(key=lambda term: -term[1])
        found += [term for term, _ in terms[:300]] + [term for term, _ in chance.sample(terms, min(100, len(terms)))]
    return found


def slips_of(chance: random.Random) -> Iterator[str]:
    """Runs of what articles print, of the lengths that people type, each with one character exchanged."""
    keys = list(ArticleSection.objects.order_by("pk").values_list("pk", flat=True))
    for key in chance.sample(keys, min(len(keys), SLIPS)):
        body = ArticleSection.objects.get(pk=key).body
        run = body[: chance.randint(2, LONGEST_SLIP)].replace("\n", "")
        if run:
            place = chance.randrange(len(run))
            yield run[:place] + chance.choice("的一是在") + run[place + 1 :]


def path_of(route: str) -> str:
    """The path of a route that needs to know what there is, "" of others."""
    if route != LONGEST_ARTICLE:
        return ""
    longest = ArticleSection.objects.select_related("article__newspaper").order_by(-Length("body")).first()
    return longest.article.get_absolute_url() if longest else "/"


def drawn(chance: random.Random, vocabulary: list[str]) -> Candidate:
    count = chance.choice((1, 5, 40, 150))
    join = chance.choice(JOINS)
    pieces = tuple((join, chance.choice(vocabulary)) for _ in range(count))
    route = chance.choice(ROUTES)
    return Candidate(route, pieces, parameters(chance, route), path_of(route))


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
            return replace(candidate, params=parameters(chance, candidate.route))
        case _:
            pieces = [(join, chance.choice(vocabulary)) if chance.random() < 0.3 else (join, p) for join, p in pieces]
    return replace(candidate, pieces=tuple(pieces or candidate.pieces))


def parameters(chance: random.Random, route: str) -> tuple[tuple[str, str], ...]:
    """Some of those that the route takes; all newspapers, or many, are asked."""
    if route == LONGEST_ARTICLE:
        return ("papers", ALL_PAPERS), ("n", chance.choice(("1", "500", "999999")))
    if not route.endswith("search"):
        return ()
    allowed = {
        "size": [str(size) for size in PAGE_SIZES],
        "sort": list(SORTS),
        "all_of": list(FACETS),
        "exact": ["1"],
        "page": ["1", "2", "500", "100000"],
        "scope": ["title", "author"],
        "since": ["2021"],
        "reading": ["typed", "loose"],
        "contributor": ["none"],
    }
    drawn_two = tuple((name, chance.choice(allowed[name])) for name in chance.sample(list(allowed), 2))
    slugs = list(Newspaper.objects.order_by("pk").values_list("slug", flat=True))
    many = ",".join(chance.sample(slugs, min(len(slugs), 30)))
    return ("papers", chance.choice((ALL_PAPERS, ALL_PAPERS, many))), *drawn_two
