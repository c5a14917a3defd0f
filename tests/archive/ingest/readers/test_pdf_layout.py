"""Characters of a page to lines in reading order."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers.pdf_layout import Glyph, lines_in_reading_order

SIZE = 10.0


def set_at(text: str, left: float, bottom: float) -> list[Glyph]:
    """A line of type, each character as wide as its size."""
    return [
        Glyph(character, left + SIZE * place, bottom, left + SIZE * (place + 1), bottom + SIZE, SIZE)
        for place, character in enumerate(text)
    ]


def read(*lines: tuple[str, float, float]) -> list[str]:
    glyphs = [glyph for line in lines for glyph in set_at(*line)]
    return [line.text for line in lines_in_reading_order(glyphs)]


@pytest.mark.parametrize(
    ("page", "order"),
    [
        ([("上行", 0, 40), ("下行", 0, 20)], ["上行", "下行"]),
        ([("左上", 0, 40), ("右上", 60, 40), ("左下", 0, 20), ("右下", 60, 20)], ["左上", "左下", "右上", "右下"]),
        ([("通栏的大标题", 10, 60), ("左", 0, 40), ("右", 60, 40)], ["通栏的大标题", "左", "右"]),
        ([("左", 0, 40), ("右", 60, 40), ("通栏的一行字", 10, 20)], ["左", "右", "通栏的一行字"]),
    ],
    ids=["one column", "two columns", "headline above", "line below"],
)
def test_reading_order(page, order):
    assert read(*page) == order


def test_a_page_that_is_divided_a_thousand_times():
    scattered = [(str(place), 100.0 * place, 0.0) for place in range(1200)]
    assert read(*scattered) == [text for text, _, _ in scattered]


numbers = st.floats(-50, 200, allow_nan=False)
boxes = st.builds(Glyph, st.sampled_from("清河时报"), numbers, numbers, numbers, numbers, st.floats(0.5, 30))


@given(st.lists(boxes, min_size=1, max_size=40))
def test_every_character_stands_in_one_line_whatever_its_box(glyphs):
    written = Counter("".join(line.text for line in lines_in_reading_order(glyphs)))
    assert written == Counter(glyph.text for glyph in glyphs)
