"""Advanced search: what is filled in becomes one query that says the same."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.pages.forms import PARTS, composed, plain_address
from search.query.request import ADDRESS_PARAMETERS, SearchRequest


@pytest.mark.parametrize(
    ("filled", "q"),
    [
        ({"q": "蓼河", "phrase": "一流 环境"}, '蓼河 "一流 环境"'),
        ({"phrase": '他说"好"'}, '“他说"好"”'),
        ({"any": "蓼河 泗河"}, "(蓼河 或 泗河)"),
        ({"any": "蓼河"}, "蓼河"),
        ({"q": "公园", "not": "招商 引资"}, "公园 -招商 -引资"),
        ({"title": "开工", "author": "林小满"}, "标题:开工 作者:林小满"),
    ],
)
def test_fields_become_the_search_language(filled, q):
    params = QueryDict(mutable=True)
    params.update({**filled, "since": "2021", "until": ""})
    together = composed(params)
    assert together.dict() == {"q": q, "since": "2021"}


def test_without_them_the_address_stands():
    assert composed(QueryDict("q=蓼河&phrase=&any=")) is None


@pytest.mark.django_db
def test_the_page_leads_to_the_address_of_the_query(client):
    response = client.get("/search/", {"q": "蓼河", "not": "公园", "phrase": ""})
    assert response.status_code == 302
    assert response.url == "/search/?q=%E8%93%BC%E6%B2%B3+-%E5%85%AC%E5%9B%AD"


NAMES = st.sampled_from([*ADDRESS_PARAMETERS, *PARTS, "utm"])
VALUES = st.one_of(
    st.sampled_from(["", " ", "content", "title", "1", "20", "False", "蓼河", "none"]), st.text(max_size=400)
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_an_address_is_made_plain_once_and_asks_the_same(given_pairs):
    params = QueryDict(mutable=True)
    for name, value in given_pairs:
        params.appendlist(name, value)
    said = plain_address(params)
    if said is None:
        return
    assert plain_address(said) is None
    if not composed(params):
        assert SearchRequest.from_params(said, None) == SearchRequest.from_params(params, None)
        assert all(map(any, (values for _, values in said.lists())))
