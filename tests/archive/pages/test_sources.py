"""Each part of an article beside the lines of its source that it came from."""

import json
import re

import pytest

from archive.layout.reading import lay_out
from archive.layout.source_lines import SourceSpan, source_lines, spans_of
from archive.services.dividing import SplitPlace, split_article
from tests.archive.ingest.golden import SAMPLES
from tests.archive.pages.in_source import (
    HEAD,
    REST,
    STORY,
    bring_in,
    first_of,
    lines_by_part,
    paragraphs_of,
    rewrite,
    text_of,
    write_paragraphs,
)
from tests.factories import edit, make_user


@pytest.mark.django_db
class TestPairs:
    @pytest.mark.parametrize("sample", [s for s in SAMPLES if s.suffix == ".txt"][::4], ids=lambda sample: sample.stem)
    def test_every_line_with_words_stands_there_once_under_its_number(self, client, data_dir, sample):
        source = bring_in(data_dir / "in", sample.name, sample.read_bytes())
        for article in source.articles.all():
            page = text_of(client, f"{article.get_absolute_url()}source/")
            lines = re.findall(r'<li id="L(\d+)"[^>]*><(?:a|span)[^>]*>\1</', page)
            own = {number for span in spans_of(article, lay_out(article)) for number in span.lines}
            written = {number for number, line in enumerate(source.text.split("\n"), start=1) if line.strip()}
            assert sorted(map(int, lines)) == sorted(own | written)
            file = text_of(client, f"{article.get_absolute_url()}source/?view=text")
            assert re.findall(r'<li id="L(\d+)"', file) == [str(n) for n in range(1, source.text.count("\n") + 2)]
            assert source.sha256 in page
            assert source.parser_version in page

    def test_parts_stand_in_the_order_of_reading_each_with_its_lines(self, client, data_dir):
        head = [HEAD, "", "步道完工市民来散步", "本报记者 周禾"]
        text = "\n".join([*head, "　　蓼河南岸的步道昨天完工，", "居民当晚就来散步。", REST])
        article = first_of(bring_in(data_dir / "in", "a.txt", text.encode()))
        page = text_of(client, f"{article.get_absolute_url()}source/")
        pairs = re.findall(
            r'<section(?: id="(\w+)")? class="pair">\s*<p class="what">(\w+)</p>(.*?)</section>', page, re.S
        )
        assert [(anchor, label) for anchor, label, _ in pairs] == [
            ("", "主题"),
            ("", "署名"),
            ("p1", "第1段"),
            ("p2", "第2段"),
        ]
        assert [re.findall(r'id="L(\d+)"', told) for *_, told in pairs] == [["3"], ["4"], ["5", "6"], ["7"]]
        assert "报头" in page.split("<summary>其余")[1]

    def test_reporters_in_a_dateline_stand_in_the_line_of_its_paragraph(self, client, data_dir):
        text = f"{HEAD}\n\n步道完工市民来散步\n\n　　本报讯（记者 周禾）蓼河南岸的步道昨天完工。\n{REST}\n".encode()
        article = first_of(bring_in(data_dir / "in", "a.txt", text))
        page = text_of(client, f"{article.get_absolute_url()}source/")
        assert "?view=text&amp;lines=5#L5" in page.split('<p class="what">署名</p>')[1].split("</section>")[0]

    def test_a_record_stands_beside_the_fields_that_it_came_from(self, client, data_dir):
        record = {"title": "步道完工", "body": "居民来散步。\n孩子也来了。", "author": "周禾", "phone": "0537-1"}
        line = json.dumps(record | {"date": "2021-11-05"}, ensure_ascii=False)
        article = first_of(bring_in(data_dir / "in", "a.jsonl", line.encode()))
        page = text_of(client, f"{article.get_absolute_url()}source/")
        told = re.findall(r"<li[^>]*>\s*<span>(\w+)</span><span>([^<]*)<", page)
        assert told[:3] == [("标题", "步道完工"), ("作者", "周禾"), ("正文", "居民来散步。")]
        assert re.findall(r"<span>(\w*)</span><span>孩子也来了。<", page) == [""]
        assert "正文 <code>body</code>" in page.split('id="particulars"')[1]
        assert ("phone", "0537-1") in told
        assert "&quot;title&quot;" in text_of(client, f"{article.get_absolute_url()}source/?view=text")

    @pytest.mark.parametrize("words", [("蓼", "了"), ("的", ""), ("步道", "步行道"), ("步道", "、步道")])
    @pytest.mark.parametrize("reporter", ["", "（记者 周禾）"])
    def test_a_corrected_paragraph_stands_beside_its_line(self, client, data_dir, words, reporter):
        first = f"　　本报讯{reporter}蓼河南岸的步道昨天完工，市民都来散步。"
        article = first_of(bring_in(data_dir / "in", "a.txt", f"{HEAD}\n\n步道完工\n\n{first}\n{REST}\n".encode()))
        there = f"{article.get_absolute_url()}source/"
        own = lines_by_part(text_of(client, there))
        for number, paragraph in enumerate(paragraphs_of(article)):
            old, new = words if number == 0 else ("孩子", "小孩")
            rewrite(article, number, paragraph.replace(old, new, 1))
            page = text_of(client, there)
            assert lines_by_part(page) == own, paragraph
            assert "没有找到" not in page
            assert "· 编辑" not in page
            rewrite(article, number, paragraph)
        assert own["第1段"] == ["5"]

    def test_a_corrected_headline_stands_beside_its_line(self, client, data_dir):
        article = first_of(bring_in(data_dir / "in", "a.txt", f"{HEAD}\n\n步道完工\n\n{STORY}\n{REST}\n".encode()))
        edit(article, title="步行道全面完工")
        rewrite(article, 0, paragraphs_of(article)[0].replace("热心", "好心"))
        assert lines_by_part(text_of(client, f"{article.get_absolute_url()}source/")) == {
            "主题": ["3"],
            "第1段": ["5"],
            "第2段": ["6"],
        }

    @pytest.mark.parametrize(
        ("decks", "told"),
        [
            (
                {"kicker": "步道完工市民来散步", "title": "——步道建设纪实", "subtitle": "更新现场会召开"},
                ["4", "5", "3"],
            ),
            ({"title": "更新现场会召开", "subtitle": "步道完工市民来散步"}, ["3", "4"]),
            ({"kicker": "更新现场会召开", "title": "步道完工市民来散步"}, ["3", "4", "5"]),
            ({"title": "——步道建设纪实", "subtitle": ""}, ["5"]),
            ({"kicker": "更新现场会召开", "title": "编辑另拟的题目", "subtitle": ""}, ["3", ""]),
        ],
    )
    def test_a_changed_deck_stands_beside_the_line_that_has_its_words(self, client, data_dir, decks, told):
        printed_decks = ["更新现场会召开", "步道完工市民来散步", "——步道建设纪实"]
        text = "\n".join([HEAD, "", *printed_decks, "本报记者 周禾", "", STORY, REST, ""])
        article = first_of(bring_in(data_dir / "in", "a.txt", text.encode()))
        assert [article.kicker, article.title.split(), article.subtitle] == ["", printed_decks[:2], printed_decks[2]]
        edit(article, **decks)
        page = text_of(client, f"{article.get_absolute_url()}source/")
        pairs = re.findall(r'<p class="what">[引主副]题</p>(.*?)</section>', page, re.S)
        assert ["".join(re.findall(r">(\d+)</a><span>", pair)) for pair in pairs] == told
        left = "".join(re.findall(r"<h2>编辑改写或删去</h2>(.*?)</section>", page, re.S))
        assert set("345").intersection(re.findall(r'id="L(\d+)"', left)) == set("345").difference(told)

    @pytest.mark.parametrize("number", [0, 1])
    def test_a_corrected_paragraph_of_a_record_stands_beside_its_field(self, client, data_dir, number):
        record = {"url": "http://example.org/1", "title": "步道完工", "source": "蓼河时报", "section": "步道"}
        record |= {"body": "居民都来散步。\n孩子们也来了。", "author": "周禾", "date": "2021-11-05"}
        line = json.dumps(record, ensure_ascii=False)
        article = first_of(bring_in(data_dir / "in", "a.jsonl", line.encode()))
        rewrite(article, number, paragraphs_of(article)[number].replace("来", "赶来"))
        page = text_of(client, f"{article.get_absolute_url()}source/")
        pair = page.split(f'<p class="what">第{number + 1}段')[1].split("</section>")[0]
        assert record["body"].split("\n")[number] in pair
        assert "没有找到" not in page
        assert "<span>正文</span>" not in page.split("<summary>其余")[1]

    @pytest.mark.parametrize("number", [0, 1])
    def test_a_paragraph_written_anew_says_so_and_its_line_too(self, client, data_dir, number):
        article = first_of(bring_in(data_dir / "in", "a.txt", f"{HEAD}\n\n步道完工\n\n{STORY}\n{REST}\n".encode()))
        rewrite(article, number, "编者另外写下这一句话。")
        page = text_of(client, f"{article.get_absolute_url()}source/")
        assert "原始文本里没有找到这一段" in page.split("编者另外写下这一句话。")[1].split("</section>")[0]
        left = page.split("<summary>其余")[1]
        assert f'id="L{5 + number}"' in left.split("<h2>编辑改写或删去</h2>")[1].split("</section>")[0]
        assert "未归入任何一篇" not in left

    def test_a_title_taken_from_the_text_of_a_file_stands_in_that_line(self, client, data_dir):
        article = first_of(bring_in(data_dir / "in", "a.txt", f"{HEAD}\n\n步道完工\n\n{STORY}\n{REST}\n".encode()))
        edit(article, title=paragraphs_of(article)[1][:8])
        page = text_of(client, f"{article.get_absolute_url()}source/")
        told = page.split('<p class="what">主题</p>')[1].split("</section>")[0]
        assert '?view=text&amp;lines=6#L6">第6行</a>里' in told
        left = page.split("<summary>其余")[1]
        assert 'id="L3"' in left.split("<h2>编辑改写或删去</h2>")[1].split("</section>")[0]

    @pytest.mark.parametrize(
        ("title", "line", "amid"),
        [
            ("步道昨天就完工", ["3"], []),  # the old one, corrected
            ("市民说步道完工得早", [], ["5"]),  # taken from the text, whatever characters the old one has
            ("步道通到桥头，居民", [], ["5-6"]),  # over two lines
        ],
    )
    def test_a_title_taken_from_the_text_that_is_like_the_old_one_stands_amid_its_lines(
        self, client, data_dir, title, line, amid
    ):
        story = ["　　市民说步道完工得早，如今步道通到桥头，", "居民当晚就来散步。", REST]
        text = "\n".join([HEAD, "", "步道昨天完工", "", *story, ""])
        article = first_of(bring_in(data_dir / "in", "a.txt", text.encode()))
        edit(article, title=title)
        page = text_of(client, f"{article.get_absolute_url()}source/")
        assert lines_by_part(page)["主题"] == line
        told = page.split('<p class="what">主题</p>')[1].split("</section>")[0]
        assert line or re.findall(r"lines=([\d-]+)#L", told) == amid

    @pytest.mark.parametrize(
        ("note", "lines", "whole"),
        [
            ("孩子们也来了，一直玩到天黑。", ["6"], True),
            ("居民当晚就来散步,孩子们也来了", ["5-6"], True),  # over two lines, with another mark
            ("图书馆下月开门。步道通到桥头了。", ["8", "7"], True),
            ("编者补写了一句话。图书馆下月开门。", ["8"], False),
        ],
    )
    def test_a_sentence_copied_into_a_note_is_found_amid_its_lines(self, client, data_dir, note, lines, whole):
        story = ["居民当晚就来散步，", "孩子们也来了，一直玩到天黑。", "步道通到桥头了。", "　　图书馆下月开门。"]
        article = first_of(
            bring_in(data_dir / "in", "a.txt", "\n".join([HEAD, "", "步道完工", "", *story, ""]).encode())
        )
        edit(article, editor_note=note)
        page = text_of(client, f"{article.get_absolute_url()}source/")
        told = page.split('<p class="what">编者按</p>')[1].split("</section>")[0]
        assert re.findall(r"lines=([\d-]+)#L", told) == lines
        assert ("没有找到" not in told) == whole

    def test_of_a_line_with_a_mark_the_mark_alone_is_told_to_be_one(self, client, data_dir):
        text = f"蓼河时报 2021年11月5日 第1版\n\n# 步道完工市民来散步\n\n{STORY}\n\n## 河边的灯\n\n{REST}\n\n---\n"
        article = first_of(bring_in(data_dir / "in", "a.md", text.encode()))
        page = text_of(client, f"{article.get_absolute_url()}source/")
        assert re.findall(r'<li id="L7" class="([^"]*)".*?<small>(.*?)</small>', page) == [("", "〔“##”是标记〕")]

    @pytest.mark.parametrize("sample", [s for s in SAMPLES if s.suffix == ".txt"], ids=lambda sample: sample.stem)
    def test_told_by_its_claims_or_its_words_an_article_has_the_same_lines(self, data_dir, sample):
        source = bring_in(data_dir / "in", sample.name, sample.read_bytes())
        for article in source.articles.with_parts():
            told = [(span.label, span.lines) for span in spans_of(article, lay_out(article))]
            article.edited_fields = ["sections"]
            assert told == [(span.label, span.lines) for span in spans_of(article, lay_out(article))]

    def test_the_address_of_a_paragraph_lights_its_lines_and_no_caption_amid_them(self):
        around, caption = SourceSpan((1, 2, 4), "第1段", "p1", "甲乙丙", 1), SourceSpan((3,), "图说", "f1", "图", 2)
        for asked, lit in (((1, 4), [1, 2, 4]), ((3, 3), [3]), ((1, 3), [1, 2, 3])):
            lines = source_lines("甲\n乙\n图\n丙", [around, caption], asked)
            assert [line.number for line in lines if line.lit] == lit

    def test_a_paragraph_put_elsewhere_stands_beside_its_line(self, client, data_dir):
        text = f"{HEAD}\n\n步道完工\n\n{STORY}\n{REST}\n　　图书馆下月开门。\n".encode()
        article = first_of(bring_in(data_dir / "in", "a.txt", text))
        first, *others = paragraphs_of(article)
        write_paragraphs(article, [*others, first.replace("热心", "好心")])
        assert list(lines_by_part(text_of(client, f"{article.get_absolute_url()}source/")).values()) == [
            *[["3"], ["6"], ["7"], ["5"]]
        ]

    def test_lines_that_went_into_a_split_off_article_are_said_to_be_its_own(self, client, data_dir):
        text = f"{HEAD}\n\n步道完工\n\n{STORY}\n{REST}\n　　图书馆下月开门。\n　　馆里有三万册书。\n".encode()
        article = first_of(bring_in(data_dir / "in", "a.txt", text))
        split_article(article.pk, SplitPlace(3, "图书馆下月开门。"), make_user())
        rewrite(article, 0, paragraphs_of(article)[0].replace("热心", "好心"))
        page = text_of(client, f"{article.get_absolute_url()}source/")
        assert lines_by_part(page) == {"主题": ["3"], "第1段": ["5"], "第2段": ["6"]}
        left = page.split("<h2>另一篇：图书馆下月开门。</h2>")[1].split("</section>")[0]
        assert re.findall(r'id="L(\d+)"', left) == ["7", "8"]

    def test_what_an_editor_wrote_says_so(self, client, data_dir):
        text = f"{HEAD}\n\n步道完工市民来散步\n\n本报记者 周禾\n\n{REST}\n".encode()
        article = first_of(bring_in(data_dir / "in", "a.txt", text))
        edit(article, editor_note="编者写的一段话。")
        page = text_of(client, f"{article.get_absolute_url()}source/")
        assert "原始文本里没有找到这一段" in page.split("编者写的一段话。")[1].split("</section>")[0]
