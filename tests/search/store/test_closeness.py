"""Runs that stand almost as they were asked: all within the edits allowed are found, and little else is compared."""

import itertools
import math
from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.segmentation import bigrams
from search.store import bounds, closeness
from search.store.bounds import bounded
from search.store.closeness import LONGEST_RUN, SHORTEST_RUN, CloseRuns, close_in_unit, closest_runs, edits_allowed
from search.store.reader import Library
from search.store.schema import Document

RUN = "泗河两岸春耕生产全面展开记者日前从市农业农村局获悉今年小麦长势良好管理到位技术员进村入户指导灌溉施肥"
OTHER = "的一是在"
texts = st.text(OTHER + "，。" + RUN, max_size=40)


@st.composite
def slips(draw):
    """A run, and it with some edits that are allowed within it; no numeral comes in."""
    run = RUN[: draw(st.integers(SHORTEST_RUN, len(RUN)))]
    slipped = list(run)
    edits = draw(st.integers(1, edits_allowed(run)))
    for _ in range(edits):
        at = draw(st.integers(2, max(2, len(slipped) - 3)))
        kind = draw(st.sampled_from(["exchanged", "left out", "put in"]))
        slipped[at : at + (kind != "put in")] = [] if kind == "left out" else [draw(st.sampled_from("的是在"))]
    return run, "".join(slipped), edits


def pairs_of(run: str) -> Counter[str]:
    return Counter(pair for pair in bigrams(run) if len(pair) == 2)


@given(slips(), st.text(OTHER + "，。", max_size=40), st.text(OTHER + "，。", max_size=40))
def test_what_is_within_the_edits_allowed_is_found(slip, before, behind):
    run, printed, edits = slip
    found = list(close_in_unit(run, pairs_of(run), before + printed + behind))
    assert len(run) <= LONGEST_RUN
    assert found or run == printed
    assert all(least <= edits for _, least in found)


def test_a_text_that_has_the_pairs_scattered_is_not_compared(monkeypatch):
    compared = []
    monkeypatch.setattr(closeness, "nearest", lambda asked, window: compared.append(window) or (99, 0, 0))
    run = RUN[:20]
    scattered = "，".join(run[at : at + 2] for at in range(19, -1, -1)) * 20
    assert list(close_in_unit(run, pairs_of(run), scattered)) == []
    assert compared == []
    list(close_in_unit(run, pairs_of(run), run))
    assert compared


def test_looking_for_what_is_close_ends_when_time_is_up(index, monkeypatch):
    title = RUN[:20]
    slip = title[:10] + "的" + title[11:]
    reader = Library(index([Document(key, (("title", title),), {}, {}) for key in range(1, 9)]), 0).latest()
    assert closest_runs(reader, slip, reader.everything) == CloseRuns(sure=(title,))
    clock = itertools.count(1e6, 1e6)  # days at each look
    with bounded() as spending:
        spending.worked = math.inf  # the request itself has time
        ticking = SimpleNamespace(thread_time=clock.__next__, perf_counter=lambda: math.inf)
        monkeypatch.setattr(bounds, "time", ticking)
        assert closest_runs(reader, slip, reader.everything) == CloseRuns()
        assert not spending.left_out  # it has an account of its own


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("港交所申请", "向交所申请"),
        ("港交所申请", "交所申请"),
        ("热议五中全会", "热议四中全会"),
        ("中国银行卡", "中国银行今天开业"),
        ("恒生指数走强", "恒生指数走低"),
        ("为什么下雨", "为什么下调"),
    ],
)
def test_a_right_word_is_taken_for_no_other(index, asked, printed):
    texts = [printed, "昨日走强", "今天下雨", "港交所", "银行卡"]
    documents = [Document(key, (("body", text),), {}, {}) for key, text in enumerate(texts, start=1)]
    reader = Library(index(documents), 0).latest()
    assert closest_runs(reader, asked, reader.everything) == CloseRuns()


@pytest.mark.parametrize(
    ("asked", "printed", "elsewhere"),
    [
        ("太平洋线上", "行驶在太平洋上", ["线上会议"] * 8),
        ("泗河两岸春耕生产线全面展开", "泗河两岸春耕生产全面展开", ["产线升级"] * 8),
        ("中国银行卡", "中国的银行卡", ["中国银行"]),
    ],
)
def test_a_run_that_lacks_a_word_typed_across_the_cut_is_offered_only(index, asked, printed, elsewhere):
    texts = [printed, *elsewhere, *["今天下雨"] * 9]
    documents = [Document(key, (("body", text),), {}, {}) for key, text in enumerate(texts, start=1)]
    reader = Library(index(documents), 0).latest()
    found = closest_runs(reader, asked, reader.everything)
    assert (found.sure, [run in printed for run in found.doubtful]) == ((), [True])


def test_a_wrong_last_character_is_mended_where_a_print_ends_there():
    def runs(asked, printed):
        return [run for run, _ in close_in_unit(asked, pairs_of(asked), printed)]

    assert runs("泗河春耕生产忘", "泗河春耕生产忙") == ["泗河春耕生产忙"]
    assert runs("泗河春耕生产忘", "泗河春耕生产忙碌") == []
    assert runs("河春耕生产忙了", "泗河春耕生产忙") == []
    assert runs("泗河春耕生产忙了", "泗河春耕生产忙") == ["泗河春耕生产忙"]


def test_what_stands_beside_an_end_that_was_typed_twice_is_no_slip_of_it():
    def runs(asked, printed):
        return [run for run, _ in close_in_unit(asked, pairs_of(asked), printed)]

    assert runs("春耕生产忙忙", "今年，春耕生产忙呀，") == []  # so short that the rest alone tells too little
    assert runs("春春耕生产忙", "今年，是春耕生产忙，") == []
    assert runs("泗河春耕生产忙忙", "今年，泗河春耕生产忙呀，") == ["泗河春耕生产忙"]
    assert runs("泗泗河春耕生产忙", "今年，在泗河春耕生产忙，") == ["泗河春耕生产忙"]
    assert runs("泗河春耕生产忙了", "今年，泗河春耕生产忙呀，") == ["泗河春耕生产忙呀"]


@pytest.mark.parametrize("asked", ["色泗河两岸春耕生产", "泗河两岸春耕生产住", "泗河两岸春耕生产今"])
@pytest.mark.parametrize("printed", ["泗河两岸春耕生产", "昨天泗河两岸春耕生产全面展开"])
def test_a_character_more_before_or_behind_a_print_leads_to_it_in_a_line(index, asked, printed):
    texts = [printed, "泗河水两岸人说春天耕地生产忙", *["今天下雨"] * 9]
    documents = [Document(key, (("body", text),), {}, {}) for key, text in enumerate(texts, start=1)]
    reader = Library(index(documents), 0).latest()
    assert closest_runs(reader, asked, reader.everything) == CloseRuns(doubtful=("泗河两岸春耕生产",))


def test_a_close_run_has_no_marks_at_its_ends_and_cuts_no_latin_word():
    def runs(asked, printed):
        return [run for run, _ in close_in_unit(asked, pairs_of(asked), printed)]

    assert runs("去年春节前夕间", "记者去年春节前夜间,走访") == ["去年春节前夜间"]
    assert runs("去年春节前后", "记者去年春节前,走访") == []
    assert runs("xabc在何方", "地址:yabc在何方") == ["yabc在何方"]
    assert runs("nuxing", "地名anxing") == []
    assert runs("nuxing", "地名nxing") == ["nxing"]
