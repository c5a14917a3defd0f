"""Every kind of page by html5lib in strict mode: it raises on the first thing that HTML does not allow.

Pages are named by their routes, so that one added later is either tested here or listed as none.
"""

import html5lib
import pytest
from django.urls import get_resolver

from archive.models import Article, SourceFile
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article, withdraw

# Routes that answer with no page of HTML: files, feeds, the API, redirects.
NO_PAGES = {
    *("article_cite", "article_file", "display", "feed", "feed_column", "feed_contributor", "feed_search"),
    *("clippings_file", "found_file", "holdings_table", "phrases_table", "phrases_sentences_table"),
    *("feed_section", "healthz", "issue_file", "newspaper_file", "oai", "opensearch", "robots", "sitemap"),
    *("sitemap_index", "suggest"),
    *("metrics", "readyz"),
    *("article_picture", "article_square", "issue_picture", "page_square", "issue_pdf", "newspaper_picture"),
    "page_picture",
    *(
        "browser_pass",
        "known_browser",
        "guide",
        "guide_chapter",
        "queue",
        "queue_item",
        "running",
    ),  # of the desk, as what stands in its namespace
}
PAGES = {
    "home": ["/"],
    "issues": ["/issues/"],
    "newspapers": ["/papers/"],
    "holdings": ["/holdings/"],
    "holdings_year": ["/holdings/2021/"],
    "research": ["/research/"],
    "phrases": ["/research/phrases/", "/research/phrases/?q=蓼河&q2=柳树"],
    "phrases_sentences": ["/research/phrases/sentences/?q=蓼河"],
    "issues_undated": ["/issues/undated/"],
    "issues_year": ["/issues/2021/"],
    "articles_of_year": ["/issues/2021/articles/", "/issues/2021/articles/?page=2"],
    "articles_of_month": ["/issues/2021-11/articles/"],
    "issues_month": ["/issues/2021-11/"],
    "issue": ["/issues/2021-11-05/"],
    "page": ["/issues/2021-11-05/1/"],
    "issue_reading": ["/issues/2021-11-05/read/", "/issues/2021-11-05/read/?page=2"],
    "article": ["{article}", "{article}?q=蓼河", "{article}?q=蓼河&n=1&at=2", "{article}?q=%22%3Cb%3E&scope=title"],
    "article_source": ["{article}source/", "{article}source/?lines=1-1", "{article}source/?view=text&lines=1-1"],
    "article_correct": ["{article}correct/", "{article}correct/?p=1", "{article}correct/?p=1&sent"],
    "columns": ["/columns/"],
    "column": ["/columns/走基层/"],
    "sections": ["/sections/"],
    "section": ["/sections/要闻/"],
    "contributors": ["/contributors/"],
    "contributor": ["/contributors/刘菲/"],
    "search": [
        "/search/",
        "/search/?q=蓼河",
        "/search/?q=从未见过",
        '/search/?q="<b>&year=x&page=9',
        "/search/?year=2021",
    ],
    "found_citations": ["/search/citations/?q=蓼河", "/search/citations/?q=从未见过"],
    "search_help": ["/help/search/"],
    "quotations": ["/research/quotations/", "/research/quotations/?text=蓼河新城今年开工。从未见过的一句话在这里"],
    "about": ["/about/"],
    "feeds": ["/feeds/"],
    "exports": ["/exports/"],
    "clippings": ["/clippings/", "/clippings/?a={number},{gone},nosuch&n-{number}=<b>&t=<i>"],
}
FAILURES = {404: ["/nowhere/", "/articles/none/", "/columns/没有/"], 410: ["{withdrawn}", "{withdrawn}source/"]}


@built_once
def places() -> dict[str, str]:
    for n in range(60):
        article = make_article(
            f"蓼河新城第{n}期 <b>&",
            kicker="在全市观摩评比中",
            subtitle="——蓼河治理三年记",
            byline="记者 刘菲",
            editor_note="河变清了。\n人也多了。",
            page="1",
            section="要闻",
            column="走基层",
            people=(("刘菲", "记者"),),
            headings=(("河清岸绿", "岸边新栽了柳树。"), ("人气渐旺", "周末游人如织。")),
            captions=("图为蓼河北岸的步道。",),
        )
    source = SourceFile.objects.create(
        **{"sha256": "0" * 64, "name": "11-05.txt", "origin": "11-05.txt", "size": 10, "reader": "text"},
        **{"parser_version": "1", "newspaper": article.newspaper, "text": f"{article.title}\n\n蓼河新城今天开工。\n"},
    )
    Article.objects.filter(pk=article.pk).update(source=source, claims=[["title", 1, 1, ""]])
    make_article("日期不详的一篇", date=None)
    gone = make_article("撤回的一篇")
    withdraw(gone, "误登 <b>")
    indexing.rebuild()
    numbers = {"number": article.permanent_id, "gone": gone.permanent_id}
    return {"article": article.get_absolute_url(), "withdrawn": gone.get_absolute_url(), **numbers}


def check(response, status: int = 200) -> None:
    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    html5lib.HTMLParser(strict=True).parse(response.content)


@pytest.mark.parametrize("name", PAGES)
def test_pages(client, places, name):
    for address in PAGES[name]:
        check(client.get(address.format(**places)))


@pytest.mark.parametrize("status", FAILURES)
def test_failures(client, places, status):
    for address in FAILURES[status]:
        check(client.get(address.format(**places)), status)


def test_without_an_index(client, db, index_folder):
    check(client.get("/search/?q=蓼河"), 503)


def test_no_page_is_left_out():
    names = {name for name in _names(get_resolver()) if not name.startswith("api_")}
    assert names == set(PAGES) | NO_PAGES


def _names(resolver):
    for entry in resolver.url_patterns:
        if getattr(entry, "namespace", None):
            continue  # the admin's pages are Django's
        if hasattr(entry, "url_patterns"):
            yield from _names(entry)
        elif entry.name:
            yield entry.name
