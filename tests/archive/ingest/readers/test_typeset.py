"""The seeds, set as a paper sets them, give the same articles as their text does (tests/expected)."""

import difflib
import itertools
import json
import statistics
from pathlib import Path

import pytest

from archive.ingest import pipeline
from archive.ingest.types import ParsedArticle, UnreadableSource
from tests import typeset

EXPECTED = sorted((Path(__file__).parents[3] / "expected").glob("*.json"))
FORMS = {
    "one column": ("a.pdf", lambda expectation: typeset.pdf(expectation, 1)),
    "two columns": ("a.pdf", lambda expectation: typeset.pdf(expectation, 2)),
    "four columns": ("a.pdf", lambda expectation: typeset.pdf(expectation, 4)),
    "word": ("a.docx", typeset.word),
}


def bare(text):
    return "".join(character for character in text if character.isalnum())


def headlines(article):
    """Every right way to divide or write the three decks, on one line."""
    decks = [article[deck] for deck in ("kicker", "title", "subtitle")]
    answers = [deck if isinstance(deck, list) else [deck] for deck in decks]
    return {bare("".join(combination)) for combination in itertools.product(*answers)}


def wanted(article):
    """People, headings, paragraphs and captions as lists of bare texts."""
    sections = article["sections"]
    return {
        "people": [bare(typeset.first(person["name"])) for person in article["contributors"]],
        "headings": [bare(typeset.first(s["heading"])) for s in sections if s["heading"]],
        "paragraphs": [bare(typeset.first(p)) for s in sections for p in s["paragraphs"]],
        "captions": [bare(typeset.first(caption)) for caption in article["captions"]],
    }


def given(article: ParsedArticle):
    return {
        "people": [bare(person.name) for person in article.contributors],
        "headings": [bare(s.heading) for s in article.sections if s.heading],
        "paragraphs": [bare(p) for s in article.sections for p in s.paragraphs],
        "captions": [bare(caption.text) for caption in article.captions],
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem[:3])
def test_a_typeset_seed(path, form):
    expectation = json.loads(path.read_text(encoding="utf-8"))
    name, setter = FORMS[form]
    source = pipeline.parse_bytes(name, setter(expectation))
    assert len(source.articles) == len(expectation["articles"])
    for article, want in zip(source.articles, expectation["articles"], strict=True):
        assert bare(article.kicker + article.title + article.subtitle) in headlines(want)
        for key, texts in wanted(want).items():
            likeness = difflib.SequenceMatcher(None, given(article)[key], texts, autojunk=False).ratio()
            assert likeness >= 0.9, (key, article.title)
    if expectation["issue"]:
        assert source.issue.date == expectation["issue"]["date"]


@pytest.mark.parametrize("form", FORMS)
def test_every_character_of_a_typeset_seed_is_claimed_once(form):
    name, setter = FORMS[form]
    source = pipeline.parse_bytes(name, setter(json.loads(EXPECTED[0].read_text(encoding="utf-8"))))
    assert "".join("".join(claim.text for claim in source.claims).split()) == "".join(source.text.split())


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_damaged_document_says_what_to_do(name):
    _, setter = FORMS["word" if name.endswith("docx") else "one column"]
    data = setter(json.loads(EXPECTED[0].read_text(encoding="utf-8")))
    with pytest.raises(UnreadableSource, match="请"):
        pipeline.parse_bytes(name, data[: len(data) // 3])


def test_the_columns_of_a_page_have_its_measure():
    expectation = json.loads(EXPECTED[0].read_text(encoding="utf-8"))
    lines = pipeline.parse_bytes("a.pdf", typeset.pdf(expectation, 4)).text.split("\n")
    assert statistics.mode(len(line) for line in lines if line) in (12, 13, 14)
