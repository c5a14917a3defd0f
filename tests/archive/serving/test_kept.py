"""What a worker keeps of the pages that it has made."""

import pytest
from django.core.cache import caches

from search.index import indexing
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
