"""A batch taken back leaves the archive as it was before, and the addresses as they were given out."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, ImportBatch, Problem, SourceFile
from archive.services import importing, undoing
from archive.services.files import find_files
from archive.signals import articles_changed

pytestmark = pytest.mark.django_db

STORY = "蓼河边新添步道\n\n　　本报讯 11月4日，蓼河南岸的步道完工，居民当晚就来散步。\n"


@pytest.fixture
def paper(data_dir, tmp_path) -> Path:
    path = tmp_path / "papers" / "甲.txt"
    path.parent.mkdir()
    path.write_text(STORY, encoding="utf-8")
    return path


def ingest(path: Path) -> ImportBatch:
    with importing.import_batch("test") as batch:
        results = list(importing.ingest(find_files([path]), batch))
    assert all(result.outcome != "failed" for result in results), results
    return ImportBatch.objects.get(pk=batch.pk)


def state() -> list:
    """What readers and editors see: articles, their texts, the sources in use and their problems."""
    articles = [
        (a.permanent_id, a.status, a.title, a.source_id, a.claims, [s.body for s in a.sections.all()])
        for a in Article.objects.order_by("pk")
    ]
    sources = list(SourceFile.objects.order_by("pk").values_list("pk", "live", "replaced_by", "resume_at"))
    problems = list(
        Problem.objects.filter(source__live=True).order_by("code", "message").values_list("code", "message")
    )
    return [articles, sources, problems]


def test_new_articles_are_withdrawn_and_come_back_with_their_addresses(paper):
    batch = ingest(paper)
    id_ = Article.objects.get().permanent_id
    assert undoing.undo(batch) == undoing.Undoing(withdrawn=1, restored=0, sources=1)
    row = Article.objects.get()
    assert (row.status, row.permanent_id) == ("withdrawn", id_)
    assert f"第{batch.pk}批" in row.withdrawn_reason
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert not SourceFile.objects.get().live
    again = ingest(paper)
    row = Article.objects.get()
    assert (row.status, row.permanent_id, row.withdrawn_reason) == ("published", id_, "")
    assert SourceFile.objects.get().live
    undoing.undo(again)
    assert Article.objects.get().status == "withdrawn"


def test_a_new_edition_taken_back_leaves_the_former_one(paper):
    ingest(paper)
    before = state()
    paper.write_text("另一件事\n\n　　" + STORY + "\n　　步道全长三公里。\n", encoding="utf-8")
    batch = ingest(paper)
    assert state() != before
    undoing.undo(batch)
    now = state()
    assert now[0][: len(before[0])] == before[0]
    assert all(status == "withdrawn" for _, status, *_ in now[0][len(before[0]) :])
    assert now[1][0] == before[1][0]
    assert now[2] == before[2]


def test_what_an_editor_changed_since_stays(paper):
    ingest(paper)
    paper.write_text(STORY + "\n　　步道全长三公里。\n", encoding="utf-8")
    batch = ingest(paper)
    Article.objects.update(title="编辑改的题", edited_fields=["title"])
    undoing.undo(batch)
    row = Article.objects.get()
    assert row.title == "编辑改的题"
    assert "三公里" not in "".join(s.body for s in row.sections.all())


def test_batches_are_taken_back_last_first(paper):
    first = ingest(paper)
    paper.write_text(STORY + "\n　　步道全长三公里。\n", encoding="utf-8")
    second = ingest(paper)
    with pytest.raises(undoing.CannotUndo, match=f"第{second.pk}批"):
        undoing.undo(first)
    undoing.undo(second)
    with pytest.raises(undoing.CannotUndo, match="已经撤销"):
        undoing.undo(second)
    undoing.undo(first)
    assert not Article.objects.published().exists()


def test_a_batch_that_changed_nothing_stands_in_nobodys_way(paper):
    first = ingest(paper)
    ingest(paper)
    undoing.undo(first)


def test_whoever_listens_hears_of_every_article(paper):
    batch = ingest(paper)
    heard: set[int] = set()

    def hear(sender, article_ids, **kwargs):
        heard.update(article_ids)

    articles_changed.connect(hear)
    undoing.undo(batch)
    assert heard == set(Article.objects.values_list("pk", flat=True))


def test_a_dry_run_says_what_would_be_done_and_does_nothing(paper, capsys):
    batch = ingest(paper)
    before = state()
    call_command("undo_import", str(batch.pk), "--dry-run")
    assert "would be undone: 1 articles withdrawn" in capsys.readouterr().out
    assert state() == before
    call_command("undo_import", str(batch.pk))
    assert "undone: 1 articles withdrawn" in capsys.readouterr().out
    assert state() != before


def test_the_command_says_what_is_wrong(paper):
    with pytest.raises(CommandError, match="no batch 99"):
        call_command("undo_import", "99")
    batch = ingest(paper)
    call_command("undo_import", str(batch.pk))
    with pytest.raises(CommandError, match="已经撤销"):
        call_command("undo_import", str(batch.pk))


class TestRecords:
    @pytest.fixture
    def export(self, data_dir, tmp_path) -> Path:
        path = tmp_path / "papers" / "export.jsonl"
        path.parent.mkdir()
        self.write(path, range(4))
        return path

    def write(self, path: Path, numbers, mark: str = "") -> None:
        lines = [{"id": f"r{n}", "title": f"{mark}第{n}件事", "body": f"第{n}件事的正文。"} for n in numbers]
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")

    def test_an_edition_taken_back(self, export):
        ingest(export)
        before = state()
        self.write(export, [2, 3, 7], mark="改后")
        batch = ingest(export)
        undoing.undo(batch)
        now = state()
        assert now[0][:4] == before[0]
        assert [status for _, status, *_ in now[0][4:]] == ["withdrawn"]
        assert now[1][0] == before[1][0]

    def test_an_interrupted_load_taken_back(self, export, monkeypatch):
        monkeypatch.setattr("archive.loader.LINES_A_PORTION", 2)

        def interrupt(progress):
            if progress.articles:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), importing.import_batch("test") as batch:
            list(importing.ingest(find_files([export]), batch, watch=interrupt))
        assert Article.objects.published().count() == 2
        batch.refresh_from_db()
        assert batch.state == "interrupted"
        undoing.undo(batch)
        assert not Article.objects.published().exists()
        ingest(export)
        assert Article.objects.published().count() == Article.objects.count() == 4
