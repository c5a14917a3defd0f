"""The shipped weights and what they decide."""

import pycrfsuite
import pytest

from archive.ingest import pipeline, version
from archive.ingest.draft import open_draft
from archive.ingest.labelling import tagger
from archive.ingest.labelling.states import ALIKE_STATES, LineState
from archive.ingest.readers import text
from archive.ingest.seeing import features
from archive.ingest.training.weights import MOST_BYTES

PAGE = """首页 新闻 体育 财经 论坛
当前位置：首页 > 新闻中心 > 正文

渡口今日停航

2019年06月11日 07:42 来源：清湾晚报

本报记者 张明

摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久，后来他沿着石阶慢慢走回家去了。

新桥通车以后，两岸往来只要四分钟，镇里说石阶和候船棚都会留下来，作为村史馆的一部分开放。

上一篇：果园开园迎客
版权所有 未经书面授权不得转载
"""


def decisions():
    draft = open_draft(text.read_text("a.txt", PAGE, "utf-8"))
    for step in pipeline.BEFORE_DECISION:
        step(draft)
    return tagger.shipped().decide(features.of_page(draft))


def test_weights_are_small_and_name_themselves():
    weights = tagger.WEIGHTS.read_bytes()
    assert len(weights) <= MOST_BYTES
    assert tagger.shipped().fingerprint in version.rules_version()
    assert tagger.Tagger(weights).fingerprint == tagger.shipped().fingerprint


def test_decisions_are_probable_and_add_up():
    for decision in decisions():
        assert 0 <= decision.sure <= 1
        assert decision.rival not in ALIKE_STATES[decision.state]
        assert 0 <= decision.risk <= 1


@pytest.mark.parametrize(
    ("seen", "sure", "risk"),
    [
        # A column is no part of the headline below it, nor is the first line of an article that has none.
        ({"column": 6, "title": 2, "kicker": 1, "furniture": 1}, 0.9, 0.4),
        ({"title": 6, "subtitle": 1, "column": 2, "first": 1}, 0.9, 0.3),
        ({"opening": 6, "title": 3, "first": 1}, 0.6, 0.4),
        # And what begins no article may be anything that begins none.
        ({"first": 6, "further": 1, "furniture": 1, "opening": 1, "column": 1}, 0.7, 0.2),
    ],
)
def test_a_row_is_at_risk_where_an_article_or_its_headline_may_begin_otherwise(seen, sure, risk, tmp_path):
    trainer = pycrfsuite.Trainer("lbfgs", {"c2": 1e-3}, verbose=False)
    for label, times in seen.items():
        for _ in range(100 * times):
            trainer.append([["a"]], [label])
    trainer.train(str(tmp_path / "weights.crfsuite"))
    [decision] = tagger.Tagger((tmp_path / "weights.crfsuite").read_bytes()).decide([["a"]])
    assert (decision.sure, decision.risk) == pytest.approx((sure, risk), abs=0.01)
    assert decision.state is LineState(max(seen, key=seen.__getitem__))


def test_an_empty_page_has_no_decisions():
    assert tagger.shipped().decide([]) == []


def test_every_state_is_like_itself_and_those_that_are_like_it():
    assert all(state in ALIKE_STATES[state] for state in LineState)
    assert all(ALIKE_STATES[other] == ALIKE_STATES[state] for state in LineState for other in ALIKE_STATES[state])


def test_a_page_of_unknown_words_is_read_by_its_form():
    parsed = pipeline.parse(text.read_text("a.txt", PAGE, "utf-8"))
    assert [article.title for article in parsed.articles] == ["渡口今日停航"]
    assert [contributor.name for contributor in parsed.articles[0].contributors] == ["张明"]
    assert sum(len(section.paragraphs) for section in parsed.articles[0].sections) == 2
