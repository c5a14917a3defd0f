"""What part of its span is held, as every search and list says it: of one newspaper, of several, of none."""

import csv
import datetime
import html
import io
import random
import re

import pytest
from django.urls import get_resolver

from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.holdings.several import kept_within, nothing_lacks, several_told
from archive.holdings.spans import KeptOf
from archive.models import HoldingsEntry, Newspaper, ShownState
from search.index import indexing
from tests.archive.pages.test_html_valid import _names as names_in
from tests.factories import make_article, make_newspaper

# Each route that answers with a search or a list -> its addresses.
LISTS = {
    "home": ["/"],
    "newspapers": ["/papers/", "/papers/?name=没有"],
    "issues": ["/issues/"],
    "issues_undated": ["/issues/undated/"],
    "issues_year": ["/issues/2021/"],
    "issues_month": ["/issues/2021-11/"],
    "articles_of_year": ["/issues/2021/articles/"],
    "articles_of_month": ["/issues/2021-11/articles/"],
    "columns": ["/columns/"],
    "column": ["/columns/走基层/"],
    "sections": ["/sections/"],
    "section": ["/sections/要闻/"],
    "contributors": ["/contributors/"],
    "contributor": ["/contributors/刘菲/"],
    "search": [
        *("/search/", "/search/?q=蓼河", "/search/?q=从未见过", "/search/?q=蓼河&papers=all", "/search/?until=1999"),
        *("/search/?papers=乙报", "/search/?papers=nosuch", "/search/?since=2050", "/search/?q=从未见过&papers=all"),
    ],
    "found_citations": ["/search/citations/?q=蓼河", "/search/citations/?q=从未见过&papers=all"],
    "phrases": ["/research/phrases/", "/research/phrases/?q=蓼河", "/research/phrases/?q=从未见过&papers=all"],
    "phrases_sentences": ["/research/phrases/sentences/?q=蓼河", "/research/phrases/sentences/?q=无&papers=all"],
    "quotations": ["/research/quotations/", "/research/quotations/?text=蓼河新城今天开工。"],
    "feeds": ["/feeds/"],
    "exports": ["/exports/"],
    "about": ["/about/"],
}
# Tables that say how they were made.
FILES = {
    "found_file": "/exports/found.csv?q=蓼河&papers=all",
    "phrases_table": "/research/phrases/table.csv?q=蓼河",
    "phrases_sentences_table": "/research/phrases/sentences.csv?q=蓼河",
}
# Routes that answer with neither.
SINGLE = {
    *("article", "article_source", "article_correct", "article_cite", "article_file", "article_picture"),
    *("article_square", "page_picture", "issue", "page", "issue_reading", "issue_pdf", "issue_file", "issue_picture"),
}
LEDGER = {"holdings", "holdings_year", "holdings_table"}
FOR_PROGRAMS = {
    *("feed", "feed_column", "feed_contributor", "feed_section", "feed_search", "oai", "sitemap", "sitemap_index"),
    *("robots", "opensearch", "suggest", "healthz", "readyz", "metrics", "newspaper_file"),
}
NO_LISTS = {
    *("research", "search_help", "display", "newspaper_picture", "page_square"),
    *("clippings", "clippings_file"),  # what a reader chose one by one has no span
    *("browser_pass", "known_browser", "guide", "guide_chapter", "queue", "queue_item", "running"),  # of the desk
}
LINE = re.compile(r'<p class="note holdings">([^<]+)：<a href="([^"]+)">([^<]+)</a></p>')


def line_of(client, address: str) -> tuple[str, str, str]:
    response = client.get(address)
    assert response.status_code == 200, address
    lines = LINE.findall(response.content.decode())
    assert len(lines) == 1, address
    span, there, told = map(html.unescape, lines[0])
    assert client.get(there).status_code == 200
    assert re.search("期|没有所选的报纸", told), told
    return span, there, told


@pytest.fixture
def two_papers(db):
    for n, day in enumerate(("2021-11-05", "2021-11-12", "2021-12-03"), 1):
        make_article(f"蓼河新城{n}", date=day, page="1", section="要闻", column="走基层", people=(("刘菲", "记者"),))
    make_article("日期不详", date=None)
    make_article("邻报一篇", date="2021-11-05", newspaper=make_newspaper("乙报", slug="乙报"))
    indexing.rebuild()


@pytest.mark.parametrize("route", LISTS)
def test_every_list_says_what_is_held(client, two_papers, route):
    for address in LISTS[route]:
        span, there, told = line_of(client, address)
        several = "papers=all" in address or route in ("newspapers", "quotations") or "nosuch" in address
        assert (there == "/papers/") == several, address
        assert "holdings" in there or several
        assert span, told


@pytest.mark.parametrize("route", FILES)
def test_tables_say_it_where_they_say_how_they_were_made(client, two_papers, route):
    response = client.get(FILES[route])
    text = b"".join(response).decode("utf-8-sig")
    assert any(row and re.match("全部馆藏.*期", row[0]) for row in list(csv.reader(io.StringIO(text)))[:5]), text


def test_no_list_is_left_out():
    names = {name for name in names_in(get_resolver()) if not name.startswith("api_")}
    assert names == set(LISTS) | set(FILES) | SINGLE | LEDGER | FOR_PROGRAMS | NO_LISTS


def test_an_empty_archive_says_that_nobody_can_tell(client, db):
    indexing.rebuild()
    for address in ("/columns/", "/sections/", "/contributors/", "/search/?q=蓼河", "/feeds/", "/exports/", "/issues/"):
        assert "缺不缺无法判断" in line_of(client, address)[2]
    assert "没有所选的报纸" in line_of(client, "/search/?papers=all")[2]


def test_the_span_of_a_search_is_said(client, two_papers):
    assert line_of(client, "/search/?papers=all&since=2021-12")[0] == "所选时段2021年12月以来（各报到馆藏最新一期）"
    assert line_of(client, "/search/?papers=all&until=2020")[0] == "所选时段到2020年为止（各报从馆藏最早一期起）"
    assert line_of(client, "/search/?papers=all&month=2021-11") == (
        "所选时段2021年11月",
        "/papers/",
        "2种报纸，收有3期；缺不缺无法判断",
    )
    assert line_of(client, "/research/phrases/sentences/?q=蓼河&papers=all&when=2021-12")[2] == (
        "2种报纸，收有其中1种的1期；缺不缺无法判断"
    )
    assert line_of(client, "/search/?papers=乙报")[1] == "/papers/%E4%B9%99%E6%8A%A5/holdings/"
    assert line_of(client, "/search/?papers=乙报&month=2021-11")[1] == "/papers/%E4%B9%99%E6%8A%A5/holdings/2021/"


def test_what_begins_after_the_last_issue_ends_today(client, two_papers):
    span, _, told = line_of(client, "/search/?since=2023")
    assert re.fullmatch(r"所选时段2023年1月1日至20\d\d年\d+月\d+日", span)
    assert re.fullmatch(r"馆藏没有一期，有\d\d+个月无法判断", told)


def test_a_change_of_issues_and_entries_is_said_at_once(client, two_papers):
    assert "收有4期" in line_of(client, "/search/?papers=all")[2]
    make_article("又一期", date="2021-12-10")
    assert "收有5期" in line_of(client, "/search/?papers=all")[2]
    other = Newspaper.objects.get(slug="乙报")
    day = datetime.date(2021, 11, 8)
    HoldingsEntry.objects.create(newspaper=other, first=day, last=day, kind=HoldingsEntry.Kind.LOST)
    assert "1种至少缺1期" in line_of(client, "/search/?papers=all")[2]
    ShownState.objects.update(stamp=1)
    assert "1种至少缺1期" in line_of(client, "/search/?papers=all")[2]


def weekly(rng: random.Random, *, numbered: bool) -> tuple[Ledger, list[datetime.date], list[datetime.date]]:
    """A ledger, the days that it holds, the days on which an issue lacks (but before the first and after the last)."""
    begin = datetime.date(2018, 1, 5) + datetime.timedelta(days=7 * rng.randrange(50))
    days = [begin + datetime.timedelta(days=7 * week) for week in range(rng.randrange(60, 150))]
    gone = set(rng.sample(range(1, len(days) - 1), rng.randrange(4)))
    held = [n for n in range(len(days)) if n not in gone]
    issues = [HeldIssue(days[n], 100 + n if numbered else None) for n in held]
    return reckoned(issues), [days[n] for n in held], [days[n] for n in sorted(gone)]


def test_sums_are_those_of_papers_that_are_known():
    rng = random.Random(52)
    complete = 0
    for _ in range(40):
        papers = [weekly(rng, numbered=rng.random() < 0.6) for _ in range(6)]
        first = rng.choice(["", "2018", "2018-11", "2019-03-08"])
        last = rng.choice(["", "2019", "2020-06", "2019-09-10"])
        begin = datetime.date.fromisoformat((first or "0001") + "-01-01"[: 10 - len(first or "0001")])
        ends = {"": "9999-12-31", "2019": "2019-12-31", "2020-06": "2020-06-30"}
        end = datetime.date.fromisoformat(ends.get(last, last))
        kept = [kept_within(ledger, first, last) for ledger, _, _ in papers]
        for each, (ledger, held, gone) in zip(kept, papers, strict=True):
            lacking = [day for day in gone if begin <= day <= end]
            assert each.held == sum(begin <= day <= end for day in held)
            assert each.lacking == (len(lacking) if ledger.numbered else 0)
            assert each.suspected == (0 if ledger.numbered else len(lacking))
            if nothing_lacks(each):
                complete += 1
                assert not lacking
                assert ("有期号为证" in nothing_lacks(each)) == bool(
                    ledger.numbered
                ) or "没有期号为证" in nothing_lacks(each)
                # Beside the first and last week of a weekly the rhythm has no issue in the same month.
                assert not first or (held[0] - begin).days < 7
                assert not last or (end - held[-1]).days < 7
        told = several_told(kept)
        assert told.startswith("6种报纸，")
        assert f"{sum(each.held for each in kept)}期" in told or "没有收有一期" in told
        counted = [int(number) for number in re.findall(r"(?:^|；)(?:其余)?(\d+)种", told)][1:]
        assert sum(counted) == 6 or (not counted and told.endswith("；缺不缺无法判断"))
    assert complete > 10


def test_nothing_is_complete_without_evidence():
    day, one = datetime.date(2021, 11, 5), datetime.timedelta(days=1)
    assert kept_within(reckoned([]), "", "") == KeptOf()
    assert not nothing_lacks(kept_within(reckoned([HeldIssue(day, 7)]), "", ""))
    assert not nothing_lacks(kept_within(reckoned([HeldIssue(day), HeldIssue(day + one)]), "", ""))
    numbered = reckoned([HeldIssue(day, 7), HeldIssue(day + 9 * one, 8)])
    assert nothing_lacks(kept_within(numbered, "", "")) == "不缺，有期号为证"
    assert not nothing_lacks(kept_within(numbered, "2021-11", "2021-11"))
    assert not nothing_lacks(kept_within(numbered, "2020", ""))
    assert kept_within(numbered, "2021-12", "2021-10") == KeptOf()
    assert kept_within(numbered, "", "1999") == KeptOf()
    [year] = {kept_within(numbered.on(datetime.date(2030, 12, 31)), "2030", end) for end in ("", "2030", "2050")}
    assert year == KeptOf(unknown=12)
    assert nothing_lacks(kept_within(numbered, "2021-11-05", "2021-11-05")) == "不缺，每天都收有报"
    assert nothing_lacks(kept_within(numbered, "2021-11-05", "2021-11-06")) == "不缺，有期号为证"
    lost = KnownSpan(day + one, day + one, EntryKind.LOST)
    unknown = kept_within(
        reckoned([HeldIssue(day)], [KnownSpan(day + 9 * one, day + 99 * one, EntryKind.LOST)]), "", ""
    )
    lost_alone = frozenset({EntryKind.LOST})
    assert unknown == KeptOf(1, uncounted=lost_alone, unknown=1, best=KnownBy.ENTRY, alone=lost_alone)
    assert several_told([unknown, KeptOf(5)]) == (
        "2种报纸，收有6期；1种有编辑记录的已佚，几期无法判断（另有月份无法判断）；其余1种缺不缺无法判断"
    )
    one = kept_within(reckoned([HeldIssue(day)], [lost]), "", "")
    assert one == KeptOf(1, 1, unknown=1, best=KnownBy.ENTRY, alone=lost_alone)
    assert several_told([KeptOf(3, 2), KeptOf(5, 0, 4), KeptOf(9, least=KnownBy.NUMBERS), KeptOf()]) == (
        "4种报纸，收有其中3种的17期；1种至少缺2期；1种按出版规律有4天疑缺；1种不缺，有期号为证；其余1种缺不缺无法判断"
    )
    assert several_told([KeptOf(3, 2, unknown=4), KeptOf(1, 5), KeptOf(1, 1, unknown=1)]) == (
        "3种报纸，收有5期；3种共至少缺8期（其中2种另有月份无法判断）"
    )
    assert several_told([KeptOf(3, 2), KeptOf(1, 5)]) == "2种报纸，收有4期；2种共至少缺7期"
    assert several_told([KeptOf(3, 0, 2), KeptOf(1, 0, 5)]) == "2种报纸，收有4期；2种按出版规律共有7天疑缺"
