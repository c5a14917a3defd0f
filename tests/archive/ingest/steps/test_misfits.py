"""What does not fit in an article is doubted, however sure the labeller was of its lines."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import text
from tests.archive.ingest.steps.test_classify import PROSE, TEXT, TITLE, parsed

HEADLINE = "河堤上的灯亮了"
LONG = PROSE * 3


def doubts(lines, *said):
    return {problem.code for problem in parsed(lines, *said).problems}


def test_an_article_in_which_all_fits_is_not_doubted():
    found = doubts([HEADLINE, LONG, f"{LONG}（张明）"], TITLE, TEXT, TEXT)
    assert found == {"no_date"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("灯亮了，人散了。", "short_text"),
        (f"，{LONG}", "broken_opening"),
        (f"{LONG}http://www.example.com/a.html", "residue"),
        (f"清河大桥，昨日合龙 本报讯 {LONG}", "inner_dateline"),
        (f"渡口的船灯亮了。李文　摄中新网清河5月23日电(李文王小明){LONG}", "inner_dateline"),
        (f"本报记者王小明说，{LONG}", "unread_byline"),
        (f"{LONG}（朵朵）", "unread_byline"),
    ],
)
def test_a_text_that_contradicts_itself_is_doubted(text, code):
    assert code in doubts([HEADLINE, text], TITLE, TEXT)


@pytest.mark.parametrize("text", [f"记者从县水利局获悉，{LONG}", f"{LONG}（未完待续）", f"{LONG}（县水利局）"])
def test_a_text_that_names_nobody_has_no_unread_byline(text):
    assert "unread_byline" not in doubts([HEADLINE, text], TITLE, TEXT)


def test_a_short_line_among_long_paragraphs_is_doubted():
    assert "short_line" in doubts([HEADLINE, LONG, "渡口的早晨", LONG], TITLE, TEXT, TEXT, TEXT)


@pytest.mark.parametrize(("title", "code"), [("时间：今晚", "odd_headline"), (HEADLINE * 9, "long_headline")])
def test_what_is_hardly_a_headline_is_doubted(title, code):
    assert code in doubts([title, LONG], TITLE, TEXT)


def test_text_that_was_put_aside_is_doubted():
    aside = (LineState.FURNITURE, 0.995, LineState.CAPTION)
    assert "text_aside" in doubts([HEADLINE, LONG, PROSE], TITLE, TEXT, aside)


@pytest.mark.parametrize(("above", "code"), [([], "untitled"), (["灯下漫笔"], "no_title")])
def test_a_file_that_begins_with_its_text_has_no_headline_that_was_missed(above, code):
    put_aside = [(LineState.FURNITURE, 0.99, LineState.COLUMN)] * len(above)
    assert doubts([*above, LONG], *put_aside, TEXT) & {"untitled", "no_title"} == {code}


CLIPPINGS = """清河日报 2024年6月3日 第2版

河堤上的路灯亮了

　　傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。
　　石桥村的老人说，从前天一黑就不出门，如今要走上两圈才回家，遇到熟人还要站着说一会儿话。

{head}

老渡口停了最后一班船

　　傍晚，最后一班船靠了岸，撑船的人系好缆绳，站了很久，谁也没有说话。
　　渡口的茶棚也收了，老板说明天要到镇上去，帮儿子看店。
"""


@pytest.mark.parametrize(
    ("head", "doubted"),
    [
        ("柳州晚报 2024年6月3日 第7版", [1]),
        ("清河日报 2024年5月28日 第7版", [1]),
        ("清河日报 2024年6月3日 第3版", []),
    ],
)
def test_what_stands_below_the_head_of_another_paper_or_day_is_doubted(head, doubted):
    found = pipeline.parse(text.read_text("a.txt", CLIPPINGS.format(head=head), "utf-8"))
    assert sorted({problem.article for problem in found.problems if problem.code == "other_masthead"}) == doubted


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["登凤凰山记", "钟离", LONG], (TITLE, TITLE, TEXT)),
        (["（2023年6月7日 清河日报 第02版 沙溢）", HEADLINE, LONG], (TITLE, TEXT)),
    ],
)
def test_a_name_that_was_taken_for_something_else_is_doubted(lines, said):
    assert "unread_byline" in doubts(lines, *said)


def test_the_section_beside_a_page_is_no_name():
    assert "unread_byline" not in doubts(["清河日报 2023年6月7日 第02版 文化", HEADLINE, LONG], TITLE, TEXT)


def test_a_text_that_is_signed_before_its_end_may_be_several():
    assert "inner_signature" in doubts([HEADLINE, f"{LONG}（张明）", LONG], TITLE, TEXT, TEXT)


def test_a_lead_in_alone_on_its_line_signs_nothing():
    assert "inner_signature" not in doubts([HEADLINE, "本报讯（记者 王强）", LONG], TITLE, TEXT, TEXT)


@pytest.mark.parametrize("title", [f"{HEADLINE}_清河新闻网", f"{HEADLINE} - 清河日报"])
def test_what_a_site_adds_to_a_headline_is_doubted(title):
    assert "odd_headline" in doubts([title, LONG], TITLE, TEXT)


@pytest.mark.parametrize(("name", "doubted"), [("李明", True), ("王强", False)])
def test_a_text_signed_below_a_heading_by_another_than_its_reporter_may_be_two(name, doubted):
    heading = (LineState.HEADING, 0.99, LineState.TITLE)
    lines = [HEADLINE, f"本报讯（记者 王强）{LONG}", "渡口的早晨", f"{LONG}（{name}）"]
    assert ("inner_signature" in doubts(lines, TITLE, TEXT, heading, TEXT)) is doubted


@pytest.mark.parametrize("line", ["报纸：清河晚报", "文/本报记者 王强 图/市消防支队"])
def test_labels_and_roles_left_in_a_headline_are_doubted(line):
    assert "odd_headline" in doubts([HEADLINE, line, LONG], TITLE, TITLE, TEXT)


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        (["柳河新桥昨日正式通车", "两岸往来只需四分钟"], True),
        (["柳河新桥昨日正式通车", "——写在通车之际的话"], False),
        (["书记在会上强调", "加快柳河新桥建设"], False),
        (["柳河新桥昨日通车", "摆了三十一年船的郭守田把缆绳系在岸边"], True),
        (["摆了三十一年船的郭守田把缆绳", "系在岸边"], False),
    ],
)
def test_two_lines_of_which_either_may_be_the_title_are_doubted(lines, doubted):
    assert ("alike_decks" in doubts([*lines, LONG], TITLE, TITLE, TEXT)) is doubted


COLUMN, SUBTITLE = (LineState.COLUMN, 0.99, LineState.KICKER), (LineState.SUBTITLE, 0.99, LineState.TITLE)
KICKER = (LineState.KICKER, 0.99, LineState.COLUMN)
WATERED = "柳河镇三万亩秧苗全部浇上水"


@pytest.mark.parametrize(
    ("lines", "said", "doubted"),
    [
        (["天大旱　人大干", WATERED], (COLUMN, TITLE), True),
        (["天大旱　人大干", WATERED], (TITLE, TITLE), True),
        (["天大旱　人大干", WATERED], (KICKER, TITLE), False),
        (["专栏：天大旱　人大干", WATERED], (COLUMN, TITLE), False),
        (["办报为民 立足清源 面向城乡", WATERED], (TITLE, SUBTITLE), True),
        (["办报为民 立足清源", f"——{WATERED}"], (TITLE, SUBTITLE), False),
        (["办报为民 立足清源"], (TITLE,), False),
        (["民生　在线", WATERED], (COLUMN, TITLE), False),
        (["防汛　第一线", WATERED], (COLUMN, TITLE), False),
    ],
)
def test_parallel_words_above_the_headline_that_are_no_kicker_are_doubted(lines, said, doubted):
    assert ("alike_decks" in doubts([*lines, LONG], *said, TEXT)) is doubted


@pytest.mark.parametrize(("end", "doubted"), [("", True), ("。", False), ("：", False)])
def test_a_paragraph_that_breaks_off_amid_a_text_is_doubted(end, doubted):
    lines = [HEADLINE, LONG[:-1] + end, "", "桥头的柳树", "", f"　　{LONG}"]
    heading = (LineState.HEADING, 0.99, LineState.CAPTION)
    assert ("broken_paragraph" in doubts(lines, TITLE, TEXT, heading, TEXT)) is doubted


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        (["中超第十五轮", "青川1比1龙口", "海门3比0平川"], True),
        (["桥头的柳树。", "渡口的船。", "河堤的灯。"], False),
        (["王强 摄", "渡口的船", "河堤的灯"], False),
        (["渡口的船", "河堤的灯"], False),
    ],
)
def test_lines_below_a_text_that_show_nothing_are_doubted_as_captions(lines, doubted):
    caption = (LineState.CAPTION, 0.99, LineState.TITLE)
    assert ("odd_captions" in doubts([HEADLINE, LONG, *lines], TITLE, TEXT, *[caption] * len(lines))) is doubted


def test_a_text_of_which_two_parts_are_signed_by_lines_of_their_own_is_doubted():
    heading, byline = (LineState.HEADING, 0.99, LineState.CAPTION), (LineState.BYLINE, 0.99, LineState.INFO)
    lines = [HEADLINE, LONG, "王强", LONG, "桥头的柳树", LONG, "李明"]
    found = doubts(lines, TITLE, TEXT, byline, TEXT, heading, TEXT, byline)
    assert "inner_signature" in found
