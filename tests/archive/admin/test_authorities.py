"""The desk's pages on which names are merged, split, renamed and brought in: what they say before, and do."""

import json
import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive.models import Article, BulkAct, Column, Contributor
from tests.archive.admin.forms import submit
from tests.factories import make_article, make_newspaper, withdraw

LIST = "/admin/archive/contributor/"


@pytest.fixture
def articles(db) -> list[Article]:
    made = [
        make_article("甲", people=(("周禾", "记者"),), column="身边事"),
        make_article("乙", people=(("周禾", "记者"), ("周和", "摄影")), column="身边的事"),
        make_article("丙", people=(("周和", "记者"),), byline="记者 周和"),
    ]
    withdraw(made[2], "误发布")
    return made


def person(name: str) -> Contributor:
    return Contributor.objects.get(name=name)


def text(answer) -> str:
    """A page as it is read, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def said(answer) -> str:
    return "".join(str(message) for message in get_messages(answer.wsgi_request))


def undo_link(answer) -> str:
    return re.search(r'href="([^"]+bulkact[^"]+)"', said(answer))[1]


class TestList:
    def test_counts_articles_and_finds_a_former_spelling(self, editor, articles):
        keys = [person("周禾").pk, person("周和").pk]
        editor.post(LIST + "merge/", {"keys": keys, "into": keys[0], "reason": "两种写法"})
        page = text(editor.get(LIST, {"q": "周和"}))
        assert "周禾3周和" in page

    def test_in_as_many_queries_for_many_names(self, editor, articles, django_assert_max_num_queries):
        for n in range(40):
            make_article(people=((f"人{n}", "记者"),))
        with django_assert_max_num_queries(12):
            editor.get(LIST)

    def test_a_name_that_leads_elsewhere_is_not_made_anew(self, editor, articles):
        keys = [person("周禾").pk, person("周和").pk]
        editor.post(LIST + "merge/", {"keys": keys, "into": keys[0], "reason": "两种写法"})
        answer = submit(editor, reverse("admin:archive_contributor_add"), name="周 和")
        assert "“周和”是“周禾”的原名称" in answer.content.decode()


class TestMerging:
    def test_from_the_list_with_counts_by_status(self, editor, articles):
        keys = [person("周禾").pk, person("周和").pk]
        there = editor.post(LIST, {"action": "merge_chosen", "_selected_action": keys})
        page = editor.get(there["Location"])
        for shown in ("已发布 2 篇", "已发布 1 篇，已撤回 1 篇", "/contributors/周和/", "合并这 2 个名称"):
            assert shown in page.content.decode()
        answer = editor.post(LIST + "merge/", {"keys": keys, "into": keys[0], "reason": "同一个人"})
        assert "已合并到“周禾”：1 个名称，2 篇文章，旧地址转到这里" in said(answer)
        assert "周和 归入 周禾" in text(editor.get(undo_link(answer)))
        undone = editor.post(undo_link(answer).replace("change", "undo"))
        assert "1 个名称和地址回到操作之前。2 篇文章回到操作之前：作者" in said(undone)
        assert person("周和").articles.count() == 2

    def test_a_spelling_is_added_by_name(self, editor, articles):
        asked = {"keys": person("周禾").pk, "name": "周 和"}
        assert "合并这 2 个名称" in editor.get(LIST + "merge/", asked).content.decode()
        assert "没有名为“谁”的作者" in editor.get(LIST + "merge/", asked | {"name": "谁"}).content.decode()

    def test_columns_of_two_papers_are_refused_in_words(self, editor, articles):
        other = Column.objects.create(newspaper=make_newspaper("蓼河时报"), name="身边事")
        mine = Column.objects.get(name="身边的事")
        sent = {"keys": [mine.pk, other.pk], "into": mine.pk, "reason": "一样"}
        answer = editor.post("/admin/archive/column/merge/", sent)
        assert answer.status_code == 409
        assert "不同报纸的栏目不能合并" in answer.content.decode()

    def test_not_for_an_uploader(self, uploader, articles):
        assert uploader.get(LIST + "merge/").status_code == 403
        assert "merge_chosen" not in uploader.get(LIST).content.decode()


class TestRenaming:
    def test_says_what_goes_with_it_and_keeps_what_was_typed(self, editor, articles):
        address = f"{LIST}{person('周和').pk}/rename/"
        page = text(editor.get(address))
        assert "已发布 1 篇，已撤回 1 篇，都显示新的名称" in page
        refused = editor.post(address, {"name": "周禾", "reason": "写错了"})
        assert refused.status_code == 409
        assert "合并所选" in refused.content.decode()
        assert 'value="写错了"' in refused.content.decode()
        answer = editor.post(address, {"name": "周荷", "reason": "写错了"})
        assert "“周和”已改名为“周荷”，2 篇文章显示新的名称" in said(answer)
        page = text(editor.get(answer["Location"]))
        assert "原名称: 周和" in page
        assert "保存" not in page, "there is nothing to save in the form"

    def test_its_history_tells_the_change(self, editor, articles):
        row = person("周和")
        editor.post(f"{LIST}{row.pk}/rename/", {"name": "周荷", "reason": "写错了"})
        page = editor.get(reverse("admin:archive_contributor_history", args=[row.pk])).content.decode()
        assert "<ins>周荷</ins>" in page or "周荷" in page


class TestSplitting:
    def test_the_ticked_articles_go(self, editor, articles):
        address = f"{LIST}{person('周和').pk}/split/"
        page = text(editor.get(address))
        assert "已发布 1 篇，已撤回 1 篇" in page
        sent = {"articles": articles[2].pk, "name": "周和（实习）", "slug": "", "reason": "同名的两个人"}
        answer = editor.post(address, sent)
        assert "1 篇文章已由“周和”归到“周和（实习）”" in said(answer)
        assert [str(each) for each in articles[1].contributions.all()][1] == "摄影 周和"
        editor.post(undo_link(answer).replace("change", "undo"))
        assert not Contributor.objects.filter(name="周和（实习）")

    def test_all_of_a_year_or_with_a_word(self, editor, articles):
        address = f"{LIST}{person('周和').pk}/split/"
        narrowed = editor.get(address, {"year": "2021", "words": "丙"})
        assert [row.title for row in narrowed.context["listed"]] == ["丙"]
        answer = editor.post(f"{address}?words=丙", {"all": "1", "name": "周小和", "reason": "同名"})
        assert answer.status_code == 302
        assert [row.title for row in person("周小和").articles.all()] == ["丙"]

    def test_what_was_ticked_stays_where_it_is_refused(self, editor, articles):
        sent = {"articles": articles[2].pk, "name": "周和", "reason": "同名"}
        answer = editor.post(f"{LIST}{person('周和').pk}/split/", sent)
        assert answer.status_code == 409
        assert "要用名称区别" in answer.content.decode()
        assert f'value="{articles[2].pk}" checked' in answer.content.decode()


class TestTables:
    def test_out(self, editor, articles):
        answer = editor.get(LIST + "export/xlsx/")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        assert "attachment" in answer["Content-Disposition"]
        assert editor.get(LIST + "export/exe/").status_code == 404

    def test_in_after_a_look(self, editor, articles):
        key, acts = person("周和").pk, BulkAct.objects.count()
        data = f"编号,姓名\n{key},周荷\n,田小禾\n".encode()
        upload = SimpleUploadedFile("作者.csv", data)
        preview = editor.post(LIST + "import/", {"file": upload, "reason": "整理"})
        assert "新增 1，改名 1，不变 0" in text(preview)
        assert BulkAct.objects.count() == acts
        lines = preview.context["lines"]
        answer = editor.post(LIST + "import/", {"lines": lines, "reason": "整理"})
        assert "已导入：新增 1，改名 1" in said(answer)
        assert {"周荷", "田小禾"} <= {row.name for row in Contributor.objects.standing()}
        again = editor.post(LIST + "import/", {"lines": lines, "reason": "整理"})
        assert "看过预览之后，“周和”又改成了“周荷”" in again.content.decode()

    def test_a_wrong_line_and_a_wrong_file(self, editor, articles):
        upload = SimpleUploadedFile("作者.csv", "编号,姓名\n,周禾\n".encode())
        page = text(editor.post(LIST + "import/", {"file": upload, "reason": "整理"}))
        assert "有 1 行不能导入，所以什么都没有导入" in page
        assert "已有名为“周禾”的作者" in page
        for sent in ({}, {"file": SimpleUploadedFile("作者.xls", b"x")}, {"lines": json.dumps([[1]])}):
            answer = editor.post(LIST + "import/", {"reason": "整理", **sent})
            assert answer.status_code in (200, 409)

    def test_not_for_an_uploader(self, uploader, articles):
        assert uploader.get(LIST + "import/").status_code == 403
        assert "导入表格" not in uploader.get(LIST).content.decode()
        assert uploader.get(LIST + "export/csv/").status_code == 200


def test_what_was_typed_stays_while_the_articles_of_a_name_are_narrowed(editor, articles):
    page = LIST + f"{person('周禾').pk}/split/"
    answer = editor.post(page, {"_look": "1", "words": "周", "name": "周禾（摄影）", "reason": "两个人", "slug": ""})
    assert answer.status_code == 302
    shown = editor.get(answer["Location"]).content.decode()
    for value in ('value="周"', 'value="周禾（摄影）"', 'value="两个人"'):
        assert value in shown


def test_one_name_that_was_renamed_counts_as_one(editor, articles):
    page = LIST + f"{person('周禾').pk}/rename/"
    answer = editor.post(page, {"name": "周荷", "reason": "写错了"})
    assert "1 个名称和地址回到操作之前" in text(editor.get(undo_link(answer)))
    assert "1 个名称和地址回到操作之前" in said(editor.post(undo_link(answer).replace("change", "undo")))
