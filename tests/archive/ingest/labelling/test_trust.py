"""The chance that an article was read wrongly: what it rests on, how it is fitted, and what is said of it."""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.labelling.trust import shipped_trust, signs_of
from archive.ingest.readers import markdown, text
from archive.ingest.steps.check import UNSURE, signs_of_stories
from tests.doubts import Judged, tables
from tests.fit_trust import QUIET, fitted_trust, trusts_apart

SURE = {"divides": -3.0, "pair": 0.0}
probabilities = st.floats(0, 1)


def decision(sure: float, risk: float) -> Decision:
    return Decision(LineState.FIRST, sure, LineState.TITLE, risk)


@given(
    st.lists(st.tuples(probabilities, probabilities)),
    st.lists(probabilities, min_size=4, max_size=4).map(sorted),
    st.integers(0, 3),
)
def test_a_less_sure_line_never_makes_an_article_surer(lines, chances, articles):
    """`chances`, ascending: of two lines that they are of another kind and that they divide articles otherwise."""
    less, more = decision(1.0 - chances[1], chances[0]), decision(1.0 - chances[3], chances[2])
    decisions = [decision(*line) for line in lines]
    surer, unsurer = (shipped_trust().error(signs_of([*decisions, line], articles)) for line in (less, more))
    assert 0 < surer <= unsurer + 1e-12 < 1


@given(st.lists(st.tuples(probabilities, probabilities)))
def test_one_of_two_articles_is_no_surer_than_one_of_many(lines):
    of_two, of_many = (shipped_trust().error(signs_of([decision(*line) for line in lines], n)) for n in (2, 9))
    assert of_two >= of_many


STORIES = [
    "## 渡口今日停航",
    "摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久，后来他沿着石阶慢慢走回家去了。",
    "## 果园开园迎客",
    "第一批梨今天上市，果农说今年雨水好，价钱也比去年高，外地客商一早就在园门口等着装车了。",
]


def signs(source) -> list[dict[str, float]]:
    return signs_of_stories(pipeline.carried_through(source))


def test_what_the_format_divides_is_divided_for_certain():
    of_format = signs(markdown.read_text("a.md", "\n\n".join(STORIES), "utf-8"))
    assert [each["divides"] for each in of_format] == pytest.approx([SURE["divides"]] * 2, abs=0.01)
    of_text = signs(text.read_text("a.txt", "\n\n".join(STORIES).replace("## ", ""), "utf-8"))
    assert max(each["divides"] for each in of_text) > SURE["divides"]


def test_an_article_is_doubted_from_the_threshold_on():
    parsed = pipeline.parse(text.read_text("a.txt", "\n\n".join(STORIES).replace("## ", ""), "utf-8"))
    doubted = {problem.article for problem in parsed.problems if problem.code == UNSURE}
    for number, article in enumerate(parsed.articles):
        assert (number in doubted) == (1 - article.confidence >= shipped_trust().doubted_from)


def made_up(site: str, chance: random.Random) -> Judged:
    """An article that is the likelier wrong the less sure its lines are."""
    unsure = chance.uniform(-3, 3)
    right = chance.random() > 1 / (1 + 10**-unsure)
    return Judged(site, {**SURE, "divides": unsure}, False, right, right)


@pytest.fixture(scope="module")
def articles() -> list[Judged]:
    chance = random.Random(3)
    return [made_up(f"site{number % 8}", chance) for number in range(400)]


def test_a_fit_finds_what_errors_come_from(articles):
    fitted = fitted_trust(articles)
    assert fitted.weights["divides"] > 1
    assert abs(fitted.error({**SURE, "divides": 0.0}) - 0.5) < 0.15


def test_the_threshold_leaves_as_many_right_articles_in_peace_as_it_is_meant_to(articles):
    fitted = fitted_trust(articles)
    right = [article for article in articles if article.right]
    assert abs(sum(not article.doubted(fitted) for article in right) / len(right) - QUIET) < 0.05


def test_no_site_is_judged_by_what_was_fitted_to_it(articles):
    other = [
        dataclasses.replace(article, divided=not article.divided, right=False) if article.site == "site3" else article
        for article in articles
    ]
    assert trusts_apart(articles)["site3"] == trusts_apart(other)["site3"]
    assert trusts_apart(articles)["site4"] != trusts_apart(other)["site4"]


def test_the_musts_are_counted():
    counted = [
        *[Judged("a", SURE, remarked=False, divided=True, right=True)] * 7,
        *[Judged("a", SURE, remarked=True, divided=True, right=True)] * 3,
        Judged("a", SURE, remarked=False, divided=True, right=False),
        Judged("a", SURE, remarked=False, divided=False, right=False),
        *[Judged("a", SURE, remarked=True, divided=False, right=False)] * 4,
    ]
    lines = list(tables(counted, {"a": shipped_trust()}))
    assert [line.partition(": ")[2].partition(" = ")[0] for line in lines[:3]] == ["1 of 5", "7 of 9", "7 of 10"]
