"""Synthetic pages, and labelled pages as files."""

import os
import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.labelling.states import LineState
from archive.ingest.readers import formats
from archive.ingest.training import furniture_words, pages, press, weights, words
from archive.ingest.training.corpus import Corpus, CorpusStory, of_article
from archive.ingest.training.layouts import LAYOUTS
from archive.ingest.types import ParsedArticle, ParsedSection
from tests.archive.ingest.training.corpora import STORIES, TESTS
from tests.conftest import SEEDS

CORPUS = Corpus(STORIES)


@given(st.integers(0, 10_000))
def test_every_line_of_a_synthetic_page_has_a_label(seed):
    for page in press.pages(CORPUS, 3, seed):
        lines = {line.number for line in page.source.lines if line.text.strip()}
        assert {number for number in page.labels if number in lines} == lines


def test_the_same_seed_makes_the_same_pages_and_another_others():
    first, again, other = ([page.as_json() for page in press.pages(CORPUS, 20, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other


SET_AND_HASH = """
import hashlib
from archive.ingest.training import press
from archive.ingest.training.corpus import Corpus
from tests.archive.ingest.training.corpora import STORIES, TESTS
pages = "".join(page.as_json() for page in press.pages(Corpus(STORIES), 120, 7))
print(hashlib.sha256(pages.encode()).hexdigest())
"""


def test_the_same_seed_makes_the_same_pages_in_every_process():
    made = {
        subprocess.run(
            [sys.executable, "-c", SET_AND_HASH],
            cwd=TESTS.parent,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(made) == 1
    assert made != {""}


@given(st.integers(0, 10_000))
def test_a_labelled_page_comes_back_from_its_file(seed):
    for page in press.pages(CORPUS, 2, seed):
        assert pages.from_json(page.as_json()).as_json() == page.as_json()


@given(st.text("春夏秋冬，。！a1 ", min_size=1, max_size=200), st.integers(8, 40))
def test_wrapped_lines_are_the_text(text, measure):
    lines = list(press.wrapped(text, measure, measure - 2))
    assert "".join(lines) == text
    assert not any(line[0] in "，。！" for line in lines[1:])


def test_every_layout_is_drawn():
    drawn = {page.source.name.partition("-")[0] for page in press.pages(CORPUS, 600, 3)}
    assert drawn == {layout.__name__ for layout, _ in LAYOUTS}


def folded(text: str) -> str:
    return re.sub(r"\s", "", text)


JUDGED = [*sorted((TESTS / "samples" / "faults").glob("s*.*")), *sorted(SEEDS.glob("*.txt"))]
FEWEST_HAN = 3  # characters of a line that is more than a word of the trade (放大, 专栏：)


@pytest.fixture(scope="module")
def judged_lines() -> list[list[str]]:
    """The lines of each file by which reading is judged."""
    read = [formats.read(path.name, path.read_bytes()) for path in JUDGED]
    return [[folded(line.text) for line in source.lines] for source in read]


def said_by_lists() -> set[str]:
    """What the lists of the generator can say."""
    lists = [said for module in (furniture_words, words) for name, said in vars(module).items() if name.isupper()]
    return {one for said in lists if not isinstance(said, str) for one in said}


def is_more_than_a_word(text: str) -> bool:
    return len(re.findall("[\u4e00-\u9fff]", text)) >= FEWEST_HAN


def test_no_line_of_furniture_is_a_line_by_which_reading_is_judged(judged_lines):
    whole = {line for lines in judged_lines for line in lines if is_more_than_a_word(line)}
    said = {folded(line) for line in said_by_lists()}
    drawn = {
        folded(line.text)
        for page in press.pages(CORPUS, 400, 5)
        for line in page.source.lines
        if page.labels.get(line.number) == (LineState.FURNITURE,)
    }
    assert len(whole) > 300
    assert len(said) > 1000
    assert len(drawn) > 500
    told = [
        folded(text) for story in STORIES for text in (story.title, *story.paragraphs)
    ]  # titles of others, as links
    assert {line for line in (said | drawn) & whole if not any(line in text for text in told)} == set()


def test_no_piece_of_furniture_stands_in_a_file_by_which_reading_is_judged(judged_lines):
    files = ["".join(lines) for lines in judged_lines]
    long = {piece for line in said_by_lists() for piece in map(folded, re.split(r"{\w*}", line)) if len(piece) > 6}
    assert len(long) > 200
    assert {piece for piece in long if any(piece in text for text in files)} == set()


def test_all_synthetic_pages_are_of_one_site_when_characters_are_shared():
    """Of a text that layouts share and one real site has, no character is learnt; of three sites it is."""
    drawn = [pages.Sequence([["c:桥"]], ["first"], page.site, real=False) for page in press.pages(CORPUS, 60, 3)]
    real = [pages.Sequence([["c:桥"]], ["first"], site, real=True) for site in ("qinghe", "liuhe")]
    assert weights.shared_characters([*drawn, *real[:1]]) == set()
    assert weights.shared_characters([*drawn, *real]) == {"c:桥"}


def test_a_short_line_without_a_stop_is_no_paragraph_to_set():
    article = ParsedArticle(
        "渡口今日停航", sections=(ParsedSection(0, "", ("新桥通车以后两岸往来方便了。", "两岸往来方便")),)
    )
    assert of_article(article) == CorpusStory("渡口今日停航", ("新桥通车以后两岸往来方便了。",))


def test_a_corpus_without_articles_is_refused():
    with pytest.raises(ValueError, match="no article"):
        Corpus([])


def test_stories_are_drawn_by_the_given_chance():
    assert CORPUS.story(random.Random(1)) == CORPUS.story(random.Random(1))
