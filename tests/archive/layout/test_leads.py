"""Which article is the lead of an issue: one rule, for fronts in Python and for rows in SQL."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.layout.fronts import front_of
from archive.layout.issues import sheets_of
from archive.layout.leads import LEAST_HEADLINE, leads_of
from tests.factories import make_article, make_issue

PAGES = st.sampled_from(["", "1", "2", "10", "A1", "A02"])
LONG, SHORT = "蓼河两岸春意渐浓", "图片新闻"


def lead(issue) -> str:
    found = leads_of([issue], issue.newspaper)
    return found[issue.pk].title if found else ""


@pytest.mark.django_db
class TestRule:
    def test_the_first_of_the_first_page(self):
        make_article("第十版的头一篇文章", page="10")
        make_article("第二版的头一篇文章", page="2")
        make_article("没有版次的一篇文章")
        assert lead(make_issue()) == "第二版的头一篇文章"

    def test_a_label_is_no_headline(self):
        make_article(SHORT, page="1")
        make_article(LONG, page="1")
        make_article("第二版的头一篇文章", page="2")
        assert lead(make_issue()) == LONG

    def test_where_all_are_short_the_first(self):
        make_article(SHORT, page="1")
        make_article("导读", page="1")
        assert lead(make_issue()) == SHORT

    def test_an_issue_without_published_articles_has_none(self):
        article = make_article(status="withdrawn")
        assert lead(article.issue) == ""

    def test_the_front_sets_it_large_and_leaves_nothing_out(self):
        titles = [f"第{n}篇文章的标题在此" for n in range(7)]
        for n, title in enumerate(titles):
            make_article(title, page="1" if n < 6 else "2", position=n)
        front = front_of(sheets_of(make_issue()))
        shown = [front.lead, *front.seconds, *front.rest, *front.others[0].articles]
        assert [article.title for article in shown] == titles


class TestOneRule(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["", "1", "2", "10", "A1", "A02"]), st.integers(1, 12)), min_size=1, max_size=6
        )
    )
    def test_sql_and_python_agree(self, articles):
        for n, (page, length) in enumerate(articles):
            make_article(f"{n}" + "文" * length, page=page, position=n)
        issue = make_issue()
        front = front_of(sheets_of(issue)).lead
        assert front is not None
        assert leads_of([issue], issue.newspaper)[issue.pk] == (front.title, front.get_absolute_url())
        assert len(front.title) >= LEAST_HEADLINE or all(
            len(article.title) < LEAST_HEADLINE for article in front_of(sheets_of(issue)).rest
        )
