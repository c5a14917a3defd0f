"""The API by calls that schemathesis makes of its description: such as it allows, and such as it forbids."""

from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings

from archive.machine.api.contract import document, query_parameters
from tests.archive.machine.test_api import library  # noqa: F401  (what answers)

pytestmark = pytest.mark.django_db
# Fifteen calls of each address and kind in the suite, thousands in `make soak`.
CALLS = max(15, settings.default.max_examples * 15 // 100)
UNZIPPED = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def described() -> Any:
    # Slow to import, and every worker imports this module to see what is in it.
    import schemathesis

    described = schemathesis.openapi.from_dict(document())
    described.app = get_wsgi_application()
    described.config.update(base_url="http://testserver/api/v1")
    return described


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("path", list(document()["paths"]))
def test_every_call_is_answered_as_described(library, described, path, mode):  # noqa: F811
    """Status, type and body are those of the description; what it forbids is refused, what it allows is not."""
    from schemathesis import GenerationMode

    if mode == "negative" and not query_parameters(path) and "{" not in path:
        return  # nothing can be wrong with a call that takes nothing

    @settings(max_examples=CALLS, suppress_health_check=list(HealthCheck))
    @given(described[path]["GET"].as_strategy(generation_mode=GenerationMode(mode)))
    def check(call: Any) -> None:
        call.call_and_validate(headers=UNZIPPED)

    check()


@pytest.mark.parametrize("path", ["/articles/", "/issues/", "/search/"])
def test_a_parameter_without_a_value_or_with_two_is_refused(client, library, path):  # noqa: F811
    for name in query_parameters(path):
        empty = client.get(f"/api/v1{path}", {name: ""})
        assert (empty.status_code == 200) == (name == "q"), name
        twice = client.get(f"/api/v1{path}?{name}=1&{name}=1")
        assert (twice.status_code, twice.json()["code"]) == (400, "bad_parameter"), name
        assert name in twice.json()["detail"]


REST = ["v1/articles/a b/", "v1/articles/%0A/", "v1/articles/%00/?x=1", "v1/issues/2021-02-30/", "v9/", ""]


@pytest.mark.parametrize("rest", REST)
@pytest.mark.parametrize("paper", ["", "papers/nosuch/"])
def test_what_is_not_there_is_a_problem(client, library, paper, rest):  # noqa: F811
    answer = client.get(f"/{paper}api/{rest}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/api/v1/articles/", "/papers/nosuch/api/v1/search/"])
def test_nor_is_a_call_that_no_view_reads_answered_with_a_page(client, library, path):  # noqa: F811
    answer = client.get(path, QUERY_STRING="&".join(["q=" + "a" * 4000] * 9))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
