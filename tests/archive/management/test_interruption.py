"""Ctrl-C and kill -9 in real processes: what was reported is in, nothing is half in, the same command goes on."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.loader import LINES_A_PORTION
from tests.archive.management.processes import Archive

LINES = 10 * LINES_A_PORTION
FILES = 80


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("interrupted")


@pytest.fixture(scope="module")
def archive(home) -> Iterator[Archive]:
    return Archive(home / "data")


@pytest.fixture(scope="module")
def export(home) -> Path:
    path = home / "export.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for n in range(LINES):
            body = f"这是第{n}件事的第一段，写了时间和地点。\n这是第二段，写了来的人。"
            out.write(json.dumps({"id": n, "title": f"第{n}件事", "body": body}, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="module")
def folder(home) -> Path:
    papers = home / "papers"
    papers.mkdir()
    for n in range(FILES):
        text = f"第{n}份文件\n\n　　这是第{n}份文件的正文，写了时间和地点，也写了来的人。\n"
        (papers / f"{n:03}.txt").write_text(text, encoding="utf-8")
    return papers


def test_killed_amid_a_file_of_records_then_run_again(archive, export):
    articles = "SELECT count(*) FROM archive_article"
    process = archive.start("ingest", "--no-index", export)
    archive.wait_until_some_are_in(process, articles, 2 * LINES_A_PORTION)
    process.kill()
    process.communicate()
    held = archive.one(articles)
    assert 2 * LINES_A_PORTION <= held < LINES
    assert held % LINES_A_PORTION == 0
    assert archive.one("SELECT resume_at FROM archive_sourcefile") == held + 1
    archive.assert_whole()
    ids = archive.ask("SELECT id, permanent_id FROM archive_article ORDER BY id")
    out = archive.run("ingest", "--no-index", export)
    assert f"{LINES - held} articles" in out
    assert archive.one(articles) == LINES
    assert archive.ask("SELECT id, permanent_id FROM archive_article ORDER BY id")[:held] == ids
    assert archive.one("SELECT resume_at FROM archive_sourcefile") is None
    assert archive.ask("SELECT state FROM archive_importbatch ORDER BY id") == [("interrupted",), ("done",)]
    archive.assert_whole()
    assert "1 unchanged" in archive.run("ingest", "--no-index", export)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_stopped_amid_a_folder_then_run_again(archive, folder, stop):
    sources = f"SELECT count(*) FROM archive_sourcefile WHERE origin LIKE '{folder}/%' AND live"  # noqa: S608
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + f"\n　　又过了一天（{stop.name}）。\n", encoding="utf-8")
    batches = archive.one("SELECT count(*) FROM archive_importbatch")
    fresh = f"SELECT count(*) FROM archive_sourcefile WHERE batch_id > {batches}"  # noqa: S608
    process = archive.start("ingest", "--no-index", folder)
    archive.wait_until_some_are_in(process, fresh, 5)
    process.send_signal(stop)
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in err
    assert ("goes on" in err) == (stop == signal.SIGINT)
    held = archive.one(fresh)
    assert 5 <= held < FILES
    archive.assert_whole()
    out = archive.run("ingest", "--no-index", folder)
    assert f"{held} unchanged" in out
    assert archive.one(sources) == FILES
    assert archive.one(f"{fresh} AND live") == FILES
    assert archive.ask("SELECT state FROM archive_importbatch ORDER BY id DESC LIMIT 2") == [
        ("done",),
        ("interrupted",),
    ]
    archive.assert_whole()
