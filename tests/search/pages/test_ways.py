"""Ways and names on list pages of an archive of a few articles that are made here."""

import datetime

import pytest

from archive.models import Article
from search.index import indexing
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def page_at(client, there):
    return client.get(there).content.decode().replace("&nbsp;", " ")


def test_the_months_beside_one_are_led_to_at_its_head_too(client):
    make_article(date="2021-10-05")
    make_article()
    indexing.rebuild()
    head = page_at(client, "/issues/2021-11/").split('<header class="head">')[1].split("</header>")[0]
    assert '<a href="/issues/2021-10/">‹ 2021年10月</a>' in head
    assert "›" not in head


def test_a_front_without_an_issue_says_of_when_its_lead_is(client):
    article = make_article("一篇没有日期的长一些的文章", date=None, date_precision="year", date_basis="guess")
    Article.objects.filter(pk=article.pk).update(date=datetime.date(2021, 1, 1))
    indexing.rebuild()
    assert "约2021年" in page_at(client, "/").split('class="lead"')[1].split("</article>")[0]


def test_names_end_their_lines_between_words(client):
    make_article(column="气象现代化建设巡礼")
    make_article(column="气象现代化建设巡礼")
    indexing.rebuild()
    for there in ("/columns/", "/search/", "/"):
        assert "气象<wbr>现代化<wbr>建设" in page_at(client, there), there
    assert "11月的<wbr>文章</h1>" in page_at(client, "/issues/2021-11/articles/")
