"""What an article's page says to machines: true, complete, and harmless whatever the title holds."""

import datetime
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

from tests.factories import make_article

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "news-article.json").read_text(encoding="utf-8"))


def page_of(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return etree.HTML(response.content.decode())


def metas(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.xpath("//meta[@name or @property]"):
        found.setdefault(meta.get("name") or meta.get("property"), []).append(meta.get("content"))
    return found


def json_ld(page) -> dict:
    (script,) = page.xpath("//script[@type='application/ld+json']")
    data = json.loads(script.text)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(data)
    return data


def test_a_full_article(client):
    article = make_article(
        "蓼河新城</script><b>开工",
        page="1",
        section="要闻",
        column="走基层",
        people=(("刘菲", "记者"), ("薛坤", "记者")),
    )
    page = page_of(client, article)
    url = f"http://testserver/articles/{article.permanent_id}/"
    found = metas(page)
    assert found["citation_title"] == ["蓼河新城</script><b>开工"]
    assert found["citation_author"] == ["刘菲", "薛坤"]
    assert found["citation_publication_date"] == ["2021/11/05"]
    assert found["citation_firstpage"] == ["01"]
    assert found["og:url"] == [url]
    assert page.xpath("//link[@rel='canonical']/@href") == [url]
    data = json_ld(page)
    assert (data["@type"], data["headline"], data["datePublished"]) == ("NewsArticle", article.title, "2021-11-05")
    assert [author["name"] for author in data["author"]] == ["刘菲", "薛坤"]
    assert (found["citation_journal_title"], found["article:section"]) == (["济宁高新新闻"], ["走基层"])


def test_a_guess_is_told_to_no_catalogue(client):
    article = make_article(date=None)
    article.date, article.date_precision, article.date_basis = datetime.date(2021, 1, 1), "year", "guess"
    article.save()
    page = page_of(client, article)
    assert "citation_publication_date" not in metas(page)
    assert not {"datePublished", "author"} & set(json_ld(page))


def test_the_citation_stands_on_the_page_and_leads_to_every_file(client):
    article = make_article(people=(("刘菲", "记者"),))
    page = page_of(client, article)
    (cite,) = page.xpath("//*[@id='cite']")
    there = f"http://testserver/articles/{article.permanent_id}/"
    citation = cite.xpath("string(.//*[@class='citation'])")
    assert citation == f"刘菲. 蓼河新城开工[N/OL]. 济宁高新新闻，2021-11-05. {there}."
    links = cite.xpath(".//a/@href")
    assert len(links) == 9
    for link in links:
        assert client.get(link).status_code == 200, link
