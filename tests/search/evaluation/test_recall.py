"""Searching compared with reading: every word of the seeds is found in exactly the articles that contain it."""

import random

import pytest
from django.core.management import call_command

from archive.language import segmentation
from archive.language.folding import fold, strip_space
from archive.language.numbers import cuts_number
from archive.models import Article
from search.index import indexing
from search.index.fields import searchable_fields
from search.query import SearchRequest, answer, ranked
from search.query.syntax import AllOf, Term, quoted
from tests.built_once import built_once
from tests.conftest import SEEDS
from tests.factories import make_newspaper

pytestmark = pytest.mark.django_db


@built_once
def seeds():
    """The five seeds in database and index; primary key -> folded units of each article."""
    call_command("ingest", str(SEEDS), verbosity=0)
    indexing.rebuild(processes=1)
    articles = Article.objects.published().for_reading()
    return {a.pk: [strip_space(fold(text)) for _, text in searchable_fields(a)] for a in articles}


def containing(units_of, term):
    """Brute force: the articles one of whose units contains the term."""
    folded = strip_space(fold(term))
    return {pk for pk, units in units_of.items() if any(folded in unit for unit in units)}


def test_every_word_of_the_seeds_is_found_in_exactly_the_articles_that_contain_it(seeds):
    text = [unit for units in seeds.values() for unit in units]
    words = {word for unit in text for word in segmentation.words(unit) if 2 <= len(word) <= 4}
    chance = random.Random(5)
    for _ in range(1500):
        unit = chance.choice(text)
        start = chance.randrange(len(unit))
        words.add(unit[start : start + chance.randint(2, 4)])
    assert len(words) > 2000
    newspaper = make_newspaper()
    for word in sorted(words):
        typed = SearchRequest(newspaper, typed=AllOf((Term(word, exact=True),)))
        assert set(ranked(typed)) == containing(seeds, word), word


def test_words_typed_in_the_box_are_anded_and_the_page_says_so(seeds):
    newspaper = make_newspaper()
    text = [unit for units in seeds.values() for unit in units]
    chance = random.Random(7)
    for _ in range(200):
        two = [chance.choice(segmentation.words(chance.choice(text)) or ["高新区"]) for _ in range(2)]
        page = answer(SearchRequest.from_params({"q": " ".join(map(quoted, two))}, newspaper))
        expected = containing(seeds, two[0]) & containing(seeds, two[1])
        assert {hit.article.pk for hit in page.hits} == expected, two
        assert page.total == len(expected)


def test_a_run_typed_without_quotes_finds_all_that_contain_it_first(seeds):
    newspaper = make_newspaper()
    chance = random.Random(11)
    text = [unit for units in seeds.values() for unit in units if len(unit) > 20]
    for _ in range(200):
        unit = chance.choice(text)
        start = chance.randrange(len(unit) - 8)
        run = unit[start : start + chance.randint(3, 8)].strip('"“”「」()（）-－:： ')
        if len(segmentation.RUN.findall(run)) != 1 or segmentation.RUN.findall(run) != [run]:
            continue
        if cuts_number(unit, start) or cuts_number(unit, start + len(run)):
            continue
        expected = containing(seeds, run)
        found = ranked(SearchRequest.from_params({"q": run}, newspaper))
        assert set(found[: len(expected)]) == expected, run


def test_a_traditional_query_finds_simplified_text(seeds):
    newspaper = make_newspaper()
    for typed, same in (
        ("營商環境", "营商环境"),
        ("高質量發展", "高质量发展"),
        ("ＡＢＣ", "abc"),
        ("黨工委書記", "党工委书记"),
    ):
        assert ranked(SearchRequest(newspaper, q=typed)) == ranked(SearchRequest(newspaper, q=same))
    assert ranked(SearchRequest(newspaper, q="營商環境"))
