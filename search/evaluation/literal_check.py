"""Recall and precision of literal search, measured against brute force over the stored texts."""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.language.folding import fold, strip_space
from archive.language.numbers import stands_whole
from archive.language.typed import has_words, trimmed, typed_words
from archive.models import Article
from search.index.fields import searchable_fields
from search.query import SearchRequest, ranked
from search.query.compile import is_question
from search.query.syntax import AllOf, Term, quoted

LONGEST = 8
BATCH = 500
# Stands between units in the text that brute force reads. No term has it: terms have no white space.
BETWEEN = "\n"


class NothingToCheck(Exception):
    """The archive holds no published article."""


class BruteForce:
    """All published articles as one folded text, read from end to end for each question."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for article in Article.objects.published().for_searching().order_by("pk").iterator(BATCH):
            text = BETWEEN.join(strip_space(fold(unit)) for _, unit in searchable_fields(article)) + BETWEEN
            self.keys.append(article.pk)
            self.starts.append(length)
            parts.append(text)
            length += len(text)
        self.text = "".join(parts)

    def holders(self, term: str, whole_numbers: bool = False) -> set[int]:
        """Primary keys of the articles one of whose units contains the term; with `whole_numbers` such that it
        begins and ends in no number.
        """
        sought = strip_space(fold(term))
        found = set()
        at = self.text.find(sought)
        while at >= 0:
            if whole_numbers and not stands_whole(self.text, at, at + len(sought)):
                at = self.text.find(sought, at + 1)
                continue
            place = bisect_right(self.starts, at)
            found.add(self.keys[place - 1])
            at = self.text.find(sought, self.starts[place]) if place < len(self.starts) else -1
        return found

    def holders_of_words(self, term: Term) -> set[int]:
        """Primary keys of the articles that have all words of a term typed without quotes; of a question, itself; of
        marks alone, which are no number, all that have them."""
        typed = fold(term.text)
        if is_question(term):
            return self.holders(trimmed(typed), whole_numbers=True)
        if not has_words(typed):
            return self.holders(typed)
        return set.intersection(*(self.holders(word, whole_numbers=True) for word in typed_words(typed)))


@dataclass
class Tally:
    """Sums over all samples; `wrong` names the first samples whose sets differ."""

    samples: int = 0
    expected: int = 0
    found: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, sample: str, found: set[int], expected: set[int]) -> None:
        self.samples += 1
        self.expected += len(expected)
        self.found += len(found)
        self.right += len(found & expected)
        if found != expected:
            self.wrong.append(f"{sample!r}: {len(found - expected)} too many, {len(expected - found)} missing")

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def samples(count: int, seed: int) -> Iterator[str]:
    """Half of them runs of 1 to 8 characters as printed in random fields, half near-misses of such runs."""
    chance = random.Random(seed)  # noqa: S311 a repeatable sample, no secret
    keys = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NothingToCheck("库中还没有已发布的文章。请先 python manage.py ingest 路径。")
    drawn = chance.choices(keys, k=count)
    for start in range(0, count, BATCH):
        articles = Article.objects.for_searching().in_bulk(drawn[start : start + BATCH])
        for number, key in enumerate(drawn[start : start + BATCH]):
            units = [text for _, text in searchable_fields(articles[key])]
            run = _run(chance, units) if number % 2 else _near_miss(chance, units)
            if strip_space(fold(run)):
                yield run


def _run(chance: random.Random, units: Sequence[str]) -> str:
    text = chance.choice(units)
    start = chance.randrange(len(text))
    return text[start : start + chance.randint(1, LONGEST)]


def _near_miss(chance: random.Random, units: Sequence[str]) -> str:
    """A run with one character exchanged, two neighbours swapped, or the end of one unit before another's beginning."""
    run = _run(chance, units)
    place = chance.randrange(len(run))
    match chance.randrange(3):
        case 0:
            return run[:place] + chance.choice(chance.choice(units)) + run[place + 1 :]
        case 1:
            return run[:place] + run[place:][1:2] + run[place : place + 1] + run[place + 2 :]
        case _:
            here = chance.randrange(len(units))
            return units[here][-2:] + units[(here + 1) % len(units)][:2]


def check(count: int, seed: int) -> dict[str, Tally]:
    """What was compared -> its tally: the samples asked as runs, as runs in quotation marks, and as words."""
    brute = BruteForce()
    runs, boxed, typed = Tally(), Tally(), Tally()
    for sample in samples(count, seed):
        expected = brute.holders(sample)
        runs.add(sample, set(ranked(SearchRequest(typed=AllOf((Term(sample, exact=True),))))), expected)
        words = Term(sample)
        typed.add(sample, set(ranked(SearchRequest(typed=AllOf((words,))))), brute.holders_of_words(words))
        try:
            in_box = quoted(sample)
        except ValueError:
            continue  # holds every kind of quotation mark: nobody can type it
        boxed.add(in_box, set(ranked(SearchRequest.from_params({"q": in_box}, None))), expected)
    return {"runs": runs, "quoted in the box": boxed, "words": typed}
