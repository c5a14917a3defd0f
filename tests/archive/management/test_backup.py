"""`backup`, `restore`, `check_archive --repair` in real processes: what went in comes out, byte for byte."""

import errno
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from sqlite3 import connect

import bagit
import pytest

from archive.services import backups, restoring
from archive.takeaway.streams import STREAMS
from tests.archive.management.processes import Archive, write_records
from tests.warm import ROOT

# The one thing in an export that differs from one moment to the next.
EXPORT_AT_NOON = """
import datetime
from pathlib import Path
from unittest.mock import patch
from django.core.management import call_command
from archive.models import Newspaper
from archive.services import backups, restoring
from archive.takeaway.streams import STREAMS
noon = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.timezone.utc)
with patch('django.utils.timezone.now', return_value=noon):
    for paper in Newspaper.objects.all():
        for form in STREAMS:
            call_command('export', newspaper=paper.slug, format=form, output=Path(OUT) / f'{paper.slug}.{form}')
"""
MADE = """
from archive.models import Article
from search.models import DictionaryEntry
from tests.factories import edit, merge, withdraw
DictionaryEntry.objects.create(entry='蓼河新城')
first, second, third, *_ = Article.objects.order_by('pk')
edit(first, title='编辑改的题')
withdraw(second, '重复')
merge(third, first)
"""


def export(archive: Archive, folder: Path) -> dict[str, bytes]:
    """What all exports of all newspapers hold, by their names."""
    folder.mkdir()
    archive.run("shell", "--no-imports", "-c", EXPORT_AT_NOON.replace("OUT", repr(str(folder))))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    """Two newspapers; articles edited, withdrawn, merged; a dictionary."""
    home = tmp_path_factory.mktemp("backed-up")
    write_records(home / "records.jsonl", [f"第{n}件事" for n in range(30)], authors=3)
    archive = Archive(home / "data")
    archive.run("ingest", "--no-index", "fixtures/seeds")
    archive.run("ingest", "--no-index", "--newspaper", "任城日报", home / "records.jsonl")
    archive.run("shell", "--no-imports", "-c", MADE)
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


def test_a_folder_takes_one_backup_after_the_other(archive, backup, tmp_path):
    """The same command each time, also where the folder is yet to be made; a backup is not put into another."""
    kept = f"{tmp_path}/kept/"
    for _ in range(2):
        archive.run("backup", kept)
    archive.run("check_archive", "--only=sources", "--repair", "--backup", kept)
    names = sorted(path.name for path in Path(kept).iterdir())
    assert len(names) == 2
    assert all(re.fullmatch(r"baoku-\d{8}-\d{6}(-2)?", name) for name in names)  # -2: of the same second
    bagit.Bag(str(Path(kept) / names[-1])).validate()
    for taken in (backup, f"{backup}/"):
        assert "is a backup itself" in fails(archive, "backup", taken)
    (tmp_path / "file").touch()
    assert "exists; name a new one" in fails(archive, "backup", tmp_path / "file")


def test_a_place_that_is_no_name_is_refused(archive):
    """`backup "$FOLDER"` of a variable that is not set wrote into the folder it was called in."""
    assert "No place is named" in fails(archive, "backup", "")


def test_the_export_of_a_restored_archive_is_byte_for_byte_the_old_one(archive, backup, tmp_path):
    restored = tmp_path / "restored"
    archive.run("restore", backup, restored)
    assert restored.stat().st_mode & 0o777 == 0o700
    assert (restored / "archive.sqlite3").stat().st_mode & 0o777 == 0o600
    other = Archive(restored)
    before, after = export(archive, tmp_path / "a"), export(other, tmp_path / "b")
    assert after == before
    assert {name.rpartition(".")[2] for name in before} == set(STREAMS)
    assert len(before) == 2 * len(STREAMS)
    assert all(map(len, before.values()))
    assert "Rebuilt" in other.run("run_indexer", "--once")
    assert other.run("check_archive").count(" ok") == 7
    # The comparison can fail: one character makes the difference.
    with closing(connect(restored / "archive.sqlite3")) as database, database:
        database.execute("UPDATE archive_article SET title = title || '。' WHERE title = '编辑改的题'")
    changed = export(other, tmp_path / "c")
    assert [name for name in before if changed[name] != before[name]] == [n for n in before if n.startswith("jngxxw")]


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


def harm(archive: Archive) -> dict[str, str]:
    """Spoil four sources, each in another way; name -> what is said of it."""
    paths = sorted((archive.home / "sources").glob("*/*"))[:4]
    gone, folder, longer, other = paths
    gone.unlink()
    folder.unlink()
    folder.mkdir()  # what cannot be read as a file
    longer.write_bytes(longer.read_bytes() + b"more")
    damage(other)
    said = ("is missing", "is missing", "is damaged", "is damaged")
    return {path.name: how for path, how in zip(paths, said, strict=True)}


@pytest.mark.parametrize("ending", ["", ".tar"])
def test_what_cannot_be_read_is_named_and_keeps_nothing_else_out(archive, tmp_path, ending):
    shutil.copytree(archive.home, tmp_path / "data")
    spoilt = Archive(tmp_path / "data")
    harmed = harm(spoilt)
    backup = tmp_path / f"b{ending}"
    said = fails(spoilt, "backup", backup)
    assert "It is incomplete: 4 files" in said
    assert all(name in said for name in harmed)
    listed = fails(archive, "restore", "--dry-run", backup)
    for name, how in harmed.items():
        assert re.search(f"data/sources/../{name} {how}", listed), listed
    assert listed.count("\n  data/sources/") == 4
    target = tmp_path / "restored"
    assert "--incomplete" in fails(archive, "restore", backup, target)
    assert not target.exists() or not list(target.iterdir())
    archive.run("restore", "--incomplete", backup, target)
    kept = {path.name for path in (target / "sources").glob("*/*")}
    assert kept == {path.name for path in (archive.home / "sources").glob("*/*")} - set(harmed)
    assert (target / "archive.sqlite3").exists()
    if not ending:
        assert "Incomplete: " in (backup / "bag-info.txt").read_text(encoding="utf-8")
        run = subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=backup, capture_output=True)
        assert run.returncode == 1  # any program finds it


def test_all_that_a_bag_and_a_restored_folder_hold_is_its_owners_alone(archive, backup, tmp_path):
    archive.run("restore", backup, tmp_path / "restored")
    for path in (*backup.rglob("*"), *(tmp_path / "restored").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_database_too_damaged_to_be_read_is_in_the_backup_as_it_is(archive, tmp_path):
    shutil.copytree(archive.home, tmp_path / "data")
    spoilt = tmp_path / "data" / "archive.sqlite3"
    for ending in ("-wal", "-shm"):
        spoilt.with_name(spoilt.name + ending).unlink(missing_ok=True)
    spoilt.write_bytes(b"no database at all" * 1000)
    said = fails(archive.at(tmp_path / "data"), "backup", tmp_path / "b")
    assert "数据库已损坏" in said
    assert (tmp_path / "b" / "data" / "archive.sqlite3").read_bytes() == spoilt.read_bytes()
    sources = {path.name for path in (tmp_path / "b" / "data" / "sources").glob("*/*")}
    assert sources == {path.name for path in (archive.home / "sources").glob("*/*")}
    assert "Without its database" in fails(archive, "restore", "--incomplete", tmp_path / "b", tmp_path / "r")


def test_any_flipped_byte_of_what_a_bag_says_of_itself_is_found(backup, monkeypatch):
    files = {path.relative_to(backup).as_posix(): path.read_bytes() for path in backup.rglob("*") if path.is_file()}
    small = {name: data for name, data in files.items() if "dictionaries" not in name}

    def verified(changed: dict[str, bytes]) -> restoring.BackupContents:
        return restoring.verify((name, BytesIO(data)) for name, data in (files | changed).items())

    assert verified({}).wanting == {}
    tags = [name for name in small if "/" not in name]
    assert len(tags) == 4
    flips = [(name, at) for name in tags for at in range(len(files[name]))]
    for name, at in random.Random(7).sample(flips, 150):
        data = bytearray(files[name])
        data[at] ^= 1 << (at % 8)
        with pytest.raises(restoring.CannotRestore):
            verified({name: bytes(data)})
    monkeypatch.setattr(restoring, "MAX_TAG_BYTES", 100)
    with pytest.raises(restoring.CannotRestore, match="longer than"):
        verified({})


class Failing(BytesIO):
    """A file on a disk that fails: its bytes from 5,000 on cannot be read."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 5000:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(min(size or 1000, 1000))


def test_a_disk_that_fails_amid_a_file_does_not_cut_the_tar_short(tmp_path):
    with (tmp_path / "b.tar").open("wb") as out:
        sink = backups.TarSink(out, "b")
        reading = backups.SizedReading(Failing(b"x" * 9000), 9000, lambda octets: None)
        sink.add("data/first", reading, 9000)
        sink.add("data/second", BytesIO(b"whole"), 5)
        sink.close()
    assert "Input/output error" in reading.fault
    with tarfile.open(tmp_path / "b.tar") as tar:
        first, second = (tar.extractfile(f"b/data/{name}").read() for name in ("first", "second"))
    assert first == b"x" * 5000 + bytes(4000)
    assert second == b"whole"


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

    def test_what_is_wrong_is_named_and_what_can_be_is_mended(self, other):
        text = other.one("SELECT title FROM archive_article WHERE edited_fields LIKE '%title%'")
        self.execute(
            other,
            "UPDATE archive_sourcefile SET text = text || '多出来的' WHERE id = 1",
            "UPDATE archive_importbatch SET state = 'running'",
            "INSERT INTO archive_contribution (article_id, contributor_id, role, position) VALUES (999, 999, '', 0)",
            "UPDATE archive_article SET status = 'withdrawn' WHERE id = 4",
        )
        mendable = self.sha256_of_first(other)  # read again from its bytes, which must be whole
        damaged = max(path for path in (other.home / "sources").glob("*/*") if path.name != mendable)
        damage(damaged)
        (damaged.parent / f"{'0' * 64}.1.part").write_bytes(b"half")
        (damaged.parent / ("f" * 64)).write_bytes(b"stray")
        status, out = self.found(other)
        assert status == 1
        counts = dict(re.findall(r"^(\w+) +(?:ok|(\d+) found)$", out, re.M))
        assert counts == {
            "database": "2",
            "sources": "1",
            "orphans": "2",
            "rows": "4",
            "claims": "1",
            "numbers": "",
            "index": "1",
        }
        assert damaged.name in out
        before = digest(other.home)
        assert "Nothing was changed" in self.found(other, "--repair")[1]
        assert digest(other.home) == before
        rows = other.one("SELECT count(*) FROM archive_article")
        status, out = self.found(other, "--repair", "--yes")
        assert status == 1  # a damaged source and a row that points nowhere are for a person to settle
        again = out[out.index("Looking again") :]
        counts = dict(re.findall(r"^(\w+) +(?:ok|(\d+) found)$", again, re.M))
        assert counts == {
            "database": "2",
            "sources": "1",
            "orphans": "1",
            "rows": "1",
            "claims": "",
            "numbers": "",
            "index": "",
        }
        assert list((other.home / "backups").glob("baoku-*/data/archive.sqlite3"))
        assert other.one("SELECT status FROM archive_article WHERE id = 4") == "withdrawn"  # what an editor decided
        assert other.one("SELECT count(*) FROM archive_article") == rows
        assert other.one("SELECT title FROM archive_article WHERE edited_fields LIKE '%title%'") == text
        assert damaged.exists()

    def test_damaged_pages_of_the_database_are_told_and_nothing_is_mended(self, other):
        path = other.home / "archive.sqlite3"
        data = bytearray(path.read_bytes())
        for at in range(len(data) // 2, len(data), 4096):
            data[at : at + 100] = bytes(100)
        path.write_bytes(data)
        status, out = self.found(other)
        assert status == 1
        assert re.findall(r"^(\w+) +(?:ok|\d+ found)$", out, re.M) == list(NAMES)
        assert "从备份恢复" in out
        before = path.read_bytes()
        assert "Nothing was mended" in fails(other, "check_archive", "--repair", "--yes") or "--repair" not in out
        assert path.read_bytes() == before

    def sha256_of_first(self, archive: Archive) -> object:
        return archive.one("SELECT sha256 FROM archive_sourcefile WHERE id = 1")


NAMES = ("database", "sources", "orphans", "rows", "claims", "numbers", "index")


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
