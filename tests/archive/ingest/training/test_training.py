"""A small labeller, trained on the project's own seeds and samples, reads the faults that it never saw."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from archive.ingest import pipeline, report
from archive.ingest.labelling.tagger import Tagger, shipped
from archive.ingest.training import folders
from archive.ingest.training.corpus import Corpus
from archive.ingest.training.recipe import Recipe
from archive.ingest.training.weights import MOST_BYTES
from tests import check_ingest
from tests.archive.ingest.training.corpora import STORIES, TESTS
from tests.conftest import SEEDS

FAULTS = TESTS / "samples" / "faults"
# A tenth of the pages of the shipped weights, of a corpus that is no hundredth of theirs, reads so much rightly.
FLOOR = {"articles": 0.75, "headline": 0.6, "paragraphs": 0.65, "headings": 0.7}


@pytest.fixture(scope="module")
def small() -> Tagger:
    recipe = Recipe(Corpus(STORIES), synthetic=350, seed=1, iterations=30)
    synthetic = recipe.synthetic_sequences()
    first = recipe.first_reader(synthetic, lambda _: None)
    places = [f"{SEEDS}:{TESTS / 'expected'}", f"{TESTS / 'samples'}:{TESTS / 'golden'}@samples"]
    weights = recipe.weights(synthetic, folders.real_pages(places, first), lambda _: None)
    assert len(weights) <= MOST_BYTES
    return Tagger(weights)


def test_the_small_labeller_reads_the_faults(small):
    columns = defaultdict(list)
    for one in folders.expectations(str(FAULTS)):
        found = report.to_dict(pipeline.parse_bytes(one.path.name, one.path.read_bytes(), tagger=small))
        for column, figure in check_ingest.score(json.loads(json.dumps(found)), one.wanted, lambda _: None).items():
            columns[column].append(figure)
    means = {column: sum(figures) / len(figures) for column, figures in columns.items()}
    assert {column: means[column] for column in FLOOR if means[column] < FLOOR[column]} == {}


def test_the_small_labeller_knows_the_shape_of_what_it_was_trained_on(small):
    for path in sorted(SEEDS.glob("*.txt")):
        parsed = pipeline.parse_bytes(path.name, path.read_bytes(), tagger=small)
        wanted = json.loads((TESTS / "expected" / path.name).with_suffix(".json").read_text(encoding="utf-8"))
        assert len(parsed.articles) == len(wanted["articles"])


def test_a_folder_without_expectations_is_named(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"no \*\.json"):
        folders.expectations(str(tmp_path))


def test_no_site_is_on_both_sides_of_a_split_by_its_names():
    """The seeds are pages of one newspaper, which their names do not say; what is set of them is that one's, too."""
    seeds = f"{SEEDS}:{TESTS / 'expected'}"
    assert {one.site for one in folders.expectations(seeds)} == {folders.site_of("004_seed-2.pdf")}
    assert {one.site for one in folders.expectations(f"{seeds}@gaoxin")} == {"gaoxin"}
    samples = folders.expectations(f"{TESTS / 'samples'}:{TESTS / 'golden'}@samples")
    assert {one.site for one in samples} == {"samples"} == {folders.site_of("samples-poem-2.pdf")}
    assert folders.site_of("rmrb-1951-09-15-p1.txt") == folders.site_of("rmrb-pdf-20251020-p065.txt") == "rmrb"


def test_the_site_of_a_place_is_that_of_its_pages_as_they_stand_and_set_anew():
    place = f"{TESTS / 'samples'}:{TESTS / 'golden'}@samples"
    sites = Counter(page.site for page in folders.real_pages([place], shipped()))
    assert set(sites) == {"samples"}
    assert sites["samples"] > len(folders.expectations(place))
