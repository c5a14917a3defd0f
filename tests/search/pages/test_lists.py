"""List pages: the same articles as the database, in the same order – and answered by the index alone."""

import datetime
import importlib
import re
import shutil
from operator import attrgetter
from urllib.parse import quote

import html5lib
import pytest
from django.core.cache import caches
from django.db.models import Q

from archive.layout.initials import by_initial
from archive.models import Article, Column, Contributor, Issue, PaperSection, Precision, Status
from search.index import indexing
from search.query import browse
from search.query.facets import FacetCount
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper
from tests.unset import unset

pytestmark = pytest.mark.django_db

PEOPLE = (("陈小满", "记者"), ("周一帆", "通讯员"), ("陈小满", "摄影"))


def guessed_of(title: str, year: int) -> Article:
    article = make_article(title, date=None)
    article.date, article.date_precision, article.date_basis = datetime.date(year, 1, 1), Precision.YEAR, "guess"
    article.save()
    return article


@built_once
def library():
    """Fifty articles over two years, with and without all that lists go by; then the index of them."""
    for number in range(45):
        make_article(
            f"第{number}篇",
            date=f"{2021 + number // 30}-{number % 12 + 1:02}-{number % 5 + 1:02}",
            page=str(number % 4 + 1) if number % 3 else "",
            section="要闻" if number % 4 < 2 else "综合",
            column="走基层" if number % 2 else "",
            people=PEOPLE[: number % 4],
        )
    for number in range(3):
        guessed_of(f"推定第{number}篇", 2021)
    make_article("日期不详", date=None)
    make_article("撤回的", column="走基层", status=Status.WITHDRAWN)
    make_article("别家的", newspaper=make_newspaper("邻县晨报"), column="走基层")
    indexing.rebuild()


def listed(client, address: str) -> list[str]:
    """The addresses of the articles on all pages of a list, in order."""
    found, number = [], 1
    while True:
        response = client.get(address, {"page": number} if number > 1 else {})
        assert response.status_code == 200, address
        text = response.content.decode()
        found += re.findall(r'<h3><a href="(/articles/[^"]+)"', text)
        number += 1
        if f"?page={number}" not in text:
            return found


def stored(**filters) -> list[str]:
    """The same from the database: newest first, guessed and unknown dates after the dated of their year."""
    articles = Article.objects.published().filter(newspaper__slug="jngxxw", **filters).distinct()

    def key(article):
        year = article.year or 0
        day = article.day.toordinal() if article.day else 0
        return -year, -day

    return [article.get_absolute_url() for article in sorted(articles, key=key)]


def same_days(client, address: str, **filters) -> None:
    """The list holds exactly the stored articles, and their dates come in the same order."""
    shown, expected = listed(client, address), stored(**filters)
    assert sorted(shown) == sorted(expected)
    dates = {article.get_absolute_url(): (article.year, article.day) for article in Article.objects.all()}
    assert [dates[one] for one in shown] == [dates[one] for one in expected]


def facts_of(client, address: str) -> list[tuple[str, str]]:
    """Of each article of a list the day that stands above it, "" where it is that of the article before, and what is
    said below its headline."""
    text = unset(client.get(address).content.decode())
    items = re.findall(r"<li>(?:<p class=\"day\">(.*?)</p>)?\s*<article.*?</article></li>", text, re.DOTALL)
    facts = [re.search(r'<p class="facts">(.*?)</p>', item, re.DOTALL) for item in text.split("<article")[1:]]
    return [
        tuple(" ".join(re.sub("<[^>]*>", " ", said).split()) for said in (day, found[1] if found else ""))
        for day, found in zip(items, facts, strict=True)
    ]


def life_of(column: str) -> tuple[datetime.date, datetime.date]:
    dates = (
        Article.objects.published().filter(newspaper__slug="jngxxw", column__name=column).values_list("date", flat=True)
    )
    return min(dates), max(dates)


class TestNothingIsSaidAgain:
    @pytest.fixture
    def story(self):
        for title, page in (("开工", "1"), ("竣工", "2")):
            make_article(title, page=page, section="要闻", column="走基层", people=PEOPLE[:1], byline="记者 陈小满")
        make_article("合写", date="2021-11-06", people=PEOPLE[:2], byline="记者 陈小满 通讯员 周一帆")
        indexing.rebuild(processes=1)

    def test_a_day_stands_once_above_its_articles(self, client, story):
        assert [day for day, _ in facts_of(client, "/issues/2021-11/articles/")] == [
            "2021年11月6日 星期六",
            "2021年11月5日 星期五",
            "",
        ]

    def test_a_list_does_not_repeat_what_it_is_of(self, client, story):
        column, section, author = (
            Column.objects.get(),
            PaperSection.objects.get(),
            Contributor.objects.get(name="陈小满"),
        )
        assert [said for _, said in facts_of(client, f"/columns/{column.slug}/")] == [
            "01版：要闻 记者 陈小满",
            "02版：要闻 记者 陈小满",
        ]
        assert [said for _, said in facts_of(client, f"/sections/{section.slug}/")] == [
            "01版 走基层 记者 陈小满",
            "02版 走基层 记者 陈小满",
        ]
        assert [said for _, said in facts_of(client, f"/contributors/{author.slug}/")] == [
            "记者 陈小满 通讯员 周一帆",
            "01版：要闻 走基层",
            "02版：要闻 走基层",
        ]


class TestTheSameAsTheDatabase:
    def test_year(self, client, library):
        same_days(client, "/issues/2021/articles/", date__year=2021)
        same_days(client, "/issues/2022/articles/", date__year=2022)

    def test_month(self, client, library):
        dated = {"date_precision__in": [Precision.DAY, Precision.MONTH]}
        same_days(client, "/issues/2021-03/articles/", date__year=2021, date__month=3, **dated)
        same_days(client, "/issues/2021-01/articles/", date__year=2021, date__month=1, **dated)

    def test_column(self, client, library):
        column = Column.objects.get(name="走基层", newspaper__slug="jngxxw")
        same_days(client, column.get_absolute_url(), column=column)

    def test_section(self, client, library):
        for section in PaperSection.objects.filter(newspaper__slug="jngxxw"):
            same_days(client, section.get_absolute_url(), page__section=section)

    def test_contributor(self, client, library):
        for contributor in Contributor.objects.all():
            same_days(client, contributor.get_absolute_url(), contributors=contributor)

    def test_counts_of_columns_sections_and_contributors(self, client, library):
        published = Article.objects.published().filter(newspaper__slug="jngxxw")
        for address, name, query in [
            ("/columns/", "走基层", Q(column__name="走基层")),
            ("/sections/", "要闻", Q(page__section__name="要闻")),
            ("/sections/", "综合", Q(page__section__name="综合")),
            ("/contributors/", "陈小满", Q(contributors__name="陈小满")),
            ("/contributors/", "周一帆", Q(contributors__name="周一帆")),
        ]:
            text = client.get(address).content.decode()
            count = published.filter(query).distinct().count()
            assert re.search(rf">{name}</a>\s*<span class=\"count\">{count}篇[< ]", text), (address, name, count)

    def test_a_column_is_listed_once_with_its_life(self, client, library):
        text = client.get("/columns/").content.decode()
        assert text.count('href="/columns/%E8%B5%B0%E5%9F%BA%E5%B1%82/"') == 1
        assert text.count("走基层") == 1
        first, last = (day.year for day in life_of("走基层"))
        assert f"篇 · {first}—{last}年<svg" in text

    def test_a_contributor_who_was_joined_to_another_spelling(self, client, library):
        """王 伟, whose page was at 王-伟, is 王伟 now."""
        one = Contributor.objects.get(name="陈小满")
        spread = one.get_absolute_url().replace(quote("陈小满"), quote("陈-小-满"))
        assert client.get(spread)["Location"] == one.get_absolute_url()
        assert client.get(spread.replace(quote("满"), quote("无此人"))).status_code == 404

    def test_contributors_with_their_roles(self, client, library):
        text = client.get("/contributors/").content.decode()
        roles = re.search(r">陈小满</a>.*?roles\">([^<]+)<", text, re.S)
        assert roles
        assert set(roles[1].split("、")) == {"记者", "摄影"}

    def test_front_page_shows_the_newest_issue_first(self, client, library):
        text = client.get("/").content.decode()
        newest = Article.objects.published().filter(issue__newspaper__slug="jngxxw").latest("issue__date").issue
        assert f'href="{newest.get_absolute_url()}"' in text
        front = text[text.index('class="main"') : text.index('id="recent"')]
        of_issue = {a.get_absolute_url() for a in newest.articles.published()}
        assert set(re.findall(r'<a href="(/articles/[^"]+)"', front)) == of_issue
        assert f"<b>{Article.objects.published().filter(newspaper__slug='jngxxw').count()}</b> 篇" in text

    def test_front_page_of_a_young_archive_shows_what_no_calendar_does(self, client):
        make_article("有日期的一篇")
        article = guessed_of("没有日期的一篇", 2020)
        indexing.rebuild()
        text = unset(client.get("/").content.decode())
        undated = text[text.index('id="undated"') :]
        assert (
            f'<a href="{article.get_absolute_url()}">没有日期的一篇</a> <span class="count">约2020年</span>' in undated
        )

    def test_front_page_without_issues_shows_the_newest_articles(self, client):
        article = guessed_of("没有期号的一篇", 2020)
        indexing.rebuild()
        text = client.get("/").content.decode()
        assert re.findall(r'<h3><a href="(/articles/[^"]+)"', text) == [article.get_absolute_url()]

    def test_front_page_of_an_empty_archive_says_so(self, client):
        indexing.rebuild()
        assert "还没有文章" in client.get("/").content.decode()


class TestInitials:
    def test_names_stand_under_the_first_letter_of_their_pinyin(self):
        names = [FacetCount(name, name, 1) for name in ("周一帆", "陈小满", "曹俐", "Alice", "7号", "阿凡提")]
        groups = {
            letter: [name.label for name in held] for letter, held in by_initial(names, attrgetter("label")).items()
        }
        assert groups == {"A": ["Alice", "阿凡提"], "C": ["陈小满", "曹俐"], "Z": ["周一帆"], "#": ["7号"]}


LISTS = [
    "/",
    "/issues/",
    "/issues/2021/",
    "/issues/undated/",
    "/issues/2021-03/",
    "/issues/2021/articles/",
    "/issues/2021-03/articles/",
    "/columns/",
    "/sections/",
    "/contributors/",
]


class TestUndated:
    def test_what_has_no_year_has_a_page_of_its_own(self, client, library):
        same_days(client, "/issues/undated/", date=None)
        assert 'href="/issues/undated/">日期不详</a> <span class="count">1篇' in client.get("/issues/").content.decode()


class TestOtherPapers:
    def test_lists_of_another_paper_hold_its_own_articles_and_addresses(self, client, library):
        other = Article.objects.get(title="别家的")
        home = f"/papers/{other.newspaper.slug}/"
        for address in (
            home,
            f"{home}issues/2021/articles/",
            f"{home}issues/2021-11/articles/",
            other.column.get_absolute_url(),
        ):
            text = client.get(address).content.decode()
            assert set(re.findall(r'<h3><a href="([^"]+)"', text)) == {other.get_absolute_url()}, address
            assert f'href="{home}columns/"' in text


class TestThroughTheIndex:
    @pytest.fixture
    def of_names(self, library):
        rows = (Column.objects.first(), PaperSection.objects.first(), Contributor.objects.first())
        return [row.get_absolute_url() for row in rows]

    def test_every_list_goes_through_the_search_entry_point(self, client, of_names, monkeypatch):
        """Nothing but search.query asks the index; `first_answered` is where it does."""
        asked = []
        entry = importlib.import_module("search.query.answer")
        ask = entry.first_answered

        def spy(request, *rest):
            asked.append(request)
            return ask(request, *rest)

        monkeypatch.setattr(entry, "first_answered", spy)
        monkeypatch.setattr(browse, "first_answered", spy)
        for address in [*LISTS, *of_names]:
            asked.clear()
            caches["pages"].clear()  # what the index said of this state before is not asked again
            assert client.get(address).status_code == 200
            assert asked, f"{address} did not ask the index"
            assert not any(request.has_words for request in asked)

    def test_lists_show_what_the_index_says_even_where_the_database_says_more(self, client, library):
        late = make_article("索引还不知道的一篇", date="2021-03-09")
        assert late.get_absolute_url() not in listed(client, "/issues/2021-03/articles/")

    @pytest.fixture
    def no_index(self, library, index_folder):
        shutil.rmtree(index_folder)

    def test_where_no_index_answers_a_list_is_503_and_says_so(self, client, of_names, no_index):
        for address in [*LISTS, *of_names]:
            response = client.get(address)
            assert response.status_code == 503
            assert "检索暂不可用" in response.content.decode()
            assert int(response["Retry-After"]) > 0

    def test_single_things_need_no_index(self, client, no_index):
        article = Article.objects.published().filter(issue__isnull=False).first()
        for address in (article.get_absolute_url(), article.issue.get_absolute_url(), "/about/"):
            assert client.get(address).status_code == 200

    def test_every_list_is_valid_html(self, client, of_names):
        for address in [*LISTS, *of_names, "/issues/2022/", "/issues/2021/articles/?page=2"]:
            html5lib.HTMLParser(strict=True).parse(client.get(address).content)


class TestPaging:
    @pytest.mark.parametrize("page", ["0", "x", "-1", "9999", "²"])
    @pytest.mark.parametrize("address", ["/issues/2021/", "/issues/2021/articles/"])
    def test_a_page_that_is_not_there_is_404(self, client, library, address, page):
        assert client.get(address, {"page": page}).status_code == 404

    @pytest.mark.parametrize("address", ["/issues/1999/", "/issues/1999-01/", "/columns/没有/", "/contributors/没有/"])
    def test_a_list_of_nothing_is_404(self, client, library, address):
        assert client.get(address).status_code == 404


class TestCost:
    @pytest.mark.parametrize("address", LISTS)
    def test_the_same_queries_however_many_articles(self, client, library, address, django_assert_max_num_queries):
        client.get(address)
        with django_assert_max_num_queries(12) as few:
            client.get(address)
        for number in range(40):
            make_article(
                f"再{number}篇",
                date=f"2021-03-{number % 28 + 1:02}",
                page="1",
                section=f"版块{number}",
                column=f"栏目{number}",
                people=((f"作者{number}", "记者"),),
            )
        indexing.rebuild()
        client.get(address)
        with django_assert_max_num_queries(12) as many:
            client.get(address)
        assert len(many) <= len(few) + 1  # an empty prefetch asks nothing


class TestYears:
    def rows(self, client, address: str) -> dict[str, str]:
        """The day of each row -> the headline that stands in it."""
        text = unset(client.get(address).content.decode())
        return dict(re.findall(r'<time datetime="([^"]+)">[^<]+</time></a> <span>.*?<h3><a[^>]*>([^<]+)</a>', text))

    def test_a_year_has_a_row_for_each_issue_with_its_lead(self, client, library):
        issues = Issue.objects.filter(newspaper__slug="jngxxw", date__year=2021)
        rows = self.rows(client, "/issues/2021/")
        printed = issues.filter(articles__status="published").distinct()
        assert list(rows) == sorted(str(issue.date) for issue in printed)
        assert all(issues.filter(date=day, articles__title=title).exists() for day, title in rows.items())

    def test_a_month_has_its_own(self, client, library):
        rows = self.rows(client, "/issues/2021-03/")
        assert rows
        assert all(day.startswith("2021-03-") for day in rows)

    def test_the_strip_has_a_stroke_for_each_day_and_leads_to_months(self, client, library):
        text = client.get("/issues/2021/").content.decode()
        strip = text[text.index('class="strip"') : text.index("</ol>", text.index('class="strip"'))]
        days = Issue.objects.filter(newspaper__slug="jngxxw", date__year=2021).values_list("date", flat=True)
        assert strip.count("M") == len(days)
        assert set(re.findall(r'href="/issues/([^/]+)/"', strip)) == {f"{day:%Y-%m}" for day in days}

    def test_what_has_no_day_stands_under_its_year(self, client, library):
        text = client.get("/issues/2021/").content.decode()
        assert text.count('<span class="count">约2021年</span>') == 3
        assert "约2021年" not in client.get("/issues/2021-03/").content.decode()

    def test_a_daily_has_its_year_in_parts(self, client):
        for number in range(65):
            make_article(date=str(datetime.date(2021, 1, 1) + datetime.timedelta(number)))
        indexing.rebuild()
        first, second = (self.rows(client, f"/issues/2021/?page={number}") for number in (1, 2))
        assert {day[:7] for day in first} == {"2021-01", "2021-02"}
        assert {day[:7] for day in second} == {"2021-03"}
        assert len(first) + len(second) == 65
        assert client.get("/issues/2021/?page=3").status_code == 404

    def test_a_year_steps_to_those_that_have_anything(self, client, library):
        text = client.get("/issues/2021/").content.decode()
        assert "已是最早一年" in text
        assert 'rel="next" href="/issues/2022/"' in text

    def test_all_years_count_issues_and_show_the_newest(self, client, library):
        text = unset(client.get("/issues/").content.decode())
        held = Issue.objects.for_readers().filter(newspaper__slug="jngxxw")
        assert f"共{held.count()}期、49篇" in text
        articles = Article.objects.published().filter(newspaper__slug="jngxxw")
        for year in (2021, 2022):
            vague = articles.filter(date__year=year, date_precision="year").count()
            said = f"{held.filter(date__year=year).count()}期" + (f"，{vague}篇月份不详" if vague else "")
            assert f'{year}年</a> <span class="count">{said}</span>' in text
        assert next(iter(self.rows(client, "/issues/"))) == str(held.latest("date").date)
        assert "依内容推定年份" in text

    def test_where_no_year_is_a_guess_none_is_explained(self, client):
        make_article()
        indexing.rebuild(processes=1)
        assert "依内容推定年份" not in client.get("/issues/").content.decode()
        assert client.get("/issues/undated/").status_code == 404

    def test_articles_are_there_where_they_are_asked_for(self, client, library):
        assert 'href="/issues/2021/articles/"' in client.get("/issues/2021/").content.decode()
        assert 'href="/issues/2021-03/articles/"' in client.get("/issues/2021-03/").content.decode()
        assert client.get("/issues/1999/articles/").status_code == 404


class TestCalendar:
    def test_month_is_a_real_table_with_links_on_printed_days(self, client, library):
        text = client.get("/issues/2021-03/").content.decode()
        assert "<caption>" in text
        assert text.count('<th scope="col"') == 7
        for day in range(1, 32):
            assert f'datetime="2021-03-{day:02}"' in text
        printed = set(re.findall(r'<td class="printed"><a href="/issues/(2021-03-\d\d)/"', text))
        dates = Article.objects.filter(newspaper__slug="jngxxw", issue__date__month=3, issue__date__year=2021)
        assert printed == {str(day) for day in dates.values_list("issue__date", flat=True)}

    def test_month_steps_to_the_months_that_have_articles(self, client, library):
        text = client.get("/issues/2022-01/").content.decode()
        assert 'rel="prev" href="/issues/2021-12/"' in text


class TestHealth:
    def test_ok(self, client, library, settings):
        response = client.get("/healthz")
        assert response.status_code == 200
        assert response.json() == {"version": settings.VERSION, "database": "ok", "index": "ok"}

    def test_index_that_does_not_answer(self, client, index_folder):
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json()["database"] == "ok"
        assert response.json()["index"] != "ok"


@pytest.mark.parametrize("date", ["2020-02-29", None])
def test_the_front_always_has_a_day_of_history_or_says_when_it_will(index_folder, client, date):
    if date:
        make_article("唯一的一篇", date=date)
    else:
        guessed_of("约摸的一篇", 2020)
    indexing.rebuild()
    _, heading, rest = client.get("/").content.decode().partition('id="anniversaries">历史上的今天</h2>')
    section = rest.partition("</section>")[0]
    assert heading
    assert "这里每天换上往年今日的新闻。" in section
    assert ('href="/issues/2020-02-29/"' in section) == bool(date)
