"""The decks of a headline."""

import pytest

from archive.ingest.draft import Story, open_draft
from archive.ingest.readers import text
from archive.ingest.words import headlines

NAMES = ("column", "kicker", "title", "subtitle")


def decks(lines: str, before_note: str = "") -> dict[str, str]:
    """The decks that lines divided by | give, without those that stay empty."""
    story = Story()
    rows, above = (
        open_draft(text.read_text("a.txt", t.replace("|", "\n"), "utf-8")).rows for t in (lines, before_note)
    )
    headlines.divide_headline(story, rows, above)
    return {name: "|".join(row.text for row in story.rows_of(name)) for name in NAMES if story.rows_of(name)}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("河堤上的灯亮了", {"title": "河堤上的灯亮了"}),
        (
            "河堤上的灯亮了|——清河镇夜间照明工程见闻",
            {"title": "河堤上的灯亮了", "subtitle": "——清河镇夜间照明工程见闻"},
        ),
        ("河堤上的灯亮了 ——夜间照明工程见闻", {"title": "河堤上的灯亮了", "subtitle": "——夜间照明工程见闻"}),
        ("清河镇办好民生实事|河堤上的灯亮了", {"kicker": "清河镇办好民生实事", "title": "河堤上的灯亮了"}),
        (
            "清河镇办好民生实事|河堤上的灯亮了|沿河三公里装灯一百二十盏",
            {"kicker": "清河镇办好民生实事", "title": "河堤上的灯亮了", "subtitle": "沿河三公里装灯一百二十盏"},
        ),
        ("【民生看台】|河堤上的灯亮了", {"column": "【民生看台】", "title": "河堤上的灯亮了"}),
        ("专题访谈③|河堤上的灯亮了", {"column": "专题访谈③", "title": "河堤上的灯亮了"}),
        (
            "王强在调研河道治理时强调 确保群众安全过汛",
            {"kicker": "王强在调研河道治理时强调", "title": "确保群众安全过汛"},
        ),
        ("春风送暖 河堤上的灯亮了", {"title": "春风送暖 河堤上的灯亮了"}),
        ("从“摸黑走|到看得见”", {"title": "从“摸黑走|到看得见”"}),
    ],
)
def test_lines_are_divided_by_form(lines, wanted):
    assert decks(lines) == wanted


def test_what_stands_before_an_editors_note_is_a_column():
    assert decks("河堤上的灯亮了", "民生看台") == {"column": "民生看台", "title": "河堤上的灯亮了"}


def test_lines_before_a_note_that_nothing_follows_are_the_title():
    assert decks("", "民生看台") == {"title": "民生看台"}
