"""The API against its own contract: every answer, parameter and error is what openapi.yaml says."""

import json
import re

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator, FormatChecker

from archive.machine.api.contract import document, query_parameters
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper, merge, withdraw

pytestmark = pytest.mark.django_db
PATHS = list(document()["paths"])
LISTS = ["/issues/", "/articles/", "/search/"]


def check_contract(contract: dict) -> None:
    """Raise where a contract is no OpenAPI 3.1."""
    # Slow to import, and every worker imports this module to see what is in it.
    from openapi_spec_validator import OpenAPIV31SpecValidator

    OpenAPIV31SpecValidator(contract).validate()


def conforms(body: dict, path: str, status: str = "200") -> None:
    """Raise where `body` is not what the contract promises of `path`."""
    answers = document()["paths"][path]["get"]["responses"]
    answer = answers.get(status) or document()["components"]["responses"]["Problem"]
    (content,) = answer["content"].values()
    schema = {**content["schema"], "components": document()["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(body)


@built_once
def library():
    people = (("刘菲", "记者"), ("李图", "摄影"), ("刘菲", "摄影"))
    articles = [
        make_article(
            f"蓼河新城第{n}期开工",
            date=f"2021-11-{n + 1:02}",
            page="1" if n % 2 else "",
            section="要闻",
            column="走基层",
            people=people,
            headings=(("建设提速", "工地一片繁忙。"),),
            captions=("开工现场。",),
        )
        for n in range(6)
    ]
    make_article("日期不详", date=None)
    indexing.rebuild()
    return articles


def filled(path: str, articles) -> str:
    return "/api/v1" + path.format(day="2021-11-02", permanent_id=articles[0].permanent_id)


def test_the_document_is_openapi():
    check_contract(document())


def test_every_address_is_in_the_document(client):
    routes = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", route.removeprefix("api/v1"))
        for route in (str(key) for key in _routes(get_resolver()))
        if route.startswith("api/v1/")
    }
    assert routes == set(PATHS)


def _routes(resolver, before=""):
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _routes(entry, here)
        else:
            yield here


@pytest.mark.parametrize("path", PATHS)
def test_answers_conform(client, library, path):
    response = client.get(filled(path, library), {"q": "蓼河"} if path in ("/search/", "/suggest/") else {})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    conforms(response.json(), path)


def test_the_served_document_names_its_server(client, library):
    served = client.get("/api/v1/openapi.json").json()
    check_contract(served)
    assert served["servers"] == [{"url": "http://testserver/api/v1"}]


@pytest.mark.parametrize("path", PATHS)
def test_unchanged_answers_are_304(client, library, path):
    address = filled(path, library)
    etag = client.get(address)["ETag"]
    assert client.head(address)["ETag"] == etag
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_gives_another_etag(client, library):
    address = filled("/articles/{permanent_id}/", library)
    before = client.get(address)["ETag"]
    library[0].column.name = "新走基层"
    library[0].column.save()
    assert client.get(address, headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_only_reading(client, path, library):
    refused = client.post(filled(path, library))
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    conforms(refused.json(), path, "405")
    asked = client.options(filled(path, library))
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")


@pytest.mark.parametrize("path", PATHS)
def test_unknown_parameters_are_named(client, library, path):
    refused = client.get(filled(path, library), {"colour": "red"})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    conforms(refused.json(), path, "400")
    assert refused.json()["code"] == "unknown_parameter"
    assert "colour" in refused.json()["detail"]


WRONG = {
    "page": ["0", "x", "-1", "１", "99999999999999"],
    "page_size": ["0", "101"],
    "year": ["0", "21x", "99999"],
    "since": ["2021-13-01", "x"],
    "until": ["2021-02-30", "x"],
    "day": ["x"],
    "month": ["2021-13"],
    "modified_since": ["2021-11-05", "2021-11-05T08:00:00", "x"],
    "scope": ["everything"],
    "sort": ["random"],
    "exact": ["2"],
    "all_of": ["titles"],
    "reading": ["fast"],
    "q": ["长" * 302],
    "papers": ["长" * 302],
    "section": ["长" * 201],
    "column": ["长" * 201],
    "contributor": ["长" * 201],
}


@pytest.mark.parametrize("path", LISTS)
def test_wrong_values_are_named(client, library, path):
    for name in query_parameters(path):
        for value in WRONG[name]:
            if path == "/search/" and name in ("since", "until") and value.startswith("2021-"):
                continue  # search takes years and months too, and never calls what a reader types an error
            refused = client.get("/api/v1" + path, {name: value})
            assert (refused.status_code, refused.json()["code"]) == (400, "bad_parameter"), (name, value)
            assert name in refused.json()["detail"]
            conforms(refused.json(), path, "400")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("size", [1, 2, 4, 7, 100])
def test_pages_hold_every_item_once(client, library, path, size):
    address, found, totals = f"/api/v1{path}?page_size={size}", [], set()
    while address:
        body = client.get(address).json()
        totals.add(body["total"])
        found += [item.get("id") or item.get("date") or item["article"]["id"] for item in body["items"]]
        address = body["next"]
    assert len(found) == len(set(found))
    assert totals == {len(found)}
    assert len(found) == (6 if path == "/issues/" else 7)


@pytest.mark.parametrize("path", LISTS)
def test_past_the_last_page(client, library, path):
    refused = client.get("/api/v1" + path, {"page": "9"})
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"year": "2021"}, 6),
        ({"year": "2020"}, 0),
        ({"since": "2021-11-02", "until": "2021-11-03"}, 2),
        ({"column": "走基层"}, 6),
        ({"section": "要闻"}, 3),
        ({"contributor": "刘菲"}, 6),
        ({"contributor": "无此人"}, 0),
        ({"modified_since": "2000-01-01T00:00:00+08:00"}, 7),
        ({"modified_since": "2999-01-01T00:00:00Z"}, 0),
    ],
)
def test_filters(client, library, query, count):
    assert client.get("/api/v1/articles/", query).json()["total"] == count


def test_search_finds_and_counts(client, library):
    body = client.get("/api/v1/search/", {"q": "繁忙"}).json()
    assert body["total"] == 6
    assert [(facet["label"], facet["count"]) for facet in body["facets"]["year"]] == [("2021年", 6)]
    assert body["months"] == {"2021-11": 6}
    assert "<mark>" in "".join(body["items"][0]["snippets"])


def test_no_index_is_503(client, index_folder):
    refused = client.get("/api/v1/search/")
    assert (refused.status_code, refused.json()["code"]) == (503, "index_unavailable")


def test_withdrawn_is_410_and_says_why(client, library):
    withdraw(library[0], "内容有误")
    gone = client.get(filled("/articles/{permanent_id}/", library))
    assert (gone.status_code, gone.json()["code"], gone.json()["reason"]) == (410, "withdrawn", "内容有误")
    conforms(gone.json(), "/articles/{permanent_id}/", "410")
    assert client.get("/api/v1/articles/").json()["total"] == 6


def test_merged_leads_to_the_other(client, library):
    merge(library[0], library[1])
    moved = client.get(filled("/articles/{permanent_id}/", library))
    assert moved.status_code == 302
    assert moved["Location"] == f"http://testserver/api/v1/articles/{library[1].permanent_id}/"


@pytest.mark.parametrize("path", ["articles/none/", "issues/1999-01-01/", "nothing/here"])
def test_missing_is_json(client, db, path):
    missing = client.get(f"/api/v1/{path}")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


def test_other_newspapers_have_an_api_of_their_own(client, db):
    other = make_newspaper("邻县日报")
    article = make_article("邻县新闻", newspaper=other)
    body = client.get(f"/papers/{other.slug}/api/v1/articles/").json()
    assert [item["id"] for item in body["items"]] == [article.permanent_id]
    assert body["items"][0]["api_url"].startswith(f"http://testserver/papers/{other.slug}/api/v1/")
    assert client.get("/api/v1/articles/").json()["total"] == 0
    assert client.get("/papers/nowhere/api/v1/").json()["code"] == "not_found"


def test_site_url_stands_before_addresses(client, db, settings):
    settings.SITE_URL = "https://news.example.cn"
    assert client.get("/api/v1/").json()["articles"] == "https://news.example.cn/api/v1/articles/"


@pytest.mark.parametrize("path", ["articles/", "issues/", "issues/2021-11-01/", "search/"])
def test_queries_do_not_grow(client, library, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as few:
        client.get(f"/api/v1/{path}")
    for n in range(15):
        make_article(f"又一篇{n}", date="2021-11-01", page=str(n), column=f"栏目{n}", people=((f"记者{n}", "记者"),))
    indexing.rebuild()
    with django_assert_max_num_queries(len(few)) as many:
        assert len(json.dumps(client.get(f"/api/v1/{path}").json())) > 100
    assert len(many) == len(few)


def test_holdings_name_the_gaps(client, db):
    make_article(date="2022-01-14")
    for day, number in (("2021-11-05", 589), ("2021-11-12", 590), ("2021-12-03", 593), ("2022-01-07", 595)):
        issue = make_article(date=day).issue
        issue.total_number = number
        issue.save()
    body = client.get("/api/v1/holdings/").json()
    assert (body["issues"], body["numbered"], body["missing_count"], body["lacking_at_least"]) == (5, 4, 3, 3)
    before = body["before_first"]
    assert (before["first"], before["last"], before["count"], before["before"]) == (1, 588, 588, "2021-11-05")
    assert before["counted"] is False
    assert body["missing"] == [
        {
            "known_by": "total",
            "first": 591,
            "last": 592,
            "count": 2,
            "after": "2021-11-12",
            "before": "2021-12-03",
            "unnumbered": 0,
        },
        {
            "known_by": "total",
            "first": 594,
            "last": 594,
            "count": 1,
            "after": "2021-12-03",
            "before": "2022-01-07",
            "unnumbered": 0,
        },
    ]
