"""Files, folders and zips of files, in the order of their names, each under an address that stays."""

import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.ingest import limits
from archive.ingest.types import UnreadableSource
from archive.models import Article, SourceFile
from archive.services.files import find_files
from tests.archive.management.processes import Archive


@pytest.fixture
def folder(tmp_path) -> Path:
    papers = tmp_path / "papers"
    (papers / "2021").mkdir(parents=True)
    (papers / "2021" / "b.txt").write_text("乙题\n\n　　乙的正文。\n", encoding="utf-8")
    (papers / "a.txt").write_text("甲题\n\n　　甲的正文。\n", encoding="utf-8")
    (papers / ".hidden").write_text("不看", encoding="utf-8")
    with zipfile.ZipFile(papers / "c.zip", "w") as packed:
        packed.writestr("版面/丙.txt", "丙题\n\n　　丙的正文。\n")
        packed.writestr("records.jsonl", '{"title": "丁题", "body": "丁的正文。"}\n')
    return papers


def test_folders_and_zips_are_looked_into(folder):
    found = [(file.origin.removeprefix(f"{folder}/"), file.name, file.read()) for file in find_files([folder])]
    assert [(where, name) for where, name, _ in found] == [
        ("2021/b.txt", "b.txt"),
        ("a.txt", "a.txt"),
        ("c.zip/records.jsonl", "records.jsonl"),
        ("c.zip/版面/丙.txt", "丙.txt"),
    ]
    assert found[0][2].decode() == "乙题\n\n　　乙的正文。\n"


def test_origins_do_not_depend_on_where_one_stands(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert [file.origin for file in find_files(["a.txt"])] == [file.origin for file in find_files([folder / "a.txt"])]


def test_what_cannot_be_looked_into_says_so_when_it_is_read(tmp_path, monkeypatch):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 10)
    (tmp_path / "large.txt").write_bytes(b"x" * 11)
    broken, missing, large = find_files([tmp_path / "broken.zip", tmp_path / "none.txt", tmp_path / "large.txt"])
    with pytest.raises(UnreadableSource, match="zip"):
        broken.read()
    with pytest.raises(FileNotFoundError):
        missing.read()
    with pytest.raises(UnreadableSource, match="超过上限"):
        large.read()


NAMES = {
    "滨河新闻.txt".encode(): "滨河新闻.txt",
    "滨河晚报.txt".encode("gbk"): "滨河晚报.txt",
    "一\n版.txt".encode(): "一\\n版.txt",
    b"\x1b[31mred.txt": "\\x1b[31mred.txt",
    b"\xff\xfe\x81.txt": "\\xff\\xfe\\x81.txt",
}


@pytest.fixture
def strange(tmp_path) -> Path:
    """A folder of files whose names are any bytes."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for number, raw in enumerate(NAMES):
        (papers / os.fsdecode(raw)).write_text(f"第{number}件事\n\n　　正文写了{number}次。\n", encoding="utf-8")
    return papers


def test_names_of_any_bytes_are_text_on_one_line(strange):
    found = [file.name for file in find_files([strange])]
    assert sorted(found) == sorted(NAMES.values())
    assert all(name.isprintable() and name.encode() for name in found)


def test_no_two_files_of_a_folder_share_a_name(tmp_path):
    for raw in ("滨河.txt".encode(), "滨河.txt".encode("gbk")):
        (tmp_path / os.fsdecode(raw)).write_bytes(raw)
    by_name = {file.name: file.read() for file in find_files([tmp_path])}
    assert by_name["滨河.txt"] == "滨河.txt".encode()
    assert len(by_name) == 2


@pytest.mark.django_db
def test_they_come_in_under_their_names(strange, data_dir, capsys):
    named = strange / os.fsdecode("滨河晚报.txt".encode("gbk"))
    call_command("ingest", str(strange), str(named))
    assert "6 files: 5 new, 1 unchanged" in capsys.readouterr().out
    assert set(SourceFile.objects.values_list("name", flat=True)) == set(NAMES.values())


def test_a_command_line_with_such_a_name_runs_as_a_process(strange, tmp_path):
    archive = Archive(tmp_path / "data")
    out = archive.run("ingest", "--no-index", strange / os.fsdecode("滨河晚报.txt".encode("gbk")))
    assert "滨河晚报.txt: 1 articles" in out
    assert "ingest" in archive.one("SELECT command FROM archive_importbatch")


@pytest.fixture
def special(tmp_path) -> Iterator[Path]:
    """A folder with what is no regular file, and with one that is."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text("甲题\n\n　　甲的正文。\n", encoding="utf-8")
    (papers / "link.txt").symlink_to("/etc/passwd")
    (papers / "nowhere.txt").symlink_to("nothing")
    (papers / "root").symlink_to("/")
    os.mkfifo(papers / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(papers / "socket.txt"))
        yield papers


def test_only_regular_files_are_read(special):
    said = {}
    for file in find_files([special, special / "link.txt", "/dev/zero"]):
        try:
            said[file.name] = file.read().decode()
        except UnreadableSource as error:
            said[file.name] = str(error)
    assert said.pop("a.txt").startswith("甲题")
    kinds = {name: words.split("，")[0] for name, words in said.items()}
    assert kinds == {
        "link.txt": "是符号链接",
        "nowhere.txt": "是符号链接",
        "root": "是符号链接",
        "pipe.txt": "是管道",
        "socket.txt": "是套接字",
        "zero": "是设备",
    }


@pytest.mark.parametrize("put", [lambda path: path.symlink_to("/etc/passwd"), os.mkfifo], ids=["link", "pipe"])
def test_what_takes_the_place_of_a_file_after_it_was_found_is_refused(tmp_path, put):
    path = tmp_path / "a.txt"
    path.write_bytes("甲题".encode())
    (file,) = find_files([path])
    path.unlink()
    put(path)
    with pytest.raises((UnreadableSource, OSError)):
        file.read()


def test_a_file_that_changes_while_it_is_read_is_said_to(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 100)
    (file,) = find_files([path])
    reading = file.open()
    reading.__enter__().read(10)
    path.write_bytes(b"y" * 101)
    with pytest.raises(UnreadableSource, match="改动"):
        reading.__exit__(None, None, None)


@pytest.mark.django_db
def test_all_of_it_comes_in_and_stays(folder, data_dir, capsys):
    call_command("ingest", str(folder))
    assert set(Article.objects.values_list("title", flat=True)) == {"甲题", "乙题", "丙题", "丁题"}
    call_command("ingest", str(folder))
    assert "0 new, 4 unchanged" in capsys.readouterr().out
    assert SourceFile.objects.count() == 4
