"""Two editors at once, in every order: nothing is overwritten, nothing typed is lost, no status changes by the way."""

from typing import Any

import pytest
from django.urls import reverse

from archive import loader
from archive.loader.content import content_of_rows
from archive.models import Article, Column, Correction, Revision
from archive.services import corrections, history
from archive.services.correctable import place_at
from tests.archive.admin.forms import comparing_data, opened, send, submit
from tests.archive.conftest import browser_of
from tests.archive.loader.making import FULL, MASTHEAD, article, facts, source
from tests.factories import make_user, withdraw


@pytest.fixture
def row(db) -> Article:
    loader.load(source(FULL, issue=MASTHEAD), facts())
    return Article.objects.get()


@pytest.fixture
def colleague(db):
    return browser_of("tongshi", "编辑")


def form_of(row: Article) -> str:
    return reverse("admin:archive_article_change", args=[row.pk])


def take(client, row: Article, answer: Any, sides: dict[str, str]) -> Any:
    """Send the comparing page as a browser does, with these sides chosen where the page has not chosen."""
    return client.post(form_of(row), comparing_data(answer, sides))


def now(row: Article) -> Article:
    return Article.objects.get(pk=row.pk)


class TestEditAndEdit:
    def test_the_second_is_refused_with_both_texts(self, editor, colleague, row):
        mine = opened(editor, form_of(row))
        assert submit(colleague, form_of(row), title="同事改的题", kicker="同事的引题").status_code == 302
        answer = send(editor, form_of(row), mine, title="我改的题", body="我改的一段。\n又一段。")
        assert answer.status_code == 409
        page = answer.content.decode()
        for text in ("同事改的题", "我改的题", "我改的一段。\n又一段。", "同事的引题", "tongshi"):
            assert text in page
        assert {c.name: c.chosen for c in answer.context["conflicts"]} == {
            "title": "",
            "kicker": "theirs",
            "body": "mine",
        }
        assert now(row).title == "同事改的题"

    @pytest.mark.parametrize(("side", "title"), [("mine", "我改的题"), ("theirs", "同事改的题")])
    def test_either_is_taken_field_by_field(self, editor, colleague, row, side, title):
        mine = opened(editor, form_of(row))
        submit(colleague, form_of(row), title="同事改的题", kicker="同事的引题")
        answer = send(editor, form_of(row), mine, title="我改的题", body="我改的一段。\n又一段。")
        assert take(editor, row, answer, {"title": side}).status_code == 302
        kept = now(row)
        assert (kept.title, kept.kicker) == (title, "同事的引题")
        assert kept.sections.first().body == "我改的一段。\n又一段。"
        assert kept.version == 3

    def test_a_third_change_meanwhile_is_compared_again(self, editor, colleague, row):
        mine = opened(editor, form_of(row))
        submit(colleague, form_of(row), title="同事改的题")
        answer = send(editor, form_of(row), mine, title="我改的题")
        submit(colleague, form_of(row), title="同事又改的题")
        again = take(editor, row, answer, {"title": "mine"})
        assert again.status_code == 409
        assert [(c.mine, c.theirs) for c in again.context["conflicts"]] == [("我改的题", "同事又改的题")]
        take(editor, row, again, {"title": "mine"})
        assert now(row).title == "我改的题"

    def test_the_same_change_twice_is_one(self, editor, colleague, row):
        mine = opened(editor, form_of(row))
        submit(colleague, form_of(row), title="都这样改")
        answer = send(editor, form_of(row), mine, title="都这样改")
        assert answer.context["conflicts"] == []
        take(editor, row, answer, {})
        assert now(row).version == 2

    def test_part_deleted_meanwhile(self, editor, colleague, row):
        mine = opened(editor, form_of(row))
        text = mine["body"]
        without = text.replace("图：居民在步道上散步。\n", "")
        gone = submit(colleague, form_of(row), body=without, **{"contributions-0-DELETE": "on"})
        assert gone.status_code == 302
        answer = send(editor, form_of(row), mine, body=text.replace("居民在步道上散步。", "我写的图说"))
        assert answer.status_code == 409
        assert "我写的图说" in answer.content.decode()
        assert take(editor, row, answer, {"body": "mine"}).status_code == 302
        kept = now(row)
        assert [f.caption for f in kept.figures.all()] == ["我写的图说"]
        assert [str(c) for c in kept.contributions.all()] == ["通讯员 邱田"]

    def test_part_deleted_by_me_edited_by_the_other(self, editor, colleague, row):
        mine = opened(editor, form_of(row))
        text = mine["body"]
        submit(colleague, form_of(row), body=text.replace("居民在步道上散步。", "同事写的图说"))
        without = text.replace("图：居民在步道上散步。\n", "")
        (conflict,) = send(editor, form_of(row), mine, body=without).context["conflicts"]
        assert "同事写的图说" in conflict.theirs
        assert ("图：" in conflict.mine, conflict.chosen) == (False, "")

    def test_a_choice_that_cannot_be_saved_is_shown_in_the_form(self, editor, colleague, row):
        mine = opened(editor, form_of(row))
        submit(colleague, form_of(row), kicker="同事的引题")
        answer = send(editor, form_of(row), mine, title="题" * 501)
        again = take(editor, row, answer, {"title": "mine"})
        assert again.status_code == 200
        assert "题" * 501 in again.content.decode()


class TestWithoutAVersion:
    """A form that does not say which version it was opened at is never saved unseen."""

    def test_it_is_refused_with_the_text_kept(self, editor, row):
        form = opened(editor, form_of(row))
        del form["opened"]
        answer = send(editor, form_of(row), form, title="我改的题")
        assert answer.status_code == 409
        assert "我改的题" in answer.content.decode()
        assert now(row).title == FULL.title
        assert take(editor, row, answer, {"title": "mine"}).status_code == 302
        assert now(row).title == "我改的题"

    def test_what_was_not_sent_stays(self, editor, row):
        before = content_of_rows(Article.objects.with_parts().get())
        answer = editor.post(form_of(row), {"title": "我改的题"})
        assert [each.name for each in answer.context["conflicts"]] == ["title"]
        take(editor, row, answer, {"title": "mine"})
        after = content_of_rows(Article.objects.with_parts().get())
        assert before.differing(after) == ["title"]


def test_the_page_that_compares_leaves_what_nobody_touched_to_the_byte(editor, colleague, row):
    row.sections.update(body="　　一段。\r\n二段。 \n\n", heading="　小标题 ")
    row.figures.update(caption=" 图说\n")
    Article.objects.update(editor_note="\n按语 ")
    before = content_of_rows(Article.objects.with_parts().get())
    mine = opened(editor, form_of(row))
    submit(colleague, form_of(row), kicker="同事的引题")
    answer = send(editor, form_of(row), mine, title="我改的题")
    assert take(editor, row, answer, {"title": "mine"}).status_code == 302
    after = content_of_rows(Article.objects.with_parts().get())
    assert before.differing(after) == ["kicker", "title"]


def test_of_a_row_that_was_moved_the_other_texts_stay_to_the_byte(editor, colleague, row):
    row.sections.update(body="　　一段。\r\n二段。\n")
    mine = opened(editor, form_of(row))
    submit(colleague, form_of(row), kicker="同事的引题")
    answer = send(editor, form_of(row), mine, body="# 我加的小标题\n" + mine["body"])
    take(editor, row, answer, {"body": "mine"})
    section = now(row).sections.get()
    assert (section.heading, section.body) == ("我加的小标题", "　　一段。\r\n二段。\n")


class TestEditAndWithdraw:
    def test_a_stale_form_never_publishes(self, editor, row):
        mine = opened(editor, form_of(row))
        withdraw(row, "当事人要求")
        answer = send(editor, form_of(row), mine, title="我改的题")
        assert answer.status_code == 409
        assert "当事人要求" in answer.content.decode()
        take(editor, row, answer, {"title": "mine"})
        kept = now(row)
        assert (kept.title, kept.status, kept.withdrawn_reason) == ("我改的题", "withdrawn", "当事人要求")

    def test_who_withdraws_sees_the_edit_first(self, editor, chief, row):
        page = reverse("admin:archive_article_verb", args=[row.pk, "withdraw"])
        seen = chief.get(page).context["form"]["opened"].value()
        submit(editor, form_of(row), title="我改的题")
        answer = chief.post(page, {"opened": seen, "reason": "重复"})
        assert answer.status_code == 409
        assert ">重复</textarea>" in answer.content.decode().replace("\n", "")
        assert now(row).status == "published"
        again = answer.context["form"]["opened"].value()
        assert chief.post(page, {"opened": again, "reason": "重复"}).status_code == 302
        assert (now(row).status, now(row).title) == ("withdrawn", "我改的题")


class TestEditAndAccept:
    @pytest.fixture
    def suggestion(self, row) -> Correction:
        return corrections.keep_suggestion(place_at(row, 1), "读者改的一段。", "", "192.0.2.1")

    def test_accepted_while_a_form_was_open(self, editor, row, suggestion):
        mine = opened(editor, form_of(row))
        corrections.accept(suggestion, make_user())
        answer = send(editor, form_of(row), mine, title="我改的题")
        assert answer.status_code == 409
        assert {c.name: c.chosen for c in answer.context["conflicts"]} == {"title": "mine", "body": "theirs"}
        take(editor, row, answer, {})
        assert now(row).sections.first().paragraphs[0] == "读者改的一段。"

    def test_edited_before_it_was_accepted(self, editor, row, suggestion):
        submit(editor, form_of(row), body="编辑先改了。")
        with pytest.raises(corrections.ParagraphChanged):
            corrections.accept(suggestion, make_user())
        suggestion.refresh_from_db()
        assert (suggestion.state, now(row).sections.first().body) == ("waiting", "编辑先改了。")

    def test_two_editors_decide(self, row, suggestion):
        other = Correction.objects.get(pk=suggestion.pk)
        corrections.accept(suggestion, make_user("zhouhe"))
        with pytest.raises(corrections.AlreadyDecided):
            corrections.decline(other, make_user("qiutian"))
        assert Correction.objects.get().decided_by_name == "zhouhe"


class TestEditAndReparse:
    def test_read_again_while_a_form_was_open(self, editor, row):
        mine = opened(editor, form_of(row))
        loader.load(source(article(FULL.title, *FULL.sections[0].paragraphs, byline="新署名")), facts())
        answer = send(editor, form_of(row), mine, title="我改的题")
        assert answer.status_code == 409
        take(editor, row, answer, {})
        assert (now(row).title, now(row).byline) == ("我改的题", "新署名")

    def test_read_again_after_the_edit(self, editor, row):
        submit(editor, form_of(row), title="我改的题")
        loader.load(source(article(FULL.title, *FULL.sections[0].paragraphs, byline="新署名")), facts())
        assert (now(row).title, now(row).byline, now(row).version) == ("我改的题", "新署名", 3)


def test_restored_while_a_form_was_open(editor, colleague, row):
    submit(colleague, form_of(row), title="同事改的题")
    mine = opened(editor, form_of(row))
    history.restore_version(row.pk, 1, make_user())
    assert send(editor, form_of(row), mine, title="我改的题").status_code == 409
    assert now(row).title == FULL.title


def test_a_draft_deleted_meanwhile_leaves_what_was_typed(editor, row):
    draft = Article.objects.create(newspaper=row.newspaper, title="草稿", permanent_id="caogao", status="draft")
    mine = opened(editor, form_of(draft))
    assert editor.post(reverse("admin:archive_article_delete", args=[draft.pk]), {"post": "yes"}).status_code == 302
    answer = send(editor, form_of(draft), mine, title="我写了很久的题", body="长长的一段")
    assert answer.status_code == 409
    assert "我写了很久的题" in answer.content.decode()
    assert "长长的一段" in answer.content.decode()


def test_a_draft_published_meanwhile_leaves_what_its_author_typed(uploader, row):
    draft = Article.objects.create(newspaper=row.newspaper, title="草稿", permanent_id="caogao", status="draft")
    mine = opened(uploader, form_of(draft))
    Article.objects.filter(pk=draft.pk).update(status="published", version=2)
    answer = send(uploader, form_of(draft), mine, title="我写了很久的题")
    assert answer.status_code == 409
    assert "我写了很久的题" in answer.content.decode()
    assert "按所选保存" not in answer.content.decode()
    assert now(draft).title == "草稿"


def test_chosen_rows_of_a_select_box_are_named(editor, colleague, row):
    one, other = (Column.objects.create(newspaper=row.newspaper, name=name) for name in ("便民", "读者来信"))
    mine = opened(editor, form_of(row))
    submit(colleague, form_of(row), column=one.pk)
    (conflict,) = send(editor, form_of(row), mine, column=other.pk).context["conflicts"]
    assert (conflict.label, conflict.mine, conflict.theirs) == ("栏目", "读者来信", "便民")
    assert Revision.objects.count() == 1
