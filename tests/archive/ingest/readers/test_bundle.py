"""Zips: every file of a person is found, and none does harm."""

import contextlib
import zipfile

import pytest

from archive.ingest import limits
from archive.ingest.readers import bundle
from archive.ingest.types import UnreadableSource


def pack(path, files, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


class WindowsEntry(zipfile.ZipInfo):
    """An entry as Chinese Windows writes it: the name in GBK, and no flag that says so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~bundle.UTF8_NAME


def contents(path):
    opened = bundle.Bundle(path)
    return {member.name: opened.read(member.number) for member in opened.members}


def test_files_by_name_without_what_systems_leave(tmp_path):
    path = pack(
        tmp_path / "二版.zip",
        {"b.txt": b"1", "a/甲.txt": b"2", "__MACOSX/a/._甲.txt": b"x", "a/": b"", ".x": b"x"}
        | {"a/~$甲.docx": b"x", "Thumbs.db": b"x", "a/desktop.ini": b"x"},
    )
    assert list(contents(path).items()) == [("a/甲.txt", b"2"), ("b.txt", b"1")]


def test_what_is_no_zip(tmp_path):
    (tmp_path / "坏.zip").write_bytes(b"PK nothing")
    with pytest.raises(UnreadableSource, match="zip"):
        contents(tmp_path / "坏.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_come_twice_are_told_apart(tmp_path):
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for data in (b"1", b"2"):
            archive.writestr("a/一版.txt", data)
    assert contents(path) == {"a/一版.txt": b"1", "a/一版~2.txt": b"2"}


def test_line_feeds_in_names_are_shown(tmp_path):
    assert list(contents(pack(tmp_path / "l.zip", {"一\n版.txt": b"1"}))) == ["一\\n版.txt"]


def test_a_zip_that_changes_is_said_to(tmp_path):
    path = pack(tmp_path / "c.zip", {"a.txt": b"1"})
    opened = bundle.Bundle(path)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(UnreadableSource, match="改动"):
        opened.read(0)


def test_names_in_gbk(tmp_path):
    path = tmp_path / "g.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(WindowsEntry("滨河新闻/第三版.txt"), b"3")
    assert contents(path) == {"滨河新闻/第三版.txt": b"3"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\..\\etc\\passwd"])
def test_no_name_points_outside(tmp_path, name):
    (found,) = contents(pack(tmp_path / "p.zip", {name: b"x"}))
    assert ".." not in found
    assert not found.startswith("/")


def test_a_bomb_is_not_unpacked(tmp_path):
    path = pack(tmp_path / "bomb.zip", {"甲.txt": bytes(64 * limits.MIB)})
    with pytest.raises(UnreadableSource, match="压缩炸弹"):
        contents(path)


def test_one_bomb_among_honest_files_is_reported_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "RATIO_GRACE_BYTES", 1024)
    noise = bytes(range(256)) * 40
    path = tmp_path / "mixed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", noise)
        archive.writestr("b.txt", bytes(1024 * 1024), zipfile.ZIP_DEFLATED)
    opened = bundle.Bundle(path)
    honest, bomb = opened.members
    with pytest.raises(UnreadableSource, match="压缩炸弹"):
        opened.read(bomb.number)
    assert opened.read(honest.number) == noise


def test_too_many_entries(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_ARCHIVE_ENTRIES", 3)
    with pytest.raises(UnreadableSource, match="上限 3"):
        contents(pack(tmp_path / "many.zip", {f"{n}.txt": b"x" for n in range(4)}))


@pytest.mark.parametrize("position", range(0, 150, 7))
def test_a_damaged_zip_ends_in_a_report(tmp_path, position):
    path = pack(tmp_path / "d.zip", {"甲.txt": "河堤上的灯亮了。".encode() * 9})
    data = bytearray(path.read_bytes())
    data[position % len(data)] ^= 0x55
    path.write_bytes(data)
    with contextlib.suppress(UnreadableSource):
        contents(path)


def test_a_zip_within_a_zip_and_a_locked_file_say_what_to_do(tmp_path):
    path = pack(tmp_path / "n.zip", {"inner.zip": b"PK\x05\x06" + bytes(18)})
    with pytest.raises(UnreadableSource, match="先解压"):
        contents(path)
    data = pack(tmp_path / "l.zip", {"a.txt": b"x"}).read_bytes()
    central = data.index(b"PK\x01\x02")
    locked = bytearray(data)
    locked[6] |= 1
    locked[central + 8] |= 1
    (tmp_path / "l.zip").write_bytes(locked)
    with pytest.raises(UnreadableSource, match="密码"):
        contents(tmp_path / "l.zip")
