"""All newspapers: by letter, and by a part of the name."""

import re

import pytest

from archive.layout.initials import NEED_NO_LETTERS
from archive.models import Newspaper
from tests.factories import make_article, make_newspaper
from tests.unset import unset

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    for name in ("城西晚报", "城东晚报", "蓼河日报"):
        make_article(newspaper=make_newspaper(name))


def listed(client, asked=None) -> set[str]:
    text = unset(client.get("/papers/", {} if asked is None else {"name": asked}).content.decode())
    return set(re.findall(r">([^<]+)</a> <span class=\"count\">", text))


def test_a_form_finds_newspapers_by_a_part_of_their_name(client, papers):
    text = unset(client.get("/papers/").content.decode())
    assert '<form class="find by-name" action="/papers/">' in text
    assert listed(client) == {"城西晚报", "城东晚报", "蓼河日报"}
    assert listed(client, "晚报") == {"城西晚报", "城东晚报"}
    assert listed(client, " 蓼河 ") == {"蓼河日报"}
    assert listed(client, "") == {"城西晚报", "城东晚报", "蓼河日报"}


def test_where_none_is_called_so_the_page_says_it(client, papers):
    text = unset(client.get("/papers/", {"name": "<b>晨报"}).content.decode())
    assert "没有报名里有“&lt;b&gt;晨报”的报纸" in text
    assert listed(client, "<b>晨报") == set()


def test_of_many_the_largest_stand_before_the_alphabet_and_are_told_where_the_page_is_shared(client):
    for n in range(NEED_NO_LETTERS + 1):
        make_article(newspaper=make_newspaper(f"第{n}县日报"))
    largest = Newspaper.objects.get(name="第7县日报")
    make_article("又一篇", newspaper=largest)
    text = unset(client.get("/papers/").content.decode())
    before = text.partition('id="largest"')[2].partition("</section>")[0]
    assert re.findall(r">([^<]+)</a>", before)[0] == "第7县日报"
    assert "第7县日报、" in text.partition('og:description" content="')[2].partition('"')[0]
    assert 'id="largest"' not in unset(client.get("/papers/?name=日报").content.decode())
