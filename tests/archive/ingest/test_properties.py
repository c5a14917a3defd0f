"""What must hold for any text: nothing is lost, nothing raises, and setting in a column can be undone."""

import random
from itertools import islice

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.ingest import pipeline, report
from archive.ingest.readers import markdown, text
from tests.archive.ingest.conservation import assert_conserved, bare
from tests.archive.ingest.typeset import set_in_column

# Words and marks that some rule of the pipeline looks for, so that chance texts come near the rules.
WORDS = """
编者按：|（记者 张三）|本报讯|本报记者 李四|王小明|第2版：综合|——|“|”|（|）|《|》|摄|图/文|2021年11月5日|星期五|总第3期
农历辛丑年十月初一|，|。|：|（下转第三版）|（上接第一版）|来源：某网|责任编辑：王芳|一、|（一）|1.|◎|■|强调|春天来了|35
# |## |**|title: 题|![](a.png)_图说_|[查看](http://a.cn)|<p>|</p>|我市一季度经济运行平稳|各项工作取得了新的进展|Hyper|GT
"""
FRAGMENTS = [*WORDS.strip().replace("\n", "|").split("|"), "\n", "\n\n", "\n\n\n", "---\n", " ", "\u3000", "\u200b"]

chance_texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.text(max_size=300),
)


@given(chance_texts)
@settings(max_examples=300, deadline=None)
def test_no_character_of_any_text_is_lost(written):
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    report.to_dict(parsed, verbose=True)


@given(chance_texts)
@settings(max_examples=300, deadline=None)
def test_no_character_of_any_markdown_is_lost(written):
    assert_conserved(pipeline.parse(markdown.read_text("a.md", written, "utf-8")))


# Common characters, so that no chance word looks like a byline, a masthead or a numbered heading.
# Different ones, since a line of one character is what a broken font leaves.
COMMON = "山水田园春风细雨花草树木城乡道路桥楼灯火晨光晚霞飞鸟游鱼"
# Clauses to draw from: drawing each character would take ten times what reading them takes.
_random = random.Random(COMMON)
CLAUSES = ["".join(_random.sample(COMMON, _random.randint(3, 14))) for _ in range(2000)]
clauses = st.sampled_from(CLAUSES)
sentences = st.lists(clauses, min_size=1, max_size=6).map("，".join).map(lambda clause: clause + "。")
paragraphs = st.lists(sentences, min_size=3, max_size=9).map("".join)


def read_back(lines: list[str]) -> list[str]:
    """The paragraphs that the pipeline makes of lines below a headline."""
    parsed = pipeline.parse(text.read_text("a.txt", "\n".join(["高新区推进重点项目建设", "", *lines]), "utf-8"))
    return [bare(p) for article in parsed.articles for section in article.sections for p in section.paragraphs]


@given(st.lists(paragraphs, min_size=2, max_size=6), st.integers(12, 40))
@settings(max_examples=80, deadline=None)
def test_paragraphs_set_with_an_indent_come_back(written, measure):
    lines = [line for paragraph in written for line in set_in_column(paragraph, measure, indent="\u3000\u3000")]
    assume(len(lines) >= 3 * len(written) and len(set(lines)) == len(lines))
    assert read_back(lines) == written


@st.composite
def told_by_the_measure(draw):
    """Paragraphs and a measure in which each has five lines and more, the last of them not full.

    No clause comes twice: what does again and again is taken for furniture, not for text.
    """
    measure, written = draw(st.integers(14, 40)), []
    drawn = random.Random(draw(st.integers(0, 2**32)))
    fresh = iter(drawn.sample(CLAUSES, len(CLAUSES)))
    for _ in range(draw(st.integers(2, 6))):
        paragraph, column = "", []
        while not (len(column) >= 5 and len(column[-1]) <= measure - 4):
            paragraph += "，".join(islice(fresh, drawn.randint(1, 6))) + "。"
            column = set_in_column(paragraph, measure)
        written.append(paragraph)
    return written, measure


@given(told_by_the_measure())
@settings(max_examples=80, deadline=None)
def test_paragraphs_set_without_any_sign_come_back(told):
    """The measure alone tells, unless a last line happens to be full."""
    written, measure = told
    lines = [line for paragraph in written for line in set_in_column(paragraph, measure)]
    assume(len(set(lines)) == len(lines))  # lines that come again look like a list of contents
    assert read_back(lines) == written


@given(st.lists(paragraphs, min_size=1, max_size=6, unique=True))  # a line that comes three times is put aside
@settings(max_examples=100, deadline=None)
def test_paragraphs_on_one_line_each_come_back(written):
    assert read_back([line for paragraph in written for line in (paragraph, "")]) == written
