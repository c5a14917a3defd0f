"""Marks of a page without a word for one: headings of parts, or the page of an issue, by what stands around them."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

HEAD = "清河晚报 2023年8月4日"
HEADLINE = "城东新开两条公交线路"
STORY = (
    "8月3日起，城东新开通两条公交线路，方便沿线三个社区的居民出行，票价仍为两元，老人和学生减半。",
    "市公交公司负责人介绍，两条线路首末班车分别为六点和二十一点，高峰时段每八分钟一班，平日十五分钟。",
    "沿线十二个候车亭已经装好座椅和雨棚，站牌上写明了换乘的办法，夜里也看得清楚，居民都说方便。",
)


def parsed(*lines):
    read = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    assert_conserved(read)
    return read


@pytest.mark.parametrize("head", [(), (f"{HEAD} 第4版",)], ids=["bare", "below a head"])
@pytest.mark.parametrize("marks", [("01 汽车", "02 金融"), ("01·旅游", "02·教育"), ("1 教育", "2 健康")])
def test_numbered_names_of_sections_above_text_are_headings(head, marks):
    read = parsed(*head, HEADLINE, "本报记者 王小明", STORY[0], marks[0], STORY[1], marks[1], STORY[2])
    assert [article.title for article in read.articles] == [HEADLINE]
    assert [section.heading for section in read.articles[0].sections] == ["", *marks]


def test_numbered_names_of_sections_above_headlines_are_pages():
    read = parsed(
        HEAD, "01 要闻", HEADLINE, "本报记者 王小明", STORY[0], "02 文化", "老茶馆里听评话", "本报记者 李丽", STORY[1]
    )
    assert [(article.title, article.page) for article in read.articles] == [
        (HEADLINE, "01"),
        ("老茶馆里听评话", "02"),
    ]


@pytest.mark.parametrize(
    ("mark", "page", "section"),
    [("3 综合新闻", "3", "综合新闻"), ("8：文体", "8", "文体"), ("8:文体", "8", "文体"), ("12　副刊", "12", "副刊")],
)
@pytest.mark.parametrize("above", [False, True])
def test_a_figure_and_a_section_beside_a_head_are_its_page(mark, page, section, above):
    head = (mark, HEAD) if above else (HEAD, mark)
    read = parsed(*head, HEADLINE, "本报记者 王小明", *STORY)
    assert (read.issue.newspaper, read.issue.date, read.issue.page) == ("清河晚报", "2023-08-04", page)
    assert read.issue.section == section
    assert [article.title for article in read.articles] == [HEADLINE]


def test_a_page_that_is_named_elsewhere_leaves_the_figure_alone():
    assert parsed(f"{HEAD} 第4版", "3 文化", HEADLINE, "本报记者 王小明", *STORY).issue.page == "4"
