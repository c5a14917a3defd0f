"""All that a search finds, as files and as citations."""

import csv
import datetime
import io
import re
from html import unescape
from urllib.parse import unquote

import docx
import openpyxl
import pytest

from archive.models import Article
from archive.takeaway.citations import gbt7714_2015, gbt7714_2025, reference
from archive.takeaway.tables import TABLES
from search.index import indexing
from search.pages import found
from search.pages.found import FILES
from tests.built_once import built_once
from tests.factories import make_article
from tests.unset import unset

pytestmark = pytest.mark.django_db


@built_once
def paper():
    """Three articles on 专项债券, 25 by one author, one that has nothing to do with either."""
    first = make_article(
        "专项债券落地",
        body="本报讯 天气很好。今年专项债券发行十亿元。下一句。",
        date="2021-11-05",
        page="2",
        byline="记者 林小满",
        people=(("林小满", "记者"),),
    )
    first.issue.total_number = 589
    first.issue.save()
    make_article("蓼河开工", body="开工了！资金来自专项债券。", date="2021-03-01")
    make_article("去年的专项债券", body="结清。", date="2020-03-01")
    make_article("泗河", body="清淤。", date="2021-03-02")
    for n in range(25):
        make_article(f"第{n}篇", body="柳树。", date=f"2022-01-{n + 1:02}", people=(("刘菲", "记者"),))
    indexing.rebuild(processes=1)


def body(response):
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def test_a_table_has_a_line_for_each_article_found(client, paper):
    asked = {"q": "专项债券", "year": "2021", "sort": "newest"}
    lines = list(csv.reader(io.StringIO(body(client.get("/exports/found.csv", asked)).decode("utf-8-sig"))))
    addresses = [f"http://testserver{a.get_absolute_url()}" for a in Article.objects.order_by("pk")[:2]]
    assert lines[0] == ["在《济宁高新新闻》2021年中检索 专项债券，按最新，共2篇。"]
    assert lines[1] == ["所选时段2021年：馆藏3期，有12个月无法判断。"]
    assert lines[2] == ["地址：http://testserver/search/?q=专项债券&year=2021&sort=newest"]
    assert lines[4] == [
        *("济宁高新新闻", "2021-11-05", "总第589期", "02版", "专项债券落地", "记者 林小满"),
        *("今年专项债券发行十亿元。", addresses[0]),
    ]
    assert lines[5][1:2] + lines[5][4:] == ["2021-03-01", "蓼河开工", "", "资金来自专项债券。", addresses[1]]
    assert len(lines) == 6
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.get("/exports/found.xlsx", asked)))).active
    assert [[shown(cell) for cell in row] for row in sheet.iter_rows(min_row=4)] == lines[3:]
    assert sheet["A1"].value == lines[0][0]
    assert sheet["B5"].value == datetime.datetime(2021, 11, 5)
    assert sheet["H5"].hyperlink.target == addresses[0]


def shown(cell):
    return cell.value.date().isoformat() if cell.is_date else cell.value or ""


@pytest.mark.parametrize(
    ("asked", "told", "named"),
    [
        ({"q": "专项债券 泗河"}, "没有一篇同时含有所检各词，以下各篇至少含有其中一个词", "没有一篇含全部所检各词"),
        ({"q": "专项债券 泗河", "reading": "loose"}, "含有其中任何一个词的文章都列在这里", "含有任一所检的词"),
    ],
)
def test_files_say_that_nothing_holds_all_that_was_asked(client, paper, asked, told, named):
    """A table goes to people who never saw the page that said so."""
    files = {ending: client.get(f"/exports/found.{ending}", asked) for ending in FILES}
    for response in files.values():
        assert named in unquote(response["Content-Disposition"])
    text = {ending: body(files[ending]) for ending in TABLES}
    sheet = openpyxl.load_workbook(io.BytesIO(text["xlsx"])).active
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(text["docx"])).paragraphs]
    lines = text["csv"].decode("utf-8-sig").splitlines()
    for said in ([row[0].value for row in sheet.iter_rows()], paragraphs, lines):
        assert said[0].startswith("在《济宁高新新闻》中检索 专项债券 且 泗河，")
        assert said[1].startswith(told)
    page = client.get("/search/", asked).content.decode()
    assert f"下载这4篇（{named}）" in page


def test_a_file_of_what_was_asked_is_called_that_alone(client, paper):
    response = client.get("/exports/found.ris", {"q": "专项债券"})
    assert unquote(response["Content-Disposition"]).endswith("''专项债券.ris")


def test_past_the_bound_the_table_says_how_many_there_are(client, paper, monkeypatch):
    monkeypatch.setattr(found, "MOST_ROWS", 2)
    text = body(client.get("/exports/found.csv", {"q": "专项债券"})).decode()
    assert text.count("/articles/") == 2
    assert text.splitlines()[1] == "共找到3篇，这里是其中的前2篇。"
    name = client.get("/exports/found.ris", {"q": "专项债券"})["Content-Disposition"]
    assert "专项债券（前2篇）.ris" in unquote(name)


def test_lists_for_literature_managers_hold_every_article(client, paper):
    asked = {"contributor": Article.objects.get(title="第3篇").contributions.get().contributor.slug}
    assert body(client.get("/exports/found.ris", asked)).decode().count("TY  - NEWS\r\n") == 25
    assert body(client.get("/exports/found.bib", asked)).decode().count("@article{") == 25


def test_another_form_is_told_what_there_is(client, paper):
    response = client.get("/exports/found.odt", {"q": "专项债券"})
    assert response.status_code == 404
    assert "xlsx" in response.content.decode()


def test_citations_stand_together(client, paper):
    article = Article.objects.get(title="第24篇")
    slug = article.contributions.get().contributor.slug
    page = unset(client.get("/search/citations/", {"contributor": slug}).content.decode())
    assert page.count("[N/OL]") == 20
    assert f"<p>{gbt7714_2025(reference(article, 'http://testserver'))}</p>" in page
    asked = {"contributor": slug, "form": "gbt7714-2015", "size": "50"}
    older = unset(client.get("/search/citations/", asked).content.decode())
    assert older.count("[N/OL]") == 25
    assert f"<p>{gbt7714_2015(reference(article, 'http://testserver'))}</p>" in older


def test_the_page_of_results_leads_to_all_of_them(client, paper):
    page = client.get("/search/", {"q": "专项债券"}).content.decode()
    assert "下载全部3篇" in page
    for ending, label in (("xlsx", "Excel"), ("csv", "CSV"), ("docx", "Word"), ("ris", "RIS")):
        assert (
            f'/exports/found.{ending}?q=%E4%B8%93%E9%A1%B9%E5%80%BA%E5%88%B8" rel="nofollow" download>{label}<' in page
        )


def test_the_way_back_from_a_hit_leads_to_its_place_in_the_list(client, paper):
    def links(page, pattern):
        return [unescape(found) for found in re.findall(pattern, page, re.DOTALL)]

    listed = client.get("/search/", {"q": "柳树", "sort": "newest", "page": "2"}).content.decode()
    (there,) = links(listed, r'<li id="n23">\s*<article[^>]*>.*?href="(/articles/[^"]+)"')
    (back,) = links(client.get(there).content.decode(), r'href="([^"]+)">返回结果')
    assert back.endswith("#n23")
    assert client.get(back).content.decode() == listed
