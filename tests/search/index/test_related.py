"""More like this: worked out when the index is written."""

import pytest
from django.db import transaction

from archive.models import Article, Status
from archive.signals import articles_changed
from search.index import indexing, related
from tests.built_once import built_once
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@built_once
def articles():
    """Two about a reservoir, two about a chess match, and others that share only what all share."""
    texts = [
        "尼山水库除险加固，水库大坝灌浆",
        "水库大坝灌浆完工，尼山水库蓄水",
        "象棋比赛落幕，棋手夺冠",
        "棋手参加象棋比赛",
        *(f"今天召开会议，第{n}次部署工作" for n in range(6)),
    ]
    made = [make_article(title=text[:4], body=text) for text in texts]
    indexing.rebuild()
    return made


def test_articles_are_like_those_that_share_telling_words(articles):
    reservoir, other_reservoir, chess, other_chess, *_ = articles
    assert related.related_articles(reservoir)[0] == other_reservoir
    assert related.related_articles(other_chess)[0] == chess
    assert all(article not in related.related_articles(article) for article in articles)


def test_a_changed_article_gets_others(articles):
    changed = articles[-1]
    with transaction.atomic():
        changed.sections.update(body="象棋比赛落幕，棋手夺冠")
        articles_changed.send(sender=Article, article_ids=[changed.pk])
    assert articles[2] in related.related_articles(changed)


def test_withdrawn_articles_are_not_offered(articles):
    reservoir, other_reservoir, *_ = articles
    Article.objects.filter(pk=other_reservoir.pk).update(status=Status.WITHDRAWN)
    assert other_reservoir not in related.related_articles(reservoir)


def test_two_queries_and_no_search(articles, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("search.index.opened.OpenIndex.reader", None)
    with django_assert_num_queries(2):
        related.related_articles(articles[0])
