"""历史上的今天: this day of the year in earlier years, or the days around it, or the nearest there are."""

import datetime

import pytest

from archive.layout.anniversaries import DAYS, anniversaries
from archive.models import Article, Issue, Newspaper, Precision
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2024, 2, 29)
FIRST = datetime.date(1990, 1, 1)


def days(today=TODAY, first=FIRST, shown=None):
    issue = Issue.objects.get(date=shown) if shown else None
    found = anniversaries(Newspaper.main(), today, first, issue)
    return found.exact, [str(issue.date) for issue in found.issues]


def test_this_very_day_hides_its_neighbours():
    for date in ("2020-02-29", "2020-02-28", "2016-02-29", "2024-02-29", "2019-03-05"):
        make_article(date=date)
    assert days() == (True, ["2020-02-29", "2016-02-29"])


def test_where_there_is_none_the_days_around():
    for date in ("2020-02-26", "2020-02-25", "2016-03-04"):
        make_article(date=date)
    assert days() == (False, ["2020-02-26"])


def test_where_there_are_none_the_nearest_of_each_year_and_then_others():
    for date in ("2020-06-01", "2020-05-01", "2020-05-02", "2020-05-03", "2020-05-04", "2019-12-01", "2024-02-27"):
        make_article(date=date)
    assert days(shown="2024-02-27") == (
        False,
        ["2020-05-04", "2020-05-03", "2020-05-02", "2020-05-01", "2019-12-01"],
    )


def test_the_issue_on_the_front_is_said_again_only_where_there_is_no_other():
    make_article(date="2020-02-29")
    assert days(shown="2020-02-29") == (False, ["2020-02-29"])
    make_article(date="2019-02-28")
    assert days(shown="2020-02-29") == (False, ["2019-02-28"])


def test_the_turn_of_the_year_belongs_to_it():
    make_article(date="2019-12-31")
    assert days(datetime.date(2024, 1, 1)) == (False, ["2019-12-31"])


def test_a_few_years_of_this_paper_alone():
    for year in range(2000, 2020):
        make_article(date=f"{year}-03-01")
    make_article(date="2021-03-01", newspaper=make_newspaper("邻县晨报"))
    _, found = days(datetime.date(2024, 3, 1))
    assert found == [f"{year}-03-01" for year in range(2019, 2019 - DAYS, -1)]


def test_nothing_that_readers_were_not_given():
    make_article(date="2019-01-01", status="draft")
    make_article(date="2018-06-01")
    guess = make_article(date=None)
    Article.objects.filter(pk=guess.pk).update(date="2020-01-01", date_precision=Precision.YEAR)
    assert days(datetime.date(2024, 1, 1)) == (False, ["2018-06-01"])


def test_an_empty_archive():
    assert days(first=None) == (False, [])


def test_three_queries_at_most(django_assert_max_num_queries):
    paper = Newspaper.main()
    for year in range(2010, 2020):
        make_article(date=f"{year}-06-01")
    with django_assert_max_num_queries(3):
        anniversaries(paper, datetime.date(2024, 3, 1), FIRST)


def test_one_issue_alone_has_no_steps_to_others(client):
    make_article(date="2020-02-29")
    assert 'class="steps"' not in client.get("/issues/2020-02-29/").content.decode()
    make_article(date="2020-03-07")
    assert "已是最早一期" in client.get("/issues/2020-02-29/").content.decode()
