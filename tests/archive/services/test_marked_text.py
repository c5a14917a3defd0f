"""A body as one text with marks, and back: nothing is lost, and what an editor did not touch stays to the byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.loader.content import Content
from archive.services.marked_text import marked_text, plain_lines, read_marked, with_marked_text

# Lines as papers print them, among them some that begin like a mark, and credits.
LINES = st.one_of(
    st.sampled_from(
        [
            "图：张三 摄",
            "编者按：本报今起",
            "续：上期",
            "文：论",
            "#我为群众办实事#",
            "＃一",
            "***",
            "＊＊＊",
            "## 二",
            "  图:缩进",
        ]
    ),
    st.sampled_from(
        ["一、办好实事", "① 列一", "（记者 周禾）", "　　缩进的一段。", "春风又绿江南岸，", "- 列二", "1. 列三"]
    ),
    st.text(alphabet="蓼河步道 ：#图文续*\t", max_size=8),
)
TEXTS = st.lists(LINES, max_size=6).map("\n".join)
BYTES = st.tuples(TEXTS, st.sampled_from(["", "\r\n", "\n\n", "　"])).map("".join)
SECTIONS = st.lists(st.tuples(st.sampled_from([0, 2, 3]), st.one_of(st.just(""), LINES), BYTES).map(list), max_size=5)
CAPTIONS = st.lists(st.tuples(BYTES, st.none() | st.integers(0, 12)).map(list), max_size=4)
CONTENTS = st.builds(
    lambda note, sections, captions: Content({"editor_note": note}, sections, captions), BYTES, SECTIONS, CAPTIONS
)


@given(CONTENTS)
def test_what_nobody_changed_is_the_same_to_the_byte(content):
    assert with_marked_text(content, marked_text(content)) == content
    as_a_browser_sends_it = marked_text(content).replace("\n", "\r\n")
    assert with_marked_text(content, as_a_browser_sends_it) == content


@given(CONTENTS)
def test_a_text_says_all_that_a_content_shows(content):
    """Also where nothing is known of what was there before."""
    said = read_marked(marked_text(content))
    shown = [
        [level, plain_lines(heading), plain_lines(body)]
        for level, heading, body in content.sections
        if plain_lines(heading) or plain_lines(body)
    ]
    assert said.note == plain_lines(content.columns["editor_note"])
    assert [section[1:] for section in said.sections] == [section[1:] for section in shown]
    assert [section[0] for section in said.sections] == [section[0] for section in shown]
    assert sorted(caption for caption, _ in said.captions) == sorted(
        filter(None, map(plain_lines, (c for c, _ in content.captions)))
    )


@given(TEXTS)
def test_what_was_typed_reads_the_same_when_it_is_opened_again(text):
    empty = Content({"editor_note": ""})
    saved = with_marked_text(empty, text)
    opened = marked_text(saved)
    assert with_marked_text(empty, opened) == saved
    assert marked_text(with_marked_text(empty, opened)) == opened


@given(CONTENTS, st.data())
def test_a_paragraph_that_is_put_in_leaves_all_others_to_the_byte(content, data):
    lines = marked_text(content).splitlines()
    place = data.draw(st.integers(0, len(lines)))
    changed = with_marked_text(content, "\n".join([*lines[:place], "新写的一段。", *lines[place:]]))
    bodies = [body for _, _, body in content.sections]
    untouched = [body for _, _, body in changed.sections if "新写的一段。" not in body]
    assert all(body in bodies for body in untouched)
    assert sum("新写的一段。" in body for _, _, body in changed.sections) == 1


@pytest.mark.parametrize(
    ("typed", "sections"),
    [
        ("甲。\n# 一\n乙。", [[0, "", "甲。"], [2, "一", "乙。"]]),
        ("＃一\n＃＃ 二\n###三", [[2, "一", ""], [3, "二", ""], [3, "三", ""]]),
        ("甲。\n＊＊＊\n乙。", [[0, "", "甲。"], [0, "", "乙。"]]),
        ("春眠不觉晓，\n处处闻啼鸟。\n\n夜来风雨声，", [[0, "", "春眠不觉晓，\n处处闻啼鸟。\n\n夜来风雨声，"]]),
        ("文：# 不是题\n文：文：论", [[0, "", "# 不是题\n文：论"]]),
        ("续：没有可续的", [[0, "", "续：没有可续的"]]),
    ],
)
def test_marks(typed, sections):
    assert read_marked(typed).sections == sections


def test_captions_and_the_note_stand_among_the_paragraphs():
    said = read_marked("编者按：一\n续：二\n甲。\n图:照片一\n续：第二行\n乙。\n图：照片二")
    assert (said.note, said.captions) == ("一\n二", [["照片一\n第二行", 0], ["照片二", 1]])
    assert read_marked("图：只有照片").captions == [["只有照片", None]]


def test_a_caption_of_which_nothing_tells_where_it_stands_stays_so_at_the_end():
    content = Content({"editor_note": ""}, [[0, "", "甲。\n乙。"]], [["照片", None]])
    assert with_marked_text(content, marked_text(content).replace("乙。", "乙改。")).captions == [["照片", None]]
    assert with_marked_text(content, "甲。\n图：照片\n乙。").captions == [["照片", 0]]
