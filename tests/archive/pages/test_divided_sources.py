"""What an editor divided, joined or moved stands beside the lines of its source."""

import json
import re
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Article
from archive.services.dividing import SplitPlace, join_articles, split_article
from tests.archive.pages.in_source import (
    HEAD,
    REST,
    bring_in,
    first_of,
    lines_by_part,
    paragraphs_of,
    rewrite,
    text_of,
    write_paragraphs,
)
from tests.factories import edit, make_user


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
        said, fields = "", {}
        for label, told in pairs:
            fields[label] = [said := name or said for name in re.findall(r"<span>(\w*)</span><span>", told)]
        return fields

    def left(self, page: str) -> dict[str, str]:
        groups = re.findall(r"<section><h2>(.*?)</h2>(.*?)</section>", page.split("<summary>其余")[1], re.S)
        return {what: " ".join(re.findall(r"</(?:a|span)><span>([^<]*)<", told)) for what, told in groups}

    def test_a_title_taken_from_the_text_of_a_record_stands_in_that_field(self, client, record):
        edit(record, title=paragraphs_of(record)[1][:8], subtitle="编辑另拟的副题")
        told = dict(re.findall(r'<p class="what">([主副]题)</p>(.*?)</section>', self.page_of(client, record), re.S))
        assert "在正文里" in told["主题"]
        assert "没有找到" in told["副题"]

    def test_a_paragraph_of_a_record_broken_in_two(self, client, record):
        first, *others = paragraphs_of(record)
        write_paragraphs(record, [first[:11], first[11:], *others])
        page = self.page_of(client, record)
        assert "没有找到" not in page
        assert self.fields_by_part(page) == {"主题": ["标题"], "署名": ["作者"]} | {
            f"第{n}段": ["正文"] for n in (1, 2, 3, 4)
        }

    def test_a_record_split_in_two(self, client, record):
        _, made = split_article(record.pk, SplitPlace(3, "图书馆要开门"), make_user())
        for article, own, other in ((record, STORIES[:2], made), (made, STORIES[2:], record)):
            page = self.page_of(client, article)
            labels = [f"第{n}段" for n in range(1, len(own) + 1)]
            assert [self.fields_by_part(page)[label] for label in labels] == [["正文"]] * len(own)
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
        assert self.fields_by_part(page)["小标题"] == ["标题"]
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
