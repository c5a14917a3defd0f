"""What a worker keeps of the pages that it has made."""

import pytest
from django.core.cache import caches

from search.index import indexing
from search.store.bounds import Spending
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_pages_of_a_state_that_is_over_are_forgotten(client):
    article = make_article("水库巡查", body="水库管理站开展巡查。")
    indexing.rebuild(processes=1)
    address = article.get_absolute_url()
    before = client.get(address)
    key = before["ETag"].removeprefix('W/"').removesuffix('"')
    assert caches["pages"].get(key)
    article.title = "水库再巡查"
    article.save()
    assert "水库再巡查" in client.get(address).content.decode()
    assert caches["pages"].get(key) is None


def test_pages_of_one_state_are_kept_side_by_side(client):
    addresses = [make_article(f"第{n}次巡查", body="水库管理站。").get_absolute_url() for n in range(3)]
    indexing.rebuild(processes=1)
    keys = [client.get(address)["ETag"].removeprefix('W/"').removesuffix('"') for address in addresses]
    assert all(caches["pages"].get(key) for key in keys)


WHERE_ANYTHING_IS = [
    "/",
    "/articles/{id}/",
    "/articles/{id}.txt",
    "/articles/{id}.pdf",
    "/articles/{id}/cite/ris",
    "/issues/2021-11-05/",
    "/articles/{id}/address.svg",
    "/exports/",
    "/feeds/",
    "/feeds/archive.atom",
    "/search/?q=水库",
    "/search/suggest/?q=水库",
    "/opensearch.xml",
    "/sitemap.xml",
    "/api/v1/",
    "/api/v1/articles/",
    "/api/v1/articles/{id}/",
    "/api/v1/search/?q=水库",
]


@pytest.mark.parametrize("address", WHERE_ANYTHING_IS)
def test_where_nothing_changed_one_query_says_so_and_after_a_change_the_new_is_given(
    client, address, django_assert_max_num_queries
):
    article = make_article("水库巡查", body="水库管理站开展巡查。")
    indexing.rebuild(processes=1)
    address = address.format(id=article.permanent_id)
    first = client.get(address)
    assert first.status_code == 200, address
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304
    asked = {"If-None-Match": first["ETag"]}
    with django_assert_max_num_queries(1):
        again = client.get(address, headers=asked)
    assert (again.status_code, again["ETag"], again["Cache-Control"]) == (304, first["ETag"], first["Cache-Control"])
    article.title = "水库再巡查"
    article.save()
    indexing.drain()
    now = client.get(address)
    then = client.get(address, headers=asked)
    if now.content != first.content:
        assert (then.status_code, then.content) == (200, now.content)
    elif "-" in first["ETag"]:  # of bytes that the change left as they were
        assert (then.status_code, then["ETag"]) == (304, first["ETag"])
        with django_assert_max_num_queries(1):  # nginx goes on to name the ETag of before
            assert client.get(address, headers=asked).status_code == 304


@pytest.mark.parametrize("address", WHERE_ANYTHING_IS)
def test_what_a_change_elsewhere_left_as_it_was_costs_one_query_from_the_second_time_on(
    client, address, django_assert_max_num_queries
):
    article, other = (make_article(title, body="水库管理站开展巡查。") for title in ("水库巡查", "山塘巡查"))
    indexing.rebuild(processes=1)
    asked = {"If-None-Match": client.get(address := address.format(id=article.permanent_id))["ETag"]}
    other.fingerprint = "0" * 32  # no page shows it
    other.save()
    indexing.drain()
    asked = {"If-None-Match": client.get(address, headers=asked)["ETag"]}
    with django_assert_max_num_queries(1):
        assert client.get(address, headers=asked).status_code == 304


def test_an_answer_that_time_cut_short_is_asked_for_anew(client, monkeypatch):
    make_article("水库巡查", body="水库管理站开展巡查。")
    indexing.rebuild(processes=1)
    assert "ETag" in client.get("/api/v1/search/?q=水库")
    monkeypatch.setattr(Spending, "is_late", lambda self: setattr(self, "hurried", True) or True)
    assert "ETag" not in client.get("/api/v1/search/?q=水库")
