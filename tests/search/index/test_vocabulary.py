"""What is offered as a term is printed so, and by the newspaper in which it is offered."""

import pytest

from search.index import indexing, vocabulary
from search.index.opened import default_index
from search.index.vocabulary import Word, counted_words, latin_looked_up
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@built_once
def library():
    other = make_newspaper("别报")
    for day in ("2021-11-05", "2021-11-06"):
        make_article("要闻", body="工业集团开工。ASML与ＮＢＡ。", date=day)
        make_article("别报要闻", body="工业，业集，集团。", date=day, newspaper=other)
    indexing.rebuild(processes=1)
    return other


def test_a_newspaper_is_offered_no_word_of_which_it_prints_the_pairs_alone(library):
    word = Word("工业集团", "工业集团", True, vocabulary.AGAIN)
    (entry,) = counted_words(default_index().reader(), [word])
    assert entry.articles == {make_newspaper().pk: 2}


def test_latin_words_that_the_sample_lacks_are_shown_as_articles_print_them():
    assert latin_looked_up(default_index().reader(), ["asml", "nba"]) == {"asml": "ASML", "nba": "NBA"}
