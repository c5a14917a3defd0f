"""A new edition that meets an editor's change: the editor's stays, the difference is shown, either can be taken."""

import json

import lxml.html
import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Problem
from archive.services.articles import by_hand, write_article
from tests.factories import edit as edit_columns
from tests.factories import make_user

pytestmark = pytest.mark.django_db
STORY = "蓼河边新添步道\n\n　　步道完工，居民当晚就来散步。\n　　步道全长{}公里。\n"


@pytest.fixture
def paper(data_dir, tmp_path):
    path = tmp_path / "papers" / "甲.txt"
    path.parent.mkdir()
    path.write_text(STORY.format("三"), encoding="utf-8")
    call_command("ingest", "--no-index", str(path))
    return path


def edit(article: Article, text: str) -> None:
    content = content_of_rows(article)
    content.sections[0][2] = content.sections[0][2].replace("三公里", text)
    write_article(article.pk, content, by_hand(make_user()))


def edition(path, text: str) -> list[Problem]:
    path.write_text(text, encoding="utf-8")
    call_command("ingest", "--no-index", str(path))
    return list(Problem.objects.filter(code="edition_differs", source__live=True))


def body() -> str:
    return Article.objects.get().sections.get().body


def test_the_difference_is_shown_and_the_editors_text_stays(paper):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    assert "－步道全长三点二公里。" in problem.message
    assert "＋步道全长五公里。" in problem.message
    assert problem.state == "open"
    assert "三点二公里" in body()


def sent_from(page) -> dict:
    """What a browser sends of the page that asks."""
    form = lxml.html.fromstring(page.content.decode()).xpath("//form[.//input[@name='sure']]")[0]
    return dict(form.form_values())


def test_the_new_edition_can_be_taken_in_the_admin(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    data = {"action": "take_proposed", "_selected_action": [problem.pk]}
    asked = admin_client.post(reverse("admin:archive_problem_changelist"), data)
    assert "三点二公里" in body()
    response = admin_client.post(reverse("admin:archive_problem_changelist"), sent_from(asked), follow=True)
    assert "1 篇文章改用新版原文" in response.content.decode()
    assert "五公里" in body()
    problem.refresh_from_db()
    assert problem.state == "mended"
    assert "sections" not in Article.objects.get().edited_fields
    edition(paper, STORY.format("六"))
    assert "六公里" in body()


def test_the_new_edition_can_be_taken_beside_the_difference_on_the_articles_form(paper, admin_client):
    article = Article.objects.get()
    edit(article, "三点二公里")
    edition(paper, STORY.format("五"))
    here = reverse("admin:archive_article_change", args=[article.pk])
    form = lxml.html.fromstring(admin_client.get(here).content.decode()).xpath(
        "//form[.//input[@value='take_proposed']]"
    )[0]
    assert "＋步道全长五公里。" in form.text_content()
    response = admin_client.post(form.action, dict(form.form_values()))
    assert (response.status_code, response.url) == (302, here)
    assert "五公里" in body()
    assert "take_proposed" not in admin_client.get(here).content.decode()


def test_the_editors_can_be_kept_and_is_not_asked_about_again(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    data = {"action": "confirm", "_selected_action": [problem.pk], "sure": "1"}
    admin_client.post(reverse("admin:archive_problem_changelist"), data)
    call_command("ingest", "--reparse", "--no-index")
    assert [each.state for each in Problem.objects.filter(code="edition_differs")] == ["confirmed"]
    assert "三点二公里" in body()


def test_a_reparse_does_not_drop_an_open_one(paper):
    edit(Article.objects.get(), "三点二公里")
    edition(paper, STORY.format("五"))
    call_command("ingest", "--reparse", "--no-index")
    assert Problem.objects.filter(code="edition_differs", state="open").count() == 1


def test_where_the_source_did_not_change_nothing_is_asked(paper):
    article = Article.objects.get()
    edit_columns(article, title="编辑改的题")
    assert edition(paper, STORY.format("五")) == []
    assert Article.objects.get().title == "编辑改的题"
    assert "五公里" in body()


def test_where_both_say_the_same_nothing_is_asked(paper):
    edit(Article.objects.get(), "五公里")
    assert edition(paper, STORY.format("五")) == []


@pytest.mark.parametrize(("new", "asked"), [({"title": "又改的题"}, 1), ({"author": "周禾"}, 0)])
def test_ready_made_articles_too(data_dir, tmp_path, new, asked):
    path = tmp_path / "export.jsonl"
    record = {"id": "r1", "title": "第一件事", "body": "第一件事的正文。"}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    call_command("ingest", "--no-index", str(path))
    article = Article.objects.get()
    edit_columns(article, title="编辑改的题")
    assert len(edition(path, json.dumps(record | new, ensure_ascii=False))) == asked
    assert Article.objects.get().title == "编辑改的题"


def test_a_colleagues_change_since_is_not_overwritten(paper, admin_client):
    article = Article.objects.get()
    edit(article, "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    here = reverse("admin:archive_article_change", args=[article.pk])
    seen = sent_from(admin_client.get(here))
    content = content_of_rows(Article.objects.get())
    content.sections[0][2] += "同事刚写的四公里"
    write_article(article.pk, content, by_hand(make_user("tongshi")))
    before = Article.objects.get().version
    answer = admin_client.post(reverse("admin:archive_problem_changelist"), seen)
    assert answer.status_code == 409
    page = lxml.html.fromstring(answer.content.decode()).text_content()
    assert "同事刚写的四公里" in page, "both sides are in view"
    assert "步道全长五公里" in page
    assert (Article.objects.get().version, "同事刚写的四公里" in body()) == (before, True)
    problem.refresh_from_db()
    assert (problem.state, BulkAct.objects.count()) == ("open", 0)
    taken = admin_client.post(reverse("admin:archive_problem_changelist"), sent_from(answer))
    assert (taken.status_code, taken.url) == (302, here)
    assert "五公里" in body()


def test_without_a_version_it_is_asked_again(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    data = {"action": "take_proposed", "_selected_action": [problem.pk], "sure": "1"}
    for seen in ({}, {"seen": ""}, {"seen": "x:y,1"}):
        assert admin_client.post(reverse("admin:archive_problem_changelist"), data | seen).status_code == 409
    assert "三点二公里" in body()


def test_taking_it_can_be_taken_back(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    before = content_of_rows(Article.objects.get()).as_json()
    queue = reverse("admin:archive_problem_changelist")
    asked = admin_client.post(queue, {"action": "take_proposed", "_selected_action": [problem.pk]})
    admin_client.post(queue, sent_from(asked))
    act = BulkAct.objects.get()
    assert (act.verb, act.articles, act.problems) == ("采用新版原文", 1, 1)
    admin_client.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
    row = Article.objects.get()
    assert content_of_rows(row).as_json() == before
    assert row.edited_fields == ["sections"]
    problem.refresh_from_db()
    assert problem.state == "open"
