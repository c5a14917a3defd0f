"""What comes by the browser: kept until it is read, judged by content, brought in as drafts that no reader sees."""

import gzip
import io
import json
import re
import zipfile

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from archive.loader import LINES_A_PORTION
from archive.models import Article, ImportBatch, Issue, Problem, SourceFile, Upload
from archive.services import import_queue, importing, reading_ahead, undoing, uploads
from archive.services.bulk_acts import undo_act
from archive.services.drafts import (
    after,
    articles_brought_by,
    drafts_of,
    taken_back_before,
    undoubted,
    waiting_of,
    worst_first,
)
from archive.services.files import find_files
from archive.services.statuses import VERBS, apply_to_all
from archive.services.uploads import ZIP
from tests.archive.ingest.readers.test_bundle import WindowsEntry
from tests.archive.services.uploading import OTHER, STORY, came, upload
from tests.factories import edit, make_newspaper, make_user, withdraw

pytestmark = pytest.mark.django_db

MANY = LINES_A_PORTION + 20  # articles in a file, which is loaded in two portions
PAGE = "蓼河时报\n2021年11月5日 星期五 第1版\n\n" + STORY


@pytest.fixture(autouse=True)
def home(data_dir, settings):
    return data_dir


def read_all() -> None:
    while import_queue.read_next(lambda: None):
        pass


def read(files: dict[str, str | bytes], **options) -> ImportBatch:
    batch = upload(files, **options)
    read_all()
    batch.refresh_from_db()
    return batch


def zipped(
    files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED, entry: type[zipfile.ZipInfo] = zipfile.ZipInfo
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as bundle:
        for name, data in files.items():
            bundle.writestr(entry(name), data, compression)
    return out.getvalue()


def docx_of(text: str) -> bytes:
    """A document of these paragraphs."""
    document, out = docx.Document(), io.BytesIO()
    for line in filter(None, text.split("\n")):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def said_of(batch: ImportBatch) -> dict[str, str]:
    """By file: its outcome, or why it failed."""
    return {event.file_name: event.message or event.outcome for event in batch.events.all()}


class TestQueue:
    def test_waits_then_is_read_as_drafts_and_its_bytes_move_to_the_sources(self, home):
        batch = upload({"甲.txt": STORY})
        waiting = batch.uploads.get()
        assert (batch.state, waiting.state) == ("waiting", "waiting")
        assert Upload.path_of(waiting.sha256).read_text(encoding="utf-8") == STORY
        assert not Article.objects.exists()
        read_all()
        batch.refresh_from_db()
        assert (batch.state, batch.files, batch.by_name) == ("done", 1, "zhouhe")
        assert [row.status for row in drafts_of(batch)] == ["draft"]
        assert batch.uploads.get().state == "read"
        assert list((home / "uploads").iterdir()) == []
        assert SourceFile.objects.get().read_bytes().decode() == STORY

    def test_one_batch_after_the_other_the_oldest_first(self):
        first, second = upload({"甲.txt": STORY}), upload({"乙.txt": OTHER})
        assert import_queue.read_next(lambda: None)
        second.refresh_from_db()
        assert second.state == "waiting"
        assert not first.uploads.filter(state="waiting").exists()
        assert import_queue.read_next(lambda: None)
        assert not import_queue.read_next(lambda: None)

    def test_between_the_transactions_of_a_large_file_others_can_write(self, monkeypatch):
        depth, pauses = len(connection.savepoint_ids), []
        monkeypatch.setattr(reading_ahead, "sleep", lambda s: pauses.append((s, len(connection.savepoint_ids) - depth)))
        lines = [json.dumps({"title": f"第{n}桥", "body": f"第{n}桥合龙。"}, ensure_ascii=False) for n in range(MANY)]
        read({"全部.jsonl": "\n".join(lines)})
        assert Article.objects.count() == MANY
        assert len(pauses) == 2
        # Longer than SQLite waits until it looks again, and outside of every transaction of the import's.
        assert all(seconds > 0.1 and open_still == 0 for seconds, open_still in pauses)

    def test_of_a_newspaper_that_the_editor_named(self):
        paper = make_newspaper("蓼河时报")
        batch = read({"甲.txt": STORY}, newspaper=paper)
        assert drafts_of(batch).get().newspaper == paper

    def test_the_same_name_again_is_another_file_and_not_a_new_edition(self):
        read({"稿件.txt": STORY})
        batch = read({"稿件.txt": OTHER})
        assert SourceFile.objects.filter(live=True).count() == Article.objects.filter(status="draft").count() == 2
        assert said_of(batch) == {"稿件.txt": "new"}

    def test_the_same_bytes_again_change_nothing(self):
        read({"甲.txt": STORY})
        apply_to_all(VERBS["publish"], Article.objects.all(), make_user())
        batch = read({"乙.txt": STORY})
        assert said_of(batch) == {"乙.txt": "unchanged"}
        assert Article.objects.get().status == "published"

    def test_stopped_between_two_files_it_goes_on_with_the_second(self):
        batch = upload({"甲.txt": STORY, "乙.txt": OTHER})
        left = iter(range(3))

        def check():
            if next(left, None) is None:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_queue.read_next(check)
        batch.refresh_from_db()
        assert batch.state == "waiting"
        read_all()
        assert said_of(batch) == {"甲.txt": "new", "乙.txt": "new"}
        assert batch.events.count() == Article.objects.count() == 2

    def test_a_refused_file_stands_there_with_its_reason_and_is_not_read(self):
        refused = uploads.Received("大.pdf", 9, reason="太大")
        batch = uploads.queue([refused], make_user(), None)
        assert (batch.state, batch.uploads.get().state, batch.uploads.get().reason) == ("done", "refused", "太大")

    def test_bytes_that_are_gone_are_asked_for_again(self):
        batch = upload({"甲.txt": STORY})
        Upload.path_of(batch.uploads.get().sha256).unlink()
        read_all()
        assert "请再上传一次" in said_of(batch)["甲.txt"]

    def test_what_nobody_waits_for_is_swept(self, home):
        held = upload({"甲.txt": STORY}).uploads.get()
        orphan, coming = home / "uploads" / ("ab" * 32), came("乙.txt", b"x").part
        orphan.write_bytes(b"x")
        uploads.sweep_uploads()
        assert coming
        assert {path.name for path in (home / "uploads").iterdir()} == {held.sha256, coming.name}


class TestContent:
    """Not the name says what a file is."""

    def test_records_whatever_their_name(self):
        lines = "".join(
            json.dumps({"title": f"第{n}件事", "body": "一段。"}, ensure_ascii=False) + "\n" for n in range(3)
        )
        batch = read({"库.txt": lines, "库.jsonl.gz": gzip.compress(lines.replace("件", "桩").encode())})
        assert sorted(said_of(batch)) == ["库.jsonl.gz", "库.txt.jsonl"]
        assert drafts_of(batch).count() == 6

    def test_a_document_that_is_called_a_zip_and_a_zip_that_is_not(self):
        packed = zipped({"甲.txt": STORY.encode(), "乙.docx": docx_of(OTHER)}, zipfile.ZIP_STORED)
        batch = read(
            {"文稿.zip": docx_of("一篇文章的标题\n\n这里是它的正文，写得不短，也有第二句话。"), "包.txt": packed}
        )
        assert said_of(batch) == {"文稿.zip": "new", "甲.txt": "new", "乙.docx": "new"}
        assert drafts_of(batch).count() == 3

    def test_names_in_gbk_and_names_that_lead_elsewhere(self, home):
        packed = zipped(
            {"滨河新闻.txt": STORY.encode(), "../../../../tmp/外面.txt": OTHER.encode()}, entry=WindowsEntry
        )
        batch = read({"..\\..\\包.zip": packed, "../../乙.txt": PAGE})
        origins = sorted(event.origin for event in batch.events.all())
        place = f"上传/第{batch.pk}批"
        assert origins == [f"{place}/乙.txt", f"{place}/包.zip/tmp/外面.txt", f"{place}/包.zip/滨河新闻.txt"]
        assert not list(home.rglob("*外面*"))

    @pytest.mark.parametrize("name", ["甲.pdf", "甲.docx", "甲.jsonl", "甲.zip", "甲.png"])
    def test_a_text_whatever_its_name(self, name):
        batch = read({name: STORY})
        assert [row.title for row in drafts_of(batch)] == ["蓼河边新添步道"]

    @pytest.mark.parametrize(
        ("name", "mark"), [("坏.pdf", b"%PDF-1.7\n"), ("坏.docx", ZIP), ("坏.zip", ZIP), ("坏", ZIP)]
    )
    def test_what_is_said_is_chinese(self, name, mark):
        batch = read({name: mark + bytes(90)})
        assert not re.search("[a-z]{4}", batch.events.get(outcome="failed").message)

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("空.txt", b" \n", "空的"),
            ("照片.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG 图片"),
            (
                "图.svg",
                b'<?xml version="1.0"?>\n<!-- a --><svg onload="alert(1)"><script>alert(1)</script></svg>',
                "SVG 图片",
            ),
            ("程序.txt", b"MZ\x90\x00" + bytes(200), "Windows 程序"),
            ("表.docx", zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "没有 Word 正文"),
            ("半.zip", zipped({"甲.txt": STORY.encode() * 50})[:200], "不是完好的 zip"),
            ("炸.zip", zipped({"甲.txt": bytes(40 << 20)}), "压缩炸弹"),
            ("半.pdf", b"%PDF-1.7\n" + b"x" * 300, "PDF"),
        ],
    )
    def test_what_cannot_be_read_says_why(self, name, data, said):
        batch = read({name: data, "好.txt": STORY})
        assert said in batch.events.get(outcome="failed").message
        assert drafts_of(batch).count() == 1

    def test_scripts_are_text(self):
        page = "<html><body><h1>步道完工</h1><script>alert(1)</script><p onclick=x>居民当晚就来散步。</p></body></html>"
        polyglot = b"GIF89a/*" + bytes(50) + b"*/=1;<script>alert(1)</script>"
        batch = read({"页.html": page, "图.html": polyglot})
        assert [row.title for row in drafts_of(batch)] == ["步道完工"]
        assert "GIF 图片" in batch.events.get(outcome="failed").message


class TestDrafts:
    def test_no_reader_sees_them_nor_what_they_alone_brought_in(self, client):
        batch = read({"甲.txt": PAGE})
        row = drafts_of(batch).get()
        assert row.issue
        for address in (row.get_absolute_url(), row.issue.get_absolute_url()):
            assert client.get(address).status_code == 404
        assert not Issue.objects.for_readers().exists()
        for address in ("/api/v1/newspapers/", "/about/"):
            assert "蓼河时报" not in client.get(address).content.decode()
        apply_to_all(VERBS["publish"], drafts_of(batch), make_user())
        for address in (row.get_absolute_url(), row.issue.get_absolute_url()):
            assert client.get(address).status_code == 200
        assert "蓼河时报" in client.get("/about/").content.decode()

    def test_neither_a_reparse_nor_a_new_edition_publishes_a_draft(self, tmp_path):
        path = tmp_path / "甲.txt"
        path.write_text(STORY, encoding="utf-8")
        call_command("ingest", str(path), "--draft")
        call_command("ingest", "--reparse")
        path.write_text(STORY + "\n　　步道全长三公里。\n\n\n" + OTHER, encoding="utf-8")
        call_command("ingest", str(path))
        assert {row.status for row in Article.objects.all()} == {"draft"}

    def test_the_command_says_which_drafts_wait_and_speaks_of_none_where_there_are_none(self, tmp_path, capsys):
        path = tmp_path / "甲.txt"
        path.write_text(STORY, encoding="utf-8")
        said = []
        for options in ((), ("--draft",)):
            call_command("ingest", str(path), "--draft")
            call_command("ingest", str(path), *options)
            said.append(capsys.readouterr().out)
        for each in said:
            assert "; 1 articles are drafts still" in each
            assert f"publish the 1 drafts of files that were in already, under {reverse('queue')}." in each
        first = ImportBatch.objects.earliest("pk").pk
        assert f"publish the drafts under /admin/archive/importbatch/{first}/" in said[0]
        apply_to_all(VERBS["publish"], Article.objects.all(), make_user())
        for options in ((), ("--draft",)):
            call_command("ingest", str(path), *options)
            assert "draft" not in capsys.readouterr().out

    def test_a_new_edition_as_drafts_changes_what_is_published_and_adds_drafts(self, tmp_path):
        path = tmp_path / "甲.jsonl"
        old = {"id": 1, "title": "原题", "body": "一段。"}
        path.write_text(json.dumps(old) + "\n", encoding="utf-8")
        call_command("ingest", str(path))
        lines = [json.dumps(old | {"title": "新题"}), json.dumps({"id": 2, "title": "又一篇", "body": "二段。"})]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        call_command("ingest", str(path), "--draft")
        assert dict(Article.objects.values_list("title", "status")) == {"新题": "published", "又一篇": "draft"}

    def test_a_draft_that_its_file_has_no_longer_goes_unless_an_editor_changed_it(self, tmp_path):
        path = tmp_path / "甲.jsonl"
        records = [{"id": n, "title": f"第{n}篇", "body": "一段。"} for n in range(3)]
        path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
        call_command("ingest", str(path), "--draft")
        edit(Article.objects.get(title="第1篇"), title="改过的题")
        path.write_text(json.dumps(records[0]) + "\n", encoding="utf-8")
        call_command("ingest", str(path))
        assert dict(Article.objects.values_list("title", "status")) == {"第0篇": "draft", "改过的题": "draft"}

    def test_an_article_that_was_published_counts_as_no_editors(self):
        batch = read({"甲.txt": STORY})
        act = apply_to_all(VERBS["publish"], drafts_of(batch), make_user())
        assert Article.objects.get().edited_fields == []
        undo_act(act, make_user(), "误发布")
        call_command("ingest", "--reparse")
        assert (Article.objects.get().status, Article.objects.get().edited_fields) == ("withdrawn", ["status"])

    def test_a_newspaper_may_publish_what_has_no_doubt(self):
        paper = make_newspaper("蓼河时报", publishes_undoubted=True)
        doubted = {"id": 2, "title": "没有正文", "source": "蓼河时报", "date": "2021-11-05"}
        plain = {"id": 1, "title": "好的一篇", "source": "蓼河时报", "date": "2021-11-05", "body": "一段。"}
        others = plain | {"id": 3, "source": "另一份报", "title": "别家的"}
        lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in (doubted, plain, others))
        batch = read({"库.jsonl": lines})
        assert dict(articles_brought_by(batch).values_list("title", "status")) == {
            "没有正文": "draft",
            "好的一篇": "published",
            "别家的": "draft",
        }
        assert [row.title for row in undoubted(drafts_of(batch))] == ["别家的"]
        assert paper.articles.get(status="published").revisions.get().act.articles == 1


def test_what_is_doubted_stands_first_however_sure_the_parser_was():
    lines = "\n".join(json.dumps({"id": n, "title": f"第{n}篇", "body": "一段。"}) for n in range(5))
    batch = read({"库.jsonl": lines})
    Problem.objects.all().delete()
    for title, confidence, doubts in (
        ("第0篇", 0.5, 0),
        ("第1篇", 0.9, 2),
        ("第2篇", 0.2, 0),
        ("第3篇", 0.7, 1),
        ("第4篇", 0.9, 0),
    ):
        row = Article.objects.get(title=title)
        Article.objects.filter(pk=row.pk).update(confidence=confidence)
        for _ in range(doubts):
            Problem.objects.create(source=row.source, article=row, message="可疑")
    order = ["第3篇", "第1篇", "第2篇", "第0篇", "第4篇"]
    rows = list(worst_first(drafts_of(batch)))
    assert [row.title for row in rows] == order
    assert [[row.title for row in after(drafts_of(batch), each)] for each in rows] == [
        order[n + 1 :] for n in range(len(order))
    ]


class TestUndoing:
    def test_drafts_go_published_ones_are_withdrawn_and_edited_drafts_stay(self):
        lines = "\n".join(json.dumps({"id": n, "title": f"第{n}篇", "body": "一段。"}) for n in range(4))
        batch = read({"库.jsonl": lines})
        apply_to_all(VERBS["publish"], Article.objects.filter(title="第0篇"), make_user())
        edit(Article.objects.get(title="第1篇"), title="改过的题")
        plan = undoing.Undoing(withdrawn=1, restored=0, sources=1, discarded=2, left=1)
        assert undoing.undo(batch, dry_run=True) == plan
        assert undoing.undo(batch) == plan
        assert dict(Article.objects.values_list("title", "status")) == {"第0篇": "withdrawn", "改过的题": "draft"}
        again = read({"库.jsonl": lines})
        assert said_of(again) == {"库.jsonl": "updated"}
        assert Article.objects.filter(status="withdrawn").get().title == "第0篇"
        assert drafts_of(again).count() == 3

    @pytest.mark.parametrize("records", [True, False])
    def test_the_same_file_comes_in_again_to_be_published_again(self, records):
        lines = "\n".join(json.dumps({"id": n, "title": f"第{n}篇", "body": "一段。"}) for n in range(2))
        files = {"库.jsonl": lines} if records else {"甲.txt": STORY}
        first = read(files)
        apply_to_all(VERBS["publish"], drafts_of(first), make_user())
        undoing.undo(first)
        first.refresh_from_db()
        assert not waiting_of(first).exists()
        again = read(files)
        assert set(said_of(again).values()) == {"updated"}
        assert set(waiting_of(again)) == set(taken_back_before(again)) == set(Article.objects.all())
        apply_to_all(VERBS["republish"], waiting_of(again), make_user())
        assert not waiting_of(again).exists()
        assert Article.objects.published().count() == Article.objects.count()
        assert undoing.undo(again).withdrawn == Article.objects.count()
        assert set(Article.objects.values_list("status", flat=True)) == {"withdrawn"}
        assert waiting_of(read(files)).count() == Article.objects.count()

    def test_what_an_editor_withdrew_is_not_offered_again(self):
        first = read({"甲.txt": STORY})
        apply_to_all(VERBS["publish"], drafts_of(first), make_user())
        withdraw(Article.objects.get(), "不实")
        undoing.undo(first)
        assert not waiting_of(read({"甲.txt": STORY})).exists()

    @pytest.mark.parametrize("option", [(), ("--draft",)])
    def test_the_command_line_brings_it_in_again_too(self, tmp_path, option, capsys):
        first = read({"甲.txt": STORY})
        apply_to_all(VERBS["publish"], drafts_of(first), make_user())
        undoing.undo(first)
        path = tmp_path / "甲.txt"
        path.write_text(STORY, encoding="utf-8")
        call_command("ingest", str(path), *option)
        batch = ImportBatch.objects.latest("pk")
        assert set(said_of(batch).values()) == {"updated"}
        assert Article.objects.get().status == ("withdrawn" if option else "published")
        assert waiting_of(batch).count() == len(option)
        undoing.undo(batch)
        assert Article.objects.get().status == "withdrawn"

    def test_a_file_that_was_gone_on_with_is_taken_back_as_a_whole(self):
        lines = "\n".join(json.dumps({"id": n, "title": f"第{n}篇", "body": "一段。"}) for n in range(MANY))
        batch = upload({"库.jsonl": lines})

        def check():
            if Article.objects.exists():
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_queue.read_next(check)
        assert 0 < Article.objects.count() < MANY
        read_all()
        batch.refresh_from_db()
        assert drafts_of(batch).count() == MANY
        assert batch.events.get().articles == MANY
        undoing.undo(batch)
        assert not Article.objects.exists()
        assert drafts_of(read({"库.jsonl": lines})).count() == MANY

    def test_a_batch_that_waits_is_not_read_any_more(self):
        batch = upload({"甲.txt": STORY})
        undoing.undo(batch)
        read_all()
        assert (batch.uploads.get().state, Article.objects.count()) == ("refused", 0)


def test_the_command_line_publishes_as_ever(tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text(STORY, encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([path]), batch))
    assert Article.objects.get().status == "published"
