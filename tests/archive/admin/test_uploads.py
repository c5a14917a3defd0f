"""Files come in by the desk: bounded, refused with reasons; drafts are looked through, published, taken back."""

import hashlib
import io
import json
import re
import zipfile
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import Article, BulkAct, ImportBatch, Problem
from archive.services import import_queue, importing, undoing, wishes
from archive.services.bulk_acts import undo_act
from archive.services.queue_acts import state_seen
from archive.services.statuses import VERBS, apply_to_all
from tests.archive.admin.forms import submit
from tests.archive.conftest import browser_of
from tests.archive.services.test_uploads import zipped
from tests.archive.services.uploading import OTHER, STORY, upload
from tests.factories import edit, make_newspaper, make_user

pytestmark = pytest.mark.django_db

MASTHEAD = "蓼河时报\n2021年11月5日 星期五 第1版\n"
UPLOAD = "/admin/archive/importbatch/upload/"


@pytest.fixture(autouse=True)
def home(data_dir):
    return data_dir


def send(client: Client, files: dict[str, str | bytes], **fields: object):
    sent = [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode()) for name, text in files.items()
    ]
    return client.post(UPLOAD, {"files": sent, "newspaper": "", **fields})


def multipart(names: list[bytes], text: bytes) -> bytes:
    """What a browser sends, with names of files as they are given."""
    parts = [
        b'--edge\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n'
        b"Content-Type: text/plain\r\n\r\n%s\r\n" % (name, text)
        for name in names
    ]
    return b"".join(parts) + b'--edge\r\nContent-Disposition: form-data; name="newspaper"\r\n\r\n\r\n--edge--\r\n'


@pytest.mark.parametrize("length", [10, 65_536, 65_500, 200_000])
def test_names_in_gbk_are_read_and_the_bytes_of_files_stay(editor, length):
    text = STORY.encode() + b'Content-Disposition: form-data; filename="' + "稿".encode("gbk") + b'"' + b"x" * length
    names = ["年终稿件.txt".encode("gbk"), "会议.txt".encode()]
    answer = editor.post(UPLOAD, multipart(names, text), content_type="multipart/form-data; boundary=edge")
    assert answer.status_code == 302
    uploads = ImportBatch.objects.get().uploads.order_by("pk")
    assert [(each.name, each.size) for each in uploads] == [("年终稿件.txt", len(text)), ("会议.txt", len(text))]
    assert {each.sha256 for each in uploads} == {hashlib.sha256(text).hexdigest()}


def test_a_table_whose_name_and_text_are_gbk_is_read(chief):
    text = "编号,姓名\r\n,周禾苗\r\n".encode("gbk")
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: text/csv\r\n\r\n%s'
    reason = '\r\n--edge\r\nContent-Disposition: form-data; name="reason"\r\n\r\n整理\r\n--edge--\r\n'.encode()
    sent = head % ("作者表.csv".encode("gbk"), text) + reason
    address = reverse("admin:archive_contributor_import")
    answer = chief.post(address, sent, content_type="multipart/form-data; boundary=edge")
    page = answer.content.decode()
    assert "请选一个文件" not in page
    assert "周禾苗" in page


def read_all() -> None:
    while import_queue.read_next(lambda: None):
        pass


def seen_on(client: Client, address: str) -> dict[str, str]:
    """What the page at an address that asks "sure?" sends when one says yes."""
    found = re.search(r'name="seen" value="([\w:,]+)"', client.get(address).content.decode())
    assert found
    return {"seen": found[1]}


def page_of(batch: ImportBatch) -> str:
    return reverse("admin:archive_importbatch_change", args=[batch.pk])


def records(count: int, doubted: int) -> str:
    """A file of so many articles, the first of them without a text, which is doubted."""
    rows = [
        {"title": f"第{n}件事", "date": "2021-11-05"} | ({} if n < doubted else {"body": "一段。"})
        for n in range(count)
    ]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


class TestUploading:
    def test_any_who_may_write_drafts_and_the_page_says_how_far_it_is(self, uploader):
        paper = make_newspaper("蓼河时报")
        answer = send(uploader, {"甲.txt": STORY, "空.txt": "", "照片.txt": b"\x89PNG" + bytes(99)}, newspaper=paper.pk)
        batch = ImportBatch.objects.get()
        assert answer["Location"] == page_of(batch)
        assert (batch.by_name, batch.newspaper, batch.as_drafts) == ("shangchuan", paper, True)
        waiting = uploader.get(page_of(batch)).content.decode()
        assert "排队等候" in waiting
        assert '<meta http-equiv="refresh"' in waiting
        assert "请管理员在服务器上运行" in waiting  # none is started in tests
        read_all()
        read = uploader.get(page_of(batch)).content.decode()
        assert "http-equiv" not in read
        for said in ("0 字节", "PNG 图片", "新入库", "蓼河边新添步道"):
            assert said in read
        assert "发布全部" not in read, "an uploader publishes nothing"

    def test_files_are_counted_as_they_were_sent_and_as_they_were_read(self, editor):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as bundle:
            bundle.writestr("一.txt", STORY)
            bundle.writestr("二.txt", OTHER)
        send(editor, {"稿.zip": packed.getvalue(), "三.txt": STORY.replace("步道", "栈桥")})
        read_all()
        assert (
            "读完了传来的 2 个文件，解开压缩包共 3 个文件"
            in editor.get(page_of(ImportBatch.objects.get())).content.decode()
        )

    def test_a_draft_says_that_its_file_is_doubted(self, editor):
        send(editor, {"甲.txt": STORY})
        read_all()
        batch, article = ImportBatch.objects.get(), Article.objects.get()
        Problem.objects.all().delete()
        assert "所在文件有存疑" not in editor.get(page_of(batch)).content.decode()
        Problem.objects.create(source=article.source, code="weekday", message="星期不合")
        page = editor.get(page_of(batch)).content.decode()
        item = re.search(r'<a href="([^"]*)">所在文件有存疑', page)
        assert item
        assert 'id="accept"' in editor.get(item[1]).content.decode()  # where the doubt is settled

    def test_the_table_of_files_counts_the_doubts_that_are_open(self, editor):
        send(editor, {"甲.jsonl": records(4, doubted=3), "乙.txt": OTHER})
        read_all()
        batch = ImportBatch.objects.get()

        def counted() -> list[str]:
            table = editor.get(page_of(batch)).content.decode().partition("文件名</th>")[2].partition("</table>")[0]
            return re.findall(r'data-label="存疑">(\d*)<', table)

        doubts = Problem.objects.filter(source__name="甲.jsonl")
        assert counted() == [str(doubts.count()), str(Problem.objects.exclude(source__name="甲.jsonl").count() or "")]
        doubts.filter(pk__in=doubts[:2].values("pk")).update(state=Problem.State.CONFIRMED)
        assert counted()[0] == str(doubts.count() - 2)
        doubts.update(state=Problem.State.MENDED)
        assert counted()[0] == ""

    def test_nothing_chosen(self, editor):
        answer = editor.post(UPLOAD, {"newspaper": ""})
        assert (answer.status_code, ImportBatch.objects.count()) == (400, 0)
        assert "没有选文件" in answer.content.decode()

    def test_an_invalid_newspaper_loses_no_file(self, editor, home):
        answer = send(editor, {"甲.txt": STORY, "空.txt": ""}, newspaper="999")
        page = answer.content.decode()
        assert (answer.status_code, ImportBatch.objects.count()) == (400, 0)
        assert "文件已经收下，不用再选" in page
        assert "甲.txt（" in page
        assert 'id="files" multiple>' in page
        ticket = re.search('name="ticket" value="([^"]+)"', page)[1]
        other = browser_of("xiao", "上传")
        for client, sent in ((other, ticket), (editor, ticket[:-1] + "x"), (editor, "x")):
            assert client.post(UPLOAD, {"newspaper": "", "ticket": sent}).status_code == 400
        assert editor.post(UPLOAD, {"newspaper": "", "ticket": ticket}).status_code == 302
        assert sorted(ImportBatch.objects.get().uploads.values_list("name", flat=True)) == ["甲.txt", "空.txt"]
        assert editor.post(UPLOAD, {"newspaper": "", "ticket": ticket}).status_code == 400, "it was used"
        read_all()
        assert Article.objects.get().title == "蓼河边新添步道"
        assert list((home / "uploads").iterdir()) == []

    def test_who_may_not_sends_in_vain(self, home):
        nobody = Client()
        nobody.force_login(User.objects.create_user("nobody", is_staff=True))
        assert nobody.get(UPLOAD).status_code == 403
        assert send(nobody, {"甲.txt": STORY}).status_code == 403
        assert "/admin/login/" in send(Client(), {"甲.txt": STORY})["Location"]
        assert not (home / "uploads").exists()

    def test_without_the_forms_token_nothing_stays(self, editor, home):
        client = Client(enforce_csrf_checks=True)
        client.cookies = editor.cookies
        client.cookies["csrftoken"] = "a" * 32
        assert send(client, {"甲.txt": STORY}, csrfmiddlewaretoken="b" * 32).status_code == 403
        assert list((home / "uploads").iterdir()) == []

    def test_bounds(self, editor, settings, home):
        settings.UPLOAD_MOST_FILES, settings.UPLOAD_FILE_BYTES, settings.UPLOAD_BYTES = 3, 1000, 1500
        send(editor, {"1.txt": "一" * 300, "大.txt": "一" * 400, "3.txt": "一" * 300, "多.txt": "一"})
        said = dict(ImportBatch.objects.get().uploads.values_list("name", "reason"))
        assert said["1.txt"] == ""
        assert [re.sub(r"\d+", "", said[name])[:9] for name in ("大.txt", "3.txt", "多.txt")] == [
            "文件超过  MB。",
            "这一次传的超过  ",
            "一次最多传  个文",
        ]
        assert len(list((home / "uploads").iterdir())) == 1

    def test_a_disk_that_is_full_refuses_the_file_and_says_so(self, editor, monkeypatch, home):
        def full(self, piece):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("archive.services.uploads.Incoming.write", full)
        send(editor, {"甲.txt": STORY})
        assert "腾出空间" in ImportBatch.objects.get().uploads.get().reason
        assert list((home / "uploads").iterdir()) == []

    def test_a_folder_that_takes_nothing_is_said(self, editor, monkeypatch, home):
        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("archive.services.uploads.durable.move_into_place", full)
        answer = send(editor, {"甲.txt": STORY})
        assert (answer.status_code, ImportBatch.objects.count()) == (507, 0)
        assert "没有存下来" in answer.content.decode()
        assert list((home / "uploads").iterdir()) == []

    def test_names_are_shown_as_text(self, editor):
        send(editor, {"<img src=x onerror=alert(1)>.txt": STORY})
        page = editor.get(page_of(ImportBatch.objects.get())).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page

    def test_what_came_is_given_back_as_a_file_only(self, editor):
        send(editor, {"页.html": "<html><body><h1>步道完工</h1><p>居民当晚就来散步，也有人跑步。</p></body></html>"})
        read_all()
        source = Article.objects.get().source
        answer = editor.get(reverse("admin:archive_sourcefile_original", args=[source.pk]))
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")


@pytest.fixture
def batch(db) -> ImportBatch:
    """One with ten drafts, three of them doubted."""
    batch = upload({"库.jsonl": records(10, doubted=3)})
    read_all()
    batch.refresh_from_db()
    return batch


class TestPublishing:
    def test_what_has_no_doubt_with_its_count_and_back(self, batch, chief):
        address = reverse("admin:archive_importbatch_publish", args=[batch.pk, "undoubted"])
        page = chief.get(address).content.decode()
        assert "将发布 <b>7</b> 篇" in page
        assert "另有 3 篇有存疑" in page
        assert chief.post(address, seen_on(chief, address))["Location"] == page_of(batch)
        assert Article.objects.published().count() == 7
        chief.post(reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk]), {"reason": "误发布"})
        assert not Article.objects.published().exists()

    def test_who_may_take_it_back_is_said(self, batch, editor, chief):
        address = reverse("admin:archive_importbatch_publish", args=[batch.pk, "undoubted"])
        assert "可以整批取消（之后有人改过其中的文章，就要请主编来取消）" in editor.get(address).content.decode()
        assert "可以整批取消。" in re.sub(r"\s", "", chief.get(address).content.decode())
        assert ">撤销</a>" in editor.post(address, seen_on(editor, address), follow=True).content.decode()
        assert "点进去可以整批取消" in editor.get(page_of(batch)).content.decode()
        edit(Article.objects.published().first(), title="后来改的题")
        assert "请主编点进去整批取消" in editor.get(page_of(batch)).content.decode()

    def test_other_articles_than_were_seen_are_not_published(self, batch, editor):
        address = reverse("admin:archive_importbatch_publish", args=[batch.pk, "all"])
        seen = seen_on(editor, address)
        edit(Article.objects.first(), title="后来改的题")  # their number stays
        assert "有了改动" in editor.post(address, seen).content.decode()
        assert not Article.objects.published().exists()
        assert "其中 <b>3</b> 篇有存疑" in editor.get(address).content.decode()
        editor.post(address, seen_on(editor, address))
        assert Article.objects.published().count() == 10

    def test_the_batch_is_taken_back_by_who_brought_it_until_any_is_published(self, chief, editor):
        client = browser_of("lao", "上传")
        other = browser_of("xiao", "上传")
        send(client, {"甲.txt": STORY, "乙.txt": OTHER})
        read_all()
        batch = ImportBatch.objects.get()
        address = reverse("admin:archive_importbatch_undo", args=[batch.pk])
        assert other.get(address).status_code == 403
        assert "删去草稿 <b>2</b> 篇" in client.get(address).content.decode()
        publish = reverse("admin:archive_importbatch_publish", args=[batch.pk, "all"])
        editor.post(publish, seen_on(editor, publish))
        published = Article.objects.published().count()
        assert published
        assert "请主编来撤销" in client.get(address).content.decode()
        assert [each.post(address).status_code for each in (client, editor)] == [403, 403]
        chief.post(address)
        assert Article.objects.filter(status="withdrawn").count() == published
        assert "已经撤销" in chief.get(address, follow=True).content.decode()


class TestSaying:
    """What the page of a batch says of what came of it."""

    def test_why_a_file_gave_no_article_and_where_those_are_that_were_in_already(self, editor):
        send(editor, {"甲.txt": STORY})
        read_all()
        known = Article.objects.get()
        send(
            editor,
            {"又是甲.txt": STORY, "报头.txt": MASTHEAD, "坏.jsonl": '{"id": 1}\n'},
        )
        read_all()
        page = unescape(editor.get(page_of(ImportBatch.objects.latest("pk"))).content.decode())
        assert "与第 1 批的“甲.txt”一字不差" in page
        assert f'href="{reverse("admin:archive_article_change", args=[known.pk])}"' in page
        assert "2 个文件没有读出文章" in page
        assert "没有读出文章：所有的行都认作了别的（" in page
        assert "照录，并把文件交给维护者" in page
        assert "没有读出文章：第 1 行" in page
        assert "请改好再传" in page

    def test_the_command_line_s_too(self, editor, tmp_path):
        path = tmp_path / "报头.txt"
        path.write_text(MASTHEAD, encoding="utf-8")
        call_command("ingest", str(path))
        page = editor.get(page_of(ImportBatch.objects.get())).content.decode()
        assert "没有读出文章：所有的行" in page

    def test_how_many_files_of_a_zip_are_unpacked_is_told_before_the_first_is_read(self, editor):
        send(editor, {"库.zip": zipped({f"{n}.txt": f"{STORY}第{n}处。" for n in range(4)})})
        batch, told = ImportBatch.objects.get(), []

        def look() -> None:
            if not batch.events.exists():
                told.append(editor.get(page_of(batch)).content.decode())

        import_queue.read_next(look)
        counts = [found[1] for page in told if (found := re.search(r"已看 (\d) 个，共 4 个；看过再把 4 个", page))]
        assert [*dict.fromkeys(counts)] == ["0", "1", "2", "3"]
        assert "已看" not in editor.get(page_of(batch)).content.decode()

    def test_what_was_published_by_itself_and_why_the_rest_was_not(self, editor):
        make_newspaper("蓼河时报", publishes_undoubted=True)
        row = {"title": "一件事", "source": "蓼河时报", "date": "2021-11-05", "body": "一段。"}
        rows = [
            row | {"id": 1},
            {key: row[key] for key in ("title", "source", "date")},
            row | {"id": 3, "source": "滨河新闻"},
        ]
        send(editor, {"库.jsonl": "\n".join(json.dumps(each, ensure_ascii=False) for each in rows)})
        read_all()
        page = editor.get(page_of(ImportBatch.objects.get())).content.decode()
        act = BulkAct.objects.get()
        assert "已发布（1）" in page
        assert (
            f'{reverse("admin:archive_article_change", args=[Article.objects.published().get().pk])}">一件事</a>'
            in page
        )
        assert f'{reverse("admin:archive_bulkact_change", args=[act.pk])}">发布 1 篇</a>' in page
        assert "按报纸的设定无疑即发布" in page
        assert "1 篇有存疑，要人看过；1 篇没有存疑，但《滨河新闻》没有这样设定" in page

    def test_what_was_taken_back_is_published_again_by_a_chief_only(self, editor, chief):
        send(editor, {"甲.txt": STORY, "乙.txt": OTHER})
        read_all()
        first = ImportBatch.objects.get()
        apply_to_all(VERBS["publish"], Article.objects.all(), make_user())
        undoing.undo(first)
        send(editor, {"甲.txt": STORY, "乙.txt": OTHER})
        read_all()
        batch = ImportBatch.objects.latest("pk")
        assert "2 篇以前发布过" in editor.get(page_of(batch)).content.decode()
        address = reverse("admin:archive_importbatch_publish", args=[batch.pk, "all"])
        assert "要请主编重新发布" in editor.get(address).content.decode()
        row = Article.objects.first()
        review = reverse("admin:archive_importbatch_review", args=[batch.pk, row.pk])
        assert editor.post(review, {"seen": state_seen(row)}).status_code == 403
        assert chief.post(review, seen_on(chief, review)).status_code == 302
        chief.post(address, seen_on(chief, address))
        assert Article.objects.published().count() == 2


class TestInTheBackground:
    """What takes long, or has to wait, is asked of run_worker, which the page of the batch says."""

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(wishes, "DONE_AT_ONCE", 5)

    def test_many_are_published_as_they_were_seen(self, batch, chief):
        address = reverse("admin:archive_importbatch_publish", args=[batch.pk, "all"])
        assert "由程序在后台发布" in chief.get(address).content.decode()
        chief.post(address, seen_on(chief, address))
        page = chief.get(page_of(batch)).content.decode()
        assert "<b>发布全部</b>：已经记下" in page
        assert '<meta http-equiv="refresh"' in page
        assert not Article.objects.published().exists()
        assert wishes.fulfil_next()
        assert not wishes.fulfil_next()
        assert Article.objects.published().count() == 10
        assert "已发布（10）" in chief.get(page_of(batch)).content.decode()

    def test_nothing_is_published_that_was_changed_meanwhile(self, batch, chief):
        address = reverse("admin:archive_importbatch_publish", args=[batch.pk, "all"])
        chief.post(address, seen_on(chief, address))
        edit(Article.objects.first(), title="后来改的题")
        wishes.fulfil_next()
        assert not Article.objects.published().exists()
        page = chief.get(page_of(batch)).content.decode()
        assert "这一批的文章又有改动，什么都没有做" in page
        assert "http-equiv" not in page

    def test_many_are_taken_back(self, batch, editor):
        address = reverse("admin:archive_importbatch_undo", args=[batch.pk])
        assert "由程序在后台撤销" in editor.get(address).content.decode()
        editor.post(address)
        assert Article.objects.count() == 10
        wishes.fulfil_next()
        assert not Article.objects.exists()
        assert "这一批已撤销" in editor.get(page_of(batch)).content.decode()

    def test_a_batch_is_taken_back_once_the_import_at_work_has_ended(self, editor):
        send(editor, {"甲.txt": STORY})
        read_all()
        batch = ImportBatch.objects.get()
        address = reverse("admin:archive_importbatch_undo", args=[batch.pk])
        with importing.import_batch("ingest", index=False):
            assert "等它结束就撤销" in editor.get(address).content.decode()
            assert editor.post(address).status_code == 302
            assert "已经记下" in editor.get(page_of(batch)).content.decode()
            with pytest.raises(importing.ImportRunning):
                wishes.fulfil_next()
        wishes.fulfil_next()
        assert not Article.objects.exists()

    def test_one_that_is_being_read_is_read_no_further(self, editor):
        send(editor, {"甲.txt": STORY, "乙.txt": OTHER, "丙.jsonl": records(3, doubted=0)})
        batch = ImportBatch.objects.get()
        address = reverse("admin:archive_importbatch_undo", args=[batch.pk])

        def ask(_, result):
            assert address in editor.get(page_of(batch)).content.decode()
            assert "读到下一个文件时就停下" in editor.get(address).content.decode()
            editor.post(address)

        assert import_queue.read_next(lambda: None, ask)
        assert batch.events.count() == 1
        assert not import_queue.read_next(lambda: None)
        wishes.fulfil_next()
        batch.refresh_from_db()
        assert (batch.state, Article.objects.count()) == ("undone", 0)

    def test_who_may_not_take_back_what_is_published_asks_in_vain(self, batch, uploader):
        ImportBatch.objects.filter(pk=batch.pk).update(by=User.objects.get(username="shangchuan"))
        uploader.post(reverse("admin:archive_importbatch_undo", args=[batch.pk]))
        apply_to_all(VERBS["publish"], Article.objects.all(), make_user())
        wishes.fulfil_next()
        assert Article.objects.published().count() == 10
        assert "请主编来撤销" in uploader.get(page_of(batch)).content.decode()


class TestLookingThrough:
    def test_worst_first_publish_and_on_to_the_next(self, batch, editor):
        first, second = Article.objects.order_by("confidence", "pk")[:2]
        listing = editor.get(page_of(batch)).content.decode()
        address = reverse("admin:archive_importbatch_review", args=[batch.pk, first.pk])
        assert address in listing
        page = editor.get(address)
        text = page.content.decode()
        assert "第 1 篇，共 10 篇等着发布" in text
        assert "只有标题，没有正文" in text
        assert 'class="claimed doubted"' in text
        following = reverse("admin:archive_importbatch_review", args=[batch.pk, second.pk])
        assert f'rel="next" href="{following}"' in text
        assert editor.post(address, seen_on(editor, address))["Location"] == following
        first.refresh_from_db()
        assert first.status == "published"
        assert 'rel="prev"' not in editor.get(following).content.decode()

    def test_one_that_was_changed_meanwhile_is_seen_again_first(self, batch, editor):
        row = Article.objects.first()
        review = reverse("admin:archive_importbatch_review", args=[batch.pk, row.pk])
        seen = seen_on(editor, review)
        change = reverse("admin:archive_article_change", args=[row.pk])
        assert submit(editor, f"{change}?review={batch.pk}", title="改过的题")["Location"] == review
        answer = editor.post(review, seen)
        assert answer.status_code == 409
        assert "在您打开之后有了改动" in answer.content.decode()
        row.refresh_from_db()
        assert row.status == "draft"

    def test_the_doubts_of_one_that_is_published_are_confirmed_and_come_again_with_its_act(self, batch, editor):
        first = Article.objects.order_by("confidence", "pk")[0]
        doubts = first.problems.filter(state=Problem.State.OPEN)
        assert doubts.exists()
        address = reverse("admin:archive_importbatch_review", args=[batch.pk, first.pk])
        assert 'value="确认并发布并看下一篇"' in editor.get(address).content.decode()
        editor.post(address, seen_on(editor, address))
        assert not doubts.exists()
        act = BulkAct.objects.get()
        assert (act.verb, act.articles, set(act.doubts.all())) == ("确认无误、发布", 1, set(first.problems.all()))
        undo_act(act, make_user(), "错了")
        assert doubts.exists()

    def test_without_doubts_nothing_is_said_to_be_confirmed(self, batch, editor):
        last = Article.objects.filter(problems=None).order_by("-pk")[0]
        page = editor.get(reverse("admin:archive_importbatch_review", args=[batch.pk, last.pk])).content.decode()
        assert re.search(r'value="发布(并看下|这)一篇"', page)
        assert "确认并" not in page

    def test_a_doubt_that_was_raised_meanwhile_is_seen_before_it_is_confirmed(self, batch, editor):
        row = Article.objects.order_by("confidence", "pk")[0]
        address = reverse("admin:archive_importbatch_review", args=[batch.pk, row.pk])
        seen = seen_on(editor, address)
        raised = Problem.objects.create(source=row.source, article=row, code="odd_headline", message="标题可疑")
        answer = editor.post(address, seen)
        assert answer.status_code == 409
        assert "标题可疑" in answer.content.decode()
        raised.refresh_from_db()
        row.refresh_from_db()
        assert (row.status, raised.state) == ("draft", "open")
        assert editor.post(address, seen_on(editor, address)).status_code == 302

    def test_an_uploader_looks_and_does_not_publish(self, batch, uploader):
        address = reverse("admin:archive_importbatch_review", args=[batch.pk, Article.objects.first().pk])
        assert "发布并看下一篇" not in uploader.get(address).content.decode()
        assert uploader.post(address, {"seen": "1:"}).status_code == 403

    def test_the_last_one_leads_back_to_the_batch(self, editor):
        batch = upload({"甲.txt": STORY})
        read_all()
        row = Article.objects.get()
        address = reverse("admin:archive_importbatch_review", args=[batch.pk, row.pk])
        assert editor.post(address, seen_on(editor, address))["Location"] == page_of(batch)


def test_no_more_queries_for_a_batch_of_many_files(editor):
    def asked(files: int, start: int) -> dict[str, int]:
        texts = {
            f"{start + n}.txt": f"第{start + n}件事\n\n　　{start + n}号楼的居民今天来了。\n" for n in range(files)
        }
        batch = upload(texts | {f"{start}.jsonl": records(files, doubted=files // 2)})
        read_all()
        keys = list(Article.objects.filter(batch=batch).values_list("pk", flat=True))
        counts = {}
        addresses = {
            "batch": page_of(batch),
            "publish": reverse("admin:archive_importbatch_publish", args=[batch.pk, "undoubted"]),
            "review": reverse("admin:archive_importbatch_review", args=[batch.pk, keys[0]]),
            "undo": reverse("admin:archive_importbatch_undo", args=[batch.pk]),
        }
        for name, address in addresses.items():
            editor.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(address).status_code == 200
            counts[name] = len(queries)
        return counts

    few, many = asked(3, 0), asked(45, 100)
    assert many == few
    assert max(many.values()) < 40


def test_before_publishing_it_is_said_how_many_files_name_no_newspaper_where_several_are_known(editor):
    make_newspaper()
    nameless = {"title": "无名的一篇", "body": "正文一段。"}
    named = {"title": "有名的", "body": "文。", "newspaper": "蓼河时报"}
    batch = upload({"a.jsonl": "".join(json.dumps(each) + "\n" for each in (nameless, named))})
    assert import_queue.read_next(lambda: None)
    page = editor.get(f"/admin/archive/importbatch/{batch.pk}/publish/all/").content.decode()
    unnamed = Article.objects.get(title="无名的一篇")
    assert f"有 <b>1</b> 篇的文件没有写报名，上传时也没有选，算作《{unnamed.newspaper}》的" in page
    assert Article.objects.get(title="有名的").newspaper.name == "蓼河时报"


def test_files_of_a_newspaper_that_was_chosen_are_not_told_as_nameless(editor):
    batch = upload({"无名.jsonl": '{"title": "无名的一篇", "body": "正文一段。"}\n'}, newspaper=make_newspaper())
    assert import_queue.read_next(lambda: None)
    assert "没有写报名" not in editor.get(f"/admin/archive/importbatch/{batch.pk}/publish/all/").content.decode()
