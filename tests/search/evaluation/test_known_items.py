"""Known items are drawn again with their seed, are told apart by what is asked, and are found."""

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article
from search.evaluation.known_items import evaluate_known_items, known_items
from search.evaluation.traditional import in_traditional
from search.index import indexing
from tests.built_once import built_once
from tests.conftest import SEEDS

pytestmark = pytest.mark.django_db


@built_once
def seeds():
    call_command("ingest", str(SEEDS), verbosity=0)
    indexing.rebuild(processes=1)


def test_items_are_asked_by_what_is_theirs(seeds):
    items = list(known_items(40, seed=1))
    assert items == list(known_items(40, seed=1)) != list(known_items(40, seed=2))
    for kind, typed, key in items:
        title = Article.objects.get(pk=key).title
        if kind == "one character wrong":
            assert sum(a != b for a, b in zip(typed, title, strict=True)) <= 1
        else:
            assert len(typed.split()) > 1
    assert len({key for _, _, key in items}) == len(items) > 3


def test_they_are_found(seeds, capsys):
    call_command("evaluate_known_items", items=40, seed=1)
    *_, every, seed = capsys.readouterr().out.splitlines()
    assert every.startswith("all: MRR@10 ")
    assert seed == "--seed 1"
    assert evaluate_known_items(40, 1)["all"].recall > 0.9


def test_an_empty_archive_is_told():
    indexing.rebuild(processes=1)
    with pytest.raises(CommandError, match="没有可用来衡量"):
        call_command("evaluate_known_items")


def test_questions_are_turned_traditional_with_their_names_in_corner_brackets():
    turned = list(in_traditional([{"query": "谁在北京发明了电视机？", "relevant": ["1"]}, {"query": "怎么办？"}]))
    assert turned == [{"query": "誰在「北京」發明了電視機？", "relevant": ["1"]}, {"query": "怎麼辦？"}]
