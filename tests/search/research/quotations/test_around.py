"""What authors put around quotations is their own: numbers of lines, bullets, sources. The oracle is print."""

from itertools import islice
from pathlib import Path

import pytest

from archive.layout.differences import ADDED, REMOVED, SAME
from archive.models import Newspaper
from search.index import indexing
from search.research.quotations.checking import check_quotations
from search.research.quotations.report import State
from search.research.quotations.sentences import sentences_of
from search.store.bounds import Bounds, Spending
from tests.built_once import built_once
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[3] / "samples"
NUMBERS = (
    *("1. ", "2、", "（一）", "①", "一、", "(3)", "第一，", "- ", "• ", "● "),
    *("3) ", "[4]", "⒈", "❶", "一、1. ", "引文1："),
)
SOURCES = (
    *("（《中国新闻网》2021年11月5日）", "（新华社）", "（人民网2021年）。", "[1]", "①", "——《腾讯新闻》", "——李白"),
    *("【来源：腾讯新闻】", "来源：腾讯新闻", " 摘自：《清河晚报》。", "\n来源：腾讯新闻"),
    *("\n——《腾讯新闻》", "\n（《中国新闻网》2021年11月5日）", "\n来源：《腾讯新闻》2021-11-05"),
)
LISTED = "一、泗河两岸的项目已经全部开工，年底竣工。"
PARTED = "全市召开现场推进会议，各县区汇报了进展情况，专家逐个点评了项目，会议要求年底以前竣工。"


@built_once
def printed() -> list[str]:
    """Sentences of the samples, as articles print them."""
    found = []
    for name in ("essay", "briefs", "interview", "editors_note"):
        body = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
        make_article(name, body="\n".join(line for line in body.splitlines() if len(line) > 30))
        found += [each for line in body.splitlines() if len(line) > 30 for each in sentences_of(line)]
    make_article("列着的", body=f"{LISTED}\n{PARTED}")
    indexing.rebuild(processes=1)
    plain = (each.text for each in found if len(each.asked) >= 12 and each.text[-1] == "。" and not each.bare_forms)
    return list(islice(plain, 12))


def checked(text: str):
    return check_quotations(text, Spending(Bounds(text=10**12, seconds=600)), Newspaper.main(), only=False).checked


@pytest.mark.parametrize("number", NUMBERS)
def test_what_numbers_a_line_is_the_authors_own(printed, number):
    assert len(printed) == 12
    found = checked("\n".join(number + sentence for sentence in printed))
    assert [each.state for each in found] == [State.VERBATIM] * len(printed)
    # A mark is not compared, and stays.
    assert [each.sentence.text for each in found] in (printed, [number + text for text in printed if number in "- • "])
    assert [each.sentence.whole for each in found] == [number + text for text in printed]
    altered = [text[:6] + "鑫" + text[7:] for text in printed if text[6].isalpha()]
    found = checked("\n".join(number + sentence for sentence in altered))
    for each, text in zip(found, (text for text in printed if text[6].isalpha()), strict=True):
        assert (each.state, each.edits) == (State.DIFFERS, 1)
        changed = [(piece.kind, piece.text) for piece in each.pieces if piece.kind != SAME]
        assert changed == [(REMOVED, "鑫"), (ADDED, text[6])]


@pytest.mark.parametrize("source", SOURCES)
def test_what_names_a_source_is_no_sentence(printed, source):
    found = checked("\n".join(sentence + source for sentence in printed))
    assert [(each.state, each.sentence.text) for each in found] == [(State.VERBATIM, text) for text in printed]
    assert {each.sentence.behind for each in found} == {source}
    assert {each.told for each in found} == {"句后注的出处没有核对。"}
    found = checked("\n".join(f"1. “{sentence}”{source}" for sentence in printed))
    assert [each.state for each in found] == [State.VERBATIM] * len(printed)
    bare = [sentence[:-1] for sentence in printed if not set("“”") & set(sentence)]
    found = checked("\n".join(f"“{sentence}”{source}" for sentence in bare))
    assert [each.state for each in found] == [State.VERBATIM] * len(bare)


def test_sources_within_a_paragraph_stay_with_their_sentences(printed):
    one, other = printed[:2]
    found = checked(f"{one}（新华社）{other}[2]{one}（二）{other}")
    assert [(each.sentence.before, each.sentence.behind) for each in found] == [
        *(("", "（新华社）"), ("", "[2]"), ("", ""), ("（二）", "")),
    ]
    assert {each.state for each in found} == {State.VERBATIM}


def test_a_number_that_is_printed_is_quoted(printed):
    (found,) = checked(LISTED)
    assert (found.state, found.sentence.before, found.place.printed) == (State.VERBATIM, "", LISTED[:-1])
    (found,) = checked(f"1. {LISTED[2:]}")
    assert (found.state, found.sentence.before) == (State.VERBATIM, "1. ")


def test_words_before_are_laid_beside_no_other_sentence(printed):
    """What is put before a sentence is left out, and not exchanged for the end of the sentence before."""
    first, second = "会议下午四点结束。", "市民中心的新馆今天迎来首批客人参观游览。"
    make_article("两句", body=first + second)
    indexing.rebuild(processes=1)
    (found,) = checked(f"另外嘛{second}")
    assert (found.place.printed, found.edits) == (second[:-1], 3)
    (found,) = checked(f"{second[:-1]}另外嘛")
    assert (found.place.printed, found.edits) == (second[:-1], 3)


def test_clauses_in_other_order_or_with_one_left_out_are_found(printed):
    one, two, three, four = PARTED[:-1].split("，")
    for typed in ((one, four), (one, three, four), (two, one, three, four), (one, two, four, three)):
        (found,) = checked("，".join(typed) + "。")
        assert found.state == State.DIFFERS
        assert all(clause in found.place.printed for clause in typed)
        made = "".join(piece.text for piece in found.pieces if piece.kind != REMOVED)
        assert made.rstrip("。") == found.place.printed
    (found,) = checked(f"{one}，{four}，这一句报上却没有写过。")
    assert found.state == State.MISSING


def test_a_number_of_a_line_may_stand_right_before_a_figure(printed):
    dated, counted = "28日，市里召开了全年的防汛会议。", "1.5亿元的桥梁工程今天全部竣工验收。"
    make_article("数字开头", body=f"{dated}\n{counted}")
    indexing.rebuild(processes=1)
    for typed in (f"1.{dated}", f"12.{dated}", f"3．{dated}", f"2. {counted}", counted):
        (found,) = checked(typed)
        assert (found.state, found.sentence.text) == (State.VERBATIM, counted if counted in typed else dated)
    (found,) = checked(counted.replace("1.5", "1.6"))
    assert [(each.kind, each.text) for each in found.pieces if each.kind != SAME] == [(REMOVED, "1.6"), (ADDED, "1.5")]
    assert (found.state, found.sentence.before) == (State.DIFFERS, "")
