"""Synthetic pages, and labelled pages as files."""

import os
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.training import pages, press
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
    drawn = {page.site for page in press.pages(CORPUS, 600, 3)}
    assert drawn == {layout.__name__ for layout, _ in LAYOUTS}


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
