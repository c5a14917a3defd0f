"""What is taken away twice is the same file, for as long as nothing in it changed."""

import datetime
import shutil

import pytest
import time_machine
from django.core.cache import caches

from archive.takeaway.citations import CITATION_FORMATS
from archive.takeaway.downloads import DOWNLOADS
from archive.takeaway.files import ARTICLE_FILES
from search.index import indexing
from search.pages.found import FILES
from tests.built_once import built_once
from tests.factories import make_article

ARTICLE = "20211105-story"
NOON = datetime.datetime(2026, 11, 5, 12, 0, 0, tzinfo=datetime.UTC)
BAG = "zip"  # says when it was packed

FORMS = [
    *(f"/articles/{ARTICLE}.{ending}" for ending in ARTICLE_FILES),
    *(f"/articles/{ARTICLE}/cite/{form}" for form in CITATION_FORMATS),
    *(f"/articles/{ARTICLE}/{picture}" for picture in ("share.png", "address.svg")),
    *(f"/issues/2021-11-05.{ending}" for ending in DOWNLOADS),
    *(f"/exports/newspaper.{ending}" for ending in DOWNLOADS),
    *(f"/exports/found.{ending}?q=水库" for ending in FILES),
    "/feeds/archive.atom",
    "/api/v1/articles/",
    "/api/v1/openapi.json",
]


@built_once
def story():
    make_article(
        "水库巡查",
        body="水库管理站开展巡查。",
        headings=(("下一步", "加快建设。"),),
        captions=("现场。",),
        people=(("刘菲", "记者"),),
        permanent_id=ARTICLE,
    )
    indexing.rebuild(processes=1)


def taken(client, settings, address):
    """Made anew, whatever was kept of it."""
    for folder in (settings.PDFS_DIR, settings.PICTURES_DIR):
        shutil.rmtree(folder, ignore_errors=True)
    caches["pages"].clear()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.getvalue(), answer.get("ETag")


@pytest.mark.django_db
@pytest.mark.parametrize("address", FORMS)
def test_an_hour_later_a_file_has_the_same_bytes_and_etag(client, settings, story, address):
    with time_machine.travel(NOON, tick=False) as clock:
        first, tag = taken(client, settings, address)
        clock.shift(datetime.timedelta(hours=1, seconds=3))
        then, tag_then = taken(client, settings, address)
    if address.endswith(BAG):
        assert (tag, tag_then) == (None, None)
    else:
        assert (then == first, tag_then) == (True, tag)
