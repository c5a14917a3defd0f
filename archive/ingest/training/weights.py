"""From labelled pages to weights."""

import dataclasses
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pycrfsuite

from archive.ingest.seeing.features import CHARACTER_CLASSES, FEATURE_RULES
from archive.ingest.training.pages import Sequence

SITES = 3  # a feature of characters stands in pages of so many sites
LEAST = 2  # times that any feature is seen
MOST_BYTES = 2_000_000
REAL_WEIGHT = 15
ITERATIONS = 75
C1, C2 = 0.3, 1.0  # of the L1 and L2 norms of the weights: synthetic pages are soon learnt by heart
UNRULED = 0.6  # share of synthetic pages that are learnt without what the rules think of their lines


def shared_characters(sequences: Iterable[Sequence]) -> set[str]:
    """The features of characters that pages of several sites have; all synthetic pages are of one."""
    sites: dict[str, set[str]] = defaultdict(set)
    for one in sequences:
        for row in one.features:
            for feature in row:
                if feature.startswith(CHARACTER_CLASSES) and len(sites[feature]) < SITES:
                    sites[feature].add(one.site)
    return {feature for feature, seen in sites.items() if len(seen) >= SITES}


def unruled(sequences: Iterable[Sequence], seed: int) -> list[Sequence]:
    """The sequences, a share of those that are not set in columns without the features of rules.

    On pages of a strange form the rules are wrong; a labeller that has always seen them right would follow them.
    """
    rng = random.Random(seed)  # noqa: S311  chance that can be repeated
    return [one if _in_columns(one) or rng.random() >= UNRULED else _without_rules(one) for one in sequences]


def _in_columns(one: Sequence) -> bool:
    return any("@columns" in feature for feature in one.features[0])


def _without_rules(one: Sequence) -> Sequence:
    rows = [[feature for feature in row if FEATURE_RULES not in feature] for row in one.features]
    return dataclasses.replace(one, features=rows)


def train(
    sequences: list[Sequence],
    *,
    iterations: int = ITERATIONS,
    watch: Callable[[str], None] = lambda line: None,
) -> bytes:
    """The weights that fit the sequences, by L-BFGS with an elastic net.

    A real page counts as REAL_WEIGHT synthetic ones. `watch` is told of every iteration.
    """
    allowed = shared_characters(sequences)
    trainer = _Trainer(watch)
    trainer.select("lbfgs")
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": iterations, "feature.minfreq": LEAST})
    for one in sequences:
        rows = [[f for f in row if not f.startswith(CHARACTER_CLASSES) or f in allowed] for row in one.features]
        items = pycrfsuite.ItemSequence(rows)
        for _ in range(REAL_WEIGHT if one.real else 1):
            trainer.append(items, one.labels)
    with tempfile.TemporaryDirectory(prefix="baoku-train-") as folder:
        path = Path(folder) / "weights.crfsuite"
        trainer.train(str(path))
        return path.read_bytes()


class _Trainer(pycrfsuite.BaseTrainer):  # type: ignore[misc]
    """A trainer that tells its log to a function in place of standard output."""

    def __init__(self, watch: Callable[[str], None]) -> None:
        super().__init__()
        self._watch = watch

    def message(self, message: str) -> None:
        if message.startswith("***** Iteration") or message.startswith("Loss"):
            self._watch(message.strip())
