"""What editors add to the dictionaries: files at once, effect with the rebuild that the fingerprint asks for."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from archive.language import segmentation
from search.index import indexing, lexicon
from search.models import DictionaryEntry
from search.query import SearchRequest
from search.query.recovery import synonyms
from tests.archive.admin.forms import submit
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "望鹤台湿地"


@pytest.fixture(autouse=True)
def _no_entries_left():
    yield
    DictionaryEntry.objects.all().delete()
    lexicon.publish_dictionaries()
    segmentation.reload()


def test_an_entry_takes_effect_with_the_rebuild_that_it_asks_for():
    make_article("湿地", body=f"{NAME}开放。")
    indexing.rebuild(processes=1)
    assert not indexing.status()["stale"]
    assert segmentation.words(NAME) != [NAME]
    DictionaryEntry.objects.create(dictionary="local_names", entry=NAME)
    assert (Path(settings.DATA_DIR) / "dictionaries" / "local_names.txt").read_text(encoding="utf-8") == f"{NAME}\n"
    assert indexing.status()["stale"]
    assert segmentation.words(NAME) != [NAME]
    indexing.rebuild(processes=1)
    assert segmentation.words(NAME) == [NAME]
    assert not indexing.status()["stale"]
    DictionaryEntry.objects.get().delete()
    assert indexing.status()["stale"]


def test_another_process_follows_when_it_sees_the_new_index():
    segmentation.follow("made under one dictionary")
    assert segmentation.words(NAME) != [NAME]
    DictionaryEntry.objects.create(dictionary="local_names", entry=NAME)
    segmentation.follow("made under one dictionary")
    assert segmentation.words(NAME) != [NAME]
    segmentation.follow("made under another")
    assert segmentation.words(NAME) == [NAME]


def test_synonyms_of_editors_are_offered():
    make_article("望鹤台", body="白鹤来了。")
    DictionaryEntry.objects.create(dictionary="synonyms", entry="湿地公园 望鹤台")
    indexing.rebuild(processes=1)
    (offered,) = synonyms(SearchRequest(make_newspaper(), q="湿地公园"))
    assert offered.other == "望鹤台"


def test_editors_add_entries_and_are_told_when_they_take_effect(admin_client):
    address = reverse("admin:search_dictionaryentry_add")
    response = submit(admin_client, address, dictionary="local_names", entry=f" {NAME} ")
    assert response.status_code == 302
    assert DictionaryEntry.objects.get().entry == NAME
    assert "重建索引" in admin_client.get(response.url).content.decode()
    for dictionary, entry in (("synonyms", "一个"), ("local_names", "两个 词"), ("stop_words", "#注")):
        assert submit(admin_client, address, dictionary=dictionary, entry=entry).status_code == 200
    assert DictionaryEntry.objects.count() == 1
