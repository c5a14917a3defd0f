"""Texts that stand in a file twice."""

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

ONE = "摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久，后来他沿着石阶慢慢走回家去了。"
TWO = "新桥通车以后，两岸往来只要四分钟，镇里说石阶和候船棚都会留下来，作为村史馆的一部分开放。"


def paragraphs(*lines: str) -> list[str]:
    parsed = pipeline.parse(text.read_text("a.txt", "\n\n".join(["渡口今日停航", *lines]), "utf-8"))
    assert_conserved(parsed)
    return [text for article in parsed.articles for section in article.sections for text in section.paragraphs]


def test_a_text_that_comes_again_as_a_whole_is_put_aside():
    assert paragraphs(ONE, TWO, ONE, TWO) == [ONE, TWO]


def test_one_paragraph_that_was_printed_twice_stays():
    assert paragraphs(ONE, TWO, ONE) == [ONE, TWO, ONE]
