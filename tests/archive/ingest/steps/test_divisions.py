"""Which decisions of the labeller leave it open how a page is divided. It says here what each test has it say."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.labelling.trust import log_odds_of_any
from archive.ingest.readers import markdown, text
from archive.ingest.steps.divisions import divided_otherwise
from tests.archive.ingest.steps.test_classify import BYLINE, PROSE, TEXT, TITLE, Says

OPEN, CERTAIN = log_odds_of_any([0.4]), log_odds_of_any([])
FIRST_HEAD, SECOND_HEAD = "河堤上的灯亮了", "老街修旧如旧"


def divides(lines, said, unsure: dict[int, float]) -> list[float]:
    """The log-odds of each article; `unsure` are probabilities that a row begins an article, by its place."""
    tagger = Says(*said)
    tagger.opens = unsure
    source = text.read_text("a.txt", "\n".join(lines), "utf-8")
    return divided_otherwise(pipeline.carried_through(source, tagger=tagger))


def test_a_headline_that_may_be_a_heading_leaves_both_articles_beside_it_open():
    lines = [FIRST_HEAD, PROSE, SECOND_HEAD, PROSE]
    assert divides(lines, [TITLE, TEXT, TITLE, TEXT], {2: 0.6}) == pytest.approx([OPEN, OPEN])


@pytest.mark.parametrize("lead", ["本报讯（记者 王强）", "本报讯 ", "新华社北京5月3日电 "])
def test_a_story_with_a_lead_of_its_own_is_no_section(lead):
    lines = [FIRST_HEAD, PROSE, SECOND_HEAD, lead + PROSE]
    assert divides(lines, [TITLE, TEXT, TITLE, TEXT], {2: 0.6}) == [CERTAIN, CERTAIN]


def test_a_story_with_an_author_of_its_own_is_no_section():
    lines = [FIRST_HEAD, PROSE, SECOND_HEAD, "本报记者 王强", PROSE]
    assert divides(lines, [TITLE, TEXT, TITLE, BYLINE, TEXT], {2: 0.6}) == [CERTAIN, CERTAIN]


def test_below_a_signed_text_a_story_begins():
    lines = [FIRST_HEAD, PROSE + "（王强）", SECOND_HEAD, PROSE]
    assert divides(lines, [TITLE, TEXT, TITLE, TEXT], {2: 0.6}) == [CERTAIN, CERTAIN]


@pytest.mark.parametrize("headline", ["遗失声明", "寻物启事", "公告"])
def test_a_notice_is_no_section(headline):
    assert divides([FIRST_HEAD, PROSE, headline, PROSE], [TITLE, TEXT, TITLE, TEXT], {2: 0.6}) == [CERTAIN, CERTAIN]


def test_that_a_story_begins_does_not_say_that_its_headline_is_no_button():
    furniture = (LineState.TITLE, 0.6, LineState.FURNITURE)
    lines = [FIRST_HEAD, PROSE, SECOND_HEAD, "本报讯 " + PROSE]
    assert divides(lines, [TITLE, TEXT, furniture, TEXT], {2: 0.6}) == pytest.approx([OPEN, OPEN])


def test_words_that_are_no_headline_divide_nothing():
    told = (LineState.FIRST, 0.6, LineState.TITLE)
    lines = [FIRST_HEAD, "{}", PROSE]
    of_each = [
        divides([line.format(words) for line in lines], [TITLE, told, TEXT], {1: 0.4})
        for words in ("尊敬的各位读者：", "说起河堤上的灯")
    ]
    assert of_each == [[CERTAIN], pytest.approx([OPEN])]


def test_what_a_step_decided_is_not_open():
    """The labeller holds a salutation for a headline; its words tell that it is none."""
    unsure = {1: 0.6}
    assert divides([FIRST_HEAD, "尊敬的各位读者：", PROSE], [TITLE, TITLE, TEXT], unsure) == [CERTAIN]


def test_what_the_format_divides_is_divided_for_certain():
    stories = [f"## {FIRST_HEAD}", PROSE, f"## {SECOND_HEAD}", PROSE]
    source = markdown.read_text("a.md", "\n\n".join(stories), "utf-8")
    assert divided_otherwise(pipeline.carried_through(source)) == pytest.approx([CERTAIN] * 2, abs=0.01)
    source = text.read_text("a.txt", "\n\n".join(stories).replace("## ", ""), "utf-8")
    assert max(divided_otherwise(pipeline.carried_through(source))) > CERTAIN


def test_the_risk_of_a_decision_is_that_of_the_other_side():
    of_headline = Decision(LineState.TITLE, 0.9, LineState.HEADING, opens=0.7)
    of_text = Decision(LineState.FIRST, 0.9, LineState.TITLE, opens=0.2)
    assert (of_headline.risk, of_text.risk) == (pytest.approx(0.3), 0.2)
