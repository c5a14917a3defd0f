"""Damaged files end in a report: 150 small ones here, SOAK_FILES of all kinds in `make soak`."""

import os
import resource

import pytest

from tests.soak import fuzz_ingest

FILES = int(os.environ.get("SOAK_FILES", "150"))
MAX_MEMORY = 1024 * 1024  # KiB: the 50 MB lines and what Python makes of them


@pytest.mark.parametrize("first", range(0, FILES, 50))
def test_damaged_files_end_in_a_report(first):
    for number in range(first, min(first + 50, FILES)):
        assert fuzz_ingest.outcome(*fuzz_ingest.damaged(number)) in ("articles", "unreadable"), number
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MAX_MEMORY


def test_undamaged_files_are_read():
    for name, data in fuzz_ingest.wholes().items():
        assert fuzz_ingest.outcome(name, data) == "articles", name
