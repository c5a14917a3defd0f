"""Labels of the lines of a source whose articles are known."""

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import text
from archive.ingest.training import align

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


def labels(lines: list[str], article: dict) -> list[tuple[LineState, ...]]:
    source = text.read_text("a-1.txt", "\n".join(lines), "utf-8")
    found = align.labels_of(source, [article], pipeline.parse(source))
    return [found[number] for number in range(1, len(lines) + 1)]


def test_lines_get_the_states_of_what_they_are_pieces_of():
    assert labels(list(LINES), ARTICLE) == [(state,) for state in LINES.values()]


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
