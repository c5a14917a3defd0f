"""Old addresses of a name that was merged or changed: pages, feeds, searches, the API and the sets of OAI-PMH lead on,
the lists show what stands, and all of it is back once the merge is taken back."""

import pytest

from archive.models import BulkAct, Column, Contributor
from archive.services.authorities import merge_names, rename_authority
from archive.services.bulk_acts import undo_act
from search.index import indexing
from tests.factories import make_article, make_user

WHY = "同一个栏目的两种写法"


@pytest.fixture
def merged(db, index_folder) -> BulkAct:
    """走基层 and 周禾, each with two articles, one of which came in under another spelling."""
    make_article("甲", column="走基层", people=(("周禾", "记者"),))
    make_article("乙", column="走基曾", people=(("周和", "记者"),))
    indexing.rebuild()
    merge_names(Contributor.objects.get(name="周禾"), [Contributor.objects.get(name="周和")], make_user(), WHY)
    act = merge_names(Column.objects.get(name="走基层"), [Column.objects.get(name="走基曾")], make_user(), WHY)
    indexing.drain()
    return act


LEADING = {
    "/columns/走基曾/": "/columns/走基层/",
    "/columns/走基曾/?page=1": "/columns/走基层/?page=1",
    "/contributors/周和/": "/contributors/周禾/",
    "/feeds/columns/走基曾.atom": "/feeds/columns/走基层.atom",
    "/feeds/contributors/周和.atom": "/feeds/contributors/周禾.atom",
}


@pytest.mark.parametrize(("old", "new"), LEADING.items())
def test_an_old_address_leads_on_for_good_but_is_asked_for_each_time(client, merged, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer["Cache-Control"]) == (301, "no-cache")
    there = client.get(answer["Location"])
    assert (there.status_code, there.wsgi_request.get_full_path()) == (
        200,
        client.get(new).wsgi_request.get_full_path(),
    )
    assert "甲" in there.content.decode()
    assert "乙" in there.content.decode()


def test_lists_show_what_stands(client, merged):
    for page in ("/columns/", "/contributors/"):
        shown = client.get(page).content.decode()
        assert "走基曾" not in shown
        assert "周和" not in shown


@pytest.mark.parametrize("query", ["column=走基曾", "column=走基层", "contributor=周和", "contributor=周禾"])
def test_searches_and_the_api_know_both(client, merged, query):
    found = client.get(f"/api/v1/articles/?{query}").json()
    assert {row["title"] for row in found["items"]} == {"甲", "乙"}
    assert found["total"] == 2
    kind = query.partition("=")[0]
    facets = client.get(f"/api/v1/search/?{query}").json()["facets"]
    assert [(row["label"], row["count"]) for row in facets[kind]] == [
        ({"column": "走基层", "contributor": "周禾"}[kind], 2)
    ]
    page = client.get(f"/search/?{query}").content.decode()
    assert "甲" in page
    assert "乙" in page


def test_the_set_of_a_merged_column_is_that_of_the_one_that_stands(client, merged):
    gone = Column.objects.exclude(see=None).get()
    for key in (gone.pk, gone.see_id):
        query = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "set": f"column-{key}"}
        assert client.get("/oai", query).content.decode().count("<header") == 2
    assert "走基曾" not in client.get("/oai", {"verb": "ListSets"}).content.decode()


def test_a_merge_taken_back_has_its_address_again(client, merged):
    undo_act(merged, make_user())
    indexing.drain()
    for name, one in (("走基曾", "乙"), ("走基层", "甲")):
        page = client.get(f"/columns/{name}/").content.decode()
        assert [title for title in ("甲", "乙") if f">{title}<" in page] == [one]


def test_a_name_that_was_changed(client, merged):
    rename_authority(Column.objects.get(name="走基层"), "基层行", make_user(), "报纸改了栏目名")
    indexing.drain()
    for old in ("走基曾", "走基层"):
        assert client.get(client.get(f"/columns/{old}/")["Location"]).wsgi_request.path == "/columns/基层行/"
    assert "基层行" in client.get("/columns/").content.decode()
