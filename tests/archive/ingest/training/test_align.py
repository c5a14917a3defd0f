"""Labels of the lines of a source whose articles are known."""

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.readers import text
from archive.ingest.training import align, likeness

ARTICLE = {
    "kicker": "",
    "title": "渡口今日停航",
    "subtitle": "",
    "contributors": [{"name": "张明"}],
    "sections": [
        {"level": 0, "paragraphs": ["摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久。"]},
        {"level": 2, "heading": "新桥通车", "paragraphs": ["新桥通车以后，两岸往来只要四分钟。"]},
    ],
    "captions": ["图为渡口旧影。"],
}
LINES = {
    "首页 新闻 论坛": LineState.FURNITURE,
    "渡口今日停航": LineState.TITLE,
    "本报记者 张明": LineState.BYLINE,
    "摆渡船今天开了最后一班，船工老周把缆": LineState.FIRST,
    "绳系好，在岸边站了很久。": LineState.FURTHER,
    "图为渡口旧影。": LineState.CAPTION,
    "新桥通车": LineState.HEADING,
    "新桥通车以后，两岸往来只要四分钟。": LineState.FIRST,
    "放大 缩小 默认": LineState.FURNITURE,
}


class Says:
    """Decides as it was told, row by row."""

    fingerprint = "-"

    def __init__(self, *states: LineState) -> None:
        self.states = states

    def decide(self, page):
        return [Decision(state, 1.0, LineState.NOTE, 0.0) for state, _ in zip(self.states, page, strict=True)]


def labels(lines: list[str], article: dict) -> list[tuple[LineState, ...]]:
    source = text.read_text("a-1.txt", "\n".join(lines), "utf-8")
    found = align.labels_of(source, [article], pipeline.parse(source))
    return [found[number] for number in range(1, len(lines) + 1)]


def test_lines_get_the_states_of_what_they_are_pieces_of():
    assert labels(list(LINES), ARTICLE) == [(state,) for state in LINES.values()]


def test_a_title_in_a_list_of_pages_is_none_where_it_stands_alone_above_its_text():
    lines = ["目 录", "渡口今日停航　　2版", *list(LINES)[1:4]]
    assert [LineState.TITLE in states for states in labels(lines, ARTICLE)] == [False, False, True, False, False]


def test_what_is_known_to_be_lacking_is_no_line_s_state_whatever_it_is_read_as_now():
    lines = ["渡口今日停航", "聚焦两会", *list(LINES)[2:5]]

    def second(article: dict) -> tuple[LineState, ...]:
        source = text.read_text("a-1.txt", "\n".join(lines), "utf-8")
        taken_for_column = pipeline.parse(source, tagger=Says(*states))
        assert [found.column for found in taken_for_column.articles] == ["聚焦两会"]
        return align.labels_of(source, [article], taken_for_column)[2]

    states = (LineState.TITLE, LineState.COLUMN, LineState.BYLINE, LineState.FIRST, LineState.FURTHER)
    assert second(ARTICLE) == (LineState.COLUMN,)
    assert second({**ARTICLE, "column": ""}) == (LineState.FURNITURE,)


def test_a_heading_on_the_line_of_a_paragraph_s_end_is_a_second_row():
    lines = [
        "渡口今日停航",
        "摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久。新桥通车",
        "新桥通车以后，两岸往来只要四分钟。",
    ]
    assert labels(lines, ARTICLE)[1] == (LineState.FIRST, LineState.HEADING)


def test_the_first_line_of_an_article_without_a_headline_opens_it():
    article = {**ARTICLE, "title": "", "contributors": []}
    assert labels(list(LINES)[3:5], article) == [(LineState.OPENING,), (LineState.FURTHER,)]


def test_short_paragraphs_in_numbers_are_verse():
    poem = {"title": "春", "sections": [{"level": 0, "paragraphs": ["风从河上来", "带着柳色", "等一场雨"]}]}
    assert labels(["春", "风从河上来", "带着柳色", "等一场雨"], poem)[1:] == [(LineState.VERSE,)] * 3


# Texts of the article, and an edit in each: where, how many characters go, what comes in their place.
CORRECTED = [
    "渡口今日停航",
    "摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久。",
    "新桥通车",
    "图为渡口旧影。",
]
edits = st.tuples(st.integers(0, 40), st.integers(0, 1), st.sampled_from(["", "误", "，"]))


@given(st.dictionaries(st.sampled_from(CORRECTED), edits, min_size=1))
def test_a_text_that_an_editor_corrected_in_one_character_is_still_what_its_line_is(corrections):
    known = json.dumps(ARTICLE, ensure_ascii=False)
    for text_, (place, gone, come) in corrections.items():
        place %= len(text_)
        corrected = text_[:place] + come + text_[place + gone :]
        assume(len(corrected) >= likeness.SIZE_OF_EDIT)  # of shorter ones nothing is left to know them by
        known = known.replace(f'"{text_}"', json.dumps(corrected, ensure_ascii=False))
    assert labels(list(LINES), json.loads(known)) == [(state,) for state in LINES.values()]


def test_a_headline_that_is_printed_as_it_is_is_not_taken_for_another_like_it():
    lines = ["渡口昨日停航", *LINES]
    assert labels(lines, ARTICLE) == [(LineState.FURNITURE,), *[(state,) for state in LINES.values()]]


def distance(one: str, other: str) -> int:
    """Levenshtein's, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    exchanged = distance(one[1:], other[1:]) + (one[0] != other[0])
    return min(exchanged, distance(one[1:], other) + 1, distance(one, other[1:]) + 1)


letters = st.text("甲乙丙", max_size=6)


@given(letters, letters)
def test_texts_are_alike_whose_distance_is_small(one, other):
    most = min(likeness.MOST_EDITS, min(len(one), len(other)) // likeness.SIZE_OF_EDIT)
    assert likeness.are_alike(one, other) <= (distance(one, other) <= most)
    if distance(one, other) == 0 or (len(one) == len(other) and distance(one, other) <= most):
        assert likeness.are_alike(one, other)


def test_a_byline_that_an_editor_gave_without_choosing_people_is_one():
    lines = ["渡口今日停航", "河畔闲人", "摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久。"]
    article = {
        "title": lines[0],
        "byline": lines[1],
        "contributors": [],
        "sections": [{"level": 0, "paragraphs": lines[2:]}],
    }
    assert labels(lines, article)[1] == (LineState.BYLINE,)
    assert labels(lines, article | {"byline": ""})[1] != (LineState.BYLINE,)
