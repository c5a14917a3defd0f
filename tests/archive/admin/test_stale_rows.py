"""Two editors at once in forms of newspapers, issues, pages, sections of the paper and corrections.

Nothing is overwritten, nothing typed is lost, either side can be taken by field; who changed what is on record."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import strip_tags

from archive.models import Article, Correction, Issue, Newspaper, Page, RowChange
from archive.services import corrections
from archive.services.correctable import place_at
from tests.archive.admin.forms import comparing_data, opened, send, submit
from tests.archive.conftest import browser_of
from tests.factories import make_article, make_newspaper


@pytest.fixture
def shown(db) -> Article:
    return make_article("这一篇", column="身边事", people=(("周禾", "记者"),), page="1", section="要闻")


@pytest.fixture
def colleague(db):
    return browser_of("tongshi", "主编")


def form_of(row: Any) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])


def take(client, row: Any, answer: Any, **sides: str) -> Any:
    return client.post(form_of(row), comparing_data(answer, sides))


def value_of(row: Any, name: str) -> Any:
    return getattr(type(row).objects.get(pk=row.pk), name)


ROWS = [
    ("name", lambda a: a.page.section, "头条", "一版要闻"),
    ("publisher", lambda a: a.issue, "蓼河街道", "蓼河区"),
    ("number", lambda a: a.page, "3", "4"),
    ("also_called", lambda a: a.newspaper, "同事写的又名", "我写的又名"),
]


@pytest.mark.parametrize(("field", "row_of", "theirs", "mine"), ROWS)
class TestOneField:
    def test_the_second_sees_both_and_takes_either(self, chief, colleague, shown, field, row_of, theirs, mine):
        row = row_of(shown)
        form = opened(chief, form_of(row))
        assert submit(colleague, form_of(row), **{field: theirs}).status_code == 302
        answer = send(chief, form_of(row), form, **{field: mine})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert all(text in page for text in (theirs, mine, "tongshi"))
        assert value_of(row, field) == theirs
        assert take(chief, row, answer, **{field: "theirs"}).status_code == 302
        assert value_of(row, field) == theirs
        assert take(chief, row, answer, **{field: "mine"}).status_code == 302
        assert value_of(row, field) == mine

    def test_without_its_version_it_is_refused_with_the_text_kept(self, chief, shown, field, row_of, theirs, mine):
        row = row_of(shown)
        form = opened(chief, form_of(row))
        del form["opened"]
        answer = send(chief, form_of(row), form, **{field: mine})
        assert answer.status_code == 409
        assert mine in answer.content.decode()
        assert value_of(row, field) != mine
        take(chief, row, answer, **{field: "mine"})
        assert value_of(row, field) == mine


class TestFieldByField:
    def test_what_one_side_alone_changed_is_chosen_already(self, chief, colleague, shown):
        paper = shown.newspaper
        form = opened(chief, form_of(paper))
        submit(colleague, form_of(paper), also_called="同事写的", furniture="每期都有的一行", profile_fixed="on")
        answer = send(chief, form_of(paper), form, columns="便民\n身边事")
        assert {each.name: each.chosen for each in answer.context["conflicts"]} == {
            "also_called": "theirs",
            "furniture": "theirs",
            "profile_fixed": "theirs",
            "columns": "mine",
        }
        assert take(chief, paper, answer).status_code == 302
        kept = Newspaper.objects.get(pk=paper.pk)
        assert (kept.also_called, kept.profile_fixed) == ("同事写的", True)
        assert kept.profile["furniture"] == ["每期都有的一行"]
        assert kept.profile["columns"] == ["便民", "身边事"]

    def test_a_third_change_meanwhile_is_compared_again(self, chief, colleague, shown):
        section = shown.page.section
        form = opened(chief, form_of(section))
        submit(colleague, form_of(section), name="第二个名字")
        answer = send(chief, form_of(section), form, name="我起的名字")
        submit(colleague, form_of(section), name="第三个名字")
        again = take(chief, section, answer, name="mine")
        assert again.status_code == 409
        assert [(each.mine, each.theirs) for each in again.context["conflicts"]] == [("我起的名字", "第三个名字")]

    def test_a_form_that_was_left_as_it_was_takes_nothing_back(self, chief, colleague, shown):
        section = shown.page.section
        form = opened(chief, form_of(section))
        submit(colleague, form_of(section), name="同事改的")
        assert send(chief, form_of(section), form).status_code == 302
        assert value_of(section, "name") == "同事改的"

    def test_a_row_deleted_meanwhile_leaves_what_was_typed(self, chief, colleague, shown):
        section = shown.page.section
        form = opened(chief, form_of(section))
        gone = colleague.post(reverse("admin:archive_papersection_delete", args=[section.pk]), {"post": "yes"})
        assert gone.status_code == 302
        answer = send(chief, form_of(section), form, name="我写的名称")
        assert answer.status_code == 409
        assert "我写的名称" in answer.content.decode()
        assert "按所选保存" not in answer.content.decode()


class TestPagesWithinAnIssue:
    """The pages that are listed in the form of their issue are guarded one by one."""

    def test_both_changed_one(self, editor, colleague, shown):
        form = opened(editor, form_of(shown.issue))
        submit(colleague, form_of(shown.issue), **{"pages-0-number": "3"})
        answer = send(editor, form_of(shown.issue), form, **{"pages-0-number": "4"})
        (conflict,) = answer.context["conflicts"]
        assert (conflict.mine, conflict.theirs, conflict.chosen) == ("4", "3", "")
        assert take(editor, shown.issue, answer, **{"pages-0-number": "mine"}).status_code == 302
        assert value_of(shown.page, "number") == "4"

    def test_others_than_the_changed_ones_are_saved(self, editor, colleague, shown):
        make_article("二版的", page="2", section="综合")
        form = opened(editor, form_of(shown.issue))
        submit(colleague, form_of(shown.page), section="")
        assert send(editor, form_of(shown.issue), form, **{"pages-1-number": "3"}).status_code == 302
        assert value_of(shown.page, "section") is None
        assert sorted(shown.issue.pages.values_list("number", flat=True)) == ["1", "3"]

    @pytest.mark.parametrize(("side", "numbers"), [("mine", ["2", "4"]), ("theirs", ["2"])])
    def test_one_deleted_meanwhile(self, editor, colleague, shown, side, numbers):
        make_article("二版的", page="2", section="综合")
        Article.objects.update(page=None)
        form = opened(editor, form_of(shown.issue))
        submit(colleague, form_of(shown.issue), **{"pages-0-DELETE": "on"})
        answer = send(editor, form_of(shown.issue), form, **{"pages-0-number": "4"})
        assert answer.status_code == 409
        (conflict,) = answer.context["conflicts"]
        assert "版次：4" in conflict.mine
        assert conflict.theirs == "（已删除）"
        assert take(editor, shown.issue, answer, **{"pages-0": side}).status_code == 302
        assert sorted(shown.issue.pages.values_list("number", flat=True)) == numbers

    @pytest.mark.parametrize(("side", "numbers"), [("mine", []), ("theirs", ["3"])])
    def test_struck_out_while_another_changed_it(self, chief, colleague, shown, side, numbers):
        Article.objects.update(page=None)
        form = opened(chief, form_of(shown.issue))
        submit(colleague, form_of(shown.issue), **{"pages-0-number": "3"})
        answer = send(chief, form_of(shown.issue), form, **{"pages-0-DELETE": "on"})
        assert answer.status_code == 409
        take(chief, shown.issue, answer, **{"pages-0-DELETE": side})
        assert sorted(shown.issue.pages.values_list("number", flat=True)) == numbers

    def test_a_new_one_beside_a_changed_one(self, editor, colleague, shown):
        form = opened(editor, form_of(shown.issue))
        submit(colleague, form_of(shown.issue), **{"pages-0-number": "3"})
        new = {"number": "5", "section": "", "id": "", "issue": shown.issue_id, "opened": ""}
        added = {f"pages-1-{name}": value for name, value in new.items()} | {"pages-TOTAL_FORMS": 2}
        answer = send(editor, form_of(shown.issue), form, **{"pages-0-number": "4"}, **added)
        assert take(editor, shown.issue, answer, **{"pages-0-number": "theirs"}).status_code == 302
        assert sorted(shown.issue.pages.values_list("number", flat=True)) == ["3", "5"]


class TestCorrections:
    @pytest.fixture
    def sent(self, shown) -> Correction:
        return corrections.keep_suggestion(place_at(shown, 1), "读者的写法。", "", "192.0.2.1")

    @pytest.mark.parametrize(("side", "text"), [("mine", "我的写法。"), ("theirs", "同事的写法。")])
    def test_accepting_over_a_colleagues_wording(self, editor, colleague, shown, sent, side, text):
        form = opened(editor, form_of(sent))
        assert submit(colleague, form_of(sent), suggested="同事的写法。").status_code == 302
        answer = send(editor, form_of(sent), form, suggested="我的写法。", state="accepted")
        assert answer.status_code == 409
        assert value_of(sent, "suggested") == "同事的写法。"
        assert value_of(sent, "state") == "waiting"
        assert {each.name: each.chosen for each in answer.context["conflicts"]} == {"suggested": "", "state": "mine"}
        assert take(editor, sent, answer, suggested=side).status_code == 302
        assert value_of(sent, "state") == "accepted"
        assert Article.objects.get(pk=shown.pk).sections.first().paragraphs[0] == text

    def test_a_wording_that_the_editor_never_saw_is_not_accepted_unseen(self, editor, colleague, shown, sent):
        form = opened(editor, form_of(sent))
        submit(colleague, form_of(sent), suggested="同事的写法。")
        answer = send(editor, form_of(sent), form, state="accepted")
        assert answer.status_code == 409
        assert "同事的写法。" in answer.content.decode()
        assert value_of(sent, "state") == "waiting"

    @pytest.mark.parametrize("decision", ["accepted", "declined"])
    def test_decided_meanwhile_leaves_what_was_typed(self, editor, colleague, shown, sent, decision):
        form = opened(editor, form_of(sent))
        assert submit(colleague, form_of(sent), state=decision).status_code == 302
        answer = send(editor, form_of(sent), form, suggested="我写了很久的写法。", state="declined")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "我写了很久的写法。" in page
        assert "tongshi已把这条纠错处理为" in page
        assert reverse("admin:archive_article_change", args=[shown.pk]) in page
        assert "按所选保存" not in page
        assert value_of(sent, "state") == decision


class TestHistory:
    def test_who_when_and_which_field_from_what_to_what(self, chief, colleague, shown):
        submit(colleague, form_of(shown.issue), publisher="蓼河街道", **{"pages-0-number": "3"})
        (change,) = RowChange.objects.all()
        assert (change.by_name, change.kind, change.row_id) == ("tongshi", "archive.issue", shown.issue_id)
        assert change.fields == [["主办", "", "蓼河街道"], [f"{Page.objects.get()}：版次", "1", "3"]]
        page = chief.get(reverse("admin:archive_issue_history", args=[shown.issue_id])).content.decode()
        assert all(text in strip_tags(page) for text in ("tongshi", "主办", "［添：蓼河街道］", "［删：1］［添：3］"))

    def test_chosen_rows_are_named(self, chief, shown):
        submit(chief, form_of(shown.page), section="")
        assert RowChange.objects.get().fields == [["版块", "要闻", ""]]

    def test_a_new_one_and_the_day_of_an_issue(self, chief, shown):
        submit(chief, reverse("admin:archive_contributor_add"), name="田小禾")
        change = RowChange.objects.get()
        assert (change.how, change.fields) == ("added", [["姓名", "", "田小禾"]])
        page = reverse("admin:archive_issue_name", args=[shown.issue_id])
        token = chief.get(page).context["form"]["opened"].value()
        named = {"opened": token, "date": "2021-11-06", "total_number": "12", "year_number": "", "sure": "1"}
        assert chief.post(page, named).status_code == 302
        change = RowChange.objects.filter(kind="archive.issue").get()
        assert change.fields == [["日期", "2021-11-05", "2021-11-06"], ["总期号", "", "12"]]
        assert Issue.objects.get(pk=shown.issue_id).total_number == 12

    def test_it_stays_where_the_account_is_deleted(self, chief, colleague, shown):
        section = shown.page.section
        submit(colleague, form_of(section), name="新版块")
        User.objects.get(username="tongshi").delete()
        page = chief.get(reverse("admin:archive_papersection_history", args=[section.pk])).content.decode()
        assert "tongshi" in page

    def test_what_an_earlier_release_logged_is_still_told(self, chief, shown):
        from django.contrib.admin.models import CHANGE, LogEntry

        LogEntry.objects.log_actions(User.objects.get().pk, [shown.column], CHANGE, "改过名称", single_object=True)
        page = chief.get(reverse("admin:archive_column_history", args=[shown.column_id])).content.decode()
        assert "改过名称" in page


def test_another_papers_form_is_not_compared_with_this_one(chief, shown):
    """The version is of a row: what one form carries says nothing of another."""
    other = make_newspaper("蓼河时报", also_called="时报")
    form = opened(chief, form_of(other))
    answer = chief.post(form_of(shown.newspaper), {**form, "slug": ""})
    assert answer.status_code == 409
