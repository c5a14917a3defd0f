"""The labeller: a linear-chain conditional random field over the rows of a page (Lafferty et al. 2001).

All rows are decided together (Viterbi), and each decision comes with its marginal probability. The weights
are made by `make train` and stand beside this module; the library is CRFsuite (Okazaki 2007).
"""

import hashlib
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pycrfsuite

from archive.ingest.labelling.states import ALIKE_STATES, BEGIN_ALIKE, LineState

WEIGHTS: Final = Path(__file__).parent / "weights.crfsuite"


@dataclass(frozen=True)
class Decision:
    """The state of a row, how probable it is that the row is of this kind, and the most probable other kind.

    Probabilities run from 0 to 1 and are those of states that make the same of an article (ALIKE), together.
    """

    state: LineState
    sure: float
    rival: LineState
    risk: float  # the probability that an article begins otherwise here: not, or with a headline where it has none


class Tagger:
    """Weights ready for use. `fingerprint` changes with every change of the weights."""

    def __init__(self, weights: bytes) -> None:
        self.fingerprint = hashlib.sha256(weights).hexdigest()[:12]
        self._weights = weights  # the library reads them where they are and keeps no copy
        self._model = pycrfsuite.Tagger()
        self._model.open_inmemory(weights)
        self._labels: list[str] = self._model.labels()
        states = [LineState(label) for label in self._labels]
        self._kinds = {label: _Kind.among(state, states) for label, state in zip(self._labels, states, strict=True)}
        self._lock = threading.Lock()  # the model of the library holds the page it works on

    def decide(self, page: list[list[str]]) -> list[Decision]:
        """The states of the rows of a page, from the features of each."""
        if not page:
            return []
        with self._lock:
            self._model.set(page)
            labels = self._model.tag()
            return [self._decision(label, place) for place, label in enumerate(labels)]

    def _decision(self, label: str, place: int) -> Decision:
        kind, marginals = self._kinds[label], [self._model.marginal(other, place) for other in self._labels]
        sure = sum([marginals[own] for own in kind.alike])
        rival = max(kind.others, key=marginals.__getitem__, default=kind.alike[0])
        risk = sum([marginals[other] for other in kind.otherwise])
        return Decision(kind.state, sure, LineState(self._labels[rival]), risk)


@dataclass(frozen=True)
class _Kind:
    """A state, and where among the states of the model those stand that make the same of an article, or another."""

    state: LineState
    alike: tuple[int, ...]
    others: tuple[int, ...]
    otherwise: tuple[int, ...]  # those that begin an article otherwise, or begin one where it does not

    @classmethod
    def among(cls, state: LineState, states: list[LineState]) -> "_Kind":
        alike = tuple(place for place, other in enumerate(states) if other in ALIKE_STATES[state])
        others = tuple(place for place in range(len(states)) if place not in alike)
        otherwise = tuple(place for place, other in enumerate(states) if other not in BEGIN_ALIKE[state])
        return cls(state, alike, others, otherwise)


@lru_cache(maxsize=1)
def shipped() -> Tagger:
    """The labeller with the weights that come with the project."""
    return Tagger(WEIGHTS.read_bytes())
