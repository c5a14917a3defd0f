"""Column, issue, page, contributors and status of many articles at once: what changes, what stays and why, in a bounded
number of queries, and taken back as one act."""

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Column, Contributor, Page, RowChange
from archive.services.acts import NotPossible
from archive.services.authorities import merge_names
from archive.services.bulk_acts import undo_act
from archive.services.bulk_edits import ALREADY, BulkEdit, PeopleChange, edit_all, plan_edit
from archive.services.statuses import VERBS
from tests.factories import edit, make_article, make_issue, make_newspaper, make_user

WHY = "整理栏目"
DAY = datetime.date(2021, 11, 6)


def state() -> list[Any]:
    rows = Article.objects.with_parts().order_by("pk")
    articles = [[row.pk, content_of_rows(row).as_json(), row.edited_fields] for row in rows]
    return [articles, list(Contributor.objects.order_by("pk").values_list("pk", "name", "slug", "see_id"))]


def people(row: Article) -> list[str]:
    return [str(each) for each in row.contributions.select_related("contributor")]


def all_articles() -> Any:
    return Article.objects.all()


@pytest.fixture
def rows(db) -> list[Article]:
    """Two articles of the paper, on page 2 and on none, one of another paper."""
    Column.objects.create(newspaper=make_newspaper(), name="走基层")
    other = make_newspaper("蓼河时报")
    return [
        make_article("甲", page="2", column="身边事", people=(("周禾", "记者"),)),
        make_article("乙", status="draft"),
        make_article("别报的", newspaper=other, people=(("周禾", "记者"), ("邱田", "摄影"))),
    ]


class TestColumn:
    def test_each_article_gets_that_of_its_newspaper(self, rows, told):
        plan = plan_edit(BulkEdit(column="走基层"), all_articles())
        assert (plan.changing, plan.first) == (2, [rows[0].pk, rows[1].pk])
        ((why, count, first, more),) = plan.why
        assert (why, count, first, more) == ("《蓼河时报》没有栏目“走基层”，请先到“栏目”里新建", 1, [rows[2]], 0)
        act = edit_all(BulkEdit(column="走基层"), all_articles(), make_user(), WHY)
        assert (act.articles, act.verb, told) == (2, "改栏目", {rows[0].pk, rows[1].pk})
        assert [str(row.column) for row in all_articles().order_by("pk")] == ["走基层", "走基层", "None"]
        assert all_articles().get(title="甲").edited_fields == ["column"]

    def test_out_of_every_column(self, rows):
        edit_all(BulkEdit(column=""), all_articles(), make_user(), WHY)
        assert not all_articles().exclude(column=None)
        assert plan_edit(BulkEdit(column=""), all_articles()).why[0][0] == ALREADY

    def test_a_name_that_was_merged_is_what_it_leads_to(self, rows):
        stands, gone = Column.objects.get(name="走基层"), Column.objects.get(name="身边事")
        merge_names(stands, [gone], make_user(), WHY)
        edit_all(BulkEdit(column="身边事"), all_articles().filter(title="乙"), make_user(), WHY)
        assert all_articles().get(title="乙").column == stands


class TestPlace:
    def test_the_date_goes_with_the_issue_and_the_page_too_where_there_is_one(self, rows):
        issue = make_issue("2021-11-06")
        page = Page.objects.create(issue=issue, number="02")
        edit_all(BulkEdit(day=DAY), all_articles(), make_user(), WHY)
        one, two, other = all_articles().order_by("pk")
        assert (one.issue, one.page, one.date, one.date_basis) == (issue, page, DAY, "editor")
        assert (two.issue, two.page) == (issue, None)
        assert other.date != DAY

    def test_a_page_that_the_other_issue_has_not_is_none(self, rows):
        make_issue("2021-11-06")
        edit_all(BulkEdit(day=DAY), all_articles(), make_user(), WHY)
        assert all_articles().get(title="甲").page is None

    @pytest.mark.parametrize("written", ["2", "02", "第二版", "2版"])
    def test_a_page_however_it_is_written(self, rows, written):
        edit_all(BulkEdit(page=written), all_articles(), make_user(), WHY)
        assert all_articles().get(title="乙").page == all_articles().get(title="甲").page

    def test_what_is_not_there_is_said(self, rows):
        Article.objects.filter(title="别报的").update(issue=None)
        assert {reason for reason, *_ in plan_edit(BulkEdit(page="9"), all_articles()).why} == {
            "它所在的期没有第9版，请先到“期”里加上这一版",
            "没有定在哪一期，先定期才能定版",
        }
        (why,) = {reason for reason, *_ in plan_edit(BulkEdit(day=DAY), rows_of_main()).why}
        assert "2021年11月6日这一期" in why


def rows_of_main() -> Any:
    return all_articles().filter(newspaper=make_newspaper())


class TestPeople:
    def test_added_removed_and_replaced(self, rows):
        user = make_user()
        edit_all(BulkEdit(people=(("王 图", "制图"),)), all_articles(), user, WHY)
        assert people(rows[0]) == ["记者 周禾", "制图 王图"]
        edit_all(BulkEdit(people=(("周禾", ""),), how=PeopleChange.REMOVE), all_articles(), user, WHY)
        assert [people(row) for row in rows] == [["制图 王图"], ["制图 王图"], ["摄影 邱田", "制图 王图"]]
        edit_all(BulkEdit(people=(("周禾", "记者"),), how=PeopleChange.REPLACE), all_articles(), user, WHY)
        assert {tuple(people(row)) for row in rows} == {("记者 周禾",)}

    def test_a_plan_registers_nobody_and_taking_back_unregisters(self, rows):
        before = state()
        named = BulkEdit(people=(("王图", "制图"), ("王图", "摄影"), ("李影", "摄影")))
        assert plan_edit(named, all_articles()).changing == 3
        assert state() == before
        act = edit_all(named, all_articles(), make_user(), WHY)
        assert RowChange.objects.filter(how="added", name="王图").exists()
        undo_act(act, make_user())
        assert state() == before


class TestStatus:
    def test_with_other_changes_in_one_act(self, rows):
        both = BulkEdit(column="走基层", verb=VERBS["publish"])
        plan = plan_edit(both, all_articles())
        assert plan.changing == 1
        assert {reason for reason, *_ in plan.why} == {
            "现在是“已发布”，不能发布",
            "《蓼河时报》没有栏目“走基层”，请先到“栏目”里新建",
        }
        act = edit_all(both, all_articles(), make_user(), WHY)
        assert act.verb == "改栏目、发布"
        with pytest.raises(NotPossible, match="读者会看到"):
            undo_act(act, make_user())
        undo_act(act, make_user(), "误发布，已撤回")
        row = all_articles().get(title="乙")
        assert (row.status, row.withdrawn_reason, row.column) == ("withdrawn", "误发布，已撤回", None)

    def test_withdrawn_for_the_reason(self, rows):
        edit_all(BulkEdit(verb=VERBS["withdraw"]), all_articles(), make_user(), "版权原因")
        assert set(all_articles().values_list("status", "withdrawn_reason")) == {
            ("withdrawn", "版权原因"),
            ("draft", ""),
        }


def test_needs_something_to_do_and_a_reason(rows):
    with pytest.raises(NotPossible, match="至少填一项"):
        plan_edit(BulkEdit(), all_articles())
    with pytest.raises(NotPossible, match="原因"):
        edit_all(BulkEdit(column="走基层"), all_articles(), make_user(), " ")
    assert not BulkAct.objects.exists()


def test_what_was_changed_since_is_left(rows):
    act = edit_all(BulkEdit(column="走基层"), all_articles(), make_user(), WHY)
    edit(rows[0], column_id=None)
    edit(rows[1], title="另改了题")
    done = undo_act(act, make_user())
    assert (done.articles, len(done.of.left)) == (1, 1)
    assert str(all_articles().get(pk=rows[1].pk).column) == "None"


edits = st.builds(
    BulkEdit,
    column=st.sampled_from([None, "", "走基层", "没有的"]),
    day=st.sampled_from([None, DAY]),
    page=st.sampled_from(["", "2", "3"]),
    people=st.lists(st.tuples(st.sampled_from(["周禾", "邱田", "新人"]), st.sampled_from(["记者", "摄影"]))).map(tuple),
    how=st.sampled_from(PeopleChange),
    verb=st.sampled_from([None, VERBS["withdraw"], VERBS["submit"]]),
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(
    st.lists(edits, min_size=1, max_size=3), st.lists(st.sampled_from(["draft", "published"]), min_size=1, max_size=4)
)
def test_acts_taken_back_one_after_another_leave_every_row_as_it_was(asked, statuses):
    with transaction.atomic():
        for number in ("2", "3"):
            Page.objects.create(issue=make_issue("2021-11-06"), number=number)
        Column.objects.create(newspaper=make_newspaper(), name="走基层")
        for n, status in enumerate(statuses):
            make_article(page=str(n + 1), status=status, people=(("周禾", "记者"),), edited_fields=["title"])
        states, done = [], []
        for each in asked:
            try:
                planned = plan_edit(each, all_articles()).changing
            except NotPossible:
                continue
            states.append(state())
            done.append(edit_all(each, all_articles(), make_user(), WHY))
            assert done[-1].articles == planned, "as many as were announced"
        for act, before in zip(reversed(done), reversed(states), strict=True):
            undo_act(act, make_user())
            assert state() == before
        transaction.set_rollback(True)


def test_queries_do_not_grow_with_the_articles(rows):
    """Planning, doing and taking back: as many statements for sixty articles as for ten: as many as one portion of a
    statement takes."""
    make_issue("2021-11-06")
    for n in range(60):
        make_article(f"第{n}篇", page="2", column=f"栏目{n % 7}", people=((f"人{n}", "记者"),))
    keys = list(all_articles().filter(title__startswith="第").values_list("pk", flat=True))
    wanted = BulkEdit("走基层", DAY, "", (("王图", "制图"),), PeopleChange.ADD, VERBS["withdraw"])

    def counted(chosen: list[int]) -> list[int]:
        articles, numbers = all_articles().filter(pk__in=chosen), []
        acts: list[BulkAct] = []
        for step in (
            lambda: plan_edit(wanted, articles),
            lambda: acts.append(edit_all(wanted, articles, make_user(), WHY)),
            lambda: undo_act(acts[0], make_user()),
        ):
            with CaptureQueriesContext(connection) as queries:
                step()
            numbers.append(len(queries))
        return numbers

    counted(keys[:1])
    assert counted(keys[:10]) == counted(keys)
