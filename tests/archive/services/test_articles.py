"""What editors do to articles goes into the database and to whoever listens together, or not at all."""

from dataclasses import replace

import pytest
from django.db import connection

from archive.loader.content import content_of_rows
from archive.models import Article, Column, Contributor
from archive.services import articles as service
from archive.services import statuses
from archive.services.acts import NotPossible
from archive.services.authorities import merge_names, split_name
from archive.signals import articles_changed
from tests.factories import edit, make_article, make_newspaper, make_user


@pytest.fixture
def listening():
    """Connects a listener for one test."""
    connected = []

    def connect(listener):
        articles_changed.connect(listener)
        connected.append(listener)

    yield connect
    for listener in connected:
        articles_changed.disconnect(listener)


VERBS = {
    "edit": lambda article: edit(article, title="改后的题"),
    "withdraw": lambda article: statuses.apply_verb(article.pk, statuses.VERBS["withdraw"], make_user(), reason="撤回"),
    "bulk": lambda article: statuses.apply_to_all(
        statuses.VERBS["withdraw"], Article.objects.filter(pk=article.pk), make_user(), "撤回"
    ),
    "merge": lambda article: statuses.merge(article, make_article("另一篇"), make_user()),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", VERBS)
def test_it_is_told_inside_the_transaction(listening, verb):
    article = make_article()
    told = []

    def hear(sender, article_ids, **kwargs):
        assert connection.in_atomic_block
        told.extend(article_ids)

    listening(hear)
    assert not connection.in_atomic_block
    VERBS[verb](article)
    assert set(told) == {article.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", VERBS)
def test_where_a_listener_fails_nothing_is_changed(listening, verb):
    article = make_article("原题")

    def note_and_fail(sender, article_ids, **kwargs):
        make_newspaper("听者记下的一行")
        raise ZeroDivisionError

    listening(note_and_fail)
    with pytest.raises(ZeroDivisionError):
        VERBS[verb](article)
    row = Article.objects.get(pk=article.pk)
    assert (row.title, row.status, row.edited_fields, row.contributions.count()) == ("原题", "published", [], 0)
    assert not Article.objects.filter(newspaper__name="听者记下的一行").exists()
    assert type(row.newspaper).objects.filter(name="听者记下的一行").count() == 0


@pytest.mark.django_db
class TestMerge:
    def test_addresses_lead_to_the_one_that_stays(self, client):
        older, middle, stays = make_article("甲"), make_article("乙"), make_article("丙")
        statuses.merge(older, middle, make_user())
        statuses.merge(middle, stays, make_user())
        answer = client.get(older.get_absolute_url(), follow=True)
        assert [address for address, _ in answer.redirect_chain] == [row.get_absolute_url() for row in (middle, stays)]
        assert stays.title in answer.content.decode()

    def test_taken_back_the_address_shows_the_article_again(self, client):
        gone, stays = make_article("甲"), make_article("乙")
        statuses.merge(gone, stays, make_user())
        assert client.get(gone.get_absolute_url()).status_code == 302, "no browser may remember it for good"
        statuses.apply_verb(gone.pk, statuses.VERBS["republish"], make_user())
        assert client.get(gone.get_absolute_url()).status_code == 200

    def test_not_into_itself_nor_into_a_withdrawn_one(self):
        article, gone = make_article(), make_article(status="withdrawn")
        for other in (article, gone):
            with pytest.raises(NotPossible, match="另一篇已发布"):
                statuses.merge(article, other, make_user())


@pytest.mark.django_db
def test_what_shows_a_row():
    article = make_article(column="身边事", page="1", section="要闻", people=(("周禾", "记者"), ("周禾", "摄影")))
    make_article("别的", date="2020-01-01", column="别的栏目")
    shown = [article.column, article.page, article.page.section, article.issue, article.contributors.first()]
    assert [service.shown_by(row) for row in shown] == [[article.pk]] * 5
    assert service.shown_by(Column.objects.create(newspaper=article.newspaper, name="空栏目")) == []


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("本报记者 周禾 通讯员 邱田", [("周禾", "记者"), ("邱田", "通讯员")]),
        ("周禾", [("周禾", "")]),
        ("", []),
        ("步道全长三公里，沿线有路灯。", []),
    ],
)
def test_contributors_read_from_a_byline(byline, people):
    assert service.proposed_contributors(byline) == people


class TestFollowingByline:
    """A byline's names are the contributors in the same save."""

    @pytest.fixture
    def row(self, db) -> Article:
        people = (("周禾", "记者"), ("邱田", "通讯员"), ("王图", "制图"))
        return make_article(byline="记者 周禾 通讯员 邱田", people=people)

    @pytest.mark.parametrize(
        ("byline", "names"),
        [
            ("记者 周禾 王小丁", ["记者 周禾", "记者 王小丁", "制图 王图"]),
            ("通讯员 邱田", ["通讯员 邱田", "制图 王图"]),
            ("通讯员 周禾", ["通讯员 周禾", "制图 王图"]),
            ("", ["记者 周禾", "通讯员 邱田", "制图 王图"]),
            ("——", ["记者 周禾", "通讯员 邱田", "制图 王图"]),
        ],
    )
    def test_who_is_new_comes_and_who_is_left_out_goes(self, row, byline, names):
        edit_byline(row, byline)
        assert [str(each) for each in row.contributions.all()] == names

    def test_a_namesake_who_was_told_apart_stays_apart(self, row):
        split_name(Contributor.objects.get(name="周禾"), "周禾（摄影）", [row.pk], make_user(), "同名")
        edit_byline(row, "记者 周禾 通讯员 邱田 王小丁")
        people = [str(each) for each in row.contributions.all()]
        assert "记者 周禾" not in people
        assert {"记者 周禾（摄影）", "通讯员 王小丁"} <= set(people)

    def test_a_spelling_that_was_merged_is_who_it_leads_to(self, row):
        wrong = Contributor.objects.create(name="王晓丁")
        right = Contributor.objects.create(name="王小丁")
        merge_names(right, [wrong], make_user(), "写错了")
        edit_byline(row, "记者 王晓丁")
        assert "记者 王小丁" in [str(each) for each in row.contributions.all()]


def edit_byline(row: Article, byline: str) -> None:
    before = content_of_rows(Article.objects.get(pk=row.pk))
    content = service.following_byline(replace(before, columns=before.columns | {"byline": byline}), before)
    service.write_article(row.pk, content, service.by_hand(make_user()))
