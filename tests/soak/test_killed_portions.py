"""Imports of ready-made articles and exports killed at named points (tests.killing), then run again: all is there once,
and nothing of the dead lies about.

`make test` kills at some points, `make soak` (SOAK_KILLS) at all.
"""

import os

import pytest

from archive.loader import LINES_A_PORTION
from tests.archive.management.processes import Archive, write_records
from tests.warm import run_warm

LINES = LINES_A_PORTION * 5 // 2  # three portions
POINTS = {  # point -> at which call of it
    "amid a portion": 2,
    "amid keeping the bytes": 1,
    "before a portion": 2,
    "after a portion": 2,
    "before the last portion is settled": 1,
    "after the last portion is settled": 1,
}
CHOSEN = list(POINTS) if int(os.environ.get("SOAK_KILLS", "1")) > 1 else list(POINTS)[:2]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return Archive(tmp_path_factory.mktemp("killed") / "data")


def killed(archive: Archive, point: str, nth: int, *command: object) -> None:
    run = run_warm(["-m", "tests.killing", point, str(nth), *map(str, command)], archive.environment)
    assert run.returncode == -9, run.stderr


@pytest.mark.parametrize("point", CHOSEN)
def test_what_was_in_is_in_once_and_the_rest_comes(archive, tmp_path, point):
    export = tmp_path / f"{point}.jsonl"
    write_records(export, [f"{point}{n}" for n in range(LINES)], authors=9)
    killed(archive, point, POINTS[point], "ingest", "--no-index", export)
    archive.assert_whole()
    held = archive.one(f"SELECT count(*) FROM archive_article WHERE title LIKE '{point}%'")  # noqa: S608
    assert held in (0, LINES_A_PORTION, 2 * LINES_A_PORTION, LINES)
    out = archive.run("ingest", "--no-index", export)
    assert "0 failed" in out
    keys = archive.ask(f"SELECT source_key FROM archive_article WHERE title LIKE '{point}%' ORDER BY id")  # noqa: S608
    assert [int(key) for (key,) in keys] == list(range(LINES))
    assert not list((archive.home / "sources").rglob("*.part"))
    archive.assert_whole()
    assert "1 unchanged" in archive.run("ingest", "--no-index", export)


def test_an_export_that_died_leaves_nothing_to_the_next(archive, tmp_path):
    archive.run("ingest", "--no-index", "fixtures/seeds")
    output = tmp_path / "all.jsonl"
    killed(archive, "amid an export", 3, "export", "--output", output)
    assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
    archive.run("export", "--output", output)
    assert [path.name for path in tmp_path.iterdir()] == ["all.jsonl"]
