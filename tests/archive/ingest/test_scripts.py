"""Traditional print is read by the rules for simplified and given back as it was printed."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.readers import text
from archive.language.folding import simplified

TRADITIONAL = """清河日報 2021年11月5日 星期五 第A02版：綜合新聞

河堤上的燈亮了
本報記者 龔小滿

編者按：河堤是鎮上人散步的地方，修燈是大家的心願。

本報清河訊 傍晚，河堤上的路燈亮了，散步的人多了起來，孩子們追著燈影跑。
"""


def parsed(written: str):
    return pipeline.parse(text.read_text("a.txt", written, "utf-8"))


def test_fields_are_found_and_given_as_printed():
    found = parsed(TRADITIONAL)
    assert (found.issue.newspaper, found.issue.page, found.issue.section) == ("清河日報", "A02", "綜合新聞")
    [article] = found.articles
    assert (article.title, article.byline, article.dateline) == ("河堤上的燈亮了", "本報記者 龔小滿", "本報清河訊")
    assert [(person.name, person.role) for person in article.contributors] == [("龔小滿", "记者")]
    assert article.editor_note == "河堤是鎮上人散步的地方，修燈是大家的心願。"
    assert article.sections[0].paragraphs[0].endswith("孩子們追著燈影跑。")


def test_both_scripts_give_the_same_article():
    here, there = parsed(TRADITIONAL), parsed(simplified(TRADITIONAL))
    assert dataclasses.replace(here, text="", claims=(), articles=(), issue=None, problems=()) == dataclasses.replace(
        there, text="", claims=(), articles=(), issue=None, problems=()
    )
    assert [simplified(article.title) for article in here.articles] == [article.title for article in there.articles]
    assert [claim.target for claim in here.claims] == [claim.target for claim in there.claims]
    assert [simplified(claim.text) for claim in here.claims] == [claim.text for claim in there.claims]


def test_doubts_quote_as_printed():
    cut = TRADITIONAL.replace("孩子們追著燈影跑。", "孩子們追著燈影跑，風裡飄著桂花")
    cut = cut.replace("河堤上的燈亮了\n本報記者 龔小滿\n", "燈會\n")
    said = {problem.code: problem.message for problem in parsed(cut).problems}
    assert said["open_end"].endswith("：…孩子們追著燈影跑，風裡飄著桂花"[-16:])
    assert "“燈會”" in said["short_title"]
    assert said["open_end"].startswith("文章末尾没有标点")


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_the_shadow_keeps_every_offset(written):
    shadow = simplified(written)
    assert len(shadow) == len(written)
    assert simplified(shadow) == shadow


@given(st.text(alphabet=st.characters(codec="gb2312"), max_size=200))
def test_simplified_print_is_its_own_shadow(written):
    assert simplified(written) == written
