"""What the page of an author or a column tells beside the articles."""

import datetime
import re

import pytest
from django.utils.encoding import uri_to_iri

from archive.layout.initials import NEED_NO_LETTERS
from archive.models import Column, Contributor
from search.index import indexing
from search.pages.histogram import FEW_YEARS
from tests.factories import make_article, make_newspaper
from tests.unset import unset

pytestmark = pytest.mark.django_db

ONE, OTHER = ("林小满", "记者"), ("周一帆", "通讯员")


@pytest.fixture
def story():
    for month, people in ((3, (ONE,)), (4, (ONE, OTHER)), (6, (ONE, OTHER)), (9, (("林小满", "摄影"),))):
        byline = " ".join(f"{role} {name}" for name, role in people)
        make_article(
            date=f"2021-{month:02}-05", column="走基层", page="1", section="要闻", people=people, byline=byline
        )
    make_article("撤回的一篇", date="2019-01-05", people=(ONE,), byline="记者 林小满", status="withdrawn")
    indexing.rebuild()


def dossier(client, row) -> tuple[str, dict[str, list[tuple[str, str]]]]:
    """The line under the name, and the lists: label -> [(name, articles)]."""
    text = unset(client.get(row.get_absolute_url()).content.decode())
    aside = text[text.index('class="dossier"') : text.index("</aside>")]
    line = text[text.index("<h1>") : text.index("</header>", text.index("<h1>"))]
    return line, {
        label: re.findall(r"<dd>(?:<a[^>]*>)?([^<]+?)(?:</a>)? <span class=\"count\">(\d+)篇", names)
        for label, names in re.findall(r"<dt>([^<]+)</dt>(.*?)</div>", aside, re.S)
    }


def test_of_an_author(client, story):
    line, lists = dossier(client, Contributor.objects.get(name="林小满"))
    assert "共4篇&nbsp;· 2021年3月至2021年9月" in line
    assert lists == {
        "月份": [("2021年3月", "1"), ("2021年4月", "1"), ("2021年6月", "1"), ("2021年9月", "1")],
        "栏目": [("走基层", "4")],
        "同署": [("周一帆", "2")],
        "版块": [("要闻", "4")],
        "身份": [("记者", "3"), ("摄影", "1")],
        "署名原样": [("记者 林小满 通讯员 周一帆", "2"), ("摄影 林小满", "1"), ("记者 林小满", "1")],
    }


def test_what_nothing_is_known_of_has_no_heading(client):
    make_article(people=(("周一帆", ""),))
    indexing.rebuild()
    _, lists = dossier(client, Contributor.objects.get(name="周一帆"))
    assert lists == {}


def test_of_a_column(client, story):
    line, lists = dossier(client, Column.objects.get(name="走基层"))
    assert "2021年3月至2021年9月" in line
    assert lists == {
        "月份": [("2021年3月", "1"), ("2021年4月", "1"), ("2021年6月", "1"), ("2021年9月", "1")],
        "作者": [("林小满", "4"), ("周一帆", "2")],
        "版块": [("要闻", "4")],
    }


def test_its_months_find_its_articles(client, story):
    text = unset(client.get(Contributor.objects.get(name="林小满").get_absolute_url()).content.decode())
    months = re.findall(r'<dd><a href="([^"]+)">2021年(\d+)月</a> <span class="count">(\d+)篇', text)
    assert [(month, count) for _, month, count in months] == [("3", "1"), ("4", "1"), ("6", "1"), ("9", "1")]
    for there, _, count in months:
        assert client.get(there.replace("&amp;", "&")).context["answer"].total == int(count)


def test_a_guessed_year_is_within_its_time(client, story):
    """The list beside it begins with that article."""
    guessed = make_article("推定", date=None, people=(ONE,), date_precision="year", date_basis="guess")
    guessed.date = datetime.date(2023, 1, 1)
    guessed.save()
    indexing.rebuild()
    line, lists = dossier(client, Contributor.objects.get(name="林小满"))
    assert "共5篇&nbsp;· 2021年3月至2023年" in line
    assert lists["年份"] == [("2021年", "4"), ("2023年，月份不详", "1")]


def test_one_month_is_said_in_the_heading_alone(client):
    for n in range(4):
        make_article(date=f"2021-11-{n + 1:02}", column="短讯")
    indexing.rebuild()
    line, lists = dossier(client, Column.objects.get(name="短讯"))
    assert "共4篇&nbsp;· 2021年11月<" in line
    assert lists == {}


@pytest.mark.parametrize("years", [FEW_YEARS, FEW_YEARS + 1])
def test_a_long_life_is_drawn_over_the_span_of_its_heading(client, years):
    """A guessed year at its end is in both; of few years there is a list instead."""
    for year in range(2010, 2010 + years - 1):
        make_article(date=f"{year}-05-01", column="短讯")
    last = make_article(date=None, column="短讯", date_precision="year", date_basis="guess")
    last.date = datetime.date(2010 + years - 1, 1, 1)
    last.save()
    indexing.rebuild()
    text = unset(client.get("/columns/短讯/").content.decode())
    assert f"2010年5月至{last.date.year}年" in text
    drawn = [int(year) for year in re.findall(r'aria-label="(\d+)年，1篇"', text)]
    listed = [int(year) for year in re.findall(r"<dd><a[^>]*>(\d+)年(?:，月份不详)?</a>", text)]
    assert (listed, drawn)[years > FEW_YEARS] == list(range(2010, 2010 + years))
    assert (drawn, listed)[years > FEW_YEARS] == []


def test_who_wrote_for_another_newspaper_only_is_led_on_to_it(client, story):
    other = make_newspaper("城西晚报")
    person = Contributor.objects.get(name="林小满")
    make_article("城西的一篇", newspaper=other)
    indexing.rebuild()
    response = client.get(f"/papers/{other.slug}{person.get_absolute_url()}")
    assert response.status_code == 302
    assert response["Location"] == person.get_absolute_url()
    assert client.get(response["Location"]).context["answer"].total == 4


def test_names_in_lists_are_links(client, story):
    text = unset(client.get("/columns/走基层/").content.decode())
    there = uri_to_iri(Contributor.objects.get(name="周一帆").get_absolute_url())
    assert re.search(rf'<span>记者 <a href="[^"]+">林小满</a> 通讯员 <a href="{there}">周一帆</a></span>', text)


@pytest.mark.parametrize("columns", [NEED_NO_LETTERS, NEED_NO_LETTERS + 1])
def test_columns_too(client, columns):
    for n in range(columns):
        make_article(column=f"{'林周王赵'[n % 4]}家{chr(0x4E00 + n)}")
    indexing.rebuild()
    text = unset(client.get("/columns/").content.decode())
    assert ('class="initials"' in text) == (columns > NEED_NO_LETTERS)
    assert text.count("篇 · 2021年<svg") == columns


@pytest.mark.parametrize("names", [NEED_NO_LETTERS, NEED_NO_LETTERS + 1])
def test_letters_only_where_there_are_many(client, names):
    for n in range(names):
        make_article(people=((f"{'林周王赵'[n % 4]}小{chr(0x4E00 + n)}", "记者"),))
    indexing.rebuild()
    assert ('class="initials"' in unset(client.get("/contributors/").content.decode())) == (names > NEED_NO_LETTERS)
