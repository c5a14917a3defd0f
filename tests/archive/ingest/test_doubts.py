"""Doubts stand where the reading is wrong, and not where it is right: the musts, on what the project has of its own.

Seeds and samples were in training, the faults were not; on sites unseen in training docs/reading.md has the figures.
"""

import pytest

from archive.ingest.labelling.tagger import shipped
from archive.ingest.labelling.trust import shipped_trust
from archive.ingest.readers import formats
from archive.ingest.training import folders
from tests.archive.ingest.golden import TESTS
from tests.conftest import SEEDS
from tests.doubts import Judged, judged, reading

PLACES = (f"{SEEDS}:{TESTS / 'expected'}", f"{TESTS / 'samples'}:{TESTS / 'golden'}", f"{TESTS / 'samples' / 'faults'}")


@pytest.fixture(scope="module")
def articles() -> list[Judged]:
    return [
        article
        for place in PLACES
        for one in folders.expectations(place)
        for article in judged(
            reading(formats.read(one.path.name, one.path.read_bytes()), shipped()), one.wanted, one.site
        )
    ]


def test_what_carries_no_doubt_is_right(articles):
    quiet = [article for article in articles if not article.doubted(shipped_trust())]
    assert sum(article.right for article in quiet) >= 0.97 * len(quiet)


def test_most_right_articles_carry_no_doubt(articles):
    right = [article for article in articles if article.right]
    assert sum(not article.doubted(shipped_trust()) for article in right) >= 0.7 * len(right)
