"""Full disk, read-only folder, held lock: pages stay up, forms come back with their text, commands say what to do."""

import html
import json
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from archive.models import Article, Correction, ImportBatch
from archive.services import importing
from archive.services.editors import create_editor
from tests import printed
from tests.archive.admin.forms import filled
from tests.archive.management.processes import Archive
from tests.warm import ROOT, run_warm

PRINTED = "20211105.pdf"
STATUS = {"full": 507, "locked": 503, "readonly": 503, "mounted": 503}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("seeds") / "data")
    archive.run("ingest", "--no-index", "fixtures/seeds")
    paper = archive.home.parent / PRINTED
    paper.write_bytes(
        printed.pdf(["步道完工市民来散步", "本报记者 周禾", *["　　居民当晚就来散步，一直玩到天黑。"] * 4])
    )
    archive.run("ingest", "--no-index", paper)
    archive.run("rebuild_index")
    return archive


@pytest.fixture
def archive(seeds) -> Iterator[Archive]:
    """A copy of the seeds for this test alone."""
    # Not under tmp_path, which another user (of tests.scarcity) may not enter.
    with tempfile.TemporaryDirectory(prefix="baoku-scarcity-") as folder:
        Path(folder).chmod(0o755)
        shutil.copytree(seeds.home, Path(folder) / "data")
        yield Archive(Path(folder) / "data")


def test_pages_stay_up_and_nothing_typed_is_lost(archive):
    for want, status in STATUS.items():
        run = run_warm(["-m", "tests.scarcity", want], archive.environment)
        assert run.returncode == 0, run.stderr
        said = json.loads(run.stdout)
        assert {said[page] for page in ("article", "search", "front", "editor")} == {200}, want
        drawn = {said[name][0] for name in said if name.startswith("picture of ")}
        assert drawn == ({200} if want == "locked" else {503}), want
        assert all(said[name] in ([200, False], [503, True]) for name in said if name.startswith("picture of "))
        assert said["drawn later"] == [200] * 4
        answered, page = said["upload"]
        assert (answered, said["batches"]) == (status, 0), want
        assert "没有存下来" in page
        for name in ("correction", "save"):
            answered, page = said[name]
            assert answered == status, (want, name)
            assert html.escape("<b>不能丢</b>") in page
            assert "没有丢" in page
            assert "secret" not in page
        assert said["corrections"] == 0
        assert said["again"] == 302
        shutil.rmtree(archive.home / "pictures")
        shutil.rmtree(archive.home / "page-pictures")
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
    archive.run("rebuild_index")  # the dictionaries of this folder are compiled
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


NORMAL, FULL = 1, 2
WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def watched() -> Iterator[list[int]]:
    """How much each statement that writes is synced: SQLite's own word at that moment."""
    levels: list[int] = []

    def ask(execute, sql, params, many, context):
        if sql.startswith(WRITES):
            levels.append(context["connection"].connection.execute("PRAGMA synchronous").fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ask):
        yield levels


@pytest.mark.django_db(transaction=True)
def test_what_a_person_is_told_is_saved_is_on_the_disk(client, data_dir, index_folder):
    """An import commits with less care, but for what ends it: with that the disk has all that was before."""
    with watched() as levels:
        call_command("ingest", "fixtures/seeds", no_index=True)
    assert NORMAL in levels
    assert levels[-1] == FULL
    article = Article.objects.first()
    editor = Client()
    editor.force_login(create_editor("bianji", "lihe-xincheng-2021"))
    change = f"/admin/archive/article/{article.pk}/change/"
    data = filled(editor, change, title="编辑改的题")
    with watched() as levels:
        assert editor.post(change, data).status_code == 302
        assert client.post(f"{article.get_absolute_url()}correct/?p=1", {"suggested": "另一段"}).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "编辑改的题"
    assert Correction.objects.exists()
    assert set(levels) == {FULL}


def failing_import() -> None:
    with importing.import_batch("test", index=False):
        ImportBatch.objects.update(command="in bulk")
        raise ZeroDivisionError


def test_a_commit_that_ends_an_import_comes_after_all_others(data_dir, transactional_db):
    """Also where the import fails: what came in before is synced."""
    with watched() as levels, pytest.raises(ZeroDivisionError):
        failing_import()
    at = levels.index(NORMAL)
    assert set(levels[:at]) == set(levels[at + 1 :]) == {FULL}
