"""Synthetic pages, and labelled pages as files."""

import os
import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers import formats
from archive.ingest.training import furniture_words, pages, press, weights
from archive.ingest.training.corpus import Corpus, CorpusStory, of_article
from archive.ingest.training.layouts import LAYOUTS
from archive.ingest.types import ParsedArticle, ParsedSection
from tests.archive.ingest.training.corpora import STORIES, TESTS

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


def test_no_line_of_furniture_is_taken_from_a_fault():
    """Buttons of up to six characters (上一版 下一版) are every site's."""
    read = [formats.read(path.name, path.read_bytes()) for path in sorted((TESTS / "samples" / "faults").glob("s*.*"))]
    faults = [folded("".join(line.text for line in source.lines)) for source in read]
    lists = [words for name, words in vars(furniture_words).items() if name.isupper()]
    pieces = {folded(piece) for words in lists for line in words for piece in re.split(r"{\w*}", line)}
    long = {piece for piece in pieces if len(piece) > 6}
    assert len(faults) > 30
    assert len(long) > 20
    assert {piece for piece in long if any(piece in fault for fault in faults)} == set()


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
