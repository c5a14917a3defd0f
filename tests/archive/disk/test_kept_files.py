"""Files that are made once and kept, within bounds."""

import subprocess
import sys

import pytest

from archive.disk import durable
from archive.disk.kept_files import KeptFile, KeptFolder, NotMadeNow, forget

ONE_OF_TWO = """
import sys, time
from pathlib import Path
from archive.disk.kept_files import KeptFile, KeptFolder
folder = Path(sys.argv[1])
def make():
    with (folder / "made.log").open("a") as log:
        log.write("made\\n")
    time.sleep(0.5)
    return KeptFile(".png", b"drawn by " + sys.argv[2].encode())
print(KeptFolder(folder, [".png"], 10, 10, 60).get("page", make).content.decode())
"""


def folder_of(path, most_kept=10, a_minute=10) -> KeptFolder:
    return KeptFolder(path / "kept", [".png", ".txt"], most_kept, a_minute, patience=0.1)


def drawn(content: bytes = b"drawn"):
    return lambda: KeptFile(".png", content)


def test_two_processes_at_once_make_one_file(tmp_path):
    commands = [[sys.executable, "-c", ONE_OF_TWO, str(tmp_path), name] for name in ("one", "other")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    said = {process.communicate(timeout=120)[0] for process in started}
    assert len(said) == 1
    assert said.pop().startswith("drawn by ")
    assert (tmp_path / "made.log").read_text() == "made\n"


def test_only_its_owner_reads_it(tmp_path):
    folder = folder_of(tmp_path)
    folder.get("a", drawn())
    assert (tmp_path / "kept" / "a.png").stat().st_mode & 0o777 == 0o600


def test_while_another_is_made_one_is_told_to_wait(tmp_path):
    folder = folder_of(tmp_path)

    def make() -> KeptFile:
        with pytest.raises(NotMadeNow):
            folder.get("b", drawn())
        return KeptFile(".png", b"a")

    assert folder.get("a", make).content == b"a"
    assert folder.found("b") is None


def test_so_many_in_a_minute_and_so_many_kept(tmp_path):
    folder = folder_of(tmp_path, most_kept=2, a_minute=3)
    for name in "abc":
        folder.get(name, drawn())
    assert sorted(path.name for path in folder.folder.glob("*.png")) in (["a.png", "c.png"], ["b.png", "c.png"])
    with pytest.raises(NotMadeNow):
        folder_of(tmp_path, a_minute=2).get("d", drawn())


def test_what_is_forgotten_is_gone_with_its_drafts_and_nothing_else(tmp_path):
    folder = folder_of(tmp_path)
    folder.get("ab-1", drawn())
    folder.get("cd-1", drawn())
    (folder.folder / "ab-2.draft").write_bytes(b"half")
    forget(folder.folder, "ab-")
    assert folder.found("ab-1") is None
    assert not (folder.folder / "ab-2.draft").exists()
    assert folder.found("cd-1") == KeptFile(".png", b"drawn")


def test_what_is_forgotten_while_it_is_written_does_not_come_back(tmp_path, monkeypatch):
    folder, new_file = folder_of(tmp_path), durable.new_file

    def forgotten(path):
        file = new_file(path)
        forget(folder.folder, "a")
        return file

    monkeypatch.setattr(durable, "new_file", forgotten)
    with pytest.raises(NotMadeNow):
        folder.get("a", drawn())
    assert folder.found("a") is None


def test_a_draft_of_a_process_that_was_killed_is_no_hindrance(tmp_path):
    folder = folder_of(tmp_path)
    folder.get("a", drawn())
    (folder.folder / "b.draft").write_bytes(b"half")
    assert folder.get("b", drawn(b"whole")).content == b"whole"
    assert folder.found("b") == KeptFile(".png", b"whole")
