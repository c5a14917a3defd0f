"""How probable it is that an article was read wrongly: a logistic regression on what tells of errors in it.

A line's own probability says too little: an article is wrong where any line is, and lines differ in how much depends
on them. What is regressed on are log-odds, as Platt (1999) does for the scores of a classifier. The coefficients in
trust.json are fitted on readings of sites that the labeller had not seen (tests/score_reading.py --fit).
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from archive.ingest.labelling.tagger import Decision

FITTED: Final = Path(__file__).parent / "trust.json"
LEAST = 1e-3  # a probability below is taken for this


def signs_of(decisions: Sequence[Decision]) -> dict[str, float]:
    """What tells of errors in an article: two probabilities as log-odds in decades.

    `unsure`: that its least sure line is of another kind. `divides`: that the line that most probably divides
    articles otherwise does.
    """
    return {
        "unsure": _log_odds(1.0 - decision.sure for decision in decisions),
        "divides": _log_odds(decision.risk for decision in decisions),
    }


def _log_odds(probabilities: Iterable[float]) -> float:
    highest = min(1.0 - LEAST, max(probabilities, default=LEAST))
    return math.log10(max(LEAST, highest) / (1.0 - max(LEAST, highest)))


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
