"""The page that changes many articles in one action of the list: asks, says what changes and what not, does it."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse

from archive.admin import bulk_edits
from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Column, Status
from archive.services.articles import by_hand, write_article
from archive.services.bulk_edits import plan_edit
from archive.services.statuses import VERBS, apply_to_all
from tests.archive.admin.forms import seen_in
from tests.factories import edit, make_article, make_newspaper

LIST = reverse("admin:archive_article_changelist")


@pytest.fixture
def thirty(db) -> list[int]:
    Column.objects.create(newspaper=make_newspaper(), name="走基层")
    made = [make_article(f"第{n}篇", page="2", column="身边事") for n in range(29)]
    made.append(make_article("别报的", newspaper=make_newspaper("蓼河时报")))
    return [row.pk for row in made]


def ask(client, keys: list[int], **fields: str):
    """Sends the form; with `sure`, after a look at the plan."""
    chosen = {"action": "edit_chosen", "_selected_action": keys, "select_across": "0", "how": "add"} | fields
    looked = {name: value for name, value in chosen.items() if name != "sure"}
    return client.post(LIST, chosen | (seen_in(client.post(LIST, looked)) if "sure" in fields else {}))


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def said(answer) -> str:
    return "".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_column_of_thirty_articles_and_back(editor, thirty):
    assert "选了 30 篇" in text(ask(editor, thirty))
    wanted = {"asked": "1", "column": "走基层", "reason": "归栏"}
    plan = text(ask(editor, thirty, **wanted))
    assert "改栏目：会改 29 篇，不改 1 篇" in plan
    assert "《蓼河时报》没有栏目“走基层”，请先到“栏目”里新建：1 篇（别报的）" in plan
    assert Article.objects.filter(column__name="身边事").count() == 29
    done = ask(editor, thirty, sure="照此改", **wanted)
    assert done.status_code == 302
    assert "改栏目：已改 29 篇" in said(done)
    assert Article.objects.filter(column__name="走基层").count() == 29
    act = BulkAct.objects.get()
    page = text(editor.get(reverse("admin:archive_bulkact_change", args=[act.pk])))
    assert "29 篇文章回到操作之前：栏目" in page
    undone = editor.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
    assert "29 篇文章回到操作之前" in said(undone)
    assert Article.objects.filter(column__name="身边事").count() == 29


def test_what_was_changed_after_the_plan_is_not_overwritten_but_shown(editor, thirty):
    wanted = {"asked": "1", "column": "走基层", "reason": "归栏"}
    seen = seen_in(ask(editor, thirty, **wanted))
    row = Article.objects.with_parts().get(pk=thirty[3])
    content = content_of_rows(row)
    content.columns["title"] = "同事改的"
    write_article(row.pk, content, by_hand(User.objects.get(username="bianji")))
    chosen = {"action": "edit_chosen", "_selected_action": thirty, "select_across": "0", "how": "add"}
    refused = editor.post(LIST, chosen | wanted | seen | {"sure": "1"})
    assert refused.status_code == 409
    assert "还没有改：看过之后，所选的文章变了。改过的有：同事改的。" in text(refused)
    assert not BulkAct.objects.exists()
    fewer = editor.post(LIST, chosen | wanted | seen_in(refused) | {"sure": "1", "_selected_action": thirty[:5]})
    assert "当时选的是 30 篇，现在是 5 篇" in text(fewer)
    again = editor.post(LIST, chosen | wanted | seen_in(refused) | {"sure": "1"})
    assert again.status_code == 302


def test_what_is_changed_while_the_plan_is_made_is_not_taken_for_seen(editor, thirty, monkeypatch):
    wanted = {"asked": "1", "column": "走基层", "reason": "归栏"}

    def saved_meanwhile(edit, chosen):
        plan = plan_edit(edit, chosen)
        row = Article.objects.with_parts().get(pk=thirty[3])
        content = content_of_rows(row)
        content.columns["title"] = "同事改的"
        write_article(row.pk, content, by_hand(User.objects.get(username="bianji")))
        return plan

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(bulk_edits, "plan_edit", saved_meanwhile)
        seen = seen_in(ask(editor, thirty, **wanted))
    chosen = {"action": "edit_chosen", "_selected_action": thirty, "select_across": "0", "how": "add"}
    refused = editor.post(LIST, chosen | wanted | seen | {"sure": "1"})
    assert refused.status_code == 409
    assert "改过的有：同事改的。" in text(refused)
    assert not BulkAct.objects.exists()


def test_all_that_the_list_found_beyond_its_page(editor, thirty):
    fields = {"asked": "1", "column": "走基层", "reason": "归栏", "sure": "1", "select_across": "1"}
    ask(editor, thirty[:1], **fields)
    assert Article.objects.filter(column__name="走基层").count() == 29


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "这个字段是必填项"),
        ({"reason": "归栏"}, "请至少填一项"),
        ({"reason": "归栏", "day": "2021年13月5日"}, "请写完整的、有的日期"),
        ({"reason": "归栏", "day": "2021年"}, "请写完整的、有的日期"),
        ({"reason": "归栏", "people": "——"}, "读不出是哪些作者"),
        ({"reason": "归栏", "column": "走基层", "no_column": "on"}, "请只留一样"),
    ],
)
def test_what_cannot_be_is_said_with_what_was_typed(editor, thirty, fields, words):
    answer = ask(editor, thirty, asked="1", **fields)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert all(f'value="{value}"' in answer.content.decode() for value in fields.values() if value != "on")


def test_back_from_the_plan_everything_is_as_it_was_typed(editor, thirty):
    fields = {"asked": "1", "column": "走基层", "people": "记者 周禾", "how": "replace", "reason": "归栏"}
    page = ask(editor, thirty, back="1", **fields).content.decode()
    assert 'value="走基层"' in page
    assert "看看会改变什么" in page


def test_status_is_for_who_may(editor, chief, uploader, thirty):
    assert "撤回" not in str(ask(editor, thirty).context["form"].fields["verb"].choices)
    assert "撤回" in str(ask(chief, thirty).context["form"].fields["verb"].choices)
    refused = ask(editor, thirty, asked="1", verb="withdraw", reason="试试", sure="1")
    assert refused.status_code == 400
    ask(uploader, thirty, asked="1", column="走基层", reason="试试", sure="1")
    assert not BulkAct.objects.exists()
    ask(chief, thirty, asked="1", verb="withdraw", column="走基层", reason="版权", sure="1")
    act = BulkAct.objects.get()
    assert (act.verb, act.articles) == ("改栏目、撤回", 29)
    undo = reverse("admin:archive_bulkact_undo", args=[act.pk])
    assert editor.post(undo).status_code == 403
    assert chief.post(undo).status_code == 302


def test_an_editor_is_told_who_takes_back_and_what_stays(editor, chief, thirty):
    """What an editor published is a chief's to take back once an article was edited since; the page says why."""
    Article.objects.filter(pk__in=thirty).update(status=Status.DRAFT)
    by = User.objects.get(username="bianji")
    act = apply_to_all(VERBS["publish"], Article.objects.filter(pk__in=thirty), by, "发布")
    page = reverse("admin:archive_bulkact_change", args=[act.pk])
    assert "取消这次批量操作" in editor.get(page).content.decode()
    edit(Article.objects.get(pk=thirty[0]), title="改过的题")
    told = text(editor.get(page))
    assert "其中 1 篇文章之后又改过，您不能再整体取消。要取消，请主编在这一页做" in told
    assert "有 1 篇之后又改过" in text(chief.get(page))
    chief.post(reverse("admin:archive_bulkact_undo", args=[act.pk]), {"reason": "误发布"})
    row = Article.objects.get(pk=thirty[0])
    assert (row.status, row.title) == (Status.WITHDRAWN, "改过的题")
    assert "请主编" not in text(editor.get(page))
