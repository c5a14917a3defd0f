"""How probable it is that an article was read wrongly: a logistic regression on what the labeller left open in it.

A line's own probability says too little: an article is wrong where any line is, and lines differ in how much depends
on them. What is regressed on are log-odds (steps/divisions.py), as Platt (1999) does for the scores of a classifier.
The coefficients in trust.json are fitted on readings of sites that the labeller had not seen
(tests/score_reading.py --fit).
"""

import dataclasses
import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FITTED: Final = Path(__file__).parent / "trust.json"
LEAST = 1e-3  # a probability below is taken for this


def log_odds_of_any(probabilities: Iterable[float]) -> float:
    """The probability that any of several things is so, were they independent, as log-odds in decades."""
    any_of = 1.0 - math.prod(1.0 - probability for probability in probabilities)
    within = min(1.0 - LEAST, max(LEAST, any_of))
    return math.log10(within / (1.0 - within))


@dataclass(frozen=True)
class Trust:
    """A fitted regression on one value, and the probability from which on an article is doubted."""

    constant: float
    slope: float
    doubted_from: float

    def error(self, divides: float) -> float:
        """The probability from 0 to 1 that headline or division of an article is wrong. `divides`: the log-odds that
        any of its lines divides articles otherwise."""
        return 1.0 / (1.0 + math.exp(-self.constant - self.slope * divides))

    def as_json(self) -> str:
        """The regression as it stands in trust.json."""
        return json.dumps(dataclasses.asdict(self), indent=1) + "\n"

    @property
    def fingerprint(self) -> str:
        """Changes with every change of the coefficients."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:4]


@lru_cache(maxsize=1)
def shipped_trust() -> Trust:
    """The regression that comes with the project."""
    return Trust(**json.loads(FITTED.read_text(encoding="utf-8")))
