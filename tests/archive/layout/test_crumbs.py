"""The way down to a page: one order for all."""

import re

import pytest

from search.index import indexing
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def way(client, path: str) -> list[str]:
    text = client.get(path).content.decode()
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', text, re.DOTALL)[0]
    return re.findall(r'<a href="([^"]+)">', crumbs)


IN_TIME = ["/", "/issues/", "/issues/2021/", "/issues/2021-11/", "/issues/2021-11-05/"]


@pytest.mark.parametrize(
    ("path", "levels"),
    [
        ("/issues/2021/", 2),
        ("/issues/2021-11/", 3),
        ("/issues/2021/articles/", 3),
        ("/issues/2021-11/articles/", 4),
        ("/issues/2021-11-05/", 4),
        ("/issues/2021-11-05/1/", 4),
        ("/issues/2021-11-05/read/", 4),
    ],
)
def test_pages_in_time(client, path, levels):
    make_article(page="1", section="要闻")
    indexing.rebuild(processes=1)
    assert way(client, path) == IN_TIME[:levels]


def test_of_an_article(client):
    article = make_article(page="1", section="要闻")
    there = article.get_absolute_url()
    assert way(client, f"{there}correct/") == [*IN_TIME, "/issues/2021-11-05/1/", there]


def test_a_page_says_its_day_and_its_number_once(client):
    make_article(page="1", section="要闻")
    make_article("第二版的一篇文章", page="2")
    text = re.sub(
        "<[^>]+>", "", client.get("/issues/2021-11-05/1/").content.decode().split("<main")[1].split('"print-foot"')[0]
    )
    assert text.count("2021年11月5日") == 1
    assert text.count("01版") == 1


def test_the_issues_beside_a_page_are_led_to_at_its_head_too(client):
    make_article(page="1", date="2021-11-04")
    make_article(page="1")
    text = client.get("/issues/2021-11-05/1/").content.decode().replace("&nbsp;", " ")
    assert re.findall(r'href="/issues/2021-11-04/">‹ 上一期', text) == ['href="/issues/2021-11-04/">‹ 上一期'] * 2
    assert text.index("‹ 上一期") < text.index('class="sheet"')
