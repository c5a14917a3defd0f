"""`report_reading`: a small file that shows, without archive or page, what was read as what."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.ingest import pipeline, version
from archive.models import Article
from archive.services import importing
from archive.services.files import find_files
from archive.takeaway import reading_reports
from tests.conftest import SEEDS

PAGE = (
    "滨河日报 2021年11月5日 星期五 第2版：要闻\n\n河堤上的灯亮了\n\n本报记者 孟海潮\n\n"
    "　　本报讯 6月3日晚，滨河镇最后一段河堤的路灯亮了，居民说夜里散步不用打手电了。\n"
    "　　据了解，这段河堤长1.2公里，共装灯六十盏。\n"
)


@pytest.fixture
def paper(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "第2版.txt"
    path.write_text(PAGE, encoding="gb18030")
    return path


def report(*args) -> dict:
    call_command("report_reading", *map(str, args), "--output", "report.json")
    return json.loads(Path("report.json").read_text(encoding="utf-8"))


def brought_in(path: Path) -> Article:
    with importing.import_batch("test", index=False) as batch:
        assert [result.outcome.value for result in importing.ingest(find_files([path]), batch)] == ["new"]
    return Article.objects.order_by("position").first()


class TestOfAFile:
    def test_the_lines_and_what_was_made_of_them(self, paper):
        found = report(paper, "--lines", "3-7", "--expected", "一切无误")
        assert (found["reader"], found["encoding"]) == ("text", "gb18030")
        assert (found["parser_version"], found["expected"]) == (version.rules_version(), "一切无误")
        assert [line["line"] for line in found["text"]] == [3, 4, 5, 6, 7]
        assert found["text"][0]["text"] == "河堤上的灯亮了"
        assert {claim["target"] for claim in found["claims"]} >= {"articles/0/title", "articles/0/byline"}
        assert found["made"]["articles/0/title"] == "河堤上的灯亮了"
        assert found["articles"][0]["contributors"] == [{"name": "孟海潮", "role": "记者"}]

    def test_only_the_lines_asked_for_leave_the_house(self, paper):
        assert "六十盏" not in json.dumps(report(paper, "--lines", "3-5"), ensure_ascii=False)

    @pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
    def test_every_claim_on_the_lines_is_there_and_says_what_became_of_it(self, seed, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        parsed = pipeline.parse_bytes(seed.name, seed.read_bytes())
        found = report(seed, "--lines", "20-60")
        met = [claim.text for claim in parsed.claims if claim.first_line <= 60 and claim.last_line >= 20]
        assert met
        assert [claim["text"] for claim in found["claims"]] == met
        for claim in found["claims"]:
            if "/paragraphs/" in claim["target"]:
                letters = "".join(claim["text"].split())
                assert letters in "".join(found["made"][claim["target"]].split())

    def test_a_web_page_shows_its_markup(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        page = tmp_path / "a.html"
        page.write_text("<html><title>河堤上的灯</title><h1>河堤上的灯</h1><p>灯亮了，居民说好。</p>", encoding="utf-8")
        assert [line.get("markup") for line in report(page)["text"]] == ["h1", "p"]

    def test_a_file_that_cannot_be_read_gives_the_reason_and_how_it_begins(self, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 damaged")
        found = report("a.pdf")
        assert found["error"]
        assert bytes.fromhex(found["head"]) == b"%PDF-1.4 damaged"
        assert found["error"] in capsys.readouterr().out

    @pytest.mark.parametrize(
        "text",
        ["字\n" * 3_000, "　　长" * 50_000, "标题\n\n" + "　　一段话。\n\n" * 3_000],
        ids=["lines", "line", "paragraphs"],
    )
    def test_it_stays_small_and_counts_what_is_left_out(self, text):
        source = reading_reports.ReportedSource("a.txt", text.encode())
        found = reading_reports.report_on_reading(source, (1, 100_000))
        written = reading_reports.as_json(found)
        assert len(written.encode()) <= reading_reports.MAX_REPORT_BYTES
        assert sum(found["left_out"].values()) or "略去" in written


@pytest.mark.django_db
class TestOfAnArticle:
    @pytest.fixture(autouse=True)
    def _own_data(self, data_dir):
        pass

    @pytest.mark.parametrize("address", ["{}", "http://127.0.0.1:8000/articles/{}/"])
    def test_its_number_or_address_finds_the_lines_it_came_from(self, paper, address):
        article = brought_in(paper)
        Article.objects.update(edited_fields=["title"], title="灯亮了")
        paper.unlink()
        found = report(address.format(article.permanent_id))
        assert found["source"] == "第2版.txt"
        assert found["in_archive"]["headline"] == "灯亮了"
        assert found["in_archive"]["edited_fields"] == ["title"]
        assert found["made"]["articles/0/title"] == "河堤上的灯亮了"

    def test_of_a_file_of_ready_made_articles_its_own_line(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        lines = [{"id": f"{n}", "title": f"第{n}个题目", "body": f"第{n}篇正文。"} for n in range(1, 4)]
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / "all.jsonl").write_text(text, encoding="utf-8")
        brought_in(tmp_path / "all.jsonl")
        found = report(Article.objects.get(title="第2个题目").permanent_id)
        assert found["in_archive"]["line_in_file"] == 2
        assert found["made"]["articles/0/sections/0/paragraphs/0"] == "第2篇正文。"
        assert "第3篇" not in json.dumps(found, ensure_ascii=False)

    def test_bytes_that_are_gone(self, paper):
        article = brought_in(paper)
        article.source.path.unlink()
        with pytest.raises(CommandError, match="从备份恢复"):
            report(article.permanent_id)

    def test_what_is_neither_file_nor_article(self):
        with pytest.raises(CommandError, match="没有 nowhere 这个文件，也没有编号为 nowhere 的文章"):
            report("nowhere")


class TestTheCommand:
    def test_a_dry_run_writes_nothing(self, paper, capsys):
        call_command("report_reading", str(paper), "--dry-run")
        assert list(paper.parent.iterdir()) == [paper]
        assert "会写入 误读-第2版.json" in capsys.readouterr().out

    def test_a_file_that_is_there_is_not_written_over(self, paper):
        report(paper)
        with pytest.raises(CommandError, match="没有覆盖"):
            report(paper)

    @pytest.mark.parametrize("lines", ["0-2", "9-3", "三"])
    def test_what_is_no_range_of_lines(self, paper, lines):
        with pytest.raises(CommandError, match="不是行号"):
            report(paper, "--lines", lines)

    def test_lines_beyond_the_end(self, paper):
        with pytest.raises(CommandError, match="只有 8 行"):
            report(paper, "--lines", "90-95")

    def test_a_folder(self, paper):
        with pytest.raises(CommandError, match="其中的一个文件"):
            report(paper.parent)
