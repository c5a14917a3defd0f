"""How probable it is that an article was read wrongly: a logistic regression on the probabilities of its lines.

A line's own probability says too little: an article is wrong where any line is, and lines differ in how much depends on
them. The coefficients in trust.json are fitted on readings of sites that the labeller had not seen (tests/fit_trust.py).
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
LEAST = 1e-4  # a probability below is taken for this


def signs_of(decisions: Sequence[Decision]) -> dict[str, float]:
    """What tells of errors in an article, from the decisions on its lines; all in nats, 0 where all is sure.

    `unsure`: of the least sure line. `divides`: of the line that most probably divides articles otherwise.
    """
    return {
        "unsure": max((_nats(decision.sure) for decision in decisions), default=0.0),
        "divides": max((_nats(1.0 - decision.risk) for decision in decisions), default=0.0),
    }


def _nats(probability: float) -> float:
    return -math.log(min(1.0, max(LEAST, probability)))


@dataclass(frozen=True)
class Trust:
    """A fitted regression: `weights` of the signs, and the probability from which on an article is doubted."""

    constant: float
    weights: Mapping[str, float]
    doubted_from: float

    def error(self, signs: Mapping[str, float]) -> float:
        """The probability from 0 to 1 that headline or division of an article with these signs is wrong."""
        return 1.0 / (1.0 + math.exp(-self.constant - sum(self.weights[name] * signs[name] for name in self.weights)))

    @property
    def fingerprint(self) -> str:
        """Changes with every change of the coefficients."""
        return hashlib.sha256(json.dumps([self.constant, dict(self.weights), self.doubted_from]).encode()).hexdigest()[
            :4
        ]


@lru_cache(maxsize=1)
def shipped() -> Trust:
    """The regression that comes with the project."""
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return Trust(fitted["constant"], fitted["weights"], fitted["doubted_from"])
