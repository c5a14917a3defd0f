"""The page that gives an issue another date or number: asks, says what changes, does it."""

import pytest
from django.forms import DateField
from django.urls import reverse

from archive.models import Article, Issue
from tests.factories import make_article, make_issue


@pytest.fixture
def issue(db) -> Issue:
    return make_article("一篇", page="1").issue


def page_of(issue: Issue) -> str:
    return reverse("admin:archive_issue_name", args=[issue.pk])


def filled(client, issue: Issue, **changes: object) -> dict:
    form = client.get(page_of(issue)).context["form"]
    return {bound.html_name: bound.value() or "" for bound in form} | changes


def test_the_form_leaves_date_and_numbers_to_that_page(editor, issue):
    answer = editor.get(reverse("admin:archive_issue_change", args=[issue.pk]))
    assert not {"date", "total_number", "year_number", "newspaper"} & set(answer.context["adminform"].form.fields)
    assert page_of(issue) in answer.content.decode()


def test_says_what_changes_and_then_does_it(editor, issue, client):
    sent = filled(editor, issue, date="2021-11-06")
    page = editor.post(page_of(issue), sent)
    text = page.content.decode()
    for said in ("1 篇都会显示新的日期", "/issues/2021-11-05/1/", "/issues/2021-11-06/1/", "永久地址不变"):
        assert said in text
    issue.refresh_from_db()
    assert f"{issue.date}" == "2021-11-05"
    hidden = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    answer = editor.post(page_of(issue), hidden | {"sure": "1"}, follow=True)
    assert "已改为：" in answer.content.decode()
    assert f"{Article.objects.get().date}" == "2021-11-06"
    assert client.get("/issues/2021-11-05/")["Location"] == "/issues/2021-11-06/"
    history = editor.get(reverse("admin:archive_article_history", args=[Article.objects.get().pk])).content.decode()
    assert "随期改日期" in history


@pytest.mark.parametrize("sure", [{}, {"sure": "1"}])
def test_a_day_that_is_taken_is_refused_with_what_was_typed(editor, issue, sure):
    make_issue("2021-11-06")
    answer = editor.post(page_of(issue), filled(editor, issue, date="2021-11-06", total_number="77") | sure)
    assert answer.status_code == 409
    assert "2021年11月6日已有一期" in answer.content.decode()
    assert 'value="77"' in answer.content.decode()


def test_of_two_editors_the_second_sees_what_the_first_did(editor, issue):
    mine = filled(editor, issue, date="2021-11-06")
    editor.post(page_of(issue), filled(editor, issue, total_number="12") | {"sure": "1"})
    answer = editor.post(page_of(issue), mine | {"sure": "1"})
    assert answer.status_code == 409
    assert "总第12期" in answer.content.decode()
    again = answer.context["form"]["opened"].value()
    assert editor.post(page_of(issue), mine | {"sure": "1", "opened": again}).status_code == 302


def test_nothing_is_said_to_be_nothing(editor, issue):
    assert "什么都不会改变" in editor.post(page_of(issue), filled(editor, issue)).content.decode()


def test_an_earlier_version_with_the_former_day_is_pointed_out(editor, issue):
    editor.post(page_of(issue), filled(editor, issue, date="2021-11-06") | {"sure": "1"})
    row = Article.objects.get()
    version = reverse("admin:archive_article_version", args=[row.pk, 1])
    answer = editor.post(version, {"opened": row.version}, follow=True)
    assert "请在表格里改其一" in answer.content.decode()


def test_a_day_stands_in_one_form_in_every_box(chief, issue):
    pages = [page_of(issue), reverse("admin:archive_article_change", args=[Article.objects.get().pk])]
    for page in pages:
        said = chief.get(page).content.decode()
        assert 'value="2021-11-05"' in said
        assert "2021/11/05" not in said


@pytest.mark.parametrize("written", ["2021-11-06", "2021/11/06", "2021年11月6日"])
def test_a_day_is_taken_in_any_form(written):
    assert DateField().clean(written).isoformat() == "2021-11-06"
