"""Who wrote in, deleted or settled something stays on record, whatever others do since, and without their account."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import Article, BulkAct, Column, Contributor, Problem, RowChange, SourceFile
from archive.services import corrections
from archive.services.act_titles import titles_of
from archive.services.acts import bulk_act
from archive.services.correctable import place_at
from archive.services.problems import settle_problems
from archive.services.statuses import VERBS, apply_to_all, apply_verb
from tests.archive.admin.forms import seen_in, submit
from tests.archive.conftest import browser_of
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:archive_problem_changelist")


def delete_account(chief, name: str) -> None:
    who = User.objects.get(username=name)
    assert chief.post(reverse("admin:auth_user_delete", args=[who.pk]), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(username=name).exists()


@pytest.fixture
def doubt() -> Problem:
    paper = make_newspaper("蓼河时报")
    source = SourceFile.objects.create(sha256="0" * 64, name="甲.txt", origin="甲.txt", size=1, newspaper=paper)
    return Problem.objects.create(source=source, article=make_article(newspaper=paper), code="x", message="可疑")


class TestRows:
    def test_whoever_wrote_an_article_in_is_named_by_its_history(self, editor, chief):
        paper = make_newspaper("蓼河时报")
        add = reverse("admin:archive_article_add")
        assert submit(editor, add, title="手写的一稿", newspaper=paper.pk).status_code == 302
        row = Article.objects.get()
        delete_account(chief, "bianji")
        page = chief.get(reverse("admin:archive_article_history", args=[row.pk])).content.decode()
        assert "bianji，" in page

    def test_what_was_deleted_and_by_whom_outlives_the_account(self, chief):
        column = Column.objects.create(newspaper=make_newspaper("蓼河时报"), name="身边事")
        draft = make_article("不要的草稿", status="draft")
        someone = browser_of("another", "主编")
        for row, kind in ((column, "column"), (draft, "article")):
            someone.post(reverse(f"admin:archive_{kind}_delete", args=[row.pk]), {"post": "yes"})
        people = [Contributor.objects.create(name=name) for name in ("周禾", "邱田")]
        data = {"action": "delete_selected", "_selected_action": [each.pk for each in people], "post": "yes"}
        someone.post(reverse("admin:archive_contributor_changelist"), data)
        delete_account(chief, "another")
        kept = RowChange.objects.filter(how="deleted", by=None).values_list("kind", "name", "by_name")
        assert set(kept) == {
            ("archive.column", "身边事", "another"),
            ("archive.article", "不要的草稿", "another"),
            ("archive.contributor", "周禾", "another"),
            ("archive.contributor", "邱田", "another"),
        }
        assert RowChange.objects.filter(kind="auth.user", name="another", by_name="zhubian").exists()
        listed = chief.get(reverse("admin:archive_rowchange_changelist"), {"q": "身边事"}).content.decode()
        assert "删除：身边事" in listed

    def test_an_added_row_is_kept_once_with_what_it_said(self, editor):
        submit(editor, reverse("admin:archive_contributor_add"), name="田小禾")
        kept = RowChange.objects.get()
        assert (kept.how, kept.name, kept.fields) == ("added", "田小禾", [["姓名", "", "田小禾"]])


class TestDoubts:
    def settle(self, client, action: str, *doubts: Problem, **said):
        return client.post(QUEUE, {"action": action, "_selected_action": [each.pk for each in doubts], **said})

    def test_says_how_many_asks_and_logs(self, editor, doubt):
        done = Problem.objects.create(source=doubt.source, code="y", message="旧", state="confirmed")
        asked = self.settle(editor, "confirm", doubt, done)
        assert "<b>1</b> 条会记为“确认无误”。另有 1 条" in asked.content.decode()
        doubt.refresh_from_db()
        assert (doubt.state, BulkAct.objects.count()) == ("open", 0)
        assert self.settle(editor, "confirm", doubt, done, sure=1).status_code == 302
        act = BulkAct.objects.get()
        assert (str(act), act.by_name) == ("确认无误 1 条", "bianji")

    def test_every_settlement_is_kept(self, editor, chief, doubt):
        self.settle(editor, "confirm", doubt, sure=1)
        self.settle(chief, "mended", doubt, sure=1)
        delete_account(chief, "bianji")
        doubt.refresh_from_db()
        assert [entry[:2] for entry in doubt.settlements] == [["confirmed", "bianji"], ["mended", "zhubian"]]
        page = chief.get(reverse("admin:archive_problem_history", args=[doubt.pk])).content.decode()
        assert "bianji，" in page
        assert page.index("zhubian，") < page.index("bianji，"), "the newest first"

    def test_taken_back_by_an_editor_save_what_was_said_since(self, editor, chief, doubt):
        other = Problem.objects.create(source=doubt.source, code="y", message="另一条")
        self.settle(chief, "mended", other, sure=1)
        first = BulkAct.objects.latest("pk")
        self.settle(editor, "confirm", doubt, other, sure=1)
        act = BulkAct.objects.latest("pk")
        editor.post(reverse("admin:archive_bulkact_undo", args=[first.pk]))
        other.refresh_from_db()
        assert other.state == "confirmed", "said since by another act"
        page = editor.get(reverse("admin:archive_bulkact_change", args=[act.pk])).content.decode()
        assert "取消这次批量操作" in page
        editor.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
        for each in (doubt, other):
            each.refresh_from_db()
        assert (doubt.state, doubt.settled_by_name, doubt.settled_at) == ("open", "", None)
        assert (other.state, other.settled_by_name) == ("open", ""), "both acts that settled it are taken back"
        assert [entry[0] for entry in other.settlements] == ["mended", "confirmed", "open"]

    def test_an_uploader_cannot_take_it_back(self, editor, doubt):
        self.settle(editor, "confirm", doubt, sure=1)
        undo = reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk])
        assert browser_of("someone", "上传").post(undo).status_code == 403


class TestActs:
    """Acts are told by the articles that they were done to."""

    @pytest.fixture
    def drafts(self) -> list[Article]:
        paper = make_newspaper("蓼河时报")
        return [make_article(title, newspaper=paper, status="draft") for title in ("新桥开通", "水厂扩建", "书屋开放")]

    def listed(self, client) -> list[str]:
        page = client.get(reverse("admin:archive_bulkact_changelist")).content.decode()
        return re.findall(r'class="field-concerned"[^>]*>([^<]*)<', page)

    def recent(self, client) -> list[str]:
        page = client.get("/admin/").content.decode().partition('id="recent"')[2]
        return [re.sub(r"<[^>]+>", "", row) for row in re.findall(r"<li>(.*?) <span", page)]

    def test_by_the_title_of_one_and_of_several_the_first_and_how_many(self, drafts, editor):
        by = User.objects.get(username="bianji")
        apply_verb(drafts[1].pk, VERBS["publish"], by)
        apply_to_all(VERBS["submit"], Article.objects.all(), by)
        titles = ["《新桥开通》等2篇", "《水厂扩建》"]
        acts = list(BulkAct.objects.order_by("-pk"))
        with CaptureQueriesContext(connection) as queries:
            assert list(map(titles_of(acts).get, [act.pk for act in acts])) == titles
        assert len(queries) == 2
        assert self.listed(editor) == titles
        assert self.recent(editor) == [f"送审 2 篇 {titles[0]}", f"发布 1 篇 {titles[1]}"]
        page = editor.get(reverse("admin:archive_bulkact_change", args=[BulkAct.objects.latest("pk").pk]))
        assert titles[0] in page.content.decode()

    def test_doubts_and_corrections_by_their_article(self, doubt, editor):
        by, article = User.objects.get(username="bianji"), doubt.article
        with bulk_act("确认无误", by) as act:
            act.problems = settle_problems([doubt], Problem.State.CONFIRMED, by, "确认无误", act)
        corrections.decline(
            corrections.keep_suggestion(place_at(article, 1), "改过", "", "192.0.2.1", ""), by, "原文如此"
        )
        assert self.listed(editor) == [f"《{article}》"] * 2

    def test_what_one_did_to_an_article_stands_once_among_the_recent(self, drafts, editor):
        address = reverse("admin:archive_article_verb", args=[drafts[0].pk, "publish"])
        sent = {"opened": drafts[0].version, **seen_in(editor.get(address))}
        assert editor.post(address, sent).status_code == 302
        submit(editor, reverse("admin:archive_article_change", args=[drafts[2].pk]), title="书屋今日开放")
        assert self.recent(editor) == ["改 书屋今日开放", "发布 1 篇 《新桥开通》"]
        assert self.recent(browser_of("another", "编辑")) == []

    def test_no_more_queries_for_many(self, drafts, editor):
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                editor.get(reverse("admin:archive_bulkact_changelist"))
                editor.get("/admin/")
            return len(queries)

        by = User.objects.get(username="bianji")
        apply_verb(drafts[0].pk, VERBS["submit"], by)
        asked()
        few = asked()
        for row in drafts[1:]:
            apply_verb(row.pk, VERBS["submit"], by)
        assert asked() == few
