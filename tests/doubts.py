"""Whether doubts stand where the reading is wrong: a reliability table, risk against coverage, and the musts."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests import check_ingest

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
COVERAGES = (0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
DIVIDED = 0.8  # the least F1 of the paragraphs of an article that counts as rightly divided
# Facts that an editor is told and that say nothing against the reading: nothing was printed that could be read.
FACTS = {"no_date", "no_title", "masthead_rest", "open_end"}


@dataclass(frozen=True)
class Judged:
    """An article: how sure the reader was, whether it carries a doubt, and what of it is right."""

    confidence: float
    doubted: bool
    divided: bool  # headline and division are right
    right: bool  # these, and byline and date


def judged(got: dict[str, Any], want: dict[str, Any]) -> Iterator[Judged]:
    """The articles of a file as read, and one for each that was wanted and not found."""
    if "articles" not in want:
        return
    pairs, extra = check_ingest.pair(got.get("articles") or [], want["articles"])
    numbers = {id(article): number for number, article in enumerate(got["articles"])}
    doubted = {problem["article"] for problem in got["problems"] if problem["code"] not in FACTS}
    for found, wanted in pairs:
        if found is None or wanted.get("optional"):
            continue
        others = _people_right(found, wanted) and _date_right(got, found, wanted, want["source"])
        divided = is_divided(found, wanted)
        yield Judged(found["confidence"], numbers[id(found)] in doubted, divided, divided and others)
    for found in extra:
        yield Judged(found["confidence"], numbers[id(found)] in doubted, False, False)


def is_divided(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether headline and division of an article are right."""
    return _headline_right(found, wanted) and _paragraphs_divided(found, wanted)


def _headline_right(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    right, keys = check_ingest.headlines(wanted)
    heads = {check_ingest.fold(check_ingest.headline(found, of)) for of in (keys, check_ingest.HEADLINE)}
    return not keys or bool(heads & right)


def _paragraphs_divided(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
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


def tables(articles: list[Judged]) -> Iterator[str]:
    """The musts, the reliability table and the curve of risk against coverage, as lines of Markdown."""
    wrong = [article for article in articles if not article.divided]
    quiet = [article for article in articles if not article.doubted]
    right = [article for article in articles if article.right]
    yield f"wrong headline or division without a doubt: {interval(sum(not a.doubted for a in wrong), len(wrong))}"
    yield f"right among those without a doubt: {interval(sum(a.right for a in quiet), len(quiet))}"
    yield f"without a doubt among the right: {interval(sum(not a.doubted for a in right), len(right))}"
    yield from ("", "| confidence | articles | mean confidence | headline and division right |", "|---|---|---|---|")
    for low, high in itertools.pairwise(BINS):
        within = [a for a in articles if low <= a.confidence < high]
        if within:
            mean = sum(a.confidence for a in within) / len(within)
            share = sum(a.divided for a in within) / len(within)
            yield f"| {low:.2f}–{min(high, 1):.2f} | {len(within)} | {mean:.2f} | {share:.2f} |"
    yield from ("", "| coverage | articles | risk |", "|---|---|---|")
    surest = sorted(articles, key=lambda a: -a.confidence)
    for coverage in COVERAGES:
        kept = surest[: max(1, round(coverage * len(surest)))] if surest else []
        if kept:
            yield f"| {coverage:.2f} | {len(kept)} | {sum(not a.divided for a in kept) / len(kept):.3f} |"
