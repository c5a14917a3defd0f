"""Fits the chance of an article's being wrong (labelling/trust.json) on readings of sites that the labeller never saw.

    python -m tests.fit_trust CORPUS FOLDER[:EXPECTED] … [--pages FOLDER[:EXPECTED]] [--same SITE,SITE …]

Real files count fully; the same articles set anew count as a share of one, for with so few wrong articles the
coefficients would else hang on single files. --same names sites that hold copies of one another.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.ingest import pipeline, readers, report
from archive.ingest.assemble import assembled
from archive.ingest.draft import open_draft
from archive.ingest.labelling import trust
from archive.ingest.labelling.tagger import Tagger
from archive.ingest.steps.check import signs_of_stories
from archive.ingest.training import folders
from archive.ingest.training.anew import set_anew
from archive.ingest.types import SourceText
from tests import check_ingest
from tests.doubts import is_divided
from tests.score_reading import taggers_of_folds

SHARE_ANEW = 0.3
RIDGE = 1.0
QUIET = 0.1  # share of the wrong articles that may carry no doubt
NAMES = ("unsure", "divides")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One article as read: its signs, whether headline or division is wrong, its weight, and its site."""

    signs: dict[str, float]
    wrong: bool
    weight: float
    site: str


def cases_of(source: SourceText, wanted: dict[str, Any], tagger: Tagger, weight: float, site: str) -> Iterator[Case]:
    """The articles of a source as read by a labeller."""
    draft = open_draft(source)
    draft.tagger = tagger
    for step in pipeline.STEPS:
        step(draft)
    got = json.loads(json.dumps(report.to_dict(assembled(draft))))
    signs = {id(article): of for article, of in zip(got["articles"], signs_of_stories(draft), strict=True)}
    pairs, extra = check_ingest.pair(got["articles"], wanted.get("articles", []))
    for found, want in pairs:
        if found is not None and not want.get("optional"):
            yield Case(signs[id(found)], not is_divided(found, want), weight, site)
    for found in extra:
        yield Case(signs[id(found)], True, weight, site)


def cases(places: list[str], tagger_of: Callable[[str], Tagger]) -> Iterator[Case]:
    """The articles of all folders, as they stand and set anew."""
    for place in places:
        for one in folders.expectations(place):
            tagger = tagger_of(one.site)
            source = readers.read(one.path.name, one.path.read_bytes())
            yield from cases_of(source, one.wanted, tagger, 1.0, one.site)
            for page in set_anew(one.wanted, one.site, 0):
                yield from cases_of(page.source, one.wanted, tagger, SHARE_ANEW, one.site)


def fitted(found: list[Case]) -> Floats:
    """Constant and weights of a ridge logistic regression, by Newton's method."""
    x = np.array([[1.0, *(case.signs[name] for name in NAMES)] for case in found])
    y = np.array([float(case.wrong) for case in found])
    weight = np.array([case.weight for case in found])
    ridge = np.diag([1e-6] + [RIDGE] * len(NAMES))
    b = np.zeros(len(NAMES) + 1)
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ b, -30, 30)))
        hessian = (x * (weight * p * (1 - p) + 1e-9)[:, None]).T @ x + ridge
        b -= np.clip(np.linalg.solve(hessian, x.T @ (weight * (p - y)) + ridge @ b), -1, 1)
    return b


def threshold(found: list[Case]) -> float:
    """The probability from which on all but QUIET of the wrong articles are doubted, each by a fit without its site."""
    chances = []
    for site in {case.site for case in found}:
        model = as_trust(fitted([case for case in found if case.site != site]), 0.0)
        chances += [
            model.error(case.signs) for case in found if case.site == site and case.wrong and case.weight == 1.0
        ]
    return sorted(chances)[int(QUIET * len(chances))]


def as_trust(b: Floats, doubted_from: float) -> trust.Trust:
    weights = {name: round(float(value), 3) for name, value in zip(NAMES, b[1:], strict=True)}
    return trust.Trust(round(float(b[0]), 3), weights, doubted_from)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folders", nargs="+", metavar="FOLDER[:EXPECTED]")
    parser.add_argument("--pages", action="append", default=[], metavar="FOLDER[:EXPECTED]")
    parser.add_argument("--same", action="append", default=[], metavar="SITE,SITE")
    parser.add_argument("--out", type=Path, default=trust.FITTED)
    args = parser.parse_args()
    found = list(cases(args.folders, taggers_of_folds(args.folders, args.pages, args.corpus, args.same)))
    model = as_trust(fitted(found), round(threshold(found) - 5e-4, 3))
    made = {"constant": model.constant, "weights": dict(model.weights), "doubted_from": model.doubted_from}
    args.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{args.out}: fitted on {len(found)} articles, {sum(case.wrong for case in found)} of them wrong")


if __name__ == "__main__":
    main()
