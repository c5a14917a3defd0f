"""Articles through Haystack's SearchQuerySet: recall, slices, filters, counts and orders."""

import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from haystack.inputs import Exact
from haystack.query import SQ, SearchQuerySet

from archive.language.folding import fold, strip_space
from archive.models import Article, Basis, Precision
from search.haystack.query import CannotAsk
from search.index import indexing
from search.index.fields import ZONES, contributor_names, searchable_fields
from search.index.opened import default_index
from search.store.expressions import HasAny
from tests.built_once import built_once
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PLACES = ["蓼河新城", "高新区", "任城区", "科技中心", "人民代表大会"]
NAMES = ["刘菲", "薛坤", "陈曦"]


@built_once
def articles():
    """45 articles, of every kind of date."""
    for n in range(45):
        place = PLACES[n % 5]
        make_article(
            title=f"{place}第{n}次会议",
            body=f"{place}代表研究生活。\n臺灣朋友到{PLACES[n % 3]}看一看，说ＡＢＣ-{n}。",
            date=None if n % 9 == 8 else f"20{10 + n % 4}-{1 + n % 12:02}-{1 + n % 28:02}",
            page=str(1 + n % 4),
            section=["", "要闻", "综合"][n % 3],
            column=["", "专题访谈"][n % 2],
            people=[(), ((NAMES[0], "记者"),), ((NAMES[1], "记者"), (NAMES[2], "摄影"), (NAMES[1], "摄影"))][n % 3],
            headings=((f"小标题{n}", "国际花园城市。"),) if n % 2 else (),
            captions=(f"图为{place}一角",) if n % 3 == 0 else (),
            kicker="引题在此" if n % 7 == 0 else "",
            byline="本报记者 刘菲" if n % 5 == 0 else "",
        )
    guessed = Article.objects.filter(date=None)[:3]
    for article in guessed:
        article.date, article.date_precision, article.date_basis = "2011-01-01", Precision.YEAR, Basis.GUESS
        article.save()
    indexing.rebuild()
    return list(Article.objects.for_reading().order_by("pk"))


def holding(articles, run, zone="content"):
    """Brute force over what is stored."""
    needle = strip_space(fold(run))
    return [
        article.pk
        for article in articles
        if any(
            needle in strip_space(fold(text))
            for name, text in searchable_fields(article) + contributor_names(article)
            if name in ZONES[zone]
        )
    ]


def keys(found):
    return sorted(result.pk for result in found)


def test_every_run_of_every_text_is_found_exactly_where_it_is(articles):
    texts = {text for article in articles[:9] for _, text in searchable_fields(article)}
    runs = {text[i : i + size] for text in texts for size in (1, 2, 3, 5, 8) for i in range(len(text) - size + 1)}
    assert len(runs) > 300
    for run in sorted(runs):
        assert keys(SearchQuerySet().filter(content=Exact(run))) == holding(articles, run), run


def test_a_field_is_asked_alone(articles):
    runs = ["刘菲", "蓼河新城", "小标题1", "专题", "一", "花园城市", "引题", "图为高新区", "薛"]
    for zone, run in itertools.product(set(ZONES) - {"content"}, runs):
        found = keys(SearchQuerySet().filter(**{zone: Exact(run)}))
        assert found == holding(articles, run, zone), (zone, run)


def test_width_script_and_white_space_make_no_difference(articles):
    everyone = [article.pk for article in articles]
    for run in ("台湾朋友", "臺灣朋友", "台 湾\n朋友", "説abc-", "说ABC－"):
        assert keys(SearchQuerySet().filter(content=Exact(run))) == everyone, run


def test_words_of_a_run_are_all_there(articles):
    found = keys(SearchQuerySet().filter(content="会议一角蓼河新城"))
    assert found == sorted(
        set(holding(articles, "会议")) & set(holding(articles, "一角")) & set(holding(articles, "蓼河新城"))
    )
    assert found
    assert keys(SearchQuerySet().filter(content="会议一角蓼河新城")) == found


def test_any_word_is_enough(articles):
    found = keys(SearchQuerySet().filter(content=HasAny("content", ("一角", "花园"), "一角花园")))
    assert found == sorted(set(holding(articles, "一角")) | set(holding(articles, "花园")))


def test_conditions_combine_freely(articles):
    place, people = set(holding(articles, "高新区")), set(holding(articles, "刘菲", "author"))
    year = {article.pk for article in articles if article.year == 2011}
    asked = SearchQuerySet().filter(
        (SQ(content=Exact("高新区")) & ~SQ(author=Exact("刘菲"))) | SQ(year=2011, author=Exact("刘菲"))
    )
    assert keys(asked) == sorted((place - people) | (year & people))
    assert keys(asked.exclude(year=2011)) == sorted((place - people) - year)
    assert keys(asked.exclude(SQ(year=2011) | SQ(content=Exact("高新区")))) == []


@pytest.mark.parametrize("order", ["", "-date_newest", "date_oldest"])
def test_pages_of_any_size_are_the_parts_of_the_whole(articles, order):
    everything = SearchQuerySet()
    for asked, size in itertools.product((everything, everything.filter(content="高新区代表")), range(1, 8)):
        ordered = asked.order_by(order) if order else asked
        whole = [result.pk for result in ordered[:100]]
        assert len(whole) == len(set(whole)) == len(ordered)
        pages = [[r.pk for r in ordered.all()[at : at + size]] for at in range(0, len(whole), size)]
        assert list(itertools.chain(*pages)) == whole


def test_by_date_guessed_years_stand_after_the_dated_of_their_year(articles):
    by_key = {article.pk: article for article in articles}
    for order, sign in (("-date_newest", -1), ("date_oldest", 1)):
        found = [by_key[result.pk] for result in SearchQuerySet().order_by(order)]
        expected = sorted(
            articles,
            key=lambda a: (
                a.year is None,
                sign * (a.year or 0),
                a.date_is_guessed,
                sign * a.date.toordinal() if a.date and not a.date_is_guessed else 0,
                a.pk,
            ),
        )
        assert [a.pk for a in found] == [a.pk for a in expected]


def test_facets_count_all_hits_and_filters_agree(articles):
    asked = SearchQuerySet().filter(content=Exact("高新区"))
    hits = [article for article in articles if article.pk in holding(articles, "高新区")]
    counted = asked
    for name in ("year", "month", "section", "column", "contributor", "newspaper"):
        counted = counted.facet(name)
    fields = counted.facet_counts()["fields"]
    assert dict(fields["year"]) == Counter(article.year or "none" for article in hits)
    months = Counter(a.date.strftime("%Y-%m") if a.date and not a.date_is_guessed else "none" for a in hits)
    assert dict(fields["month"]) == months
    assert dict(fields["section"]) == Counter(a.page.section_id or "none" if a.page else "none" for a in hits)
    assert dict(fields["column"]) == Counter(a.column_id or "none" for a in hits)
    people = Counter(key for a in hits for key in {c.pk for c in a.contributors.all()} or {"none"})
    assert dict(fields["contributor"]) == people
    assert len(counted[:3]) == 3
    assert len(counted) == len(hits)
    for name, counts in fields.items():
        for value, count in counts:
            assert len(asked.filter(**{name: value})) == count, (name, value)
            assert len(asked.filter(**{f"{name}__in": [value]})) == count, (name, value)


def test_ranges(articles):
    def found(**filters):
        return keys(SearchQuerySet().filter(**filters))

    assert found(year__range=(2011, 2012)) == [a.pk for a in articles if a.year in (2011, 2012)]
    assert found(year__gt=2011) == [a.pk for a in articles if a.year and a.year > 2011]
    dated = [a for a in articles if a.day and not a.date_is_guessed]
    assert found(month__gte="2011-02", month__lt="2011-07") == [
        a.pk for a in dated if a.year == 2011 and 2 <= a.date.month < 7
    ]
    assert found(date__range=(20110105, 20110610)) == [
        a.pk for a in dated if "2011-01-05" <= a.date.isoformat() <= "2011-06-10"
    ]


def test_threads_share_one_reader(articles):
    with ThreadPoolExecutor(3) as pool:
        readers = list(pool.map(lambda _: default_index().reader(), range(6)))
    assert len({id(reader) for reader in [default_index().reader(), *readers]}) == 1


def test_what_cannot_be_asked_is_explained(articles):
    with pytest.raises(CannotAsk, match="contributor"):
        len(SearchQuerySet().filter(contributor__gt=3))
    with pytest.raises(KeyError, match="No column 'weather'"):
        len(SearchQuerySet().filter(weather="rain"))
    with pytest.raises(CannotAsk, match="several"):
        list(SearchQuerySet().order_by("contributor")[:3])
