"""Files, folders and zips of files, in the order of their names, each under an address that stays."""

import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.ingest import limits
from archive.ingest.types import UnreadableSource
from archive.models import Article, SourceFile
from archive.services.files import find_files


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


@pytest.mark.django_db
def test_all_of_it_comes_in_and_stays(folder, data_dir, capsys):
    call_command("ingest", str(folder))
    assert set(Article.objects.values_list("title", flat=True)) == {"甲题", "乙题", "丙题", "丁题"}
    call_command("ingest", str(folder))
    assert "0 new, 4 unchanged" in capsys.readouterr().out
    assert SourceFile.objects.count() == 4
