"""Whether doubts stand where the reading is wrong: the musts, a reliability table, and risk against coverage."""

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.ingest import pipeline, report
from archive.ingest.assemble import assembled
from archive.ingest.labelling.tagger import Tagger
from archive.ingest.labelling.trust import Trust
from archive.ingest.steps.check import FACTS, UNSURE, signs_of_stories
from archive.ingest.types import SourceText
from tests import check_ingest

BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
COVERAGES = (0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
DIVIDED = 0.8  # the least F1 of the paragraphs of an article that counts as rightly divided


@dataclass(frozen=True)
class Judged:
    """An article as it was read: what tells of errors in it, and what of it is right."""

    site: str
    signs: Mapping[str, float]
    remarked: bool  # rules doubt it
    divided: bool  # headline and division are right
    right: bool  # these, and byline and date
    weight: float = 1.0  # in a fit; less than 1 where a real article was set anew

    def doubted(self, trust: Trust) -> bool:
        """Whether the article carries a doubt: of the rules, or for its probability of being wrong."""
        return self.remarked or trust.error(self.signs) >= trust.doubted_from


@dataclass(frozen=True)
class Reading:
    """What a dry run prints of a source, and the signs of its articles."""

    printed: dict[str, Any]
    signs: list[dict[str, float]]


def reading(source: SourceText, tagger: Tagger) -> Reading:
    draft = pipeline.carried_through(source, tagger=tagger)
    return Reading(json.loads(json.dumps(report.to_dict(assembled(draft)))), signs_of_stories(draft))


def judged(read: Reading, want: Mapping[str, Any], site: str, weight: float = 1.0) -> Iterator[Judged]:
    """The articles of a file as read; one that was not wanted is wrong. None where it is not known what is wanted."""
    if "articles" not in want:
        return
    pairs, extra = check_ingest.pair(read.printed["articles"], want["articles"])
    remarked = {problem["article"] for problem in read.printed["problems"] if problem["code"] not in {*FACTS, UNSURE}}
    seen = {
        id(article): (signs, number in remarked)
        for number, (article, signs) in enumerate(zip(read.printed["articles"], read.signs, strict=True))
    }
    for found, wanted in pairs:
        if found is None or wanted.get("optional"):
            continue
        divided = _headline_right(found, wanted) and _holds_its_text(found, wanted)
        others = _people_right(found, wanted) and _date_right(read.printed, found, wanted, want.get("source", ""))
        yield Judged(site, *seen[id(found)], divided, divided and others, weight)
    for found in extra:
        yield Judged(site, *seen[id(found)], divided=False, right=False, weight=weight)


def _headline_right(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    right, keys = check_ingest.headlines(wanted)
    heads = {check_ingest.fold(check_ingest.headline(found, of)) for of in (keys, check_ingest.HEADLINE)}
    return not keys or bool(heads & right)


def _holds_its_text(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether an article holds its own text: the greatest part of it, and next to nothing of others."""
    if not check_ingest.has_paragraphs(wanted):
        return True
    return bool(check_ingest.paragraphs(found, wanted, lambda _: None, under_heading=False) >= DIVIDED)


def _people_right(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return "contributors" not in wanted or bool(check_ingest.people(found, wanted) == 1)


def _date_right(got: dict[str, Any], found: dict[str, Any], wanted: dict[str, Any], source: str) -> bool:
    if "date" not in wanted:
        return True
    mine = found.get("date") or (got.get("issue") or {}).get("date")
    if wanted["date"] is None:
        return not mine or bool(check_ingest.in_file_name(mine, source))
    return bool(check_ingest.fold(mine) in check_ingest.answers(wanted["date"]))


def interval(hits: int, total: int) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    if not total:
        return "0 of 0"
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return f"{hits} of {total} = {share:.3f} ({max(0, middle - half):.3f}–{min(1, middle + half):.3f})"


def tables(articles: Sequence[Judged], trust_of: Mapping[str, Trust]) -> Iterator[str]:
    """The musts, the reliability table and the curve of risk against coverage, as lines of Markdown.

    `trust_of` names for each site the regression by which its articles are judged.
    """
    wrong = [article for article in articles if not article.divided]
    quiet = [article for article in articles if not article.doubted(trust_of[article.site])]
    right = [article for article in articles if article.right]
    yield f"wrong headline or division without a doubt: {interval(sum(not a.divided for a in quiet), len(wrong))}"
    yield f"right among those without a doubt: {interval(sum(a.right for a in quiet), len(quiet))}"
    yield f"without a doubt among the right: {interval(sum(a.right for a in quiet), len(right))}"
    chances = [(trust_of[article.site].error(article.signs), article) for article in articles]
    yield from ("", "| probability of being wrong | articles | mean | wrong |", "|---|---|---|---|")
    for low, high in itertools.pairwise(BINS):
        within = [(chance, a) for chance, a in chances if low <= chance < high]
        if within:
            mean = sum(chance for chance, _ in within) / len(within)
            share = sum(not a.divided for _, a in within) / len(within)
            yield f"| {low:.2f}–{high:.2f} | {len(within)} | {mean:.2f} | {share:.2f} |"
    yield from ("", "| coverage | articles | risk |", "|---|---|---|")
    surest = [article for _, article in sorted(chances, key=lambda pair: pair[0])]
    for coverage in COVERAGES:
        kept = surest[: max(1, round(coverage * len(surest)))] if surest else []
        if kept:
            yield f"| {coverage:.2f} | {len(kept)} | {sum(not a.divided for a in kept) / len(kept):.3f} |"
