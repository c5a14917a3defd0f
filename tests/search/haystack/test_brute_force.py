"""Another engine behind Haystack's connection: every list and search page follows it, and says the same."""

import shutil
from urllib.parse import urlencode

import pytest

from archive.models import Article, Column, Contributor, Newspaper, PaperSection, Status
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper
from tests.search.haystack.brute_force import answered_by_brute_force

pytestmark = pytest.mark.django_db

ASKED = [
    *("蓼河", "蓼河新城", "高新区 会议", '"代表研究"', "会议 -高新区", "高新区 或 任城区", "标题:第3次", "作者:刘菲"),
    *("栏目:走基层", "2011..2012", "年:2012 会议", "蓼", "(高新区 或 任城区) 会议", "没有这样的词", "臺灣"),
]
LISTS = [
    *("/", "/issues/", "/issues/undated/", "/issues/2011/", "/issues/2012-03/", "/sections/", "/columns/"),
    *("/contributors/", "/feeds/", "/feeds/archive.atom", "/api/v1/search/?q=蓼河&sort=newest"),
]


@built_once
def articles():
    places = ("蓼河新城", "高新区", "任城区")
    for n in range(40):
        make_article(
            f"{places[n % 3]}第{n}次会议",
            body=f"{places[n % 3]}代表研究生活。\n臺灣朋友到{places[n % 2]}看一看。",
            date=None if n % 9 == 8 else f"20{10 + n % 3}-{1 + n % 12:02}-{1 + n % 28:02}",
            page=str(1 + n % 4),
            section=("", "要闻", "综合")[n % 3],
            column=("", "走基层")[n % 2],
            people=((), (("刘菲", "记者"),), (("薛坤", "记者"), ("刘菲", "摄影")))[n % 3],
            newspaper=make_newspaper("邻县晨报") if n == 39 else None,
        )
    make_article("撤回的会议", status=Status.WITHDRAWN)
    indexing.rebuild(processes=1)


def addresses() -> list[str]:
    """Every list page, and the search page asked in all ways; in an order that does not depend on scores."""
    rows = [row for model in (Column, PaperSection) for row in model.objects.filter(newspaper=Newspaper.main())]
    of_names = [row.get_absolute_url() for row in (*rows, *Contributor.objects.all())]
    asked = [{"q": words, "sort": sort} for words in ASKED for sort in ("newest", "oldest")]
    filtered = [{"q": "会议", "sort": "newest", name: value} for name, value in (("year", "2011"), ("section", "none"))]
    paged = [{"q": "会议", "sort": "newest", "page": "2"}, {"month": "2012-03"}]
    return [*LISTS, *of_names, *(f"/search/?{urlencode(each)}" for each in (*asked, *filtered, *paged))]


def test_every_list_and_search_page_follows_another_engine_and_says_the_same(client, articles, index_folder):
    pages = {address: client.get(address) for address in addresses()}
    assert {response.status_code for response in pages.values()} == {200}
    shutil.rmtree(index_folder)
    with answered_by_brute_force():
        for address, page in pages.items():
            response = client.get(address)
            assert response.status_code == 200, address
            assert response.content == page.content, address
        gone = Article.objects.published().filter(title__startswith="蓼河新城").first()
        Article.objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
        found = client.get("/search/", {"q": "蓼河新城", "sort": "newest"}).content.decode()
        assert gone.get_absolute_url() not in found
    assert client.get("/issues/").status_code == 503


def test_what_is_ranked_is_the_same_articles_in_another_order(client, articles):
    for words in ASKED:
        address = f"/api/v1/search/?{urlencode({'q': words, 'page_size': 100})}"
        ours = client.get(address).json()
        with answered_by_brute_force():
            theirs = client.get(address).json()
        assert {item["article"]["id"] for item in ours["items"]} == {item["article"]["id"] for item in theirs["items"]}
        assert (ours["total"], ours["facets"], ours["rung"]) == (theirs["total"], theirs["facets"], theirs["rung"])
