"""Sitemaps by their schema; every address in them answers."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from archive.machine.sitemaps import NewspaperSitemap
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
FILES = {"urlset": "sitemap.xsd", "sitemapindex": "siteindex.xsd"}
FOLDER = Path(__file__).parents[2] / "schemas"
SCHEMAS = {root: etree.XMLSchema(file=str(FOLDER / name)) for root, name in FILES.items()}
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@built_once
def papers():
    for n in range(9):
        make_article(f"第{n}篇", page="1", section="要闻", column="走基层", people=(("刘菲", "记者"),))
    make_article("邻县新闻", newspaper=make_newspaper("邻县日报"))
    indexing.rebuild()


@pytest.fixture
def library(papers, monkeypatch):
    monkeypatch.setattr(NewspaperSitemap, "limit", 4)


def listed(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    root = etree.fromstring(response.content)
    SCHEMAS[etree.QName(root).localname].assertValid(root)
    return [loc.removeprefix("http://testserver") for loc in root.xpath("//s:loc/text()", namespaces=NS)]


def test_every_page_listed_answers(client, library):
    files = listed(client, "/sitemap.xml")
    assert len([name for name in files if name.startswith("/sitemap-jngxxw-articles.xml")]) == 3
    pages = [page for name in files for page in listed(client, name)]
    assert len(set(pages)) == len(pages)
    assert any(page.startswith("/papers/paper-") for page in pages)
    assert pages.count("/papers/") == 1
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_more_newspapers_cost_the_index_no_more_queries(client, library):
    with CaptureQueriesContext(connection) as before:
        client.get("/sitemap.xml")
    for n in range(20):
        make_article("一篇", newspaper=make_newspaper(f"第{n}日报"))
    with CaptureQueriesContext(connection) as after:
        assert client.get("/sitemap.xml?p=abc").content.count(b"-articles.xml") >= 22
    assert len(after) == len(before)


@pytest.mark.parametrize("name", ["jngxxw-articles.xml?p=4", "jngxxw-articles.xml?p=0", "jngxxw-nothing.xml"])
def test_no_such_file(client, library, name):
    assert client.get(f"/sitemap-{name}").status_code == 404


def test_addresses_begin_with_the_site_s_own(client, library, settings):
    settings.SITE_URL = "https://news.example.cn"
    for address in ("/sitemap.xml", "/sitemap-jngxxw-issues.xml"):
        text = client.get(address).content.decode()
        assert "<loc>https://news.example.cn/" in text
        assert "testserver" not in text


def test_robots_name_the_index(client, db, settings):
    settings.SITE_URL = "https://news.example.cn"
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://news.example.cn/sitemap.xml\n" in text
    assert "Disallow: /search/\n" in text
