"""`ingest --reparse`: better rules for kept sources, without touching what an editor changed."""

import dataclasses
import json

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, ImportBatch, SourceFile
from archive.services import importing, reading_ahead, reparsing
from archive.services.files import find_files
from tests.factories import edit

pytestmark = pytest.mark.django_db

STORIES = {
    "甲.txt": "蓼河边新添步道\n\n　　步道完工，居民当晚就来散步。\n",
    "乙.txt": "图书室开放\n\n　　每天开到八点。\n",
}


@pytest.fixture
def archive(data_dir, tmp_path):
    """Two files and an export, all in."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, text in STORIES.items():
        (papers / name).write_text(text, encoding="utf-8")
    records = [{"id": f"r{n}", "title": f"第{n}件事", "body": f"第{n}件事的正文。"} for n in range(3)]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (papers / "丙.jsonl").write_text(lines, encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([papers]), batch))
    assert Article.objects.count() == 5


@pytest.fixture
def better_rules(monkeypatch):
    """Rules that put a mark before every title."""
    answer_of = reading_ahead.answer_of

    def better(process):
        parsed = answer_of(process)
        articles = tuple(dataclasses.replace(a, title=f"◎{a.title}", byline="本报记者 周禾") for a in parsed.articles)
        return dataclasses.replace(parsed, articles=articles)

    monkeypatch.setattr(reading_ahead, "answer_of", better)
    monkeypatch.setattr(reparsing.version, "RULES", "better")


def ids() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("permanent_id", flat=True))


def test_the_same_rules_change_nothing(archive, capsys):
    before = list(Article.objects.order_by("pk").values())
    call_command("ingest", "--reparse")
    assert "0 new, 3 unchanged, 0 updated, 0 failed" in capsys.readouterr().out
    assert list(Article.objects.order_by("pk").values()) == before


def test_better_rules_change_articles_and_keep_their_addresses(archive, better_rules, capsys):
    before = ids()
    call_command("ingest", "--reparse")
    assert "0 new, 1 unchanged, 2 updated, 0 failed" in capsys.readouterr().out
    assert ids() == before
    assert Article.objects.filter(title__startswith="◎").count() == 2
    assert SourceFile.objects.get(name="甲.txt").parser_version.startswith("better-")


def test_what_an_editor_changed_stays(archive, better_rules):
    row = Article.objects.get(title="图书室开放")
    edit(row, title="编辑改的题")
    call_command("ingest", "--reparse")
    row.refresh_from_db()
    assert (row.title, row.byline) == ("编辑改的题", "本报记者 周禾")


def test_it_can_be_taken_back(archive, better_rules):
    before = list(Article.objects.order_by("pk").values_list("permanent_id", "title", "byline", "status"))
    call_command("ingest", "--reparse")
    call_command("undo_import", str(ImportBatch.objects.order_by("pk").last().pk))
    assert list(Article.objects.order_by("pk").values_list("permanent_id", "title", "byline", "status")) == before
    assert SourceFile.objects.get(name="甲.txt").parser_version.startswith("better-") is False


def test_a_kept_file_that_is_gone_is_named_and_stops_nothing(archive, better_rules, capsys):
    SourceFile.objects.get(name="甲.txt").path.unlink()
    with pytest.raises(SystemExit):
        call_command("ingest", "--reparse")
    out = capsys.readouterr().out
    assert "请从备份恢复" in out
    assert Article.objects.filter(title__startswith="◎").count() == 1


def test_an_edition_that_was_replaced_is_left_alone(archive, better_rules):
    SourceFile.objects.filter(name="甲.txt").update(live=False)
    call_command("ingest", "--reparse")
    assert Article.objects.filter(title__startswith="◎").count() == 1


@pytest.mark.parametrize("args", [[], ["papers", "--reparse"]])
def test_files_or_reparse_not_both_not_neither(archive, args):
    with pytest.raises(CommandError, match="Name files to ingest, or --reparse"):
        call_command("ingest", *args)


@pytest.mark.parametrize("name", ["甲.txt", "丙.jsonl"])
def test_a_kept_source_that_is_damaged_changes_no_article(archive, better_rules, name, capsys):
    source = SourceFile.objects.get(name=name)
    before = list(source.articles.order_by("pk").values())
    kept = source.read_bytes()
    source.path.chmod(0o600)
    source.path.write_bytes(kept.replace("正文".encode(), "坏坏".encode()).replace("步道".encode(), "坏坏".encode()))
    with pytest.raises(SystemExit):
        call_command("ingest", "--reparse")
    said = capsys.readouterr()
    assert "SHA-256 不符" in said.out + said.err
    assert list(source.articles.order_by("pk").values()) == before
