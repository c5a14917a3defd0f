"""SQL queries of a search page: as many for fifty articles as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.index import indexing
from tests.factories import make_article

pytestmark = pytest.mark.django_db
MOST = 14


def queries_of(client, params):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get("/search/", params).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("params", [{"q": "水库"}, {}, {"q": "水库 巡查", "section": "要闻", "year": "2021"}])
def test_queries_do_not_grow_with_the_articles(client, params):
    for n in range(6):  # of fewer found, misprints are looked for
        make_article(
            f"水库巡查{n}", date="2021-03-01", section="要闻", page="1", column="走基层", people=(("林小满", "记者"),)
        )
    indexing.rebuild(processes=1)
    few = queries_of(client, params)
    for n in range(48):
        make_article(
            f"水库巡查{n}",
            date=f"2021-04-{n % 28 + 1:02}",
            section=f"要闻{n}" if n % 2 else "要闻",
            page="1",
            column=f"栏{n}",
            people=((f"林{n}", "记者"),),
        )
    indexing.rebuild(processes=1)
    many = queries_of(client, params | {"size": "50"})
    assert len(few) == len(many)
    assert len(many) <= MOST, "\n".join(many)
