"""Feeds, OpenSearch: by their schemas; what each holds, newest first, and the pages around."""

from pathlib import Path

import pytest
from lxml import etree

from search.index import indexing
from search.machine import feeds
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
SCHEMA = etree.RelaxNG(file=str(Path(__file__).parents[2] / "schemas" / "atom.rng"))
NS = {"a": "http://www.w3.org/2005/Atom", "os": "http://a9.com/-/spec/opensearch/1.1/"}
PEOPLE = (("刘菲", "记者"), ("薛坤", "记者"))


@built_once
def library():
    for n in range(60):
        make_article(
            f"第{n}篇\x0b & <b>",
            date=f"2021-{n // 28 + 1:02}-{n % 28 + 1:02}",
            column="走基层" if n < 3 else "",
            people=PEOPLE[: n % 3],
        )
    make_article("高铁开通", date="2020-01-01", page="1", section="要闻", people=PEOPLE)
    indexing.rebuild()


def feed(client, address: str):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    SCHEMA.assertValid(root)
    # What the RFC's schema says in Schematron: an author of each entry or of the feed, an address of what has no text.
    for entry in root.findall("a:entry", NS):
        assert entry.findall("a:author", NS) or root.findall("a:author", NS)
        assert entry.findall("a:link[@rel='alternate']", NS) or entry.findall("a:content", NS)
    return root


def titles(root):
    return root.xpath("a:entry/a:title/text()", namespaces=NS)


@pytest.mark.parametrize(
    ("address", "count", "first"),
    [
        ("/feeds/archive.atom", 50, "第59篇 & <b>"),
        ("/feeds/archive.atom?page=2", 11, "第9篇 & <b>"),
        ("/feeds/columns/走基层.atom", 3, "第2篇 & <b>"),
        ("/feeds/sections/要闻.atom", 1, "高铁开通"),
        ("/feeds/contributors/薛坤.atom", 21, "第59篇 & <b>"),
        ("/feeds/search.atom?q=高铁", 1, "高铁开通"),
        ("/feeds/search.atom?year=2020", 1, "高铁开通"),
        ("/feeds/search.atom?q=从未见过的词语组合", 0, None),
    ],
)
def test_feeds(client, library, address, count, first):
    found = titles(feed(client, address))
    assert len(found) == count
    assert (found[0] if found else None) == first


@pytest.mark.parametrize("address", ["/feeds/archive.atom", "/feeds/contributors/薛坤.atom"])
def test_a_feed_takes_other_newspapers(client, library, address):
    neighbour = make_newspaper("邻县日报")
    make_article("邻县", newspaper=neighbour, date="2023-01-01", people=PEOPLE)
    indexing.rebuild()
    assert "邻县" not in titles(feed(client, address))
    assert titles(feed(client, f"{address}?papers={neighbour.slug}")) == ["邻县"]
    root = feed(client, f"{address}?papers=all&page=2" if "archive" in address else f"{address}?papers=all")
    assert root.findtext("a:title", namespaces=NS).startswith("全部报纸")
    assert "papers=all" in root.find("a:link[@rel='self']", NS).get("href")
    unknown = feed(client, f"{address}?papers=nowhere")
    assert "没有地址名为“nowhere”的报纸" in unknown.findtext("a:subtitle", namespaces=NS)


def test_entries_carry_authors_and_dates(client, library):
    entry = feed(client, "/feeds/sections/要闻.atom").find("a:entry", NS)
    assert entry.xpath("a:author/a:name/text()", namespaces=NS) == ["刘菲", "薛坤"]
    assert entry.findtext("a:published", namespaces=NS) == "2020-01-01T00:00:00+08:00"
    assert entry.findtext("a:summary", namespaces=NS) == "蓼河新城今天开工。"
    assert entry.findtext("a:id", namespaces=NS) == entry.find("a:link", NS).get("href")


def test_pages_of_a_feed_lead_through_it(client, library):
    root = feed(client, "/feeds/archive.atom")
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}
    assert links["next"] == links["last"] == "http://testserver/feeds/archive.atom?page=2"
    second = feed(client, links["next"].removeprefix("http://testserver"))
    assert not set(titles(root)) & set(titles(second))
    assert second.findtext("a:id", namespaces=NS) == root.findtext("a:id", namespaces=NS)


def test_unchanged_feeds_are_304(client, library):
    for address in ("/feeds/archive.atom", "/feeds/search.atom?q=无此词语", "/opensearch.xml"):
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_missing(client, library, index_folder):
    assert client.get("/feeds/columns/无此栏目.atom").status_code == 404


def test_no_index_is_503(client, index_folder):
    assert client.get("/feeds/archive.atom").status_code == 503


def test_the_list_of_feeds_leads_to_feeds(client, library):
    page = etree.HTML(client.get("/feeds/").content.decode())
    links = [href for href in page.xpath("//main//a/@href") if href.endswith(".atom")]
    assert len(links) == 5
    for link in links:
        feed(client, link)


def test_a_long_list_of_feeds_says_how_many_it_leaves_out(client, library, monkeypatch):
    monkeypatch.setattr(feeds, "LISTED", 1)
    page = client.get("/feeds/").content.decode()
    assert "其余1个在各自的页面上订阅" in page
    assert page.count("/feeds/contributors/") == 1


def test_opensearch(client, library):
    root = etree.fromstring(client.get("/opensearch.xml").content)
    assert root.tag == f"{{{NS['os']}}}OpenSearchDescription"
    assert 0 < len(root.findtext("os:ShortName", namespaces=NS)) <= 16
    for url in root.findall("os:Url", NS):
        address = url.get("template").replace("{searchTerms}", "高铁").replace("{startPage?}", "1")
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
