"""The search for the costliest address: a share of what `bench_bounds` does, and what bounds do when they are met."""

import random
import time

import pytest

from archive.models import ArticleSection
from search.evaluation.costliest import (
    LONGEST_ARTICLE,
    ROUTES,
    Candidate,
    climb,
    drawn,
    measured,
    memory_of,
    pieces_of,
    slips_of,
)
from search.index import indexing
from search.index.opened import default_index
from search.query import SearchRequest, answer
from search.store import bounds
from search.store.bounds import FREE_TEXT, PARTS_BETWEEN, Bounds, OutOfTime, Spending, bounded, own_account, uncounted
from search.store.schema import WORDS
from tests.built_once import built_once
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@built_once
def library():
    for n in range(30):
        make_article(
            f"水库第{n}次巡查", body=f"本报讯 水库管理站开展第{n}次巡查，用去{n}.{n}%。" * 5, people=(("刘菲", "记者"),)
        )
    indexing.rebuild(processes=1)


def test_no_request_that_climbing_comes_to_is_an_error_or_a_large_answer():
    tried = list(climb(120, seed=5))
    assert len({candidate for candidate, _ in tried}) > 60
    assert {cost.status for _, cost in tried} <= {200, 400, 404}
    assert max(cost.size for _, cost in tried) < 600_000


def test_climbing_repeats_with_its_seed():
    assert [c for c, _ in climb(1, seed=3)] == [c for c, _ in climb(1, seed=3)]


def test_no_request_that_climbing_by_memory_comes_to_takes_much_of_it():
    tried = [cost for _, cost in climb(40, seed=8, worth=memory_of)]
    assert all(cost.memory > cost.size for cost in tried)
    assert max(cost.memory for cost in tried) < 50_000_000
    assert measured(Candidate("search", (("", "水库"),))).memory == 0


def test_every_route_is_drawn_and_what_is_printed_is_asked_with_slips():
    tried = [drawn(random.Random(seed), ["水库"]) for seed in range(80)]
    assert {candidate.route for candidate in tried} == set(ROUTES)
    assert all(
        candidate.address[0].startswith("/articles/") for candidate in tried if candidate.route == LONGEST_ARTICLE
    )
    printed = "".join(ArticleSection.objects.values_list("body", flat=True))
    slips = list(slips_of(random.Random(1)))
    assert slips
    assert not any(slip in printed for slip in slips)


@pytest.mark.parametrize(
    ("allowed", "left_out"),
    [
        (Bounds(parts=2, seconds=9), ("讯水库",)),
        (Bounds(text=5_000, seconds=9), ("水库管", "讯水库")),
        (Bounds(parts=0, seconds=9), ("水库管", "站开", "讯水库")),
    ],
)
def test_what_cannot_be_afforded_is_as_if_it_had_not_been_asked(allowed, left_out):
    asked = SearchRequest(q="“水库管” “站开” “讯水库”")
    whole = answer(asked)
    assert (whole.total, whole.left_out) == (30, ())
    with bounded(allowed):
        cut = answer(asked)
    assert cut.left_out == left_out
    assert cut.total == (30 if len(left_out) < 3 else 0)


def test_time_is_up_for_what_is_looked_through_and_what_is_offered():
    spending = Spending(Bounds(seconds=-1))
    assert spending.affords_part("一")
    assert not all(spending.affords_part("多") for _ in range(PARTS_BETWEEN))
    assert not spending.affords_text(FREE_TEXT + 1, "长")
    assert list(spending.left_out) == ["多", "长"]
    assert spending.is_over
    with pytest.raises(OutOfTime):
        spending.go_on("长")


def test_what_a_process_loads_once_is_no_time_of_a_request():
    with bounded(Bounds(seconds=0.1)) as spending:
        with uncounted():
            until = time.thread_time() + 0.15
            while time.thread_time() < until:
                pass
        assert not spending.is_late()
        reader = default_index().reader()
        for file in reader.segments:
            vars(file.terms[WORDS]).pop("words_with_numbers", None)
        worked = spending.worked
        reader.words_with_number("3")
        assert spending.worked > worked


def test_want_of_time_for_what_is_offered_beside_is_the_requests_too():
    with bounded(Bounds(seconds=9)) as spending:
        with own_account(Bounds(seconds=-1)) as own:
            assert own.is_late()
        assert spending.hurried
        assert not spending.is_over


def test_the_clock_begins_with_the_request():
    with bounded(Bounds(seconds=0.05)) as spending:
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass
        assert spending.is_late()


def test_times_are_among_what_is_tried():
    pieces = pieces_of(default_index().reader(), random.Random(1))
    assert {"2023年3月到6月", "5月7日"} <= set(pieces)


def test_excluding_or_choosing_what_cannot_be_afforded_changes_nothing():
    with bounded(Bounds(parts=1, seconds=9)):
        assert answer(SearchRequest(q="水库 -巡查")).total == 30
    with bounded(Bounds(parts=1, seconds=9)):
        assert answer(SearchRequest(q="“第3次” 或 “第4次”")).total == 1


def test_the_page_says_what_was_left_out(client, monkeypatch):
    monkeypatch.setattr(bounds.bounded.__wrapped__, "__defaults__", (Bounds(parts=2, seconds=9),))
    text = client.get("/search/", {"q": "“水库管” “站开” “讯水库”"}).content.decode()
    assert "下列部分没有计入：讯水库" in text.replace("站开、", "")


def test_an_answer_costs_the_same_however_much_of_it_is_cached():
    asked = SearchRequest(q="“水库管理” “站开展” “讯水库管”")
    spent = []
    for _ in range(2):
        with bounded() as spending:
            answer(asked)
        spent.append((spending.parts, spending.text))
    assert spent[0] == spent[1]
    assert spent[0][1] > 0


def test_a_size_is_asked_by_the_name_that_each_route_has_for_it():
    asked = [Candidate(route, (("", "中"),), (("size", "100"),)).address[1] for route in ("search", "api_search")]
    assert asked == [{"q": "中", "size": "100"}, {"q": "中", "page_size": "100"}]
