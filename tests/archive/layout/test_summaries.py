"""What an article tells in a few lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.layout.summaries import news_of, whole_sentences, without_lead_in
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "lead_in",
    [
        "本报清河讯(记者 张文涛 李思远 通讯员 王海燕)",
        "本报清河讯(张文涛)",
        "新华社北京10月19日电　（记者张文涛）",
        "新华社北京10月19日电 ",
        "本报讯 记者 张文涛 报道",
        "本报讯通讯 员 张文涛 报道",
        "本报记者 张文涛\n",
        "央视网消息（新闻联播）：",
        "清河网北京4月3日电(记者张文涛)",
        "",
    ],
)
def test_news_begins_behind_dateline_and_reporters(lead_in: str) -> None:
    news = "昨日上午，清河大桥通车。市民称赞。"
    article = make_article(body=lead_in + news)

    assert news_of(article) == news


def test_a_caption_before_the_text_is_not_the_news() -> None:
    assert news_of(make_article(body="▲清河大桥\n昨日，大桥通车。")) == "昨日，大桥通车。"


@pytest.mark.parametrize(
    "first",
    ["9月3日,大桥通车,投资8.5亿元.", "“大桥通车了.”", "The bridge opened.", "大桥(一期)通车."],
)
def test_a_paragraph_that_ends_in_a_half_width_point_is_a_sentence(first: str) -> None:
    assert news_of(make_article(body=f"{first}\n后来，市民称赞。")).startswith(first)


def test_a_short_paragraph_is_followed_by_the_next_until_two_thirds_of_the_room_are_filled() -> None:
    article = make_article(body="大桥昨日上午通车。\n市民都说好。\n沿线有三个出口。\n还有码头。")

    assert news_of(article, 27) == "大桥昨日上午通车。市民都说好。沿线有三个出口。"


def test_an_article_without_a_sentence_tells_its_first_lines() -> None:
    assert news_of(make_article(body="清河水\n向东流")) == "清河水 向东流"


def test_text_ends_with_a_sentence_where_one_is_near() -> None:
    assert whole_sentences("大桥通车了，市民说好。" * 3, 25) == "大桥通车了，市民说好。" * 2
    assert whole_sentences("大桥通车了,市民说好." * 3, 25) == "大桥通车了,市民说好." * 2
    assert (
        whole_sentences("大桥长1.5公里,共有桥墩26个,市民说好." + "市民说" * 20, 26)
        == "大桥长1.5公里,共有桥墩26个,市民说好."
    )
    assert whole_sentences("大桥通车。" + "市民说" * 20, 20) == "大桥通车。市民说市民说市民说市民说市民…"


def test_a_text_that_is_cut_ends_with_a_clause() -> None:
    text = "大桥昨日上午正式通车，市民说好。沿线设有湖东、湖西、南岸三个出口，以及岛上服务区、码头、停车场等处。"
    assert whole_sentences(text, 30) == "大桥昨日上午正式通车，市民说好。"
    assert whole_sentences(text, 43) == "大桥昨日上午正式通车，市民说好。沿线设有湖东、湖西、南岸三个出口…"
    assert whole_sentences("全年产值1,560亿元增长三成以上", 9) == "全年产值1,56…"


@given(st.text(alphabet="桥通车，。！”", max_size=80), st.integers(5, 60))
def test_nothing_is_longer_than_its_room(text: str, room: int) -> None:
    short = whole_sentences(text, room)

    assert len(short) <= room
    assert text.startswith(short.removesuffix("…"))


def test_text_in_brackets_is_no_lead_in() -> None:
    assert without_lead_in("（清河）大桥通车。") == "（清河）大桥通车。"
