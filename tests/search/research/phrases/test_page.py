"""提法首见 as its reader meets it."""

import csv
import html
import io
import re
from urllib.parse import quote

import html5lib
import pytest

from archive.models import Article
from search.index import indexing
from search.research.phrases import page, tables
from search.store.bounds import Bounds, Spending
from tests.built_once import built_once
from tests.factories import edit, make_article, make_newspaper

pytestmark = pytest.mark.django_db
HERE = "/research/phrases/"


@built_once
def paper() -> int:
    make_article("老题", body="早先只说发展。", date="2019-03-01")
    make_article("开头", body="第一段。\n会上头一回说到高质量发展，代表鼓掌。", date="2020-05-08", page="2")
    make_article("再说", body="高质量发展、高品质生活。还是高质量发展！", date="2021-07-02", captions=("高質量發展图",))
    make_article("末了", body="乡村振兴也要高质量发展。", date="2021-08-06")
    make_article("没有日子", body="不知何时的高质量发展。", date=None)
    make_article("还没登", body="高质量发展草稿", date="2018-01-01", status="draft")
    make_article("撤了", body="高质量发展撤稿", date="2018-01-02", status="withdrawn")
    make_article("外报", body="高质量发展在邹城。", newspaper=make_newspaper("邹城日报"), date="2017-01-06")
    indexing.rebuild(processes=1)
    return 1


def got(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.content)
    return response


def table_of(client, query: str) -> list[list[str]]:
    text = client.get(f"{HERE}table.csv?{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def plain(response) -> str:
    return re.sub(r"<[^>]+>", "", response.content.decode())


def test_first_last_counts_and_peak(client, paper):
    response = got(client, f"{HERE}?q=高质量发展")
    (told,) = response.context["report"].phrases
    assert (told.found.total, len(told.found.documents), told.vague) == (6, 4, 1)
    assert (told.first.article.title, told.first.sentence.plain) == ("开头", "会上头一回说到高质量发展，代表鼓掌。")
    assert (told.last.article.title, told.last.sentence.plain) == ("末了", "乡村振兴也要高质量发展。")
    assert (told.most.time, told.most_count.times) == ("2021", 4)
    assert told.densest is None  # nowhere are 100,000 characters held
    assert "另有1篇有这个提法而不知日子" in plain(response)
    assert response["X-Robots-Tag"] == "noindex"


def test_the_first_sentence_leads_to_its_marked_paragraph(client, paper):
    there = got(client, f"{HERE}?q=高质量发展").context["report"].phrases[0].first.sentence.address
    address, _, anchor = there.partition("#")
    text = client.get(address).content.decode()
    paragraph = text[text.index(f"id={anchor}") :]
    assert re.match(r"[^<]*<mark[^>]*>高质量发展</mark>", paragraph[paragraph.index(">") + 1 :])


def test_every_figure_leads_to_as_many_sentences(client, paper):
    for query in ("q=高质量发展&q2=发展", "q=高质量发展&q2=发展&papers=all&by=month", "q=发展&by=date&since=2020"):
        response = got(client, f"{HERE}?{query}")
        cells = [cell for row in response.context["rows"] for cell in row.counts]
        assert any(count.times for count, _ in cells)
        for count, behind in [*cells, *response.context["total"].counts]:
            found = got(client, f"{HERE}sentences/?{behind}").context
            assert (found["found"].total, found["articles"]) == (count.times, count.articles)
            sentences = [each.plain.replace("發", "发") for held in found["held"] for each in held.sentences]
            shown = sum(sentence.count("发展") for sentence in sentences)
            assert shown == count.times


def test_figures_of_the_head_and_of_articles_lead_to_their_sentences(client, paper, monkeypatch):
    monkeypatch.setattr(tables, "PER", 10)
    page_text = got(client, f"{HERE}?q=高质量发展").content.decode()
    head = re.search('<p class="sum">(.*?)</p>', page_text)[1]
    links = re.findall('<a href="([^"]+)"[^>]*>([^<]+)</a>', head)
    assert [said for _, said in links][:3] == ["6次", "4篇", "4次"]
    assert len(links) == 4
    assert links[0][0] == links[1][0]
    for address, said in links[1:3]:  # a page that was asked already is kept, and has no context
        found = got(client, address.replace("&amp;", "&")).context
        assert int(said[:-1]) == (found["articles"] if said[-1] == "篇" else found["found"].total)
    (row,) = re.findall('(?s)<tr><th scope="row">2021年</th>(.*?)</tr>', page_text)
    assert re.findall('<a href="[^"]+when=2021"[^>]*>([0-9]+)</a>', row) == ["4", "2"]


def test_articles_are_ticked_without_scripts(client, paper):
    first, last = (each.permanent_id for each in Article.objects.filter(title__in=["开头", "末了"]).order_by("date"))
    page_text = got(client, f"{HERE}?q=高质量发展").content.decode()
    assert re.findall('/clippings/[?]add=([^"]+)" rel="nofollow" data-clip', page_text)[:2] == [first, last]
    listed = got(client, f"{HERE}sentences/?q=高质量发展")
    numbers = ",".join(each.article.permanent_id for each in listed.context["held"])
    assert f'/clippings/?add={numbers}"' in listed.content.decode()


def test_two_phrases_as_a_picture_with_shapes_and_a_table(client, paper):
    response = got(client, f"{HERE}?q=高质量发展&q2=乡村振兴")
    one, other = response.context["report"].picture.lines
    assert one.dashes != other.dashes
    assert one.sample != other.sample
    assert "style=" not in response.content.decode()[response.content.decode().index("<main") :]
    rows = table_of(client, "q=高质量发展&q2=乡村振兴")
    head = next(n for n, row in enumerate(rows) if row[0] == "时间")
    assert rows[head][3:] == [f"{p} {w}" for p in ("高质量发展", "乡村振兴") for w in ("次数", "篇数", "每十万字次数")]
    assert [row[0] for row in rows[head + 1 :]] == ["2019", "2020", "2021", "年份不详", "合计"]
    assert [row[3] for row in rows[head + 1 :]] == ["0", "1", "4", "1", "6"]
    assert [row[6] for row in rows[head + 1 :]] == ["0", "0", "1", "0", "1"]


def test_a_formula_is_text_in_the_table(client, paper):
    rows = table_of(client, "q==1%2B1")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_traditional_wide_and_spaced_are_the_same_phrase(client, paper):
    response = got(client, f"{HERE}?q=高質量發展&q2=高质量　发展")
    assert len(response.context["asked"].phrases) == 1
    assert response.context["report"].phrases[0].found.total == 6


def test_sentences_are_set_in_full_width_and_counted_as_printed(client):
    make_article("半角", body="要按规定,有序申报(分批),专项债券项目16个,共1.5亿元.", date="2021-11-05")
    indexing.rebuild(processes=1)
    shown = "要按规定，有序申报（分批），专项债券项目16个，共1.5亿元．"
    assert shown in plain(got(client, f"{HERE}sentences/?q=专项债券"))
    response = got(client, f"{HERE}?q=专项债券")
    assert shown in plain(response)
    (told,) = response.context["report"].phrases
    assert told.first.sentence.plain == "要按规定,有序申报(分批),专项债券项目16个,共1.5亿元."


def test_other_newspapers_only_where_all_are_asked(client, paper):
    assert got(client, f"{HERE}?q=邹城").context["report"].phrases[0].found.total == 0
    assert got(client, f"{HERE}?q=邹城&papers=all").context["report"].phrases[0].found.total == 1
    first = got(client, f"{HERE}?q=高质量发展&papers=all").context["report"].phrases[0].first
    assert first.article.title == "外报"


def test_what_changes_is_counted_anew(client, paper):
    assert got(client, f"{HERE}?q=开头").context["report"].phrases[0].found.total == 1
    edit(Article.objects.get(title="开头"), title="改了题")
    indexing.drain()
    assert got(client, f"{HERE}?q=开头").context["report"].phrases[0].found.total == 0


def test_sentences_come_in_pages(client, paper, monkeypatch):
    monkeypatch.setattr(page, "ARTICLES", 3)
    first, second = (got(client, f"{HERE}sentences/?q=高质量发展&page={n}").context for n in (1, 2))
    titles = [each.article.title for context in (first, second) for each in context["held"]]
    assert titles == ["开头", "再说", "末了", "没有日子"]
    assert [each.kind for each in first["held"][1].sentences] == ["", "", "图说"]


def test_sentences_are_taken_away_as_a_table(client, paper, monkeypatch):
    query = "q=高质量发展&when=2021"
    shown = [
        (each.article.date_text, each.article.title, sentence.plain)
        for each in got(client, f"{HERE}sentences/?{query}").context["held"]
        for sentence in each.sentences
    ]
    assert shown
    page_of = got(client, f"{HERE}sentences/?{query}").content.decode()
    link = html.unescape(re.search(r'href="([^"]+sentences\.csv[^"]*)"', page_of)[1])
    rows = list(csv.reader(io.StringIO(b"".join(client.get(link)).decode("utf-8-sig"))))
    head = next(n for n, row in enumerate(rows) if row[0] == "报纸")
    assert [(row[4], row[6]) for row in rows[head + 1 :]] == [(title, plain) for _, title, plain in shown]
    assert all("#" in row[7] for row in rows[head + 1 :])
    monkeypatch.setattr(page, "MOST_IN_TABLE", 1)
    cut = b"".join(client.get(f"{HERE}sentences.csv?q=高质量发展")).decode()
    assert "共4篇，这里是最早的1篇" in cut
    assert len(cut.splitlines()) < 10


def test_past_its_bound_it_says_what_was_left_out(client, paper, monkeypatch):
    monkeypatch.setattr(page, "current_spending", lambda: Spending(Bounds(text=0, seconds=600)))
    response = got(client, f"{HERE}?q=高质量发展")
    assert "时间只够数其中0篇" in plain(response)


@pytest.mark.parametrize("part", ["", "sentences/", "sentences.csv", "table.csv"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00",
        "q=%E2%80%8B",
        f"q={'长' * 50_000}",
        "q=%ff%fe",
        "q=发展&page=-3&when=abc&since=2021-13&until=x&by=z&papers=nobody",
        "q=发展&page=99999999999&when=2021-02-31&with=%00",
        "q=发展&when=²⁰²¹&since=9999&until=0001",
        "q=。&q2=\n&q3=%F0%A0%AE%B7&q4='&q5=<b>",
        f"q=发展&with={'词' * 50_000}",
    ],
)
def test_whatever_an_address_says_is_answered_in_words(client, paper, part, query):
    response = client.get(f"{HERE}{part}?{query}")
    assert response.status_code in (200, 302)
    assert b"<b></b>" not in b"".join(response)


def test_it_is_kept_until_something_changes(client, paper):
    first = client.get(f"{HERE}?q={quote('高质量发展')}")
    assert client.get(f"{HERE}?q={quote('高质量发展')}", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_each_newspaper_has_its_own(client, paper):
    other = make_newspaper("邹城日报")
    response = got(client, f"/papers/{other.slug}{HERE}?q=高质量发展")
    assert response.context["report"].phrases[0].first.article.title == "外报"
