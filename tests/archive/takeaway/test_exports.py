"""Files to take away: read back by other programs, whole, and checked by their checksums."""

import datetime
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import bagit
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive.models import Article, Column, Contributor, Figure, Issue, Newspaper, Page, Problem
from archive.takeaway import downloads
from archive.takeaway.records import article_record
from archive.takeaway.selection import Selection
from archive.takeaway.texts import markdown_text
from tests.factories import make_article, merge, withdraw


@pytest.fixture
def story(db):
    return make_article(
        "高新区再获佳绩",
        kicker="在全市观摩评比中",
        subtitle="——三个项目列前十",
        byline="记者 刘菲",
        people=(("刘菲", "记者"),),
        body="1. 项目开工。\n*号* 与 <b> 照录。\x0b",
        headings=(("下一步", "加快建设。"),),
        captions=("观摩现场。",),
        page="1",
        editor_note="本报今起推出专栏。\n敬请关注。",
    )


WORDS = [
    *("在全市观摩评比中", "高新区再获佳绩", "——三个项目列前十", "记者 刘菲"),
    *("1. 项目开工。", "*号* 与 <b> 照录。", "下一步", "加快建设。", "观摩现场。", "敬请关注。"),
]


def body(client, story, ending):
    response = client.get(f"/articles/{story.permanent_id}.{ending}")
    assert response.status_code == 200
    assert f".{ending}" in response["Content-Disposition"]
    return response.content


def test_text(client, story):
    text = body(client, story, "txt").decode()
    positions = [text.index(words) for words in WORDS[:4]]
    assert positions == sorted(positions)
    assert all(words in text for words in WORDS)
    assert "\n　　加快建设。\n" in text
    assert "《济宁高新新闻》（2021年11月5日） 01版" in text


def test_markdown_shows_what_was_printed(client, story):
    html = MarkdownIt().render(body(client, story, "md").decode())
    assert "<h1>高新区再获佳绩</h1>" in html
    assert "<h2>下一步</h2>" in html
    assert "<p>1. 项目开工。</p>" in html
    assert "<p>*号* 与 &lt;b&gt; 照录。" in html


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1))
def test_no_text_is_read_as_markdown(text):
    shown = MarkdownIt().render(markdown_text(text))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert shown == f"<p>{escaped}</p>\n"


def test_word(client, story):
    document = Document(io.BytesIO(body(client, story, "docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert set(WORDS) <= set(texts)
    assert (document.core_properties.title, document.core_properties.author) == ("高新区再获佳绩", "刘菲")
    assert document.paragraphs[texts.index("下一步")].style.name == "Heading 1"


def test_json(client, story):
    record = json.loads(body(client, story, "json"))
    assert record["sections"][1] == {"level": 2, "heading": "下一步", "paragraphs": ["加快建设。"]}
    assert record["url"] == f"http://testserver/articles/{story.permanent_id}/"


@pytest.mark.parametrize("ending", ["txt", "md", "json"])
def test_files_are_revalidated(client, story, ending):
    address = f"/articles/{story.permanent_id}.{ending}"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_withdrawn_and_merged(client, story):
    other = make_article("另一篇")
    address = f"/articles/{story.permanent_id}.txt"
    merge(story, other)
    assert client.get(address)["Location"].endswith(f"/articles/{other.permanent_id}.txt")
    withdraw(other, "误登")
    assert client.get(f"/articles/{other.permanent_id}.txt").status_code == 410
    assert client.get(f"/articles/{other.permanent_id}/cite/ris").status_code == 410


def test_citations_by_link(client, story):
    address = f"/articles/{story.permanent_id}/cite/"
    assert client.get(address + "gbt7714-2025").content.decode() == (
        f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻，2021-11-05（01）. http://testserver/articles/{story.permanent_id}/."
    )
    assert client.get(address + "bibtex")["Content-Disposition"].endswith('.bib"')
    assert client.get(address + "apa").status_code == 404


def lines(response):
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


@pytest.fixture
def library(story):
    withdraw(make_article("撤回"), "误登")
    return [story, make_article("次日", date="2021-11-06"), make_article("无日期", date=None)]


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/exports/newspaper.jsonl", {"高新区再获佳绩", "次日", "无日期"}),
        ("/exports/newspaper.jsonl?since=2021-11-06", {"次日"}),
        ("/exports/newspaper.jsonl?until=2021-11-05", {"高新区再获佳绩"}),
        ("/issues/2021-11-05.jsonl", {"高新区再获佳绩"}),
    ],
)
def test_json_lines(client, library, address, titles):
    assert {record["title"] for record in lines(client.get(address))} == titles


@pytest.mark.parametrize(
    "address",
    [
        "/issues/1999-01-01.zip",
        "/exports/newspaper.jsonl?since=x",
        "/exports/newspaper.zip?since=2022-01-01&until=2021-01-01",
    ],
)
def test_asked_wrongly(client, library, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "said", "headlines"),
    [
        ("/issues/2021-11-05", "《济宁高新新闻》2021年11月5日，共1篇。", ["高新区再获佳绩"]),
        (
            "/exports/newspaper.{}?since=2021-11-05&until=2021-11-06",
            "《济宁高新新闻》2021年11月5日起至2021年11月6日，共2篇。",
            ["高新区再获佳绩", "次日"],
        ),
    ],
)
def test_an_issue_and_a_span_of_days_are_a_table_and_a_document(client, library, address, said, headlines):
    def file_of(ending):
        there = address.format(ending) if "{}" in address else f"{address}.{ending}"
        return io.BytesIO(b"".join(client.get(there).streaming_content))

    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file_of("xlsx")).active.iter_rows()]
    assert rows[0][0] == said
    assert [row[4].split()[-2] if "观摩" in row[4] else row[4] for row in rows[2:]] == headlines
    texts = [paragraph.text for paragraph in Document(file_of("docx")).paragraphs]
    assert texts[0] == said
    assert [text for text in texts if text in ("下一步", "加快建设。")] == ["下一步", "加快建设。"]


def test_a_table_of_many_days_says_where_it_ends(client, library, monkeypatch):
    monkeypatch.setitem(downloads.TABLES, "xlsx", replace(downloads.TABLES["xlsx"], most=1))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/exports/newspaper.xlsx").streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows()][:2] == ["《济宁高新新闻》，共3篇。", "这里是其中的前1篇。"]
    assert sheet.max_row == 4


def test_what_people_want_stands_first(client, library):
    page = client.get("/issues/2021-11-05/").content.decode()
    ends = [page.index(f'href="/issues/2021-11-05.{ending}"') for ending in ("xlsx", "docx", "zip", "jsonl")]
    assert ends == sorted(ends)
    article = library[0].get_absolute_url()
    page, of_file = client.get(article).content.decode(), article.rstrip("/")
    ends = [page.rindex(f'href="{of_file}.{ending}"') for ending in ("docx", "txt", "md", "json")]
    assert ends == sorted(ends)


def test_the_zip_is_a_valid_bag(client, library, tmp_path):
    packed = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/exports/newspaper.zip").streaming_content)))
    assert packed.testzip() is None
    packed.extractall(tmp_path)
    bag = bagit.Bag(str(tmp_path / "jngxxw"))
    bag.validate()
    assert set(bag.payload_files()) >= {"data/newspaper.json", "data/issues.jsonl", "data/articles.jsonl"}
    assert len([name for name in bag.payload_files() if name.endswith(".txt")]) == 3
    (tmp_path / "jngxxw/data/articles.jsonl").write_text("changed", encoding="utf-8")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def test_head_reads_nothing(client, library, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert client.head("/exports/newspaper.zip").status_code == 200


def test_the_page_of_downloads(client, library):
    page = client.get("/exports/").content.decode()
    assert "/exports/newspaper.zip" in page
    assert "2期、3篇" in page


def test_queries_do_not_grow_within_a_chunk(client, library, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as few:
        lines(client.get("/exports/newspaper.jsonl"))
    for n in range(20):
        make_article(f"又一篇{n}", people=((f"记者{n}", "记者"),), page=str(n))
    with django_assert_max_num_queries(len(few)):
        lines(client.get("/exports/newspaper.jsonl"))


def whole(article: Article) -> dict:
    """All that an archive can hand on: everything but what it numbers and addresses itself."""
    record = article_record(article, "")
    for own in ("id", "url", "api_url", "modified_at", "contributors", "column", "page", "issue"):
        del record[own]
    record["people"] = [(part.contributor.name, part.role) for part in article.contributions.all()]
    record["column"] = article.column and article.column.name
    record["page"] = article.page and (article.page.number, article.page.section and article.page.section.name)
    record["issue"] = article.issue and (article.issue.date, article.issue.total_number, article.issue.year_number)
    return record


def test_what_is_exported_comes_back_whole(library, tmp_path, data_dir):
    make_article("无题图", captions=("观摩现场。",), column="走基层", page="A02", section="要闻", body="　")
    guessed = make_article("约某年", date=None, date_precision="year", date_basis="guess", date_reason="文中说到2021年")
    Article.objects.filter(pk=guessed.pk).update(date=datetime.date(2021, 1, 1))
    Issue.objects.filter(date="2021-11-05").update(total_number=589, year_number="2021年第82期")
    Figure.objects.filter(article=library[0]).update(after_paragraph=1)
    out = tmp_path / "all.jsonl"
    call_command("export", output=out)
    before = [whole(article) for article in Selection(Newspaper.main()).read_articles()]
    for model in (Article, Page, Issue, Column, Contributor):
        model.objects.all().delete()
    call_command("ingest", out, no_index=True)
    after = [whole(article) for article in Selection(Newspaper.main()).read_articles()]
    assert len(before) == 5
    assert sorted(after, key=str) == sorted(before, key=str)
    assert not Problem.objects.filter(code="unknown_field").exists()


class TestCommand:
    def test_writes_what_the_link_gives(self, library, tmp_path, client, settings):
        settings.SITE_URL = "http://testserver"
        out = tmp_path / "all.jsonl"
        call_command("export", output=out)
        linked = b"".join(client.get("/exports/newspaper.jsonl").streaming_content)
        assert hashlib.sha256(out.read_bytes()).digest() == hashlib.sha256(linked).digest()

    def test_dry_run_writes_nothing(self, library, tmp_path, capsys):
        call_command("export", output=tmp_path / "all.zip", dry_run=True)
        assert "3 articles of 2 issues" in capsys.readouterr().out
        assert list(tmp_path.iterdir()) == []

    def test_never_writes_over_unasked(self, library, tmp_path):
        out = tmp_path / "all.jsonl"
        out.write_text("mine", encoding="utf-8")
        with pytest.raises(CommandError, match="--force"):
            call_command("export", output=out)
        assert out.read_text(encoding="utf-8") == "mine"
        call_command("export", output=out, force=True)
        assert len(out.read_text(encoding="utf-8").splitlines()) == 3
        assert list(tmp_path.iterdir()) == [out]

    @pytest.mark.parametrize(
        "options",
        [{"newspaper": "nowhere"}, {"output": "all.pdf"}, {"since": "2022-01-01", "until": "2021-01-01"}],
    )
    def test_errors_teach(self, library, tmp_path, monkeypatch, options):
        monkeypatch.chdir(tmp_path)
        arguments = [text for name, value in options.items() for text in (f"--{name}", value)]
        with pytest.raises(CommandError):
            call_command("export", *arguments)
        assert list(tmp_path.iterdir()) == []
