"""Folders and zips: every file of a person is found, and no zip does harm."""

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
    return {member.name: member.read() for member in bundle.members(path)}


def test_a_folder_with_folders_and_zips(tmp_path):
    (tmp_path / "十一月").mkdir()
    (tmp_path / "十一月" / "一版.txt").write_bytes(b"1")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "~$稿件.docx").write_bytes(b"x")
    pack(tmp_path / "二版.zip", {"a/甲.txt": b"2", "__MACOSX/a/._甲.txt": b"x", "a/": b""})
    (tmp_path / "坏.zip").write_bytes(b"PK nothing")
    found = {member.name: member for member in bundle.members(tmp_path)}
    assert list(found) == ["二版.zip/a/甲.txt", "十一月/一版.txt", "坏.zip"]
    assert found["十一月/一版.txt"].read() == b"1"
    with pytest.raises(UnreadableSource, match="zip"):
        found["坏.zip"].read()
    assert contents(tmp_path / "二版.zip") == {"a/甲.txt": b"2"}


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
    honest, bomb = bundle.members(path)
    with pytest.raises(UnreadableSource, match="压缩炸弹"):
        bomb.read()
    with pytest.raises(UnreadableSource, match="closed"):  # only while members() goes on
        honest.read()
    assert next(bundle.members(path)).read() == noise


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
