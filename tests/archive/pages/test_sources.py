"""The source beside an article: pairs, the file, the pages of a PDF; and what no picture of a page may show."""

import json
import re
from itertools import product

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.ingest.types import UnreadableSource
from archive.isolation.process import ReadingInterrupted, ReadingStopped
from archive.layout.reading import lay_out
from archive.layout.source_lines import SourceSpan, source_lines, spans_of
from archive.loader.content import content_of_rows
from archive.models import Article, PersonalNumber, SourceFile
from archive.services import importing, reparsing
from archive.services.articles import by_hand, write_article
from archive.services.dividing import SplitPlace, join_articles, split_article
from archive.services.files import find_files
from archive.services.statuses import VERBS, apply_verb
from archive.serving import page_pictures
from search.index import indexing
from tests import printed
from tests.archive.ingest.golden import SAMPLES
from tests.factories import edit, hide_numbers, make_user, restore_number

PHONE = "13974628351"
HEAD = "蓼河时报 2021年11月5日 星期五 第1版 要闻"
STORY = f"　　热心市民拨打{PHONE}寻亲，也可以来社区登记。"
REST = "　　居民当晚就来散步，孩子们也来了，一直玩到天黑。"
PAGES = (["步道完工市民来散步", "本报记者 周禾", STORY, REST], ["河边新开一座图书馆", "本报记者 邱田", REST, REST])
SECRET = printed.place_of(2, STORY, PHONE[3:])


def bring_in(folder, name: str, data: bytes, **how: bool) -> SourceFile:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    with importing.import_batch("test", **how) as batch:
        list(importing.ingest(find_files([folder / name]), batch, "蓼河时报"))
    return SourceFile.objects.get(name=name)


def first_of(source: SourceFile) -> Article:
    return source.articles.order_by("position").first()


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def lines_by_part(page: str) -> dict[str, list[str]]:
    pairs = re.findall(r'<p class="what">(\w+)</p>(.*?)</section>', page, re.S)
    return {label: re.findall(r'id="L(\d+)"', told) for label, told in pairs}


def paragraphs_of(article: Article) -> list[str]:
    return [line for section in article.sections.order_by("position") for line in section.body.splitlines()]


def rewrite(article: Article, number: int, words: str) -> None:
    """One paragraph of an article of one section as an editor saves it."""
    paragraphs = paragraphs_of(article)
    write_paragraphs(article, [*paragraphs[:number], words, *paragraphs[number + 1 :]])


def write_paragraphs(article: Article, paragraphs: list[str]) -> None:
    content = content_of_rows(Article.objects.get(pk=article.pk))
    content.sections[0][2] = "\n".join(paragraphs)
    write_article(article.pk, content, by_hand(make_user()))


@pytest.mark.django_db
class TestPairs:
    @pytest.mark.parametrize("sample", [s for s in SAMPLES if s.suffix == ".txt"][::4], ids=lambda sample: sample.stem)
    def test_every_line_of_a_file_stands_there_once_under_its_number(self, client, data_dir, sample):
        source = bring_in(data_dir / "in", sample.name, sample.read_bytes())
        for article in source.articles.all():
            page = text_of(client, f"{article.get_absolute_url()}source/")
            lines = re.findall(r'<li id="L(\d+)"[^>]*><(?:a|span)[^>]*>\1</', page)
            assert sorted(map(int, lines)) == list(range(1, source.text.count("\n") + 2))
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
        assert told[:3] == [("title", "步道完工"), ("author", "周禾"), ("body", "居民来散步。")]
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
        assert "<span>body</span>" not in page.split("<summary>其余")[1]

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


def longest_run(one: str, other: str) -> int:
    return max(len(one[i:j]) for i, j in product(range(len(one)), range(len(one) + 1)) if one[i:j] in other)


STORIES = [
    "蓼河南岸的步道昨天完工，居民当晚就来散步。",
    "　　孩子们也来了，一直玩到天黑才回家。",
    "图书馆下月开门，馆里有三万册书。",
]


@pytest.mark.django_db
class TestDivided:
    """What an editor divided otherwise than its source stands beside the lines whose words it has."""

    @pytest.fixture
    def article(self, data_dir) -> Article:
        text = "\n".join([HEAD, "", "步道完工", "", *STORIES, ""])
        return first_of(bring_in(data_dir / "in", "a.txt", text.encode()))

    @pytest.fixture
    def record(self, data_dir) -> Article:
        records = [
            {"title": title, "body": body, "author": "周禾", "phone": "0537-1", "date": "2021-11-05"}
            for title, body in (("步道完工", "\n".join(map(str.strip, STORIES))), ("新桥通车", "两岸往来只要四分钟。"))
        ]
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        return first_of(bring_in(data_dir / "in", "a.jsonl", lines.encode()))

    def page_of(self, client, article) -> str:
        return text_of(client, f"{article.get_absolute_url()}source/")

    def fields_by_part(self, page: str) -> dict[str, list[str]]:
        pairs = re.findall(r'<p class="what">(\w+)</p>(.*?)</section>', page, re.S)
        return {label: re.findall(r"<span>(\w+)</span><span>", told) for label, told in pairs}

    def left(self, page: str) -> dict[str, str]:
        groups = re.findall(r"<section><h2>(.*?)</h2>(.*?)</section>", page.split("<summary>其余")[1], re.S)
        return {what: " ".join(re.findall(r"</(?:a|span)><span>([^<]*)<", told)) for what, told in groups}

    def test_a_title_taken_from_the_text_of_a_record_stands_in_that_field(self, client, record):
        edit(record, title=paragraphs_of(record)[1][:8], subtitle="编辑另拟的副题")
        told = dict(re.findall(r'<p class="what">([主副]题)</p>(.*?)</section>', self.page_of(client, record), re.S))
        assert "在 body 里" in told["主题"]
        assert "没有找到" in told["副题"]

    def test_a_paragraph_of_a_record_broken_in_two(self, client, record):
        first, *others = paragraphs_of(record)
        write_paragraphs(record, [first[:11], first[11:], *others])
        page = self.page_of(client, record)
        assert "没有找到" not in page
        assert self.fields_by_part(page) == {"主题": ["title"], "署名": ["author"]} | {
            f"第{n}段": ["body"] for n in (1, 2, 3, 4)
        }

    def test_a_record_split_in_two(self, client, record):
        _, made = split_article(record.pk, SplitPlace(3, "图书馆要开门"), make_user())
        for article, own, other in ((record, STORIES[:2], made), (made, STORIES[2:], record)):
            page = self.page_of(client, article)
            labels = [f"第{n}段" for n in range(1, len(own) + 1)]
            assert [self.fields_by_part(page)[label] for label in labels] == [["body"]] * len(own)
            left = self.left(page)
            others = [text.strip() for text in STORIES if text not in own]
            assert all(text in left[f"另一篇：{other.title}"] for text in others)
            assert not any(text.strip() in " ".join(left.values()) for text in own)
            assert "0537-1" in left["其他字段"]

    def test_a_record_joined_to_another(self, client, record):
        other = record.source.articles.get(title="新桥通车")
        join_articles(record.pk, other.pk, "heading", make_user())
        page = self.page_of(client, record)
        assert "没有找到" not in page
        assert self.fields_by_part(page)["小标题"] == ["title"]
        assert "两岸往来只要四分钟。" not in " ".join(self.left(page).values())

    def test_fields_of_a_record_that_readers_never_saw_are_not_shown(self, client, record):
        _, made = split_article(record.pk, SplitPlace(3, "图书馆要开门"), make_user())
        Article.objects.filter(pk=record.pk).update(status="draft")
        for view in ("", "?view=text"):
            page = text_of(client, f"{made.get_absolute_url()}source/{view}")
            assert "（原属没有公开的一篇，原样不显示）" in page
            assert "散步" not in page
            assert "0537-1" not in page

    def test_an_article_split_in_two(self, client, article):
        _, made = split_article(article.pk, SplitPlace(2, STORIES[1].strip()), make_user())
        assert lines_by_part(self.page_of(client, article)) == {"主题": ["3"], "第1段": ["5"]}
        page = self.page_of(client, made)
        assert lines_by_part(page) == {"主题": ["6"], "第1段": ["7"]}
        assert "〔另一篇" not in page
        left = self.left(page)
        assert left["另一篇：步道完工"].split() == ["步道完工", STORIES[0]]
        assert "编辑改写或删去" not in left

    def test_another_article_of_the_file_tells_which_of_the_two_has_a_line(self, client, data_dir):
        stories = [
            "步道完工市民来散步",
            "本报记者 周禾",
            "",
            *STORIES,
            "",
            "河边新开一座图书馆",
            "本报记者 邱田",
            "",
            REST,
        ]
        source = bring_in(data_dir / "in", "b.txt", "\n".join([HEAD, "", *stories]).encode())
        article, other = source.articles.order_by("position")
        split_article(article.pk, SplitPlace(3, "图书馆要开门"), make_user())
        left = self.left(self.page_of(client, other))
        assert left["另一篇：图书馆要开门"].strip() == STORIES[2]

    def test_however_many_were_divided_in_a_file_its_pages_ask_as_often(self, client, data_dir):
        stories = [line for n in range(4) for line in (f"步道第{n}段完工", "本报记者 周禾", "", *STORIES, "")]
        source = bring_in(data_dir / "in", "e.txt", "\n".join([HEAD, "", *stories]).encode())
        *others, last = source.articles.order_by("position")
        asked = []
        for article in others:
            split_article(article.pk, SplitPlace(3, "图书馆要开门"), make_user())
            self.page_of(client, last)  # what frames all pages is kept from then on
            with CaptureQueriesContext(connection) as queries:
                self.left(text_of(client, f"{last.get_absolute_url()}source/?lines=1"))
            asked.append(len(queries))
        assert len(others) == 3
        assert len(set(asked)) == 1

    @pytest.mark.parametrize(("first", "second"), [("完工", "完成"), ("孩子们", "小朋友们"), ("、散步", "散步")])
    def test_two_paragraphs_joined_and_then_corrected(self, client, article, first, second):
        one, other, third = paragraphs_of(article)
        write_paragraphs(article, [one + other, third])
        rewrite(article, 0, (one + other).replace(first, second, 1))
        page = self.page_of(client, article)
        assert lines_by_part(page) == {"主题": ["3"], "第1段": ["5", "6"], "第2段": ["7"]}
        assert "编辑改写或删去" not in page

    def test_a_paragraph_broken_over_lines_and_then_in_two_has_its_lines_each(self, client, data_dir):
        story = ["　　蓼河南岸的步道昨天完工，居民当晚就来散步，", "孩子们也来了，一直玩到天黑才回家。"]
        source = bring_in(data_dir / "in", "c.txt", "\n".join([HEAD, "", "步道完工", "", *story, ""]).encode())
        article = first_of(source)
        (whole,) = paragraphs_of(article)
        write_paragraphs(article, [whole[:13], whole[13:22], whole[22:]])
        page = self.page_of(client, article)
        assert "没有找到" not in page
        shown = re.findall(r'<p class="what">第(\d)段</p>(.*?)</section>', page, re.S)
        assert [re.findall(r">(\d+)</a><span>", told) for _, told in shown] == [["5"], ["5"], ["6"]]

    def test_what_was_moved_and_joined_has_no_lines_between(self, client, article):
        one, other, third = paragraphs_of(article)
        write_paragraphs(article, [one + third, other])
        assert lines_by_part(self.page_of(client, article)) == {"主题": ["3"], "第1段": ["5", "7"], "第2段": ["6"]}

    @pytest.mark.parametrize("width", [22, 300])
    def test_a_sentence_put_into_another_paragraph_takes_its_lines_along(self, client, data_dir, width):
        moved = "据园林部门介绍，二期工程将在明年三月动工。"
        one = (
            "蓼河步道昨天完工，居民当晚就来散步，孩子们也来了，一直玩到天黑才肯回家，社区志愿者在入口处发放了地图。"
            "步道全长六公里，穿过三座公园，沿线装了一百二十盏路灯，还有十二处歇脚的长椅。"
        )
        other = (
            "届时步道将向北延长四公里，接到城北公园，再通到高铁站前的广场，沿线的两处旧厂房会改成书店和咖啡馆。"
            "市民可以在月底以前到社区登记，对植物和座椅的种类提出意见，设计单位会在网上公布结果。"
        )
        whole = [f"　　{one}", f"　　{moved}{other}"]
        story = [text[at : at + width] for text in whole for at in range(0, len(text), width)]
        article = first_of(bring_in(data_dir / "in", "h.txt", "\n".join([HEAD, "", "步道完工", "", *story]).encode()))
        assert paragraphs_of(article) == [one, moved + other]
        write_paragraphs(article, [one + moved, other])
        page = self.page_of(client, article)
        shown = re.findall(r'<p class="what">第\d段</p>(.*?)</section>', page, re.S)
        for paragraph, told in zip((one + moved, other), shown, strict=True):
            lines = {int(number) - 5 for number in re.findall(r">(\d+)</a><span>", told)}
            assert lines == {n for n, line in enumerate(story) if longest_run(line, paragraph) >= min(4, len(line))}
        assert "编辑改写或删去" not in page

    @pytest.mark.parametrize("corrected", [1, 3])
    def test_of_a_line_printed_twice_the_corrected_one_has_its_own(self, client, data_dir, corrected):
        asked = "　　问：步道什么时候向市民开放，晚上有没有灯？"
        story = ["　　" + each.strip() for each in (STORIES[0], asked, STORIES[1], asked, STORIES[2])]
        article = first_of(bring_in(data_dir / "in", "q.txt", "\n".join([HEAD, "", "步道完工", "", *story]).encode()))
        own = lines_by_part(self.page_of(client, article))
        rewrite(article, corrected, paragraphs_of(article)[corrected].replace("晚上", "晚间"))
        assert lines_by_part(self.page_of(client, article)) == own
        assert (own["第2段"], own["第4段"]) == (["6"], ["8"])

    def test_a_first_paragraph_with_reporters_moved_to_the_end(self, client, data_dir):
        first = "　　本报讯（记者 周禾）蓼河南岸的步道昨天完工。"
        source = bring_in(
            data_dir / "in", "d.txt", "\n".join([HEAD, "", "步道完工", "", first, *STORIES[1:], ""]).encode()
        )
        article = first_of(source)
        one, *others = paragraphs_of(article)
        write_paragraphs(article, [*others, one])
        page = self.page_of(client, article)
        assert lines_by_part(page) == {"主题": ["3"], "署名": [], "第1段": ["6"], "第2段": ["7"], "第3段": ["5"]}
        assert "lines=5#L5" in page.split('<p class="what">署名</p>')[1].split("</section>")[0]


@pytest.mark.django_db(transaction=True)
class TestPictures:
    @pytest.fixture
    def source(self, data_dir) -> SourceFile:
        caches["pages"].clear()
        return bring_in(data_dir / "in", "20211105.pdf", printed.pdf(*PAGES))

    @pytest.fixture
    def article(self, source) -> Article:
        return first_of(source)

    def address(self, article, page: int = 1) -> str:
        return article.get_absolute_url().replace("/articles/", "/pictures/") + f"{page}.webp"

    def hide(self) -> None:
        hide_numbers(PersonalNumber.objects.filter(digits=PHONE), make_user("chief"))

    def test_the_page_of_the_article_stands_beside_it(self, client, article, settings):
        page = text_of(client, f"{article.get_absolute_url()}source/")
        [image] = re.findall("<img[^>]*/pictures/[^>]*>", page)
        assert f'src="{self.address(article)}"' in image
        assert all(part in image for part in ('width="1702"', 'height="2400"', 'loading="lazy"', 'alt="原始文件第1页'))
        assert "正在画这一页的图片" in page
        answer = client.get(self.address(article))
        assert "正在画" not in text_of(client, f"{article.get_absolute_url()}source/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-cache" in answer["Cache-Control"]
        assert printed.light_in(answer.content, SECRET)
        assert len(list(settings.PAGE_PICTURES_DIR.glob("*.webp"))) == 1
        assert client.get(self.address(article), headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_it_is_drawn_once(self, client, article, monkeypatch):
        first = client.get(self.address(article)).content
        monkeypatch.setattr(page_pictures, "_drawn", lambda *of: pytest.fail("drawn again"))
        assert client.get(self.address(article)).content == first

    def test_no_address_gives_a_picture_of_what_is_hidden(self, client, source, settings):
        articles = list(source.articles.order_by("position"))
        asked = [
            f"{there}{query}"
            for each, number in product(articles, range(4))
            for there in (self.address(each, number), f"/pictures/{each.permanent_id}/{number}.webp")
            for query in ("", "?v=1", "?lines=1")
        ]
        before = {address: client.get(address) for address in asked}
        old = {answer.content for answer in before.values() if answer.status_code == 200}
        assert any(printed.light_in(picture, SECRET) for picture in old)
        names = {path.name for path in settings.PAGE_PICTURES_DIR.glob("*-1-*.webp")}
        assert names
        self.hide()
        assert not list(settings.PAGE_PICTURES_DIR.glob("*.webp"))
        seen = 0
        for address, former in before.items():
            tag = {"If-None-Match": former["ETag"]} if "ETag" in former else {}
            for headers in ({}, tag):
                answer = client.get(address, headers=headers)
                if f"/{articles[0].permanent_id}/" in address and answer.status_code not in (302, 404):
                    assert answer.status_code == 200, address
                    assert printed.is_black(answer.content, SECRET), address
                    seen += 1
        assert seen >= 3
        assert names.isdisjoint(path.name for path in settings.PAGE_PICTURES_DIR.glob("*.webp"))
        text = text_of(client, f"{articles[0].get_absolute_url()}source/")
        assert PHONE[3:] not in text

    def test_a_number_hidden_while_a_picture_is_drawn_is_on_none(self, client, article, monkeypatch, settings):
        draw = page_pictures._drawn

        def drawn(*of):
            picture = draw(*of)
            self.hide()
            return picture

        monkeypatch.setattr(page_pictures, "_drawn", drawn)
        late = client.get(self.address(article))
        assert (late.status_code, late["Retry-After"]) == (503, "60")
        assert not list(settings.PAGE_PICTURES_DIR.glob("*.webp"))
        monkeypatch.setattr(page_pictures, "_drawn", draw)
        assert printed.is_black(client.get(self.address(article)).content, SECRET)

    def test_what_is_shown_again_is_drawn_anew(self, client, article):
        self.hide()
        assert printed.is_black(client.get(self.address(article)).content, SECRET)
        restore_number(PersonalNumber.objects.get(digits=PHONE), make_user("other"))
        assert printed.light_in(client.get(self.address(article)).content, SECRET)

    def test_only_pages_of_the_article_are_shown(self, client, source):
        first, second = source.articles.order_by("position")
        assert [client.get(self.address(first, n)).status_code for n in (0, 1, 2, 9)] == [404, 200, 404, 404]
        assert [client.get(self.address(second, n)).status_code for n in (1, 2)] == [404, 200]

    def test_a_withdrawn_article_has_none_and_a_draft_is_not_there(self, client, source, data_dir):
        article = first_of(source)
        apply_verb(article.pk, VERBS["withdraw"], make_user("chief"), reason="误登")
        assert client.get(self.address(article)).status_code == 410
        draft = first_of(bring_in(data_dir / "in", "20211107.pdf", printed.pdf(PAGES[1]), as_drafts=True))
        assert client.get(self.address(draft)).status_code == 404

    def test_a_page_with_a_draft_has_none_for_its_other_articles(self, client, data_dir):
        both = ["步道完工市民来散步", "本报记者 周禾", STORY, REST]
        source = bring_in(data_dir / "in", "20211105.pdf", printed.pdf(both, PAGES[1]))
        shown, other = source.articles.order_by("position")
        Article.objects.filter(pk=other.pk).update(status="draft", claims=[["title", 2, 2, ""], *other.claims])
        assert "没有公开" in text_of(client, self.address(shown), 404)
        page = text_of(client, f"{shown.get_absolute_url()}source/")
        assert "/pictures/" not in page
        assert page_pictures.UNPUBLISHED in page

    @pytest.mark.parametrize(
        ("raised", "status", "said"),
        [
            (UnreadableSource("这一页画不成图片：原始文件可能已损坏。"), 404, "原始文件可能已损坏"),
            (ReadingStopped("too much"), 404, page_pictures.TOO_MUCH),
            (ReadingInterrupted("killed"), 503, ""),
        ],
    )
    def test_where_it_cannot_be_drawn_the_page_says_why_and_the_text_stays(
        self, client, article, monkeypatch, raised, status, said
    ):
        def fail(*of: object, **how: object):
            asked.append(of)
            raise raised

        asked: list[object] = []
        monkeypatch.setattr(page_pictures.ReadingProcess, "ask", fail)
        there = f"{article.get_absolute_url()}source/"
        assert "/pictures/" in text_of(client, there)
        assert said in text_of(client, self.address(article), status)
        client.get(self.address(article))
        page = text_of(client, there)
        assert ("/pictures/" not in page) == (status == 404)
        assert said in page
        assert "居民当晚就来散步" in page
        assert len(asked) == (1 if status == 404 else 2)

    def test_where_the_kept_file_is_gone_it_says_so(self, client, article):
        article.source.path.unlink()
        assert page_pictures.GONE in text_of(client, self.address(article), 404)

    def test_whoever_asks_for_all_gets_a_few(self, client, source, monkeypatch):
        monkeypatch.setattr(page_pictures, "A_MINUTE", 1)
        first, second = source.articles.order_by("position")
        assert [client.get(self.address(*of)).status_code for of in ((first, 1), (second, 2))] == [200, 503]

    def test_a_file_read_before_its_pages_were_known_has_none_until_it_is_read_again(self, client, article):
        SourceFile.objects.update(pages=[], parser_version="7")
        assert "/pictures/" not in text_of(Client(), f"{article.get_absolute_url()}source/")
        assert client.get(self.address(article)).status_code == 404
        with importing.import_batch("reparse") as batch:
            list(reparsing.reparse(SourceFile.objects.all(), batch))
        assert client.get(self.address(article)).status_code == 200

    @pytest.mark.usefixtures("index_folder")
    def test_a_visit_after_another_asks_ten_times_at_most(self, client, article, django_assert_max_num_queries):
        indexing.rebuild()
        client.get(f"{article.get_absolute_url()}source/?lines=1")  # what frames all pages is kept from then on
        for view in ("", "?view=text", "?view=page"):
            with django_assert_max_num_queries(10):
                client.get(f"{article.get_absolute_url()}source/{view}")
