"""The story of a saved page, found by others too: trafilatura's main text and ours hold each other's sentences.

trafilatura (A. Barbaresi, ACL 2021) shares neither code nor rules with our reader. It keeps more of what stands
around a story and drops more of its headings, so only sentences are compared.
"""

import dataclasses
import html as escaping
import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers import html
from tests import typeset
from tests.archive.ingest.readers.test_html import EDITION, PAGE
from tests.archive.ingest.readers.test_typeset import EXPECTED

LOST = 0.01  # of the sentences, by characters, where neither has reason to lose any

NAVIGATION = '<div class="nav"><a href="/">首页</a> <a href="/yw">要闻</a> <a href="/fk">副刊</a></div>'
RELATED = (
    '<div class="more"><h3>相关新闻</h3><ul><li><a href="/1">河堤上的灯亮了，居民说好</a></li>'
    '<li><a href="/2">滨河镇召开秋收动员会</a></li></ul></div>'
)
FOOTER = '<div class="footer">Copyright © 滨河新闻网 版权所有</div>'


def in_paragraphs(lines: list[str]) -> str:
    return '<div class="main"><div class="text">' + "".join(f"<p>　　{line}</p>" for line in lines) + "</div></div>"


def in_article(lines: list[str]) -> str:
    return "<article>" + "\n".join(f"<p>{line}</p>" for line in lines) + "</article>"


def in_divisions(lines: list[str]) -> str:
    return '<div id="zoom"><div>' + "".join(f"<div>{line}</div>" for line in lines) + "</div></div>"


def in_breaks(lines: list[str]) -> str:
    return "<table><tr><td>" + "<br><br>\n".join(f"　　{line}" for line in lines) + "</td></tr></table>"


LAYOUTS = {set_.__name__: set_ for set_ in (in_paragraphs, in_article, in_divisions, in_breaks)}


def web_page(title: str, lines: list[str], layout: str) -> str:
    title = escaping.escape(title)
    body = LAYOUTS[layout]([escaping.escape(line) for line in lines])
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}_滨河新闻网</title></head><body>'
        f"{NAVIGATION}<h1>{title}</h1>{body}{RELATED}{FOOTER}</body></html>"
    )


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def sentences(text: str) -> list[str]:
    """What ends with the mark of a sentence, without marks and white space."""
    return [letters(sentence) for sentence in re.findall(r"[^。！？\n]+[。！？]", text) if letters(sentence)]


def lost(of: str, held_by: str) -> float:
    """The share of the sentences of a text that another does not hold, by characters."""
    held = letters(held_by)
    found = sentences(of)
    return sum(len(sentence) for sentence in found if sentence not in held) / max(1, sum(map(len, found)))


def story(page: str) -> str:
    """The lines that our reader takes for the story."""
    read = html.read("a.html", page.encode())
    return "\n".join(line.text for line in read.lines if line.markup != "navigation")


def main_text(page: str) -> str:
    import trafilatura  # here, since every worker imports this module to see what is in it

    text = trafilatura.extract(page, include_comments=False)
    assert text, "trafilatura finds no text: the page is no test of anything"
    return text


# After the end of the first story the page calls on its readers to follow an account: trafilatura keeps that
# (21 characters of 111), we do not.
@pytest.mark.parametrize(("page", "more_of_theirs"), [(PAGE, 0.2), (EDITION, LOST)], ids=["story", "edition"])
def test_pages_by_hand(page, more_of_theirs):
    assert lost(main_text(page), story(page)) <= more_of_theirs
    assert lost(story(page), main_text(page)) <= LOST


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem[:3])
def test_a_seed_as_a_page(path, layout):
    article = json.loads(path.read_text(encoding="utf-8"))["articles"][0]
    pieces = [piece.text for piece in typeset.pieces(article) if piece.kind != "title"]
    page = web_page(typeset.first(article["title"]), pieces, layout)
    assert lost(main_text(page), story(page)) <= LOST
    assert lost(story(page), main_text(page)) <= LOST


WORDS = [
    "河堤",
    "路灯",
    "书屋",
    "居民",
    "镇里",
    "今年",
    "修好",
    "散步",
    "晚上",
    "孩子",
    "粮站",
    "打算",
    "再添",
    "一处",
    "大家",
    "高兴",
    "麦子",
    "秋天",
    "展厅",
    "茶室",
]
CLAUSE = st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map("".join)
SENTENCE = st.lists(CLAUSE, min_size=2, max_size=4).map(lambda clauses: "，".join(clauses) + "。")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)


@given(st.lists(PARAGRAPH, min_size=5, max_size=14, unique=True), st.sampled_from(sorted(LAYOUTS)))
def test_any_page(paragraphs, layout):
    page = web_page("滨河镇的老粮站改成了书屋", paragraphs, layout)
    assert lost(main_text(page), story(page)) <= LOST
    assert lost(story(page), main_text(page)) <= LOST
    assert lost("\n".join(paragraphs), story(page)) == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reader_that_loses_a_paragraph_is_seen(layout, monkeypatch):
    paragraphs = [random.Random(n).choice(WORDS) + f"在第{n}天修好了，居民都说用着方便。" for n in range(30)]
    page = web_page("滨河镇的老粮站改成了书屋", paragraphs, layout)
    whole = html.read

    def careless(name, data):
        read = whole(name, data)
        return dataclasses.replace(read, lines=tuple(line for line in read.lines if "第17天" not in line.text))

    assert lost(main_text(page), story(page)) <= LOST
    monkeypatch.setattr(html, "read", careless)
    assert lost(main_text(page), story(page)) > LOST
