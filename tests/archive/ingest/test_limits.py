"""Each bound says what was too much, how much is allowed and what to do."""

import pytest

from archive.ingest import limits
from archive.ingest.types import UnreadableSource


@pytest.mark.parametrize(
    ("check", "within", "beyond"),
    [
        (limits.check_size, (1024, 1024), (1025, 1024)),
        (limits.check_line, (limits.MAX_LINE_CHARACTERS, 7), (limits.MAX_LINE_CHARACTERS + 1, 7)),
        (limits.check_count, (400, 400, "页数"), (401, 400, "页数")),
        (limits.check_depth, (limits.MAX_DEPTH,), (limits.MAX_DEPTH + 1,)),
        (limits.check_ratio, (2 * 10**9, 10**7, "甲.txt "), (2 * 10**9 + 1, 10**7, "甲.txt ")),
    ],
)  # fmt: skip
def test_a_bound_holds_at_its_edge(check, within, beyond):
    check(*within)
    with pytest.raises(UnreadableSource, match="请"):
        check(*beyond)


def test_small_files_may_pack_well():
    limits.check_ratio(limits.RATIO_GRACE_BYTES, 10, "空白页")
