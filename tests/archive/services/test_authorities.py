"""Names merged, split and renamed: articles follow, old names and addresses lead on, and all can be taken back."""

import contextlib
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import loader
from archive.ingest.types import ParsedContributor
from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Column, Contributor, Revision, RowChange
from archive.services import articles as service
from archive.services import history
from archive.services.acts import NotPossible
from archive.services.authorities import counted_by_status, merge_names, rename_authority, split_name
from archive.services.bulk_acts import undo_act
from tests.archive.loader.making import MASTHEAD, article, facts, source
from tests.factories import edit, make_article, make_newspaper, make_user, withdraw

WHY = "同一个人的两种写法"


def state() -> list[Any]:
    """All that names and articles are, save what tells of changes (versions and times)."""
    rows = Article.objects.with_parts().order_by("pk")
    articles = [[row.pk, content_of_rows(row).as_json(), row.edited_fields] for row in rows]
    fields = ("pk", "name", "slug", "see_id")
    return [articles, *(list(model.objects.order_by("pk").values_list(*fields)) for model in (Contributor, Column))]


def person(name: str) -> Contributor:
    return Contributor.objects.get(name=name)


def signed(row: Article) -> list[tuple[str, str]]:
    return [(each.contributor.name, each.role) for each in row.contributions.select_related("contributor")]


@pytest.fixture
def two_spellings(db) -> tuple[Article, Article, Article]:
    """An article by 周禾, one by 周和 who is the same, one that names both."""
    one = make_article("一", people=(("周禾", "记者"),), column="身边事")
    two = make_article("二", people=(("周和", "记者"), ("邱田", "通讯员")), column="身边的事")
    both = make_article("三", people=(("周禾", "记者"), ("周和", "记者"), ("周和", "摄影")))
    return one, two, both


class TestMerging:
    def test_articles_and_addresses_follow(self, two_spellings, told, client):
        _, two, both = two_spellings
        wrong = person("周和")
        act = merge_names(person("周禾"), [wrong], make_user(), WHY)
        assert signed(two) == [("周禾", "记者"), ("邱田", "通讯员")]
        assert signed(both) == [("周禾", "记者"), ("周禾", "摄影")]
        assert (act.verb, act.articles, told) == ("合并作者", 2, {two.pk, both.pk})
        wrong.refresh_from_db()
        assert (wrong.see, wrong.name, list(Contributor.objects.standing())) == (
            person("周禾"),
            "周和",
            [person("周禾"), person("邱田")],
        )

    def test_a_better_reading_may_still_change_these_articles(self, two_spellings):
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        assert not any(row.edited_fields for row in Article.objects.all())

    def test_a_second_merge_takes_the_first_along(self, two_spellings):
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        merge_names(person("邱田"), [person("周禾")], make_user(), WHY)
        assert {row.see for row in Contributor.objects.exclude(see=None)} == {person("邱田")}

    def test_columns_of_one_newspaper_only(self, two_spellings):
        one, two, _ = two_spellings
        other = make_article("别报", newspaper=make_newspaper("蓼河时报"), column="身边事").column
        with pytest.raises(NotPossible, match="不同报纸"):
            merge_names(one.column, [other], make_user(), WHY)
        merge_names(one.column, [two.column], make_user(), WHY)
        two.refresh_from_db()
        assert two.column == one.column

    def test_needs_a_reason_and_two_names(self, two_spellings):
        before = state()
        with pytest.raises(NotPossible, match="原因"):
            merge_names(person("周禾"), [person("周和")], make_user(), " ")
        with pytest.raises(NotPossible, match="两个"):
            merge_names(person("周禾"), [person("周禾")], make_user(), WHY)
        assert state() == before
        assert not BulkAct.objects.exists()

    def test_what_comes_in_later_under_the_old_spelling_is_filed_alike(self, two_spellings):
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        late = article("后来的一篇", "后来导入的这一篇。", contributors=(ParsedContributor("周 和", "记者"),))
        loader.load(source(late, issue=MASTHEAD), facts())
        assert signed(Article.objects.get(title="后来的一篇")) == [("周禾", "记者")]

    def test_an_earlier_version_restored_points_at_the_name_that_stands(self, two_spellings):
        _, two, _ = two_spellings
        edit(two, title="改过的题")
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        assert history.restore_version(two.pk, 1, make_user()) == []
        two.refresh_from_db()
        assert (two.title, signed(two)[0]) == ("二", ("周禾", "记者"))

    def test_a_form_that_was_opened_before_is_saved_with_what_stands(self, two_spellings):
        _, two, both = two_spellings
        contents = {row.pk: content_of_rows(Article.objects.get(pk=row.pk)) for row in (two, both)}
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        merge_names(two_spellings[0].column, [two.column], make_user(), WHY)
        for key, content in contents.items():
            service.write_article(key, content, service.by_hand(make_user()))
        assert signed(both) == [("周禾", "记者"), ("周禾", "摄影")]
        two.refresh_from_db()
        assert (signed(two)[0], two.column) == (("周禾", "记者"), two_spellings[0].column)

    def test_both_histories_tell(self, two_spellings):
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        (change,) = RowChange.objects.filter(kind="archive.contributor", row_id=person("周和").pk)
        assert change.fields == [["归入", "", "周禾"]]
        undo_act(BulkAct.objects.get(), make_user())
        newest = RowChange.objects.filter(row_id=person("周和").pk).first()
        assert newest.fields == [["归入", "周禾", ""]]


class TestRenaming:
    def test_the_old_name_and_address_lead_on(self, two_spellings, told):
        row = person("周和")
        old = row.slug
        rename_authority(row, "周 禾苗", make_user(), "写错了")
        row.refresh_from_db()
        assert (row.name, row.slug) == ("周禾苗", "周禾苗")
        reference = Contributor.objects.get(slug=old)
        assert (reference.name, reference.see) == ("周和", row)
        assert told == {two_spellings[1].pk, two_spellings[2].pk}

    def test_back_to_a_former_name_the_two_change_places(self, two_spellings):
        row = person("周和")
        rename_authority(row, "周荷", make_user(), "写错了")
        before = state()
        act = rename_authority(row, "周和", make_user(), "没有写错")
        assert (row.name, person("周荷").see_id, Contributor.objects.count()) == ("周和", row.pk, 4)
        undo_act(act, make_user())
        assert state() == before

    @pytest.mark.parametrize(
        ("name", "said"), [("周和", "相同"), ("周禾", "合并"), ("", "请写名称"), ("长" * 101, "100")]
    )
    def test_refusals(self, two_spellings, name, said):
        with pytest.raises(NotPossible, match=said):
            rename_authority(person("周和"), name, make_user(), "写错了")

    def test_a_name_that_leads_elsewhere_is_refused(self, two_spellings):
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        with pytest.raises(NotPossible, match="原名称"):
            rename_authority(person("邱田"), "周和", make_user(), "写错了")


class TestSplitting:
    def test_the_chosen_articles_go_to_a_new_person(self, two_spellings):
        one, _, both = two_spellings
        other, act = split_name(person("周禾"), "周禾（摄影）", [both.pk], make_user(), "同名的两个人", "zhouhe-2")
        assert (other.slug, act.articles) == ("zhouhe-2", 1)
        assert signed(both)[0] == ("周禾（摄影）", "记者")
        assert signed(one) == [("周禾", "记者")]
        both.refresh_from_db()
        assert both.edited_fields == ["contributors"], "a better reading cannot tell the two apart"

    def test_a_merged_spelling_stands_again_where_it_was_somebody_after_all(self, two_spellings):
        merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        split_name(person("周禾"), "周和", [two_spellings[1].pk], make_user(), "是两个人")
        assert person("周和").see is None
        assert signed(two_spellings[1])[0] == ("周和", "记者")

    def test_articles_of_a_column(self, two_spellings):
        one = two_spellings[0]
        other, _ = split_name(one.column, "身边事（副刊）", [one.pk], make_user(), "两个同名的栏目")
        one.refresh_from_db()
        assert (one.column, other.newspaper) == (other, one.newspaper)

    @pytest.mark.parametrize(
        ("name", "slug", "said"),
        [("周禾", "", "区别"), ("周小禾", "周和", "地址名"), ("周小禾", "a b", "只能用"), ("周小禾", "", "勾选")],
    )
    def test_refusals(self, two_spellings, name, slug, said):
        chosen = [] if said == "勾选" else [two_spellings[0].pk]
        with pytest.raises(NotPossible, match=said):
            split_name(person("周禾"), name, chosen, make_user(), "同名", slug)


class TestTakingBack:
    def test_what_was_changed_since_is_left(self, two_spellings):
        _, two, both = two_spellings
        act = merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        content = content_of_rows(Article.objects.get(pk=two.pk))
        content.contributors = content.contributors[:1]
        service.write_article(two.pk, content, service.by_hand(make_user()))
        done = undo_act(act, make_user())
        assert (done.articles, done.names, len(done.of.left)) == (1, 1, 1)
        assert signed(two) == [("周禾", "记者")]
        assert ("周和", "摄影") in signed(both)

    def test_not_out_of_order(self, two_spellings):
        act = merge_names(person("周禾"), [person("周和")], make_user(), WHY)
        merge_names(person("邱田"), [person("周禾")], make_user(), WHY)
        with pytest.raises(NotPossible, match="先取消那一次"):
            undo_act(act, make_user())

    def test_a_column_deleted_since_is_not_put_back(self, two_spellings):
        """An article whose former column is no more keeps the one it has."""
        _, two, _ = two_spellings
        _, act = split_name(two.column, "身边事（副刊）", [two.pk], make_user(), "两个同名的栏目")
        gone = two.column
        gone.delete()
        undo = undo_act(act, make_user())
        two.refresh_from_db()
        assert (undo.articles, two.column.name) == (0, "身边事（副刊）")


NAMES = ("周禾", "周和", "邱田", "田小禾")
acts = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "rename"]),
        st.sampled_from([Contributor, Column]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from([*NAMES, "新名"]),
        st.sets(st.integers(0, 4), min_size=1),
    ),
    min_size=1,
    max_size=4,
)
archives = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["记者", "摄影"])), unique=True, max_size=3),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(["column", "contributors", "title"]), unique=True).map(sorted),
    ),
    min_size=1,
    max_size=5,
)


def do(kind: str, model: Any, n: int, m: int, name: str, chosen: set[int]) -> BulkAct:
    rows = list(model.objects.standing().order_by("pk"))
    row, other = rows[n % len(rows)], rows[m % len(rows)]
    if kind == "merge":
        return merge_names(row, [other], make_user(), WHY)
    if kind == "rename":
        return rename_authority(row, name, make_user(), WHY)
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    return split_name(row, name, [keys[each % len(keys)] for each in chosen], make_user(), WHY)[1]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(archives, acts)
def test_acts_taken_back_one_after_another_leave_every_row_as_it_was(articles, doings):
    with transaction.atomic():
        for people, column, edited in articles:
            make_article(people=tuple(people), column=column, edited_fields=edited)
        Contributor.objects.get_or_create(name="没有文章的")
        states, done = [], []
        for doing in doings:
            before = state()
            with contextlib.suppress(NotPossible):
                done.append(do(*doing))
                states.append(before)
                assert state() != before
            assert done or state() == before, "what is refused changes nothing"
        told = RowChange.objects.count()
        for act, before in zip(reversed(done), reversed(states), strict=True):
            undo_act(act, make_user())
            assert state() == before
        assert RowChange.objects.count() > told or not done
        assert set(Revision.objects.values_list("kind", flat=True)) <= {"bulk", "undo"}
        transaction.set_rollback(True)


def test_counts_by_status(two_spellings):
    withdraw(two_spellings[0], "误发布")
    assert counted_by_status(Article.objects.all()) == [("已发布", 2), ("已撤回", 1)]
