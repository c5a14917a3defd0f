"""A page set as a newspaper page is."""

import re

import pytest

from archive.layout.set_pages import MOST_IN_COLUMNS, SHORT, in_groups, set_page
from archive.models.shown_articles import shown_articles
from tests.factories import make_article
from tests.unset import unset

pytestmark = pytest.mark.django_db


def set_of(*articles) -> str:
    shown = shown_articles([article.pk for article in articles])
    return unset(set_page([shown[article.pk] for article in articles]))


def test_every_word_of_every_article_stands_there_in_order_of_print():
    one = make_article(
        "头条的标题有八个字", kicker="引题一", subtitle="副题一", byline="记者 林小满", body="甲段。\n乙段。"
    )
    two = make_article("第二篇的标题在这里", body="丙段。", headings=(("小标题", "丁段。"),), captions=("图为大桥。",))
    words = re.findall(r">([^<>\n]+)<", set_of(one, two))
    assert words == [
        *("引题一", "头条的标题有八个字", "副题一", "记者 林小满", "甲段。", "乙段。"),
        *("第二篇的标题在这里", "丙段。", "小标题", "丁段。", "图为大桥。"),
    ]


def test_the_lead_is_large_a_long_text_a_block_and_short_ones_stand_together():
    long = "文" * SHORT
    page = set_of(
        make_article("图片新闻", body="短。"),
        make_article("头条的标题有八个字", body="短。"),
        make_article("长文的标题有八个字", body=long),
        make_article("短讯一", body="短。"),
        make_article("短讯二", body="短。"),
    )
    kinds = re.findall(r'class="(briefs|set \w+)"', page)
    assert kinds == ["briefs", "set brief", "set lead", "set long", "briefs", "set brief", "set brief"]


def test_what_was_printed_is_escaped():
    assert "<b>" not in set_of(make_article("<b>标题有八个字的</b>", body="<b>正文</b>", kicker="<b>"))


@pytest.mark.parametrize("paragraphs", [1, 2, 7, 40])
def test_a_long_text_is_parted_between_paragraphs_into_groups_about_equally_long(paragraphs):
    blocks = [f"<p>{n}{'文' * (120 + 61 * n % 200)}</p>" for n in range(paragraphs)]
    groups = in_groups(blocks)
    assert [block for group in groups for block in group] == blocks
    lengths = [sum(map(len, group)) for group in groups]
    assert max(lengths) <= MOST_IN_COLUMNS + max(map(len, blocks))
    assert max(lengths) - min(lengths) <= 2 * max(map(len, blocks))


def test_the_names_of_a_byline_lead_to_their_people():
    (linked,) = re.findall(
        r'<p class="signed">记者 <a href="([^"]+)">林小满</a></p>',
        set_of(make_article(byline="记者 林小满", people=(("林小满", "记者"),))),
    )
    assert linked.startswith("/contributors/")
