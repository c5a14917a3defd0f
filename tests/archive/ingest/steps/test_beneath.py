"""What stands between a headline and its text and is none of either."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import html
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import BYLINE, PROSE, TEXT, TITLE, Says, parsed

DAY = (LineState.INFO, 0.99, LineState.MASTHEAD)
HEADLINE = "河堤上的灯亮了"


@pytest.mark.parametrize("source", ["柳河晚报", "中新网清河"])
def test_a_source_between_headline_and_day_is_no_deck(source):
    [article] = parsed([HEADLINE, source, "2021年6月18日 18:30", PROSE], TITLE, TITLE, DAY, TEXT).articles
    assert article.title == HEADLINE
    assert article.date == "2021-06-18"


@pytest.mark.parametrize(("place", "said"), [("柳河新区", TITLE), ("柳河区", BYLINE)])
def test_a_place_below_the_day_is_neither_deck_nor_author(place, said):
    [article] = parsed([HEADLINE, "2021-06-18", place, PROSE], TITLE, DAY, said, TEXT).articles
    assert (article.title, article.contributors) == (HEADLINE, ())


@pytest.mark.parametrize(("headline", "authors"), [("（安和）河堤上的灯亮了", []), (HEADLINE, ["安和"])])
def test_a_name_that_the_headline_says_is_where_a_report_is_from(headline, authors):
    [article] = parsed([headline, "2021-06-18", "安和", PROSE], TITLE, DAY, BYLINE, TEXT).articles
    assert [person.name for person in article.contributors] == authors


@pytest.mark.parametrize("credit", ["王强 摄", "柳河晚报记者 王强 摄", "王 强 李小明摄影报道（柳河图片社）"])
def test_a_line_that_ends_with_its_photographer_above_a_text_is_a_caption(credit):
    caption = f"河堤上新装的路灯。{credit}"
    [article] = parsed([HEADLINE, caption, PROSE * 2], TITLE, TEXT, TEXT).articles
    assert [one.text.replace(" ", "") for one in article.captions] == [caption.replace(" ", "")]
    assert article.sections[0].paragraphs == (PROSE * 2,)


def test_the_text_of_picture_news_stays_one():
    [article] = parsed([HEADLINE, f"{PROSE}王强 摄"], TITLE, TEXT).articles
    assert not article.captions


def test_a_caption_with_its_photographer_is_no_headline():
    [article] = parsed(["河堤上新装的路灯。 王强 摄", f"本报讯 {PROSE}"], TITLE, TEXT).articles
    assert (article.title, len(article.captions)) == ("", 1)


def test_dateline_and_reporters_on_a_line_of_their_own_stay_apart():
    lead = "柳河時報【王小強／清河報導】"
    page = f"<h1>{HEADLINE}</h1><p>{lead}</p><p>{PROSE}</p><p>{PROSE}{PROSE}</p>"
    read = pipeline.parse(html.read("a.html", page.encode()))
    assert_conserved(read)
    [article] = read.articles
    assert article.sections[0].paragraphs == (lead, PROSE, PROSE * 2)
    assert [person.name for person in article.contributors] == ["王小強"]


@pytest.mark.parametrize(("below", "headings"), [("靠岸了", ["", "开船了", "靠岸了"]), (PROSE, [""])])
def test_a_short_line_below_a_marked_headline_is_a_heading_where_others_follow(below, headings):
    heading = (LineState.HEADING, 0.99, LineState.TITLE)
    page = f"<h3>{HEADLINE}</h3><p>开船了</p><p>{PROSE}</p><p>{below}</p><p>{PROSE}{PROSE}</p>"
    said = [TITLE, (LineState.SUBTITLE, 0.99, LineState.TITLE), TEXT, heading if len(headings) > 1 else TEXT, TEXT]
    [article] = pipeline.parse(html.read("a.html", page.encode()), tagger=Says(*said)).articles
    assert ["", *(section.heading for section in article.sections if section.heading)] == headings
    assert article.subtitle == ("" if len(headings) > 1 else "开船了")


@pytest.mark.parametrize(("sure", "articles"), [(0.6, 1), (0.95, 2)])
def test_words_glued_to_a_paragraph_open_an_article_only_where_that_is_certain(sure, articles):
    lines = [HEADLINE, f"{PROSE}两岸携手十年 渡口结出硕果", "", f"　　{PROSE}", "", f"　　{PROSE * 2}"]
    glued = (LineState.TITLE, sure, LineState.HEADING)
    assert len(parsed(lines, TITLE, TEXT, glued, TEXT, TEXT).articles) == articles
