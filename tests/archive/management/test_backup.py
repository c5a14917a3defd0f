"""`backup`, `restore`, `check_archive`, in real processes: what went in comes out, byte for byte."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import bagit
import pytest

from tests.archive.management.processes import ROOT, Archive

# The one thing in an export that differs from one moment to the next.
EXPORT_AT_NOON = """
import datetime
from pathlib import Path
from unittest.mock import patch
from django.core.management import call_command
noon = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.timezone.utc)
with patch('django.utils.timezone.now', return_value=noon):
    for form in ('jsonl', 'zip'):
        call_command('export', format=form, output=Path(OUT + form))
"""


def export(archive: Archive, folder: Path) -> list[bytes]:
    folder.mkdir()
    archive.run("shell", "--no-imports", "-c", EXPORT_AT_NOON.replace("OUT", repr(f"{folder}/all.")))
    return [(folder / f"all.{form}").read_bytes() for form in ("jsonl", "zip")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    """The seeds, one of them edited, and a dictionary."""
    home = tmp_path_factory.mktemp("backed-up")
    archive = Archive(home / "data")
    archive.run("ingest", "--no-index", "fixtures/seeds")
    archive.run(
        "shell",
        "--no-imports",
        "-c",
        "from archive.models import Article; from archive.services.articles import correct\n"
        "from search.models import DictionaryEntry; DictionaryEntry.objects.create(entry='蓼河新城')\n"
        "a = Article.objects.first(); a.title = '编辑改的题'; correct(a, ['title'])",
    )
    archive.run("rebuild_index")
    return archive


@pytest.fixture(scope="module")
def backup(archive, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("backups") / "first"
    archive.run("backup", folder)
    return folder


def test_a_backup_is_a_bag_that_any_program_checks(backup):
    bagit.Bag(str(backup)).validate()
    run = subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=backup, check=False)
    assert run.returncode == 0
    assert backup.stat().st_mode & 0o777 == 0o700
    assert (backup / "data" / "dictionaries" / "local_names.txt").exists()


def test_the_export_of_a_restored_archive_is_byte_for_byte_the_old_one(archive, backup, tmp_path):
    restored = tmp_path / "restored"
    archive.run("restore", backup, restored)
    assert restored.stat().st_mode & 0o777 == 0o700
    assert (restored / "archive.sqlite3").stat().st_mode & 0o777 == 0o600
    other = Archive(restored)
    assert export(other, tmp_path / "b") == export(archive, tmp_path / "a")
    assert "Rebuilt" in other.run("run_indexer", "--once")
    assert other.run("check_archive").count(" ok") == 6


def test_a_stream_of_a_running_archive(archive, tmp_path):
    """Taken while an import writes, and put back from a pipe."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for n in range(60):
        (papers / f"{n}.txt").write_text(f"第{n}件事\n\n　　第{n}件事的正文，写了时间和地点。\n", encoding="utf-8")
    busy = Archive(tmp_path / "busy")
    importing = busy.start("ingest", "--no-index", papers)
    busy.wait_until_some_are_in(importing, "SELECT count(*) FROM archive_sourcefile", 5)
    command = [sys.executable, "manage.py"]
    with subprocess.Popen([*command, "backup", "-"], cwd=ROOT, env=busy.environment, stdout=subprocess.PIPE) as backing:
        target = {**os.environ, "DATA_DIR": str(tmp_path / "copy"), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        restoring = subprocess.run([*command, "restore", "-"], cwd=ROOT, env=target, stdin=backing.stdout, check=False)
    assert (backing.returncode, restoring.returncode) == (0, 0)
    importing.communicate()
    copy = Archive(tmp_path / "copy")
    assert 5 <= copy.one("SELECT count(*) FROM archive_sourcefile") <= 60
    out = copy.run("check_archive", *(f"--only={check}" for check in ("database", "sources", "orphans", "claims")))
    assert out.count(" ok") == 4


def fails(archive: Archive, *command: object) -> str:
    process = archive.start(*command)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    return err


def test_only_into_an_empty_folder(archive, backup, tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    assert "is not empty (note.txt)" in fails(archive, "restore", backup, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda bag: damage(next((bag / "data" / "sources").glob("*/*"))), "is damaged"),
        (lambda bag: next((bag / "data" / "sources").glob("*/*")).unlink(), "is missing"),
        (lambda bag: damage(bag / "data" / "archive.sqlite3"), "is damaged"),
        (lambda bag: (bag / "manifest-sha256.txt").unlink(), "manifest"),
        (lambda bag: (bag / "data" / "more.sh").write_text("x"), "no backup of this archive"),
    ],
)
def test_a_damaged_backup_is_refused_whole(archive, backup, tmp_path, harm, said):
    bag = tmp_path / "bag"
    shutil.copytree(backup, bag)
    harm(bag)
    target = tmp_path / "restored"
    assert said in fails(archive, "restore", bag, target)
    assert not target.exists() or not list(target.iterdir())


def test_a_tar_that_was_cut_short_or_points_outside(archive, backup, tmp_path):
    whole = tmp_path / "b.tar"
    archive.run("backup", whole)
    assert "is whole" in archive.run("restore", whole, "--dry-run")
    (tmp_path / "cut.tar").write_bytes(whole.read_bytes()[:-20_000])
    assert "Take another copy" in fails(archive, "restore", tmp_path / "cut.tar", tmp_path / "r")
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.add(ROOT / "Makefile", "b/../../evil")
    assert "no backup" in fails(archive, "restore", tmp_path / "evil.tar", tmp_path / "r")
    assert not (tmp_path / "r").exists() or not list((tmp_path / "r").iterdir())


def test_a_backup_of_what_is_missing_says_so_and_holds_the_rest(archive, tmp_path):
    shutil.copytree(archive.home, tmp_path / "data")
    other = Archive(tmp_path / "data")
    gone = next((other.home / "sources").glob("*/*"))
    gone.unlink()
    assert gone.name in fails(other, "backup", tmp_path / "b")
    assert (tmp_path / "b" / "data" / "archive.sqlite3").exists()


class TestCheckArchive:
    @pytest.fixture
    def other(self, archive, tmp_path) -> Archive:
        shutil.copytree(archive.home, tmp_path / "data")
        return Archive(tmp_path / "data")

    def execute(self, archive: Archive, *statements: str) -> None:
        with closing(connect(archive.home / "archive.sqlite3")) as database, database:
            for statement in statements:
                database.execute(statement)

    def found(self, archive: Archive, *options: str) -> tuple[int, str]:
        process = archive.start("check_archive", *options)
        out, err = process.communicate(timeout=100)
        assert "Traceback" not in err
        return process.returncode, out

    def test_a_whole_archive(self, other):
        assert self.found(other) == (0, "".join(f"{name:9} ok\n" for name in NAMES))

    def test_what_is_wrong_is_named_and_what_can_be_is_mended(self, other):
        text = other.one("SELECT title FROM archive_article WHERE edited_fields LIKE '%title%'")
        self.execute(
            other,
            "UPDATE archive_sourcefile SET text = text || '多出来的' WHERE id = 1",
            "UPDATE archive_importbatch SET state = 'running'",
            "INSERT INTO archive_contribution (article_id, contributor_id, role, position) VALUES (999, 999, '', 0)",
            "UPDATE archive_article SET status = 'withdrawn' WHERE id = 3",
        )
        mendable = self.sha256_of_first(other)  # read again from its bytes, which must be whole
        damaged = max(path for path in (other.home / "sources").glob("*/*") if path.name != mendable)
        damage(damaged)
        (damaged.parent / f"{'0' * 64}.1.part").write_bytes(b"half")
        (damaged.parent / ("f" * 64)).write_bytes(b"stray")
        status, out = self.found(other)
        assert status == 1
        counts = dict(re.findall(r"^(\w+) +(?:ok|(\d+) found)$", out, re.M))
        assert counts == {"database": "2", "sources": "1", "orphans": "2", "rows": "1", "claims": "1", "index": "1"}
        assert damaged.name in out
        before = digest(other.home)
        assert "Nothing was changed" in self.found(other, "--repair")[1]
        assert digest(other.home) == before
        rows = other.one("SELECT count(*) FROM archive_article")
        status, out = self.found(other, "--repair", "--yes")
        assert status == 1  # a damaged source and a row that points nowhere are for a person to settle
        again = out[out.index("Looking again") :]
        counts = dict(re.findall(r"^(\w+) +(?:ok|(\d+) found)$", again, re.M))
        assert counts == {"database": "2", "sources": "1", "orphans": "1", "rows": "", "claims": "", "index": ""}
        assert list((other.home / "backups").glob("baoku-*/data/archive.sqlite3"))
        assert other.one("SELECT count(*) FROM archive_article") == rows
        assert other.one("SELECT title FROM archive_article WHERE edited_fields LIKE '%title%'") == text
        assert damaged.exists()

    def test_a_damaged_source_is_not_read_into_the_archive(self, other):
        (damaged,) = (path for path in (other.home / "sources").glob("*/*") if path.name == self.sha256_of_first(other))
        damage(damaged)
        self.execute(other, "UPDATE archive_sourcefile SET text = text || '多出来的' WHERE id = 1")
        rows = other.ask("SELECT * FROM archive_article WHERE source_id = 1 ORDER BY id")
        assert rows
        status, out = self.found(other, "--repair", "--yes")
        assert status == 1
        assert "SHA-256 不符" in out
        assert other.ask("SELECT * FROM archive_article WHERE source_id = 1 ORDER BY id") == rows

    def sha256_of_first(self, archive: Archive) -> object:
        return archive.one("SELECT sha256 FROM archive_sourcefile WHERE id = 1")


NAMES = ("database", "sources", "orphans", "rows", "claims", "index")


def digest(folder: Path) -> str:
    """Of all that the folder holds, but for what reading it makes."""
    sums = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and not path.name.endswith(("-wal", "-shm", ".lock", ".held"))
            and "segmenter" not in path.parts
        ):
            sums.update(path.name.encode() + path.read_bytes())
    return sums.hexdigest()
