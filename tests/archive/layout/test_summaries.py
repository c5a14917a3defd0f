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
        "本报清河讯(记者 张文涛\n李思远)",
        "清河晚报讯（实习生\n张文涛）",
        "【清河网报道】",
        "【清河网报道 记者\n张文涛】",
        "【文/清河网\n张文涛】",
        "【清河网 讯】",
        "张文涛）",
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
    "credited",
    [
        "桥头立起了塔吊。王小丁/摄",
        "图为大桥。短视频截图",
        "村民站在桥头。林青|摄",
        "现场（10月5日摄）。 清河社 图",
    ],
)
def test_a_caption_with_its_credit_is_not_the_news_but_where_there_is_nothing_else(credited: str) -> None:
    assert news_of(make_article(body=f"{credited}\n昨日，大桥通车。")) == "昨日，大桥通车。"
    assert news_of(make_article(body=credited)) == credited


def test_a_title_that_goes_over_two_paragraphs_is_whole() -> None:
    article = make_article(body="近日，市政府印发《关于\n促进通行便利的通知》。市民称赞。")

    assert news_of(article) == "近日，市政府印发《关于促进通行便利的通知》。市民称赞。"


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
    assert whole_sentences("全年产值1,560亿元增长三成以上", 9) == "全年产值…"


@given(st.text(alphabet="桥通车，。！”", max_size=80), st.integers(5, 60))
def test_nothing_is_longer_than_its_room(text: str, room: int) -> None:
    short = whole_sentences(text, room)

    assert len(short) <= room
    assert text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    "body",
    [
        "本报清河12月1日电\n（王小丁）大桥通车。",
        "本报清河12月1日电\n(王小丁 李四)大桥通车。",
        "。大桥通车。",
        "本报清河讯，，大桥通车。",
    ],
)
def test_what_a_file_broke_off_a_dateline_is_not_the_news(body: str) -> None:
    assert news_of(make_article(body=body)) == "大桥通车。"


@pytest.mark.parametrize(
    "dateline",
    [
        "清新经纬3月1日电 ",
        "清河社二月三日电，",
        "直播河2026年2月16日讯 ",
        "清河市纪委监委网站讯 ",
        "（观察河 讯）",
        "本报 讯 记者 王小丁报道 ",
        "本报\u3000讯\u3000",
        "河科技 12月16日消息，",
        "3月7日消息，",
        "清河消息网1月25日报道 ",
        "中国清河网4月12日清江讯 ",
        "清新网清江4月1电（缪海）",
        "清河周刊-经济网讯 （记者 缪海）",
        "清河网络电视台消息(新闻联播)：本台消息，",
    ],
)
def test_a_dateline_is_known_by_its_form_whoever_sent_it(dateline: str) -> None:
    assert without_lead_in(f"{dateline}大桥通车。") == "大桥通车。"


@pytest.mark.parametrize(
    "text",
    [
        "清河网3日消息称，大桥通车。",
        "据清河网3日报道 大桥通车。",
        "清河网3日报道，大桥通车。",
        "清河网3日发短讯 大桥通车。",
        "大桥3月1电力供应充足。",
        "据清河台14日消息，大桥通车。",
        "另据清河台14日消息，大桥通车。",
        "清河电网3日电力供应正常。",
        "国家电网公司以新一轮电力改革为契机。",
        "新华社今天播发长篇通讯《大桥》。",
        "市民听到喜讯 奔走相告。",
        "大桥将于3月1日通车，电站同时开工。",
    ],
)
def test_words_of_the_news_are_no_dateline(text: str) -> None:
    assert without_lead_in(text) == text


def test_text_in_brackets_is_no_lead_in() -> None:
    assert without_lead_in("（清河）大桥通车。") == "（清河）大桥通车。"


def test_a_bracket_that_goes_over_two_paragraphs_is_whole() -> None:
    article = make_article(body="（清河网讯）德崇运河（Funan Techo\nCanal）将于年底前动工，造价不变。")

    assert news_of(article) == "德崇运河（Funan Techo Canal）将于年底前动工，造价不变。"


@pytest.mark.parametrize("entry", ["1）", "二）", "a)"])
def test_the_number_of_an_entry_stays(entry: str) -> None:
    assert without_lead_in(f"{entry}大桥通车。") == f"{entry}大桥通车。"


FIGURES = ["9.7%", "166.5米", "1,560亿元", "3.5", "v2.0", "U.S.", "www.x.cn", "8：30", "12%", "10月19日", "1．8倍"]
WORDS = ["大桥", "同比增长", "通车", "市民", "达到", "（一期）", "“好”"]
ENDS = ["。", "！", "？”", "."]


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(FIGURES)), min_size=1, max_size=6),
            st.sampled_from(["，", "；", ",", *ENDS]),
        ),
        min_size=1,
        max_size=9,
    ),
    st.integers(20, 130),
)
def test_no_cut_falls_amid_a_number_or_without_a_word(parts: list[tuple[list[list[str]], str]], room: int) -> None:
    """A beginning is so many whole pieces, and one that stops where nothing ends says so."""
    pieces = [each for said, mark in parts for each in (*(one for pair in said for one in pair), "说", mark)]
    text = "".join(pieces)
    begins = {0: ""}
    for piece in pieces:
        begins[max(begins) + len(piece)] = piece
    short = whole_sentences(text, room)
    told = short.removesuffix("…")

    assert text.startswith(told)
    at = len(told)
    if at < len(text):
        assert short.endswith("…") or begins.get(at) in ENDS
    assert at in begins or not any(figure in piece_at(pieces, at) for figure in FIGURES), (text, short)


def piece_at(pieces: list[str], at: int) -> str:
    for piece in pieces:
        if at < len(piece):
            return piece
        at -= len(piece)
    raise AssertionError("behind the text")
