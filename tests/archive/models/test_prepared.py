"""Prepared queries: the rows of the query they stand for, put together once, whichever values and thread ask."""

import threading
from typing import Any

import pytest
from django.db import close_old_connections, connections

from archive.models import Article, Issue
from archive.models.prepared import any_of, as_one_value, prepared
from archive.models.shown_articles import shown_articles
from tests.factories import make_article


@prepared
def titled(title: Any, keys: Any) -> Any:
    return Article.objects.filter(title=title, pk__in=any_of(keys)).select_related("issue", "newspaper").order_by("pk")


@prepared
def numbers(first: Any) -> Any:
    return Issue.objects.filter(total_number__gte=first).order_by("total_number").values_list("total_number", "date")


@pytest.fixture
def articles(db: None) -> list[Article]:
    return [make_article(title=title) for title in ("甲", "乙", "甲")]


def test_each_asking_has_its_own_values(articles):
    keys = [article.pk for article in articles]
    assert titled(title="甲", keys=as_one_value(keys)) == [articles[0], articles[2]]
    assert titled(title="甲", keys=as_one_value(keys[:2])) == [articles[0]]
    assert titled(title="乙", keys=as_one_value(keys)) == [articles[1]]
    assert titled(title="乙", keys=as_one_value([])) == []


def test_related_rows_come_with_it(articles, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = titled(title="乙", keys=as_one_value([articles[1].pk]))
        assert (found.newspaper, found.issue) == (articles[1].newspaper, articles[1].issue)


def test_the_query_is_put_together_once(articles, monkeypatch):
    titled(title="甲", keys=as_one_value([1]))
    monkeypatch.setattr(titled, "ask", None)
    assert titled(title="乙", keys=as_one_value([articles[1].pk])) == [articles[1]]


def test_values_are_never_sql(articles):
    assert titled(title="甲' OR '1'='1", keys=as_one_value([article.pk for article in articles])) == []


def test_rows_of_values_are_converted(articles):
    for number, date in numbers(first=0):
        assert (number, date) in set(Issue.objects.values_list("total_number", "date"))


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_by_its_own_connection():
    article = make_article(title="甲")
    used, asked = [], []

    def ask() -> None:
        asked.extend(titled(title="甲", keys=as_one_value([article.pk])))
        used.append(connections["default"])
        close_old_connections()
        connections["default"].close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert asked == [article]
    assert used[0] is not connections["default"]


def test_only_published_articles_are_shown(articles):
    Article.objects.filter(pk=articles[0].pk).update(status="draft")
    assert set(shown_articles(article.pk for article in articles)) == {articles[1].pk, articles[2].pk}


def test_parts_are_asked_for_when_one_is_needed_for_all_together(db, django_assert_num_queries):
    made = [make_article(title=title, body=f"{title}。", people=(("刘菲", "记者"),)) for title in "甲乙丙"]
    with django_assert_num_queries(2):  # the articles, their newspaper
        by_key = shown_articles(article.pk for article in made)
    shown = [by_key[article.pk] for article in made]
    with django_assert_num_queries(1):
        assert [[section.body for section in article.sections.all()] for article in shown] == [
            ["甲。"],
            ["乙。"],
            ["丙。"],
        ]
    with django_assert_num_queries(1):
        names = [[part.contributor.name for part in article.contributions.all()] for article in shown]
    assert names == [["刘菲"]] * 3
    with django_assert_num_queries(1):
        assert [list(article.figures.all()) for article in shown] == [[], [], []]
