"""Whatever an editor does to the paragraphs of articles, a line is found where its words are."""

from hypothesis import given
from hypothesis import strategies as st

from archive.layout.aligning import lines_by_text, lines_of_claims, quotes_of_claims

# No two lines have two characters in common that stand one after the other.
LINES = ["".join(chr(0x4E00 + 40 * line + n) for n in range(20 + line)) for line in range(8)]
CLAIMS = [[f"sections/0/paragraphs/{n}", n + 1, n + 1, line] for n, line in enumerate(LINES)]


def held(*articles: list[str]) -> list[list[set[int]]]:
    parts = [[(f"sections/0/paragraphs/{n}", text) for n, text in enumerate(texts)] for texts in articles]
    return lines_by_text(quotes_of_claims(CLAIMS), parts)


@st.composite
def edited(draw) -> list[list[tuple[str, set[int]]]]:
    """Articles of paragraphs, each with the lines that it was made of: broken, joined, moved, corrected, divided."""
    parts = [(line, {n + 1}) for n, line in enumerate(LINES)]
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(parts) - 1))
        text, lines = parts[at]
        match draw(st.sampled_from(["break", "join", "move", "correct"])):
            case "break" if len(lines) == 1 and len(text) > 12:
                cut = draw(st.integers(6, len(text) - 6))
                parts[at : at + 1] = [(text[:cut], lines), (text[cut:], lines)]
            case "join" if at + 1 < len(parts):
                other, others = parts.pop(at + 1)
                parts[at] = (text + other, lines | others)
            case "move":
                parts.insert(draw(st.integers(0, len(parts) - 1)), parts.pop(at))
            case "correct" if len(text) > 12 and "错" not in text:
                cut = draw(st.integers(1, len(text) - 1))
                parts[at] = (f"{text[:cut]}错{text[cut:]}", lines)
    cut = draw(st.integers(0, len(parts)))
    return [parts[:cut], parts[cut:]]


@given(edited())
def test_each_paragraph_has_the_lines_that_it_was_made_of(articles):
    assert held(*([text for text, _ in parts] for parts in articles)) == [
        [lines for _, lines in parts] for parts in articles
    ]


def test_what_nobody_printed_has_no_line_and_an_empty_text_neither():
    assert held(["编辑另外写下的一句话。", "", LINES[2]]) == [[set(), set(), {3}]]


def test_a_line_stands_wherever_it_is_said_twice():
    assert held([LINES[0], LINES[1]], [LINES[0]]) == [[{1}, {2}], [{1}]]


def test_a_name_that_its_paragraph_has_yet_is_no_piece_of_it():
    claims = [["sections/0/paragraphs/0", 1, 1, "本报讯（记者 周禾）蓼河南岸的步道昨天完工。"]]
    paragraph = "本报讯（记者 周禾）蓼河南岸的步道今天完工。"
    parts = [("byline", "周禾"), ("sections/0/paragraphs/0", paragraph)]
    assert lines_by_text(quotes_of_claims(claims), [parts]) == [[set(), {1}]]


def test_a_caption_amid_a_paragraph_has_its_own_line():
    around = "sections/0/paragraphs/0"
    claims = [["title", 3, 3, "题"], [around, 4, 5, "甲\n乙"], ["captions/0", 7, 7, "图"], [around, 9, 9, "丙"]]
    assert lines_of_claims(claims) == {"title": {3}, around: {4, 5, 9}, "captions/0": {7}}
