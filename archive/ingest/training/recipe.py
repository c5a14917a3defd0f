"""How the weights are made: so many synthetic pages of a corpus, and all real ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.ingest.labelling.tagger import Tagger
from archive.ingest.training import press, weights
from archive.ingest.training.corpus import Corpus
from archive.ingest.training.pages import LabelledPage, Sequence, sequence

SYNTHETIC = 5000
SEED = 7

SayStep = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """`synthetic` pages are set from the corpus, the same for one `seed`."""

    corpus: Corpus
    synthetic: int = SYNTHETIC
    seed: int = SEED
    iterations: int = weights.ITERATIONS

    def synthetic_sequences(self) -> list[Sequence]:
        """The synthetic pages as the trainer takes them."""
        made = press.pages(self.corpus, self.synthetic, self.seed)
        return weights.unruled(_sequences(made), self.seed)

    def first_reader(self, synthetic: list[Sequence], watch: SayStep) -> Tagger:
        """A labeller that has seen no real page. It labels what expectations leave open; doubts are fitted to it."""
        return Tagger(self.weights(synthetic, (), watch))

    def weights(self, synthetic: list[Sequence], real: Iterable[LabelledPage], watch: SayStep) -> bytes:
        """The weights from these synthetic pages and these real ones, as they stand and set anew."""
        return weights.train([*synthetic, *_sequences(real)], iterations=self.iterations, watch=watch)


def _sequences(pages: Iterable[LabelledPage]) -> list[Sequence]:
    found = (sequence(page) for page in pages)
    return [one for one in found if one is not None]
