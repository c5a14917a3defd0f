"""Full disk, read-only folder, held lock: pages stay up, forms come back with their text, commands say what to do."""

import html
import json
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.management.processes import ROOT, Archive

STATUS = {"full": 507, "locked": 503, "readonly": 503}


@pytest.fixture
def archive() -> Iterator[Archive]:
    # Not under tmp_path, which another user (of tests.scarcity) may not enter.
    with tempfile.TemporaryDirectory(prefix="baoku-scarcity-") as folder:
        Path(folder).chmod(0o755)
        archive = Archive(Path(folder) / "data")
        archive.run("ingest", "--no-index", "fixtures/seeds")
        archive.run("rebuild_index")
        yield archive


def test_pages_stay_up_and_nothing_typed_is_lost(archive):
    for want, status in STATUS.items():
        command = [sys.executable, "-W", "ignore", "-m", "tests.scarcity", want]
        run = subprocess.run(command, cwd=ROOT, env=archive.environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        said = json.loads(run.stdout)
        assert {said[page] for page in ("article", "search", "front", "editor")} == {200}, want
        for name in ("correction", "save"):
            answered, page = said[name]
            assert answered == status, (want, name)
            assert html.escape("<b>不能丢</b>") in page
            assert "没有丢" in page
            assert "secret" not in page
        assert said["corrections"] == 0
        assert said["again"] == 302
        with closing(sqlite3.connect(archive.home / "archive.sqlite3")) as database, database:
            for table in ("archive_correction", "django_session", "auth_user_groups", "auth_user"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608


def bound(octets: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))


def run_in_little_room(archive, octets: int, *command: object) -> subprocess.CompletedProcess:
    """A command that can write no file longer than `octets`, run to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=ROOT,
        env=archive.environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: bound(octets),
    )


def test_a_command_on_a_full_disk_says_what_to_do_and_goes_on_later(archive, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    for n in range(40):
        text = f"第{n}件事\n\n" + f"　　第{n}件事的正文，写了时间和地点，也写了来的人。" * 200
        (papers / f"{n}.txt").write_text(text, encoding="utf-8")
    room = (archive.home / "archive.sqlite3").stat().st_size + 100_000
    run = run_in_little_room(archive, room, "ingest", "--no-index", papers)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert re.search(r"run the same command\s+again, which goes on", run.stderr), run.stderr
    archive.assert_whole()
    assert "0 failed" in archive.run("ingest", "--no-index", papers)


def test_an_index_that_finds_no_room_says_so(archive):
    run = run_in_little_room(archive, 40_000, "rebuild_index")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "There is no room" in run.stderr
    assert archive.run("check_archive", "--only=index").count(" ok") == 1


def test_only_its_owner_may_read_the_data_folder_and_anyone_the_static_files(archive, tmp_path):
    assert archive.home.stat().st_mode & 0o777 == 0o700
    for name in ("archive.sqlite3", "secret_key"):
        assert (archive.home / name).stat().st_mode & 0o777 == 0o600
    static = tmp_path / "public" / "static"
    environment = archive.environment | {"STATIC_ROOT": str(static)}
    command = ["sh", "-c", "umask 077; exec $0 manage.py collectstatic --noinput -v0", sys.executable]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    for path in static.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
    assert not (archive.home / "static").exists()


def test_what_a_person_is_told_is_saved_is_on_the_disk():
    from django.conf import settings

    assert "synchronous=FULL" in settings.DATABASES["default"]["OPTIONS"]["init_command"]
