"""Drafts, review, publishing, withdrawing: verbs of their own with a reason; many at once asked for, logged, undone."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from archive.models import Article, BulkAct, Problem, SourceFile, Status
from archive.services import articles, statuses
from archive.services.drafts import drafts_of
from tests.archive.admin.forms import opened, seen_in, send, submit
from tests.archive.conftest import browser_of
from tests.archive.services.test_uploads import read
from tests.archive.services.uploading import STORY
from tests.factories import make_article, make_user, withdraw

LIST = reverse("admin:archive_article_changelist")


def verb_page(row: Article, name: str) -> str:
    return reverse("admin:archive_article_verb", args=[row.pk, name])


def do(client, row: Article, name: str, **said):
    """Open the page of a verb and send it."""
    page = client.get(verb_page(row, name))
    carried = {"opened": page.context["form"]["opened"].value(), **seen_in(page)}
    return client.post(verb_page(row, name), carried | said)


@pytest.fixture
def draft(db) -> Article:
    return make_article("草稿一篇", status="draft")


def status(row: Article) -> str:
    return Article.objects.get(pk=row.pk).status


class TestDraft:
    def test_from_draft_to_readers(self, uploader, editor, client, draft):
        assert do(uploader, draft, "submit").status_code == 302
        assert status(draft) == "review"
        assert do(editor, draft, "return", reason="").status_code == 200
        assert status(draft) == "review"
        do(editor, draft, "return", reason="请写明出处")
        assert status(draft) == "draft"
        assert "请写明出处" in uploader.get(reverse("admin:archive_article_history", args=[draft.pk])).content.decode()
        do(uploader, draft, "submit")
        assert client.get(draft.get_absolute_url()).status_code == 404
        do(editor, draft, "publish")
        assert client.get(draft.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("state", ["draft", "review"])
    def test_readers_reach_it_nowhere(self, client, draft, state):
        Article.objects.filter(pk=draft.pk).update(status=state)
        id_ = draft.permanent_id
        missing = [
            f"/articles/{id_}{rest}" for rest in ("/", "/source/", "/correct/?p=1", ".txt", ".json", "/cite/ris")
        ]
        for address in [*missing, f"/api/v1/articles/{id_}/"]:
            assert client.get(address).status_code == 404, address
        for address in ["/oai?verb=ListRecords&metadataPrefix=oai_dc", "/issues/2021-11-05/", "/api/v1/articles/"]:
            assert draft.title not in client.get(address).content.decode(), address

    def test_its_form_leads_to_the_preview_only(self, uploader, chief, draft):
        form = reverse("admin:archive_article_change", args=[draft.pk])
        assert "viewsitelink" not in uploader.get(form).content.decode()
        do(chief, draft, "publish")
        assert "viewsitelink" in chief.get(form).content.decode()

    def test_the_preview_is_for_the_staff(self, client, uploader, draft):
        address = reverse("admin:archive_article_preview", args=[draft.pk])
        assert client.get(address).status_code == 302
        page = uploader.get(address)
        assert draft.title in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    def test_a_mistaken_one_is_deleted(self, uploader, draft):
        assert (
            uploader.post(reverse("admin:archive_article_delete", args=[draft.pk]), {"post": "yes"}).status_code == 302
        )
        assert not Article.objects.filter(pk=draft.pk).exists()

    def test_so_is_one_that_is_doubted_and_was_changed(self, uploader, draft):
        paper = draft.newspaper
        source = SourceFile.objects.create(name="村报.txt", sha256="a" * 64, size=1, newspaper=paper)
        Problem.objects.create(article=draft, source=source, code="no_date", message="没有写日期")
        address = reverse("admin:archive_article_change", args=[draft.pk])
        assert send(uploader, address, opened(uploader, address), title="改过一次").status_code == 302
        there = reverse("admin:archive_article_delete", args=[draft.pk])
        assert "无法删除" not in uploader.get(there).content.decode()
        assert uploader.post(there, {"post": "yes"}).status_code == 302
        assert not Article.objects.filter(pk=draft.pk).exists()

    @pytest.mark.parametrize("state", ["published", "withdrawn"])
    def test_what_was_published_never_is(self, chief, draft, state):
        Article.objects.filter(pk=draft.pk).update(status=state)
        assert chief.post(reverse("admin:archive_article_delete", args=[draft.pk]), {"post": "yes"}).status_code == 403
        assert "delete_selected" not in chief.get(LIST).content.decode()

    def test_an_uploader_changes_drafts_only(self, uploader, draft):
        address = reverse("admin:archive_article_change", args=[draft.pk])
        form = opened(uploader, address)
        assert send(uploader, address, form, title="改过的草稿").status_code == 302
        for state in ("review", "published", "withdrawn"):
            Article.objects.filter(pk=draft.pk).update(status=state)
            assert uploader.post(address, {"title": "不该改"}).status_code == 403
        assert Article.objects.get(pk=draft.pk).title == "改过的草稿"


class TestWithdrawal:
    def test_only_with_a_reason_which_readers_see(self, chief, client, db):
        row = make_article()
        assert do(chief, row, "withdraw", reason="  ").status_code == 200
        assert status(row) == "published"
        do(chief, row, "withdraw", reason="当事人要求")
        gone = client.get(row.get_absolute_url())
        assert gone.status_code == 410
        assert "当事人要求" in gone.content.decode()

    def test_in_favour_of_another(self, chief, client, db):
        row, other = make_article("重复的"), make_article("留下的")
        refused = do(chief, row, "withdraw", reason="重复", replaced_by="no-such-id")
        assert "没有编号为 no-such-id" in refused.content.decode()
        assert do(chief, row, "withdraw", reason="重复", replaced_by=row.permanent_id).status_code == 409
        do(chief, row, "withdraw", reason="重复", replaced_by=other.permanent_id)
        assert client.get(row.get_absolute_url())["Location"] == other.get_absolute_url()

    def test_published_again_with_its_reason_in_view(self, chief, db):
        row = make_article()
        withdraw(row, "当事人要求")
        assert "当事人要求" in chief.get(verb_page(row, "republish")).content.decode()
        do(chief, row, "republish")
        kept = Article.objects.get(pk=row.pk)
        assert (kept.status, kept.withdrawn_reason, kept.withdrawn_at) == ("published", "", None)

    def test_what_does_not_fit_is_refused_in_words(self, chief, db):
        answer = do(chief, make_article(), "republish")
        assert answer.status_code == 409
        assert "不能重新发布" in answer.content.decode()


class TestManyAtOnce:
    def bulk(self, client, action: str, rows, **said):
        """Ask for it; with `sure`, after a look at the plan."""
        chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
        seen = seen_in(client.post(LIST, chosen, follow=True)) if "sure" in said else {}
        return client.post(LIST, {**chosen, **seen, **said}, follow=True)

    def test_says_how_many_asks_and_logs(self, chief, told, db):
        rows = [make_article(f"第{n}篇") for n in range(3)]
        withdraw(rows[2], "当事人要求")
        told.clear()
        page = self.bulk(chief, "withdraw_all", rows)
        assert "<b>2</b> 篇会撤回" in page.content.decode()
        assert [status(row) for row in rows] == ["published", "published", "withdrawn"]
        assert "必填" in self.bulk(chief, "withdraw_all", rows, sure=1, reason="").content.decode()
        self.bulk(chief, "withdraw_all", rows, sure=1, reason="误登")
        act = BulkAct.objects.get(articles=2)
        assert (act.verb, act.articles, act.reason, act.by_name) == ("撤回", 2, "误登", "zhubian")
        assert told == {row.pk for row in rows[:2]}
        assert Article.objects.get(pk=rows[0].pk).withdrawn_reason == "误登"

    def test_taken_back_as_a_whole_save_what_was_decided_since(self, chief, db):
        rows = [make_article(f"第{n}篇") for n in range(3)]
        self.bulk(chief, "withdraw_all", rows, sure=1, reason="误登")
        do(chief, rows[0], "republish")
        do(chief, rows[0], "withdraw", reason="当事人要求")
        submit(chief, reverse("admin:archive_article_change", args=[rows[1].pk]), title="其间改的题")
        act = BulkAct.objects.get(articles=3)
        answer = chief.post(reverse("admin:archive_bulkact_undo", args=[act.pk]), follow=True)
        said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
        assert "1 篇之后又改过" in answer.content.decode() + said
        assert [status(row) for row in rows] == ["withdrawn", "published", "published"]
        assert Article.objects.get(pk=rows[1].pk).title == "其间改的题"
        assert Article.objects.get(pk=rows[2].pk).edited_fields == []
        again = chief.post(reverse("admin:archive_bulkact_undo", args=[act.pk]), follow=True)
        assert "已经取消过了" in again.content.decode()

    def test_what_was_published_is_withdrawn_and_never_a_draft_again(self, chief, client, db):
        rows = [make_article(f"草稿{n}", status=state) for n, state in enumerate(("draft", "review", "draft"))]
        self.bulk(chief, "publish_all", rows, sure=1)
        act = BulkAct.objects.get()
        assert "不再变回草稿" in chief.get(reverse("admin:archive_bulkact_change", args=[act.pk])).content.decode()
        do(chief, rows[2], "withdraw", reason="当事人要求")
        undo = reverse("admin:archive_bulkact_undo", args=[act.pk])
        assert "请写明原因" in chief.post(undo, follow=True).content.decode()
        assert [status(row) for row in rows] == ["published", "published", "withdrawn"]
        chief.post(undo, {"reason": "误发布，已撤回"})
        assert [status(row) for row in rows] == ["withdrawn"] * 3
        gone = client.get(rows[0].get_absolute_url())
        assert gone.status_code == 410
        assert "误发布，已撤回" in gone.content.decode()
        assert "当事人要求" in client.get(rows[2].get_absolute_url()).content.decode()
        assert (
            chief.post(reverse("admin:archive_article_delete", args=[rows[0].pk]), {"post": "yes"}).status_code == 403
        )
        self.bulk(chief, "republish_all", rows, sure=1)
        assert [status(row) for row in rows] == ["published", "published", "withdrawn"]

    def test_readers_are_told_why_it_was_taken_back(self, chief, client, db):
        row = make_article("草稿", status="draft")
        self.bulk(chief, "publish_all", [row], sure=1)
        undo = reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk])
        chief.post(undo, {"reason": "误发，稿件还未审定"})
        assert "误发，稿件还未审定" in client.get(row.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("state", ["published", "withdrawn"])
    def test_no_change_of_any_kind_makes_a_draft_of_what_was_public(self, db, state):
        row = make_article(status=state)
        content = statuses.with_status(row, Status.DRAFT)
        articles.write_article(row.pk, content, articles.by_hand(make_user(), reason="误发"))
        kept = Article.objects.get(pk=row.pk)
        assert (kept.status, kept.withdrawn_reason) == ("withdrawn", "误发")

    def test_published_again_only_what_was_withdrawn_so(self, chief, db):
        by_reason, in_bulk = make_article("有原因的"), make_article("批量撤回的")
        withdraw(by_reason, "当事人要求")
        statuses.apply_to_all(statuses.VERBS["withdraw"], Article.objects.filter(pk=in_bulk.pk), make_user(), "误登")
        page = self.bulk(chief, "republish_all", [by_reason, in_bulk]).content.decode()
        assert "<b>1</b> 篇会重新发布" in page
        assert "逐篇看过撤回原因" in page
        self.bulk(chief, "republish_all", [by_reason, in_bulk], sure=1)
        assert (status(by_reason), status(in_bulk)) == ("withdrawn", "published")

    @pytest.mark.parametrize("action", ["withdraw_all", "publish_all"])
    def test_what_was_changed_after_the_plan_is_shown_and_not_overwritten(self, chief, db, action):
        state = "published" if action == "withdraw_all" else "draft"
        rows = [make_article(f"第{n}篇", status=state) for n in range(3)]
        chosen = {"action": action, "_selected_action": [row.pk for row in rows], "reason": "误登"}
        seen = seen_in(chief.post(LIST, chosen)) | {"sure": "1"}
        submit(chief, reverse("admin:archive_article_change", args=[rows[1].pk]), title="其间改的题")
        refused = chief.post(LIST, chosen | seen)
        assert refused.status_code == 409
        assert "改过的有：<a" in refused.content.decode()
        assert "其间改的题" in refused.content.decode()
        assert [status(row) for row in rows] == [state] * 3
        assert chief.post(LIST, chosen | seen_in(refused) | {"sure": "1"}).status_code == 302
        assert state not in [status(row) for row in rows]

    def test_all_of_a_list_are_those_that_the_plan_counted(self, chief, db):
        rows = [make_article(f"第{n}篇") for n in range(2)]
        chosen = {"action": "withdraw_all", "_selected_action": [rows[0].pk], "select_across": "1", "reason": "误登"}
        seen = seen_in(chief.post(LIST, chosen)) | {"sure": "1"}
        make_article("后来的")
        assert "当时选的是 2 篇，现在是 3 篇" in chief.post(LIST, chosen | seen).content.decode()
        assert not Article.objects.filter(status="withdrawn").exists()

    def test_who_did_it_takes_it_back_while_nobody_changed_it(self, editor, chief, db):
        rows = [make_article(f"第{n}篇", status="draft") for n in range(3)]
        assert "撤销" in self.bulk(editor, "publish_all", rows, sure=1).content.decode()
        undo = reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk])
        other = browser_of("linren", "编辑")
        assert other.post(undo, {"reason": "误发布"}).status_code == 403
        submit(chief, reverse("admin:archive_article_change", args=[rows[1].pk]), title="其间改的题")
        assert editor.post(undo, {"reason": "误发布"}).status_code == 403
        self.bulk(editor, "publish_all", fresh := [make_article("又一篇", status="draft")], sure=1)
        undo = reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get(articles=1).pk])
        assert editor.post(undo, {"reason": "误发布"}).status_code == 302
        assert status(fresh[0]) == "withdrawn"

    def test_so_is_one_published_on_its_own_page(self, editor, draft):
        said = do(editor, draft, "publish")
        undo = reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk])
        assert said.status_code == 302
        assert undo.removesuffix("undo/") in editor.get(said["Location"]).content.decode()
        assert editor.post(undo, {"reason": "误发布"}).status_code == 302
        assert status(draft) == "withdrawn"

    def test_an_editor_cannot(self, editor, db):
        row = make_article()
        assert "withdraw_all" not in editor.get(LIST).content.decode()
        self.bulk(editor, "withdraw_all", [row], sure=1, reason="误登")
        assert status(row) == "published"


class TestNotice:
    def test_links_both_ways(self, editor, client, db):
        wrong, notice = make_article("有错的一篇"), make_article("更正")
        submit(editor, reverse("admin:archive_article_change", args=[notice.pk]), corrects=wrong.pk)
        assert wrong.get_absolute_url() in client.get(notice.get_absolute_url()).content.decode()
        page = client.get(wrong.get_absolute_url()).content.decode()
        assert "本文有更正" in page
        assert notice.get_absolute_url() in page

    def test_a_withdrawn_article_names_it(self, client, db):
        wrong = make_article("有错的一篇")
        notice = make_article("更正", corrects=wrong)
        withdraw(wrong, "失实")
        gone = client.get(wrong.get_absolute_url())
        assert gone.status_code == 410
        assert notice.get_absolute_url() in gone.content.decode()

    def test_a_draft_notice_is_not_told_of(self, client, db):
        wrong = make_article("有错的一篇")
        make_article("更正", status="draft", corrects=wrong)
        assert "本文有更正" not in client.get(wrong.get_absolute_url()).content.decode()

    def test_not_of_itself(self, editor, db):
        row = make_article()
        answer = submit(editor, reverse("admin:archive_article_change", args=[row.pk]), corrects=row.pk)
        assert "请选另一篇发布过的文章" in answer.content.decode()


def test_a_reparse_keeps_a_notice_linked(editor, db):
    wrong, notice = make_article("有错的一篇"), make_article("更正")
    submit(editor, reverse("admin:archive_article_change", args=[notice.pk]), corrects=wrong.pk)
    assert Article.objects.get(pk=notice.pk).edited_fields == ["corrects"]


class TestWhatPublishesConfirmsDoubts:
    """However it is done: by the page of a verb, in a list, of a batch."""

    @pytest.fixture
    def doubted(self, data_dir) -> Article:
        """A draft of a batch, with a doubt of its own and one of its file."""
        batch = read({"甲.txt": STORY})
        draft = drafts_of(batch).get()
        Problem.objects.all().delete()
        Problem.objects.create(source=draft.source, article=draft, code="odd_headline", message="标题可疑")
        Problem.objects.create(source=draft.source, code="odd_headline", message="报头可疑")
        return draft

    def by_verb(self, client: Client, draft: Article):
        address = reverse("admin:archive_article_verb", args=[draft.pk, "publish"])
        page = client.get(address)
        return page, lambda: client.post(address, {"opened": draft.version, **seen_in(page)})

    def by_list(self, client: Client, draft: Article):
        address = reverse("admin:archive_article_changelist")
        chosen = {"action": "publish_all", "_selected_action": [draft.pk]}
        page = client.post(address, chosen)
        return page, lambda: client.post(address, {**chosen, **seen_in(page), "sure": "1"})

    def by_batch(self, client: Client, draft: Article):
        address = reverse("admin:archive_importbatch_publish", args=[draft.batch_id, "all"])
        page = client.get(address)
        return page, lambda: client.post(address, seen_in(page))

    @pytest.mark.parametrize("way", ["by_verb", "by_list", "by_batch"])
    def test_and_is_taken_back_with_them(self, chief, doubted, way):
        page, send = getattr(self, way)(chief, doubted)
        assert "标题可疑" in page.content.decode()
        send()
        doubted.refresh_from_db()
        act = BulkAct.objects.get()
        assert (doubted.status, act.verb, act.articles, act.problems) == ("published", "确认无误、发布", 1, 1)
        assert dict(Problem.objects.values_list("message", "state")) == {"标题可疑": "confirmed", "报头可疑": "open"}
        told = chief.get(reverse("admin:archive_bulkact_change", args=[act.pk])).content.decode()
        assert "这 1 条存疑回到操作之前" in told
        chief.post(reverse("admin:archive_bulkact_undo", args=[act.pk]), {"reason": "误发布"})
        doubted.refresh_from_db()
        assert doubted.status == "withdrawn"
        assert set(Problem.objects.values_list("state", flat=True)) == {"open"}

    @pytest.mark.parametrize("way", ["by_verb", "by_list", "by_batch"])
    def test_but_not_one_that_was_raised_since_the_page_was_opened(self, chief, doubted, way):
        _, send = getattr(self, way)(chief, doubted)
        Problem.objects.create(source=doubted.source, article=doubted, code="odd_headline", message="又一条")
        answer = send()
        doubted.refresh_from_db()
        assert doubted.status == "draft"
        assert "又一条" in answer.content.decode()
