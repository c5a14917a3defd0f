"""The five seeds against what a careful reader makes of them (tests/expected)."""

import json

import pytest

from archive.ingest import pipeline, report
from tests import check_ingest
from tests.archive.ingest.conservation import assert_conserved
from tests.conftest import SEEDS

EXPECTED = SEEDS.parent.parent / "tests" / "expected"
NAMES = sorted(path.stem for path in EXPECTED.glob("*.json"))


@pytest.fixture(scope="module", params=NAMES)
def seed(request):
    path = SEEDS / f"{request.param}.txt"
    return pipeline.parse_bytes(path.name, path.read_bytes())


def test_seed_scores_one_in_every_column(seed):
    wanted = json.loads((EXPECTED / seed.source).with_suffix(".json").read_text(encoding="utf-8"))
    differences = []
    figures = check_ingest.score(report.to_dict(seed), wanted, differences.append)
    assert differences == []
    assert set(figures.values()) == {1.0}


def test_every_character_of_a_seed_has_one_claim(seed):
    assert_conserved(seed)


def test_report_is_json_and_has_claims_only_when_asked(seed):
    plain, verbose = report.to_dict(seed), report.to_dict(seed, verbose=True)
    assert "claims" not in plain
    assert json.loads(json.dumps(verbose, ensure_ascii=False))["claims"]


def test_claims_of_a_seed_hold_the_text_of_their_target(seed):
    """What a paragraph says is what its claims say, white space apart."""
    for index, article in enumerate(seed.articles):
        for number, section in enumerate(article.sections):
            for position, paragraph in enumerate(section.paragraphs):
                target = f"articles/{index}/sections/{number}/paragraphs/{position}"
                claimed = "".join(claim.text for claim in seed.claims if claim.target == target)
                assert "".join(claimed.split()) == "".join(paragraph.split())


def test_seed_without_a_date_says_so(seed):
    codes = {problem.code for problem in seed.problems}
    for article in seed.articles:
        assert article.date or "no_date" in codes
