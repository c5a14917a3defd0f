"""SearchQuerySet's public methods, as Haystack documents them."""

import datetime
import pickle

import pytest
from haystack.inputs import AutoQuery, Clean, Exact, Not, Raw
from haystack.models import SearchResult
from haystack.query import SQ, EmptySearchQuerySet, RelatedSearchQuerySet, SearchQuerySet

from archive.models import Article, Contributor, Issue, PaperSection


def keys(found):
    return sorted(result.pk for result in found)


def holding(articles, *runs):
    """Articles that hold all runs, by their stored text."""
    texts = {a.pk: a.title + "\n" + "\n".join(s.body for s in a.sections.all()) for a in articles}
    return [key for key, text in texts.items() if all(run in text for run in runs)]


def test_all_and_none_and_counting(articles):
    every = SearchQuerySet().all()
    assert len(every) == every.count() == 12
    assert keys(every) == [a.pk for a in articles]
    assert len(every.none()) == 0
    assert isinstance(every.none(), EmptySearchQuerySet)
    assert keys(SearchQuerySet().filter(content="*")) == keys(every)


def test_a_result_is_of_its_article(articles):
    result = SearchQuerySet().filter(content="蓼河新城新闻第0号")[0]
    assert (result.pk, result.app_label, result.model_name) == (articles[0].pk, "archive", "article")
    assert result.model is Article
    assert result.object == articles[0]
    assert result.id == f"archive.article.{articles[0].pk}"
    assert result.score > 0
    assert result.year == 2019


@pytest.mark.parametrize("start", range(0, 14, 3))
@pytest.mark.parametrize("stop", [None, *range(1, 15, 4)])
def test_any_slice(articles, start, stop):
    ordered = SearchQuerySet().order_by("django_id")
    assert [r.pk for r in ordered[start:stop]] == [a.pk for a in articles][start:stop]
    assert len(ordered) == 12


def test_one_item_and_iteration(articles):
    ordered = SearchQuerySet().order_by("django_id")
    assert ordered[11].pk == articles[11].pk
    assert [r.pk for r in ordered] == [a.pk for a in articles]
    with pytest.raises(IndexError):
        ordered.all()[12]


def test_filter_and_or_exclude(articles):
    new_town, person = set(holding(articles, "蓼河新城")), set(holding(articles, "刘章箭"))
    query = SearchQuerySet()
    assert keys(query.filter(content="蓼河新城").filter(content="刘章箭")) == sorted(new_town & person)
    assert keys(query.filter_and(content="蓼河新城", title="新闻")) == sorted(new_town)
    assert keys(query.filter(content="蓼河新城").filter_or(content="刘章箭")) == sorted(new_town | person)
    assert keys(query.filter(content="蓼河新城").exclude(content="刘章箭")) == sorted(new_town - person)
    assert keys(query.exclude(content="蓼河新城", year=2019)) == sorted(
        a.pk for a in articles if not (a.pk in new_town and a.year == 2019)
    )
    assert keys(query.filter(content="蓼河新城") & query.filter(content="刘章箭")) == sorted(new_town & person)
    assert keys(query.filter(content="蓼河新城") | query.filter(content="刘章箭")) == sorted(new_town | person)
    assert keys(query.filter(SQ(content="蓼河新城") | ~SQ(content="刘章箭"))) == sorted(
        {a.pk for a in articles} - person | new_town
    )


@pytest.mark.parametrize(
    ("lookup", "value", "years"),
    [
        ("year", 2020, {2020}),
        ("year__exact", 2020, {2020}),
        ("year__gt", 2020, {2021, 2022}),
        ("year__gte", 2020, {2020, 2021, 2022}),
        ("year__lt", 2020, {2019}),
        ("year__lte", 2020, {2019, 2020}),
        ("year__in", [2019, 2022], {2019, 2022}),
        ("year__range", [2020, 2021], {2020, 2021}),
    ],
)
def test_lookups(articles, lookup, value, years):
    expected = [a.pk for a in articles if a.year in years]
    assert keys(SearchQuerySet().filter(**{lookup: value})) == expected
    assert keys(SearchQuerySet().exclude(**{lookup: value})) == [a.pk for a in articles if a.pk not in expected]


def test_inputs(articles):
    def found(value):
        return keys(SearchQuerySet().filter(content=value))

    assert found(Exact("新城新闻第")) == holding(articles, "新城新闻第")
    assert found(Clean("新闻 蓼河")) == holding(articles, "新闻", "蓼河")
    assert found(Raw("新闻 蓼河")) == holding(articles, "新闻", "蓼河")
    assert found(Not("刘章箭")) == [a.pk for a in articles if a.pk not in holding(articles, "刘章箭")]
    expected = sorted(set(holding(articles, "花园城市", "新闻")) - set(holding(articles, "刘章箭")))
    assert found(AutoQuery('"花园城市" 新闻 -刘章箭')) == expected
    assert keys(SearchQuerySet().auto_query('"花园城市" 新闻 -刘章箭')) == expected
    assert keys(SearchQuerySet().raw_search("蓼河新城")) == holding(articles, "蓼河新城")


def test_order(articles):
    by_date = sorted(articles, key=lambda a: (a.date, a.pk))
    assert [r.pk for r in SearchQuerySet().order_by("date")] == [a.pk for a in by_date]
    newest = sorted(articles, key=lambda a: (-a.date.toordinal(), a.pk))
    assert [r.pk for r in SearchQuerySet().order_by("-date")] == [a.pk for a in newest]
    assert SearchQuerySet().latest("date").pk == newest[0].pk
    two = sorted(articles, key=lambda a: (-a.year, a.pk))
    assert [r.pk for r in SearchQuerySet().order_by("-year", "django_id")] == [a.pk for a in two]
    scores = [r.score for r in SearchQuerySet().filter(content="蓼河新城新闻")]
    assert scores == sorted(scores, reverse=True)
    assert SearchQuerySet().filter(content="蓼河新城").best_match().pk in holding(articles, "蓼河新城")


def test_narrow_and_facets(articles):
    query = SearchQuerySet().filter(content="蓼河新城")
    hits = [a for a in articles if a.pk in holding(articles, "蓼河新城")]
    assert keys(query.narrow("year:2019")) == [a.pk for a in hits if a.year == 2019]
    assert keys(query.narrow(SQ(year=2019))) == [a.pk for a in hits if a.year == 2019]
    section = PaperSection.objects.get(name="要闻", newspaper__name=hits[0].newspaper.name)
    counts = query.facet("section").facet("contributor").query_facet("year", "2019").facet_counts()
    assert dict(counts["fields"]["section"])[section.pk] == sum(a.page.section_id == section.pk for a in hits)
    person = Contributor.objects.get(name="薛坤")
    assert dict(counts["fields"]["contributor"])[person.pk] == sum(person in a.contributors.all() for a in hits)
    assert counts["queries"]["year_2019"] == sum(a.year == 2019 for a in hits)
    narrowed = query.narrow("year:2019").facet("year").facet_counts()["fields"]["year"]
    assert narrowed == [(2019, sum(a.year == 2019 for a in hits))]


def test_date_facet(articles):
    def counts(first, end, gap, amount=1):
        return dict(SearchQuerySet().date_facet("date", first, end, gap, amount).facet_counts()["dates"]["date"])

    day = datetime.date
    by_year = counts(day(2019, 1, 1), day(2023, 1, 1), "year")
    assert by_year == {day(y, 1, 1): sum(a.year == y for a in articles) for y in range(2019, 2023)}
    by_month = counts(day(2019, 1, 1), day(2020, 1, 1), "month", 2)
    assert sum(by_month.values()) == by_year[day(2019, 1, 1)]
    assert list(by_month) == [day(2019, month, 1) for month in (1, 3, 5, 7, 9, 11)]
    by_day = counts(day(2019, 1, 14), day(2019, 1, 17), "day")
    assert by_day == {day(2019, 1, n): sum(a.date == day(2019, 1, n) for a in articles) for n in (14, 15, 16)}


def test_highlight(articles):
    result = SearchQuerySet().filter(content="花园城市").highlight()[0]
    marked = "".join(result.highlighted["text"])
    assert "<mark>花园城市</mark>" in marked
    assert "<b>" not in marked


def test_values(articles):
    ordered = SearchQuerySet().order_by("django_id")
    assert list(ordered.values_list("pk", flat=True)) == [a.pk for a in articles]
    assert list(ordered.values_list("pk", "year")[2:5]) == [[a.pk, a.year] for a in articles[2:5]]
    assert list(ordered.values("pk", "section")[:1]) == [{"pk": articles[0].pk, "section": articles[0].page.section_id}]


def test_models(articles):
    assert len(SearchQuerySet().models(Article)) == 12
    with pytest.warns(UserWarning, match="not registered"):
        assert len(SearchQuerySet().models(Issue)) == 0


def test_load_all_and_result_class(articles):
    class OwnResult(SearchResult):
        pass

    assert isinstance(SearchQuerySet().result_class(OwnResult)[0], OwnResult)
    loaded = SearchQuerySet().load_all().order_by("django_id")[:12]
    assert [r.object for r in loaded] == articles
    related = RelatedSearchQuerySet().load_all().load_all_queryset(Article, Article.objects.filter(year_is(2019)))
    assert {r.object.year for r in related if r} == {2019}


def year_is(year):
    from django.db.models import Q

    return Q(date__year=year)


def test_more_like_this(articles):
    alike = SearchQuerySet().more_like_this(articles[0])
    found = [r.pk for r in alike]
    assert articles[0].pk not in found
    assert found
    assert [r.pk for r in SearchQuerySet().more_like_this(articles[0])[1:3]] == found[1:3]
    years = {r.year for r in SearchQuerySet().filter(year=2020).more_like_this(articles[0])}
    assert years <= {2020}


def test_a_query_can_be_kept_for_later(articles):
    query = SearchQuerySet().filter(content="蓼河新城")
    again = pickle.loads(pickle.dumps(query))  # noqa: S301
    assert keys(again) == keys(query)


def test_spelling_is_not_worked_out_unasked(articles):
    assert SearchQuerySet().filter(content="蓼河新城").spelling_suggestion() is None
