"""What rules say of the labeller's decisions. It says here what each test has it say."""

import pytest

from archive.ingest import pipeline, version
from archive.ingest.labelling.states import LineState
from archive.ingest.labelling.tagger import Decision, shipped
from archive.ingest.readers import text
from archive.ingest.types import Line, SourceText

PROSE = "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。"
VERSE = ("初春的第一场骤雨", "润泽了干涸的大地", "花朵", "油菜花的花海将初春点燃", "若是有人不识初春", "花海")


class Says:
    """Decides as it was told, row by row."""

    fingerprint = "-"

    def __init__(self, *said: tuple[LineState, float, LineState]) -> None:
        self.said = said
        self.risk: dict[int, float] = {}  # of some rows

    def decide(self, page):
        assert len(page) == len(self.said)
        return [
            Decision(state, sure, rival, self.risk.get(place, 0.0))
            for place, (state, sure, rival) in enumerate(self.said)
        ]


def parsed(lines, *said):
    return pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"), tagger=Says(*said))


BYLINE = (LineState.BYLINE, 0.99, LineState.INFO)
TITLE, TEXT = (LineState.TITLE, 0.99, LineState.HEADING), (LineState.FIRST, 0.99, LineState.CAPTION)


@pytest.mark.parametrize(("rival", "title"), [(LineState.OPENING, "开栏的话"), (LineState.NOTE, "")])
def test_the_label_of_a_note_may_be_a_headline(rival, title):
    [article] = parsed(["开栏的话", PROSE, PROSE[::-1]], (LineState.TITLE, 0.8, rival), TEXT, TEXT).articles
    assert article.title == title


def test_what_stands_behind_an_arrow_and_may_be_a_caption_is_one():
    [article] = parsed(["河堤上的灯亮了", PROSE, "▲路灯下的孩子。"], TITLE, TEXT, TEXT).articles
    assert article.captions[0].text == "路灯下的孩子。"


def test_a_heading_below_the_author_that_divides_nothing_is_the_headline():
    heading = (LineState.HEADING, 0.7, LineState.TITLE)
    [article] = parsed(["本报记者 王强", "河堤上的灯亮了", PROSE], BYLINE, heading, TEXT).articles
    assert (article.title, [section.heading for section in article.sections]) == ("河堤上的灯亮了", [""])


def test_a_paragraph_in_which_no_sentence_ends_is_verse():
    further = [(LineState.FURTHER, 0.99, LineState.TITLE)] * (len(VERSE) - 1)
    [article] = parsed(["雨后", *VERSE], TITLE, TEXT, *further).articles
    assert article.sections[0].paragraphs == VERSE


def test_a_column_of_text_is_no_verse():
    lines = [PROSE[at : at + 8] for at in range(0, len(PROSE), 8)]
    further = [(LineState.FURTHER, 0.99, LineState.TITLE)] * (len(lines) - 1)
    [article] = parsed(["河堤上的灯亮了", *lines], TITLE, TEXT, *further).articles
    assert article.sections[0].paragraphs == (PROSE,)


def test_verse_without_a_headline_is_doubted():
    found = parsed(VERSE, *[(LineState.VERSE, 0.99, LineState.TITLE)] * len(VERSE))
    assert "untitled_verse" in {problem.code for problem in found.problems}


@pytest.mark.parametrize("line", ["消费警示〔2021〕第3号", "清政发[2019]12号"])
def test_the_number_of_a_document_is_no_headline(line):
    [article] = parsed([line, "河堤上的灯亮了", PROSE], TITLE, TITLE, TEXT).articles
    assert article.title == "河堤上的灯亮了"


@pytest.mark.parametrize("line", ["联系电话：3322110", "地址：清河县柳荫路42号"])
def test_how_to_reach_somebody_is_no_headline(line):
    [article, _] = parsed(["招聘启事", PROSE, line, "停水通知", PROSE], TITLE, TEXT, TITLE, TITLE, TEXT).articles
    assert article.sections[-1].paragraphs[-1] == line


@pytest.mark.parametrize("day", ["[1968年11月]", "（2021-11-05）"])
def test_the_day_in_brackets_behind_a_headline_is_no_part_of_it(day):
    title = "清河镇河堤上的路灯都亮了散步的人多了"
    [article] = parsed([f"{title} {day}", PROSE], TITLE, TEXT).articles
    assert article.title == title
    assert article.date == ("2021-11-05" if "05" in day else "")


def test_what_a_format_heads_is_no_line_of_a_poem():
    marked = (("h1", "河堤上的灯亮了"), ("p", "路灯亮了。"))
    lines = tuple(Line(number, line, markup=markup) for number, (markup, line) in enumerate(marked, 1))
    verse = [(LineState.VERSE, 0.99, rival) for rival in (LineState.TITLE, LineState.FIRST)]
    [article] = pipeline.parse(SourceText("a.xml", lines, "utf-8", "xml"), tagger=Says(*verse)).articles
    assert article.title == "河堤上的灯亮了"


@pytest.mark.parametrize(
    ("below", "subtitle"), [("清河日报", ""), ("——滨河镇亮灯记", "——滨河镇亮灯记"), ("河堤上的灯", "")]
)
def test_what_a_format_does_not_head_is_no_further_line_of_a_headline(below, subtitle):
    marked = (("h4", "河堤上的灯亮了"), ("p", below), ("p", PROSE))
    lines = tuple(Line(number, line, markup=markup) for number, (markup, line) in enumerate(marked, 1))
    second = (LineState.TITLE, 0.9, LineState.FIRST)
    [article] = pipeline.parse(SourceText("a.html", lines, "utf-8", "html"), tagger=Says(TITLE, second, TEXT)).articles
    assert (article.title, article.subtitle) == ("河堤上的灯亮了", subtitle)


def test_lines_that_end_their_sentences_are_paragraphs():
    first, second = PROSE, "石阶记得从前的渡口，老人们说起那一年的大水，水退了以后才修的这道河堤。"
    lines = tuple(Line(number, line) for number, line in enumerate(("　　" + first, second, "　　" + first), 1))
    [article] = pipeline.parse(SourceText("a.txt", lines, "utf-8", "text"), tagger=Says(TEXT, TEXT, TEXT)).articles
    assert article.sections[0].paragraphs == (first, second, first)


def test_blank_lines_set_the_paragraphs_of_a_wrapped_text_apart():
    parts = ("傍晚，清河镇河堤上的路灯亮了，", "散步的人多了，孩子们追着灯影跑，", "老人们说起从前的渡口。")
    lines = [*parts, "", *parts, "", *parts]
    found = parsed(lines, (LineState.OPENING, 0.99, LineState.FIRST), *[TEXT] * 8)
    assert found.articles[0].sections[0].paragraphs == ("".join(parts),) * 3


@pytest.mark.parametrize(("line", "title"), [("河堤上的灯亮了吗？", "河堤上的灯亮了吗？"), ("图为河堤上的灯", "")])
def test_the_first_line_is_the_headline_that_no_other_is(line, title):
    [article] = parsed([line, PROSE], (LineState.CAPTION, 0.6, LineState.FIRST), TEXT).articles
    assert article.title == title


def test_lines_above_a_byline_are_the_headline_that_no_other_is():
    said = [(LineState.OPENING, 0.6, LineState.TITLE), (LineState.BYLINE, 0.9, LineState.CAPTION), TEXT]
    [article] = parsed(["河堤上的灯亮了", "□本报记者 王强", PROSE], *said).articles
    assert article.title == "河堤上的灯亮了"


def test_a_short_line_above_dateline_and_reporters_is_their_headline():
    lines = ["河堤上的灯亮了", PROSE, "渡口停航", f"清河日报讯（记者王强）{PROSE}"]
    found = parsed(lines, TITLE, TEXT, (LineState.FIRST, 0.6, LineState.HEADING), TEXT)
    assert [article.title for article in found.articles] == ["河堤上的灯亮了", "渡口停航"]


def test_a_heading_above_dateline_and_reporters_begins_an_article():
    heading = (LineState.HEADING, 0.9, LineState.TITLE)
    reported = f"清河日报讯（记者王强）{PROSE}"
    lines = ["河堤上的灯亮了", PROSE, "渡口停航", reported, "果园开园", PROSE]
    found = parsed(lines, TITLE, TEXT, heading, TEXT, heading, TEXT)
    assert [article.title for article in found.articles] == ["河堤上的灯亮了", "渡口停航"]
    assert found.articles[1].sections[1].heading == "果园开园"


TOLD = "傍晚，清河镇河堤上的灯亮了，路灯亮了六十盏，散步的人多了，孩子们追着灯影跑，老人们说起从前的渡口，说起石阶。"


@pytest.mark.parametrize(
    ("others", "title"),
    [(("果园开园迎客", "老街修旧如旧"), "河堤上的灯亮了"), (("孩子们追着灯影跑", "路灯亮了六十盏"), "")],
)
def test_titles_of_others_beside_one_that_comes_again_above_its_text_are_a_list(others, title):
    lines = [others[0], "河堤上的灯亮了", others[1], "河堤上的灯亮了", TOLD]
    again = (LineState.FURNITURE, 0.8, LineState.TITLE)
    [article] = parsed(lines, TITLE, TITLE, TITLE, again, TEXT).articles
    assert (article.kicker + article.title + article.subtitle == "河堤上的灯亮了") is bool(title)


def test_reporters_whose_names_end_nowhere_are_a_doubt():
    found = parsed(["河堤上的灯亮了", f"本报记者　王强强本报通讯员　李明{PROSE}"], TITLE, TEXT)
    assert "unread_byline" in {problem.code for problem in found.problems}


def test_the_shipped_labeller_is_asked_where_none_is_given():
    assert pipeline.parse(text.read_text("a.txt", PROSE, "utf-8")).articles
    assert shipped().fingerprint in version.rules_version()


@pytest.mark.parametrize(
    "line", ["各街道、社区：", "附图：河堤路灯分布", "Monday, June 3, 2024", "本栏目由清河县供电局与本报共同主办"]
)
def test_salutations_days_in_english_and_what_is_attached_are_no_headlines(line):
    [article] = parsed(["河堤上的灯亮了", line, PROSE], TITLE, TITLE, TEXT).articles
    assert (article.title, article.kicker, article.subtitle) == ("河堤上的灯亮了", "", "")


def test_a_sentence_with_a_date_is_text():
    line = "2021年11月5日（周五）晚上20：00以后恢复供电，请邻居们相互转告。"
    [article] = parsed(["河堤上的灯亮了", PROSE, line], TITLE, TEXT, (LineState.INFO, 0.6, LineState.FIRST)).articles
    assert article.sections[0].paragraphs == (PROSE, line)


def test_a_byline_below_a_text_is_no_further_line_of_it():
    said = (LineState.FIRST, 0.67, LineState.BYLINE)
    [article] = parsed(["河堤上的灯亮了", PROSE, "通讯员王强清河晚报记者李明"], TITLE, TEXT, said).articles
    assert [person.name for person in article.contributors] == ["王强", "李明"]
    assert article.sections[0].paragraphs == (PROSE,)


@pytest.mark.parametrize(("rival", "titles"), [(LineState.TITLE, 2), (LineState.CAPTION, 1)])
def test_a_short_line_above_the_opening_of_a_report_is_its_headline_if_the_labeller_may_think_so(rival, titles):
    lines = ["河堤上的灯亮了", PROSE, "渡口最后一班船载走五十年", f"近日，{PROSE * 2}"]
    found = parsed(lines, TITLE, TEXT, (LineState.FIRST, 0.8, rival), (LineState.FURTHER, 0.99, LineState.OPENING))
    assert len(found.articles) == titles


def test_who_is_named_twice_is_one_person():
    [article] = parsed(["河堤上的灯亮了", "作者：王强 编辑：李明", f"{PROSE}（王 强）"], TITLE, BYLINE, TEXT).articles
    assert [(one.role, one.name) for one in article.contributors] == [("作者", "王强"), ("编辑", "李明")]


def test_what_a_portal_counts_is_put_aside():
    lines = ["河堤上的灯亮了", "time", "18小时前", "view", "274点阅", PROSE]
    [article] = parsed(lines, TITLE, TEXT).articles
    assert article.sections[0].paragraphs == (PROSE,)


CAPTION = (LineState.CAPTION, 0.99, LineState.FIRST)
VERSES = (LineState.VERSE, 0.9, LineState.HEADING)
HEADED = (LineState.HEADING, 0.9, LineState.VERSE)


def test_captions_behind_signs_stay_captions():
    found = parsed(["河堤上的灯亮了", PROSE, f"●{PROSE}王强 摄"], TITLE, TEXT, CAPTION)
    assert len(found.articles[0].captions) == 1


def test_text_goes_on_below_a_full_line_that_ends_no_sentence():
    lines = [PROSE[at : at + 17] for at in range(0, len(PROSE), 17)]
    further = [(LineState.FURTHER, 0.99, LineState.TITLE)] * (len(lines) - 1)
    [article] = parsed(["河堤上的灯亮了", *lines], TITLE, TEXT, *further).articles
    assert article.sections[0].paragraphs == (PROSE,)


@pytest.mark.parametrize(("sure", "kept"), [(0.8, True), (0.95, False)])
def test_a_line_as_long_as_text_is_put_aside_only_where_that_is_sure(sure, kept):
    aside = (LineState.FURNITURE, sure, LineState.FURTHER)
    [article] = parsed(["河堤上的灯亮了", PROSE, PROSE[::-1]], TITLE, TEXT, aside).articles
    assert (PROSE[::-1] in "".join(article.sections[0].paragraphs)) is kept


@pytest.mark.parametrize(
    "headings",
    [
        ("筑“安心”堤坝，水来了人不慌", "守“安生”渡口，船开了心不急", "修“安业”果园，桃熟了钱不少"),
        ("河堤上的灯亮了 打造夜里的好去处", "渡口旧船修好了 打造水上的好去处", "果园的路铺平了 打造山里的好去处"),
    ],
)
def test_headings_in_one_form_are_headings_all(headings):
    lines = ["清河镇的三件事", *(line for heading in headings for line in (heading, PROSE))]
    heading = (LineState.HEADING, 0.9, LineState.TITLE)
    [article] = parsed(lines, TITLE, heading, TEXT, TEXT, TEXT, TITLE, TEXT).articles
    assert [section.heading for section in article.sections if section.heading] == list(headings)


INFO = (LineState.INFO, 0.99, LineState.MASTHEAD)


def test_a_day_and_time_below_each_text_parts_stories_without_headlines():
    lines = [PROSE, "2024-06-03 08:30:00", f"石桥村{PROSE}", "2024-06-03 09:15:20"]
    found = parsed(lines, TEXT, INFO, TEXT, INFO)
    assert [article.sections[0].paragraphs for article in found.articles] == [(lines[0],), (lines[2],)]


@pytest.mark.parametrize("lead", ["清河日报讯（记者 王小明 石桥报道）", "清河時報【王小明／石橋報導】"])
def test_dateline_and_reporters_on_a_line_of_their_own_are_no_part_of_the_next_paragraph(lead):
    found = parsed(["河堤上的灯亮了", lead, PROSE * 3, PROSE * 2], TITLE, TEXT, TEXT, TEXT)
    assert [person.name for person in found.articles[0].contributors] == ["王小明"]
    assert found.articles[0].sections[0].paragraphs == (lead, PROSE * 3, PROSE * 2)


def test_a_line_of_role_and_name_is_no_text_however_sure_the_labeller_is():
    found = parsed(["河堤上的灯亮了", PROSE * 3, "清河城市读本实习记者王小明"], TITLE, TEXT, TEXT)
    assert [person.name for person in found.articles[0].contributors] == ["王小明"]


def test_a_line_below_a_marked_headline_that_is_surely_a_deck_is_kept():
    lines = (Line(1, "河堤上的灯亮了", "h1"), Line(2, "渡口也要装灯二十盏"), Line(3, PROSE, "p"))
    deck = (LineState.TITLE, 0.97, LineState.FURNITURE)
    parsed_ = pipeline.parse(SourceText("a.html", lines, "utf-8", reader="html"), tagger=Says(TITLE, deck, TEXT))
    assert parsed_.articles[0].subtitle == "渡口也要装灯二十盏"
