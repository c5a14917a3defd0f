"""docs/api.md: every address that it names answers, and it names every address and parameter of the API."""

import re

import pytest
from django.conf import settings

from archive.machine.api.contract import document, query_parameters
from archive.takeaway.citations import CITATION_FORMATS
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESSES = list(dict.fromkeys(re.findall(r"`(/[^`]*)`", GUIDE)))
ROWS = re.findall(r"^\| `/api/v1(/[^`]*)` \|[^|]*\|(?: `([^`]*)`)? \|$", GUIDE, re.MULTILINE)


@built_once
def article():
    made = make_article(column="走基层", section="要闻", page="1", people=(("刘菲", "记者"),))
    indexing.rebuild()
    return made


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers(client, article, address):
    filled = (
        address.replace("<id>", article.permanent_id)
        .replace("<slug>", article.newspaper.slug)
        .replace("<format>", "ris")
        .replace("/oai", "/oai?verb=Identify")
    )
    response = client.get(filled, follow=True)
    assert response.status_code == 200, filled
    response.close()


def test_the_api_is_named_whole():
    named = {path.replace("2021-11-05", "{day}").replace("<id>", "{permanent_id}"): words for path, words in ROWS}
    assert {"/", "/openapi.json", *named} == set(document()["paths"])
    for path, words in named.items():
        assert sorted(words.split()) == sorted(query_parameters(path)), path


def test_every_form_of_citation_is_named():
    (row,) = re.findall(r"^\| `/articles/<id>/cite/<format>` \|(.*)\|$", GUIDE, re.MULTILINE)
    assert re.findall(r"`([^`]*)`", row) == list(CITATION_FORMATS)
