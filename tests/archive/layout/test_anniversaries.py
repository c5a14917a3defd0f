"""历史上的今天: this day of the year in earlier years, or the days around it."""

import datetime

import pytest

from archive.layout.anniversaries import DAYS, OF_A_DAY, anniversaries
from archive.models import Article, Newspaper, Precision
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2024, 2, 29)
FIRST = datetime.date(1990, 1, 1)


def days(today=TODAY, first=FIRST):
    found = anniversaries(Newspaper.main(), today, first)
    return found.exact, [str(one.day) for one in found.days]


def test_this_very_day_hides_its_neighbours():
    for date in ("2020-02-29", "2020-02-28", "2016-02-29", "2024-02-29", "2019-03-05"):
        make_article(date=date)
    assert days() == (True, ["2020-02-29", "2016-02-29"])


def test_where_there_is_none_the_days_around():
    for date in ("2020-02-26", "2020-02-25", "2016-03-04"):
        make_article(date=date)
    assert days() == (False, ["2020-02-26"])


def test_the_turn_of_the_year_belongs_to_it():
    make_article(date="2019-12-31")
    assert days(datetime.date(2024, 1, 1)) == (False, ["2019-12-31"])


def test_a_few_of_each_of_a_few_years_of_this_paper_alone():
    for year in range(2000, 2020):
        for _ in range(OF_A_DAY + 2):
            make_article(date=f"{year}-03-01")
    make_article(date="2021-03-01", newspaper=make_newspaper("邻县晨报"))
    found = anniversaries(Newspaper.main(), datetime.date(2024, 3, 1), FIRST)
    assert [one.day.year for one in found.days] == list(range(2019, 2019 - DAYS, -1))
    assert all(len(one.articles) == OF_A_DAY for one in found.days)


def test_no_guessed_day_and_nothing_withdrawn():
    guess = make_article(date="2020-01-01")
    Article.objects.filter(pk=guess.pk).update(date_precision=Precision.YEAR)
    make_article(date="2019-01-01", status="withdrawn")
    assert days(datetime.date(2024, 1, 1)) == (False, [])


def test_an_empty_archive():
    assert days(first=None) == (False, [])


def test_two_queries(django_assert_num_queries):
    for year in range(2000, 2010):
        make_article(date=f"{year}-03-01")
    paper = Newspaper.main()
    with django_assert_num_queries(2):
        for one in anniversaries(paper, datetime.date(2024, 3, 1), FIRST).days:
            [article.get_absolute_url() for article in one.articles]
