"""One fault a file (samples/faults): how much of each is read rightly, by the scorer of dry runs.

The files are for scoring: no rule knows their words, and no model is trained on them.
"""

import json
from collections import defaultdict

import pytest

from archive.ingest import pipeline, report
from tests import check_ingest
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.golden import TESTS

FAULTS = TESTS / "samples" / "faults"
FILES = sorted(path for path in FAULTS.iterdir() if path.is_file())

FLOOR = 0.97  # what the mean of a column may not fall below


@pytest.fixture(scope="module")
def parsed():
    return {path.name: pipeline.parse_bytes(path.name, path.read_bytes()) for path in FILES}


def wanted(name: str):
    return json.loads((FAULTS / "expected" / name).with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_nothing_of_a_fault_is_lost(parsed, name):
    assert_conserved(parsed[name])


def test_no_column_falls_below_its_floor(parsed):
    columns = defaultdict(list)
    for name, found in parsed.items():
        for column, figure in check_ingest.score(report.to_dict(found), wanted(name), lambda note: None).items():
            columns[column].append(figure)
    means = {column: sum(figures) / len(figures) for column, figures in columns.items()}
    assert set(means) == set(check_ingest.COLUMNS)
    assert {column: mean for column, mean in means.items() if mean < FLOOR} == {}
