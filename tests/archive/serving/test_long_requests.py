"""Query strings and forms of any length: what is kept of them, what it costs, what is said."""

import tracemalloc
from urllib.parse import quote, urlencode

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive.pages.corrections import CorrectionForm
from archive.serving.long_requests import LONGEST_FORM, LONGEST_PARAMETER, LONGEST_QUERY, shortened

MEGABYTES = 1_000_000
LONG = "q=" + quote("的" * 350_000)  # a megabyte of UTF-8


@given(st.text(min_size=400, max_size=420), st.text(max_size=50))
def test_a_long_value_keeps_its_beginning_and_leaves_the_others_as_they_are(typed, papers):
    query = f"q={quote(typed * 100)}&papers={quote(papers)}"
    read = QueryDict(shortened(query))
    assert read["q"][:400] == typed[:400]
    assert len(read["q"]) > 400  # too long still, for whoever reads it
    assert read["papers"] == papers


def test_what_is_too_much_to_keep_each_is_refused():
    most = LONGEST_QUERY // LONGEST_PARAMETER
    with pytest.raises(SuspiciousOperation, match="too many parameters"):
        shortened("&".join("q=" + "a" * LONGEST_PARAMETER for _ in range(most + 1)))
    assert shortened("&" * MEGABYTES) == ""


@pytest.mark.django_db
def test_a_megabyte_takes_little_memory(client):
    client.get("/oai", QUERY_STRING="verb=Identify")
    tracemalloc.start()
    try:
        response = client.get("/oai", QUERY_STRING=LONG)
        _, highest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert response.status_code == 200
    assert highest < 20 * MEGABYTES


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/search/", "/api/v1/search/", "/feeds/search.atom"])
def test_too_many_parameters_are_answered_with_a_sentence(client, address):
    response = client.get(address, QUERY_STRING="&".join(f"a{n}=1" for n in range(20_000)))
    assert response.status_code == 400
    assert "条件太多" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/oai", "/api/v1/search/", "/display/"])
def test_a_long_form_is_refused_unread(client, address):
    tracemalloc.start()
    try:
        response = client.post(address, LONG, content_type="application/x-www-form-urlencoded")
        _, highest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert response.status_code == 400
    assert "内容太长" in response.content.decode()
    assert highest < 20 * MEGABYTES


def test_the_longest_correction_fits():
    longest = {name: "长" * (field.max_length or 0) for name, field in CorrectionForm.base_fields.items()}
    assert len(urlencode(longest)) < LONGEST_FORM / 2


@pytest.mark.django_db
def test_the_desk_takes_long_forms(admin_client):
    response = admin_client.post("/admin/archive/column/add/", {"name": "副刊", "note": "长" * LONGEST_FORM})
    assert response.status_code != 400


@pytest.mark.django_db
def test_a_length_that_is_no_number_is_none(client):
    assert client.get("/oai?verb=Identify", CONTENT_LENGTH="abc").status_code == 200
