"""Answers compared with the rows they were made from: totals, pages, orders, facets, filters."""

import datetime
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Article, Precision, Status
from search.index import indexing
from search.index.opened import default_index
from search.query import SearchRequest, answer, around, ranked
from search.query.filters import FACETS
from search.store.damage import IndexUnavailable
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
PEOPLE = ("林小满", "周一帆", "陈渡")


@built_once
def articles():
    """45 articles about reservoirs that differ in all that can be filtered; every third also names a bridge."""
    made = []
    for n in range(45):
        made.append(
            make_article(
                f"水库第{n}次巡查",
                body=f"本报讯 水库管理站开展第{n}次巡查。" + ("大桥" * (n % 7) if n % 3 == 0 else ""),
                date=None if n % 11 == 0 else f"{2019 + n % 4}-{n % 12 + 1:02}-{n % 28 + 1:02}",
                page=str(n % 3 + 1) if n % 5 else "",
                section="要闻" if n % 2 else "",
                column=("", "走基层", "专题访谈")[n % 3],
                people=tuple((name, "记者") for name in PEOPLE[: n % 4]),
            )
        )
    make_article("水库撤稿", status=Status.WITHDRAWN)
    make_article("水库外报", newspaper=make_newspaper("邻县日报"))
    indexing.rebuild(processes=1)
    return made


def test_pages_hold_every_article_once(articles):
    newspaper = make_newspaper()
    for sort, page_size in product(("relevance", "newest", "oldest"), range(1, 8)):
        asked = SearchRequest(newspaper, q="水库", sort=sort, page_size=page_size)
        seen = []
        for number in range(1, -(-45 // page_size) + 1):
            page = answer(replace(asked, page=number))
            assert page.total == 45
            assert len(page.hits) == min(page_size, 45 - (number - 1) * page_size)
            seen += [hit.article.pk for hit in page.hits]
        assert sorted(seen) == sorted(article.pk for article in articles)
        assert seen == ranked(asked)


def test_a_page_after_the_last_is_the_last(articles):
    page = answer(SearchRequest(make_newspaper(), q="水库", page=99, page_size=7))
    assert (page.page, len(page.hits)) == (7, 3)


def test_dates_rule_the_order_and_unknown_dates_come_last(articles):
    dated = {article.pk: article.date for article in articles}
    for sort, backwards in (("newest", True), ("oldest", False)):
        found = [dated[pk] for pk in ranked(SearchRequest(make_newspaper(), sort=sort))]
        known = [date for date in found if date]
        assert known == sorted(known, reverse=backwards)
        assert found[len(known) :] == [None] * (45 - len(known))


def test_a_guessed_year_filters_and_sorts_after_the_dated_articles_of_its_year(articles):
    guessed = make_article(
        "水库旧事", date=None, date_precision=Precision.YEAR, date_basis="guess"
    )  # fmt: skip
    Article.objects.filter(pk=guessed.pk).update(date=datetime.date(2020, 1, 1))
    indexing.rebuild(processes=1)
    for sort in ("newest", "oldest"):
        assert ranked(SearchRequest(make_newspaper(), year="2020", sort=sort))[-1] == guessed.pk


@pytest.fixture
def facts(articles):
    """(article, text, its values of each facet) of all articles, from the rows themselves."""

    def values(article):
        section = article.page.section if article.page else None
        return {
            "year": {str(article.date.year)} if article.date else set(),
            "section": {section.slug} if section else set(),
            "column": {article.column.slug} if article.column else set(),
            "contributor": {contribution.contributor.slug for contribution in article.contributions.all()},
        }

    return [(article, article.title + article.sections.all()[0].body, values(article)) for article in articles]


def brute(facts, request):
    """The articles that a request's filters and words select."""

    def selected(text, of):
        filters = all(
            (value in of[name]) or (value == "none" and not of[name]) for name, value in request.filters.items()
        )
        return filters and all(word in text for word in request.q.split())

    return [article for article, text, of in facts if selected(text, of)]


choices = {
    "q": st.sampled_from(["", "水库", "大桥", "水库 大桥"]),
    "year": st.sampled_from(["", "2019", "2021", "none"]),
    "section": st.sampled_from(["", "要闻", "none"]),
    "column": st.sampled_from(["", "走基层", "专题访谈", "none"]),
    "contributor": st.sampled_from(["", *PEOPLE, "none"]),
    "sort": st.sampled_from(["", "newest", "oldest"]),
    "page_size": st.sampled_from([1, 3, 20, 50]),
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries(choices))
def test_counts_are_true(facts, chosen):
    newspaper = make_newspaper()
    request = SearchRequest(newspaper, exact=True, **chosen)  # exact: no second rung
    page = answer(request)
    expected = brute(facts, request)
    assert page.total == len(expected)
    assert set(ranked(request)) == {article.pk for article in expected}
    for name in ("year", "section", "column"):
        assert sum(count.count for count in page.facets[name]) == page.total
    for name in FACETS:
        for count in page.facets[name]:
            narrowed = replace(request, **{name: count.value})
            if chosen[name] in ("", count.value):
                assert answer(narrowed).total == count.count, (name, count)
    assert sum(page.months.values()) == sum(article.date is not None for article in expected)


def test_more_values_of_a_facet_are_listed_where_asked_and_unknown_is_never_cut():
    for n in range(20):
        make_article(f"第{n}篇", column=f"栏目{n}")
    make_article("无栏目")
    indexing.rebuild(processes=1)
    newspaper = make_newspaper()
    cut = answer(SearchRequest(newspaper)).facets["column"]
    whole = answer(SearchRequest(newspaper, all_of="column")).facets["column"]
    assert len(cut) == 13
    assert len(whole) == 21
    assert cut[-1].label == whole[-1].label == "未知"
    assert answer(SearchRequest(newspaper)).cut == {"column": 20}
    assert answer(SearchRequest(newspaper, all_of="column")).cut == {}


def test_only_where_words_together_find_nothing_any_of_them_does():
    both = make_article("水库大桥", body="水库边的大桥通车。")
    one = make_article("水库", body="水库蓄水。")
    indexing.rebuild(processes=1)
    newspaper = make_newspaper()
    page = answer(SearchRequest(newspaper, q="水库 大桥"))
    assert (page.rung, ranked(page.request)) == ("all", [both.pk])
    page = answer(SearchRequest(newspaper, q="水库 渡船"))
    assert (page.rung, page.total, set(ranked(page.request))) == ("any", 2, {both.pk, one.pk})
    assert answer(SearchRequest(newspaper, q="水库 渡船", exact=True)).total == 0
    assert answer(SearchRequest(newspaper, q="水库 -大桥 渡船")).total == 1


def test_a_question_is_answered_by_what_is_asked_about_unless_somebody_printed_it():
    asked = make_article("水库在哪里", body="水库在哪里？这是游客常问的。")
    told = make_article("水库", body="水库在城北。")
    chance = make_article("桥", body="哪里的桥最长，在座者不知。里程未定。")
    indexing.rebuild(processes=1)
    newspaper = make_newspaper()
    page = answer(SearchRequest(newspaper, q="水库在哪里？"))
    assert (page.rung, ranked(page.request)) == ("all", [asked.pk])
    page = answer(SearchRequest(newspaper, q="水库是谁的？"))
    assert (page.rung, set(ranked(page.request))) == ("any", {asked.pk, told.pk})
    assert chance.pk not in ranked(page.request)


def test_the_query_language_selects_what_it_says():
    first = make_article("蓼河开园", body="公园建成。", date="2021-05-10", column="专题访谈", byline="记者 林小满")
    first.issue.total_number = 589
    first.issue.save()
    second = make_article("泗河清淤", body="蓼河上游也在清淤。", date="2022-11-02", captions=("泗河岸边的挖掘机",))
    indexing.rebuild(processes=1)
    newspaper = make_newspaper()
    for typed, expected in {
        "标题:蓼河": {first},
        "正文:蓼河": {second},
        "蓼河 -清淤": {first},
        "开园 或 清淤": {first, second},
        "(开园 或 清淤) 挖掘机": {second},
        "图说:挖掘机": {second},
        "作者:林小满": {first},
        "栏目:专题": {first},
        "期:589": {first},
        "年:2022": {second},
        "2020..2021": {first},
        "2021-05..2021-11": {first},
        "2021-05-11..": {second},
        "2021..": {first, second},
        "“蓼河 开园”": {first},
        "-蓼河开园": {second},
    }.items():
        found = set(ranked(SearchRequest(newspaper, q=typed)))
        assert found == {article.pk for article in expected}, typed


def test_the_articles_round_a_hit_are_its_neighbours_in_the_answer(articles):
    request = SearchRequest(make_newspaper(), q="大桥")
    order = ranked(request)
    for place in (1, 2, len(order)):
        before, after = around(request, place)
        assert (before.pk if before else None) == (order[place - 2] if place > 1 else None)
        assert (after.pk if after else None) == (order[place] if place < len(order) else None)


def test_a_hit_knows_its_place_where_the_index_is_behind(articles):
    """What was withdrawn and still stands in the index is no hit, and the hits behind it keep the places they have."""
    request = SearchRequest(make_newspaper(), q="大桥")
    order = ranked(request)
    Article.objects.filter(pk=order[0]).update(status=Status.WITHDRAWN)
    page = answer(request)
    assert page.hits[0].article.pk == order[1]
    _, after = around(request, page.first_place + page.hits[0].nth)
    assert after is not None
    assert after.pk == order[2]


def test_without_an_index_nothing_is_answered():
    folder = default_index().folder
    aside = folder.with_name("index-aside")
    if folder.exists():
        folder.rename(aside)
    try:
        with pytest.raises(IndexUnavailable):
            answer(SearchRequest(make_newspaper(), q="水库"))
    finally:
        if aside.exists():
            aside.rename(folder)
