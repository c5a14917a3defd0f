"""kill -9 at random moments of an import, again and again until it is through: nothing half in, nothing lost."""

import os
import random
import time

from archive.loader import LINES_A_PORTION
from tests.archive.management.processes import Archive, write_records

KILLS = int(os.environ.get("SOAK_KILLS", "2"))
LINES = 1000 * KILLS


def test_killed_again_and_again(tmp_path):
    rng = random.Random(20211105)
    export = tmp_path / "export.jsonl"
    write_records(export, [f"第{n}件事" for n in range(LINES)], authors=900)
    archive = Archive(tmp_path / "data")
    held = kills = 0
    while held < LINES and kills < KILLS:
        process = archive.start("ingest", "--no-index", export)
        time.sleep(rng.uniform(0.5, 4.0))
        process.kill()
        process.communicate()
        kills += 1
        now = archive.one("SELECT count(*) FROM archive_article")
        assert now >= held
        assert now % LINES_A_PORTION == 0
        archive.assert_whole()
        held = now
    archive.run("ingest", "--no-index", export)
    keys = archive.ask("SELECT source_key FROM archive_article ORDER BY id")
    assert [int(key) for (key,) in keys] == list(range(LINES))
    assert archive.one("SELECT resume_at FROM archive_sourcefile") is None
