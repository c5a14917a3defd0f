"""What editors do to articles goes into the database and to whoever listens together, or not at all."""

import pytest
from django.db import connection, transaction

from archive.models import Article, Column
from archive.services import articles as service
from archive.signals import articles_changed
from tests.factories import make_article, make_newspaper


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


def adopt(article, people):
    """What the editors' form does with the people of a byline."""
    with transaction.atomic():
        service.write_contributors(article, people)
        service.correct(article, ["contributors"])


VERBS = {
    "correct": lambda article: service.correct(article, ["title"]),
    "withdraw": lambda article: service.withdraw(Article.objects.filter(pk=article.pk), "撤回"),
    "merge": lambda article: service.merge(article, make_article("另一篇")),
    "write_contributors": lambda article: adopt(article, [("周禾", "记者")]),
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
    article.title = "改后的题"

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
    def test_addresses_lead_to_the_one_that_stays(self):
        older, middle, stays = make_article("甲"), make_article("乙"), make_article("丙")
        service.merge(older, middle)
        service.merge(middle, stays)
        for row in (older, middle):
            row.refresh_from_db()
            assert (row.status, row.replaced_by) == ("withdrawn", stays)
        stays.refresh_from_db()
        assert stays.status == "published"

    def test_not_into_itself_nor_into_a_withdrawn_one(self):
        article, gone = make_article(), make_article(status="withdrawn")
        for other in (article, gone):
            with pytest.raises(ValueError, match="另一篇已发布"):
                service.merge(article, other)


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
