"""Samples in the manner of local newspapers give what was found right by reading (tests/golden)."""

import json

import pytest

from archive.ingest import pipeline, report
from archive.ingest.readers import text
from tests.archive.ingest import golden
from tests.archive.ingest.conservation import assert_conserved


@pytest.mark.parametrize("sample", golden.SAMPLES, ids=lambda sample: sample.stem)
def test_sample_gives_its_golden_report(sample):
    found = golden.parsed(sample)
    assert_conserved(found)
    wanted = json.loads(golden.golden_path(sample).read_text(encoding="utf-8"))
    assert json.loads(json.dumps(report.to_dict(found))) == wanted


def test_every_golden_file_has_its_sample():
    assert {path.stem for path in golden.GOLDEN.glob("*.json")} == {sample.stem for sample in golden.SAMPLES}


def test_fields_of_a_masthead_row_do_not_share_characters():
    parsed = pipeline.parse(text.read_text("a.txt", "主管：星期五中心 2021年11月5日\n清河时报 第3期\n", "utf-8"))
    assert_conserved(parsed)
