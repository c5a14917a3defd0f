"""Boxes that pick rows, in a browser that runs no scripts: the row is written."""

import pytest
from django.urls import reverse

from archive.models import Article, Column
from tests.archive.admin.forms import comparing_data, opened, send, submit
from tests.archive.conftest import browser_of
from tests.factories import make_article, make_newspaper


def address_of(row: Article) -> str:
    return reverse("admin:archive_article_change", args=[row.pk])


@pytest.fixture
def story(db) -> Article:
    """Of the page 1 of an issue that has a page 2, too; another issue and another newspaper have the same columns."""
    make_article("二版的", page="2")
    make_article("后一天的", date="2021-11-06", page="1")
    for name in ("身边事", "走基层"):
        Column.objects.create(newspaper=make_newspaper(), name=name)
    Column.objects.create(newspaper=make_newspaper("蓼河时报"), name="走基层")
    return make_article("一版的", page="1")


def test_the_line_to_write_in_is_for_who_has_no_scripts(editor, story):
    page = editor.get(address_of(story)).content.decode()
    for name in ("issue", "page", "column"):
        assert f'name="{name}-written"' in page.split("<noscript>", 1)[1]
    assert page.count("<noscript>") == page.count("-written")


def test_a_row_that_is_written_is_picked(editor, story):
    here = str(story.issue)
    answer = submit(editor, address_of(story), **{"column-written": "身边事", "page-written": f"{here} 02版"})
    assert answer.status_code == 302
    story.refresh_from_db()
    assert (story.column.name, story.page.number) == ("身边事", "2")


def test_of_several_the_whole_name_picks_one(editor, story):
    refused = submit(editor, address_of(story), **{"column-written": "走基层"})
    assert "“走基层”不止一个" in refused.content.decode()
    assert 'name="column-written" value="走基层"' in refused.content.decode()
    whole = f"走基层（{story.newspaper}）"
    assert whole in refused.content.decode()
    assert submit(editor, address_of(story), **{"column-written": whole}).status_code == 302
    story.refresh_from_db()
    assert str(story.column) == "走基层"


def test_an_issue_by_its_day(editor, story):
    answer = submit(editor, address_of(story), date="2021-11-06", page="", **{"issue-written": "2021年11月6日"})
    assert answer.status_code == 302
    story.refresh_from_db()
    assert str(story.issue.date) == "2021-11-06"


def test_what_is_not_there_is_said(editor, story):
    refused = submit(editor, address_of(story), **{"column-written": "没有的栏目"})
    assert "没有找到“没有的栏目”" in refused.content.decode()


class TestBesideAColleague:
    """What is written beside a box is compared as the row that it means."""

    @pytest.fixture
    def compared(self, editor, story):
        mine = opened(editor, address_of(story))
        column = Column.objects.get(newspaper=story.newspaper, name="走基层")
        assert submit(browser_of("tongshi", "编辑"), address_of(story), column=str(column.pk)).status_code == 302
        return send(editor, address_of(story), mine, **{"column-written": "身边事"})

    def test_both_rows_are_shown(self, compared, story):
        assert compared.status_code == 409
        found = {each.name: (each.mine, each.theirs, each.chosen) for each in compared.context["conflicts"]}
        assert found == {"column": ("身边事", "走基层", "")}

    @pytest.mark.parametrize(("side", "kept"), [("mine", "身边事"), ("theirs", "走基层")])
    def test_either_is_taken(self, editor, compared, story, side, kept):
        answer = editor.post(address_of(story), comparing_data(compared, {"column": side}))
        assert answer.status_code == 302
        story.refresh_from_db()
        assert story.column.name == kept

    def test_words_that_name_no_row_are_kept(self, editor, story):
        mine = opened(editor, address_of(story))
        submit(browser_of("tongshi", "编辑"), address_of(story), title="同事改的题")
        answer = send(editor, address_of(story), mine, **{"column-written": "没有的栏目"})
        assert [(each.mine, each.theirs) for each in answer.context["conflicts"] if each.name == "column"] == [
            ("没有的栏目", "")
        ]
        refused = editor.post(address_of(story), comparing_data(answer, {"column": "mine", "title": "theirs"}))
        assert "没有找到“没有的栏目”" in refused.content.decode()
