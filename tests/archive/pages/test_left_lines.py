"""What is left of a source beside an article: each line with what it is, and nothing where nothing is left."""

import re
from html import unescape

import pytest

from archive.models import Article, SourceFile
from archive.services.dividing import SplitPlace, split_article
from tests.archive.ingest.golden import SAMPLES
from tests.archive.pages.in_source import HEAD, REST, STORY, bring_in, first_of, paragraphs_of, text_of
from tests.conftest import SEEDS
from tests.factories import edit, make_user

FILES = [*sorted(SEEDS.glob("*.txt")), *SAMPLES]
OF_THE_FILE = r'<p class="ours">.*?</p>|<ol class="lines[ "].*?</ol>|<h1.*?</h1>|<title>.*?</title>'
MARKS = {"标记", "分隔线"}
OWN_FACTS = {"date": "日期和来源", "contributors": "署名", "category": "分类", "page": "版次", "section": "版块"}
COUNT_OF_NONE = r"(?<![\d.,:-])0\s*[行篇页段字条处个期次]"


def said_by(page: str) -> str:
    """The words of a page that are its own: none of the article's, none of the file's."""
    return re.sub(r"<[^>]*>", "", re.sub(OF_THE_FILE, "", page, flags=re.S))


def left_of(page: str) -> str:
    return page.partition('<details class="left"')[2].partition("</details>")[0]


def shown_lines(told: str) -> dict[int, str]:
    """The text of each line that has its address in a piece of a page."""
    lines = re.findall(r'<li id="L(\d+)"[^>]*><(?:a|span)[^>]*>\1</(?:a|span)><span>(.*?)(?:<small>|</span>)', told)
    return {int(number): unescape(text) for number, text in lines}


def kinds_left(page: str) -> dict[int, tuple[str, dict[str, list[str]]]]:
    """Of each line that is left what it is said to be, and the pieces of it that are told apart, by what these are."""
    lines = {}
    for what, told in re.findall(r"<section><h2>(.*?)</h2>(.*?)</section>", left_of(page), re.S):
        for number, _, besides in re.findall(
            r'<li id="L(\d+)"[^>]*>(.*?)(?:<small>〔(.*)〕</small>)?</span></li>', told
        ):
            apart = re.findall(r"((?:“[^”]*”)+)是([^“]+?)(?:，(?=“)|$)", unescape(besides))
            pieces = {kind: re.findall("“(.*?)”", quoted) for quoted, kind in apart}
            lines[int(number)] = unescape(what), pieces
    return lines


def claims_by_line(source: SourceFile, article: Article) -> dict[int, list[tuple[str, str]]]:
    """What each piece of each line is, as the claims on it have it."""
    claims = [(claim[4] or "报头", claim) for claim in source.claims]
    for other in source.articles.exclude(pk=article.pk):
        claims += [(f"另一篇：{other.title or '（无题）'}", claim) for claim in other.claims]
    claims += [(OWN_FACTS.get(claim[0], "编辑改写或删去"), claim) for claim in article.claims]
    lines: dict[int, list[tuple[str, str]]] = {}
    for what, (_, first, _, text, *_) in claims:
        for number, piece in enumerate(text.split("\n"), start=first):
            lines.setdefault(number, []).append((what, piece.strip()))
    return lines


def is_told_apart(piece: str, told: list[str]) -> bool:
    return any(piece == each or (each.endswith("…") and piece.startswith(each[:-1])) for each in told)


def check_kinds(client, source: SourceFile, article: Article) -> None:
    page = text_of(client, f"{article.get_absolute_url()}source/")
    by_line = claims_by_line(source, article)
    left = kinds_left(page)
    assert left.keys() == shown_lines(left_of(page)).keys()
    for number, (what, apart) in left.items():
        pieces = by_line[number]
        for kind, piece in pieces:
            assert kind == what or is_told_apart(piece, apart[kind])
        assert apart.keys() == {kind for kind, _ in pieces} - {what}
        sizes = {kind: sum(len(piece) for each, piece in pieces if each == kind) for kind, _ in pieces}
        held = {kind: size for kind, size in sizes.items() if kind not in MARKS} or sizes
        assert held[what] == max(held.values())


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_line_is_told_to_be_what_it_is_and_nothing_of_empty_ones(client, data_dir, file):
    source = bring_in(data_dir / "in", file.name, file.read_bytes(), index=False)
    for article in source.articles.all():
        there = f"{article.get_absolute_url()}source/"
        for view in ("", "?view=text", "?view=page"):
            assert not re.findall(COUNT_OF_NONE, said_by(text_of(client, there + view)))
        left = left_of(page := text_of(client, there))
        assert all(text.strip() for text in shown_lines(left).values())
        written = {n for n, text in enumerate(source.text.split("\n"), start=1) if text.strip()}
        is_record = any(claim[0] == "record" for claim in article.claims)
        assert is_record or written == {n for n, text in shown_lines(page).items() if text.strip()}
        assert bool(left) == bool(shown_lines(left) or is_record)
        if not is_record:
            check_kinds(client, source, article)


MARKDOWN = """---
title: 河边的灯亮了
author:
  - 陈佳雨
date: 2026-07-09
---

# 蓼河时报 2026年7月9日 星期四 第2版

### 步道完工市民来散步

**本报记者 周禾**

　　蓼河南岸的步道昨天完工，居民当晚就来散步。

_步道上的居民。周禾 摄_

### 图书馆下月开门

**本报记者 邱田**

　　图书馆下月开门，馆里有三万册书。

> 馆里的书架。邱田 摄

---
"""


@pytest.mark.django_db
def test_of_a_markdown_file_marks_alone_are_told_to_be_marks(client, data_dir):
    source = bring_in(data_dir / "in", "made.md", MARKDOWN.encode(), index=False)
    assert source.articles.count() > 1
    for article in source.articles.all():
        check_kinds(client, source, article)


@pytest.mark.django_db
def test_of_a_line_with_a_mark_that_an_editor_left_out_or_split_off_the_mark_is_told_apart(client, data_dir):
    text = f"{HEAD}\n\n# 步道完工\n\n{STORY}\n\n## 河边的灯\n\n{REST}\n"
    article = first_of(bring_in(data_dir / "in", "a.md", text.encode(), index=False))
    edit(article, title=paragraphs_of(article)[1][:8])
    there = f"{article.get_absolute_url()}source/"
    assert kinds_left(text_of(client, there))[3] == ("编辑改写或删去", {"标记": ["#"]})
    split_article(article.pk, SplitPlace(2, "河边的灯"), make_user())
    assert kinds_left(text_of(client, there))[7] == ("另一篇：河边的灯", {"标记": ["##"]})
