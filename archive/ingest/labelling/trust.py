"""How probable it is that an article was read wrongly: a logistic regression on what tells of errors in it.

A line's own probability says too little: an article is wrong where any line is, and lines differ in how much depends
on them. What is regressed on are log-odds, as Platt (1999) does for the scores of a classifier. The coefficients in
trust.json are fitted on readings of sites that the labeller had not seen (tests/score_reading.py --fit).
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from archive.ingest.labelling.tagger import Decision

FITTED: Final = Path(__file__).parent / "trust.json"
LEAST = 1e-3  # a probability below is taken for this


def signs_of(decisions: Sequence[Decision], articles: int) -> dict[str, float]:
    """What tells of errors in one of `articles` of a file, from the decisions on its lines; probabilities as log-odds
    in decades. `articles` is 0 where the format divides them.

    `divides`: the probability that at any of its lines an article begins otherwise, were they independent.
    `pair`: whether the file gave two articles. One headline that is none makes two of one, both wrong; of a file that
    was read as many, most are right.
    """
    return {
        "divides": _log_odds(1.0 - math.prod(1.0 - decision.risk for decision in decisions)),
        "pair": float(articles == 2),
    }


def _log_odds(probability: float) -> float:
    within = min(1.0 - LEAST, max(LEAST, probability))
    return math.log10(within / (1.0 - within))


@dataclass(frozen=True)
class Trust:
    """A fitted regression: `weights` of the signs, and the probability from which on an article is doubted."""

    constant: float
    weights: Mapping[str, float]
    doubted_from: float

    def error(self, signs: Mapping[str, float]) -> float:
        """The probability from 0 to 1 that headline or division of an article with these signs is wrong."""
        return 1.0 / (1.0 + math.exp(-self.constant - sum(self.weights[name] * signs[name] for name in self.weights)))

    def as_json(self) -> str:
        """The regression as it stands in trust.json."""
        fitted = {"constant": self.constant, "weights": dict(self.weights), "doubted_from": self.doubted_from}
        return json.dumps(fitted, indent=1) + "\n"

    @property
    def fingerprint(self) -> str:
        """Changes with every change of the coefficients."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:4]


@lru_cache(maxsize=1)
def shipped_trust() -> Trust:
    """The regression that comes with the project."""
    return Trust(**json.loads(FITTED.read_text(encoding="utf-8")))
