"""All newspapers: by letter, and by a part of the name."""

import re

import pytest

from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    for name in ("城西晚报", "城东晚报", "蓼河日报"):
        make_article(newspaper=make_newspaper(name))


def listed(client, asked=None) -> set[str]:
    text = client.get("/papers/", {} if asked is None else {"name": asked}).content.decode()
    return set(re.findall(r">([^<]+)</a> <span class=\"count\">", text))


def test_a_form_finds_newspapers_by_a_part_of_their_name(client, papers):
    text = client.get("/papers/").content.decode()
    assert '<form class="find by-name" action="/papers/">' in text
    assert listed(client) == {"城西晚报", "城东晚报", "蓼河日报"}
    assert listed(client, "晚报") == {"城西晚报", "城东晚报"}
    assert listed(client, " 蓼河 ") == {"蓼河日报"}
    assert listed(client, "") == {"城西晚报", "城东晚报", "蓼河日报"}


def test_where_none_is_called_so_the_page_says_it(client, papers):
    text = client.get("/papers/", {"name": "<b>晨报"}).content.decode()
    assert "没有报名里有“&lt;b&gt;晨报”的报纸" in text
    assert listed(client, "<b>晨报") == set()
