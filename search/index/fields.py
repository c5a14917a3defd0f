"""What of an article can be searched: the one list that index, brute force and highlighter share."""

import re

from archive.models import Article, former_wordings

DECKS = ("kicker", "title", "subtitle")
# Every field of searchable_fields, and the order in which it gives them.
INDEXED_FIELDS = (*DECKS, "byline", "column", "editor_note", "dateline", "heading", "body", "caption", "printed")
# What a paragraph was before a reader's correction: found by it, too, but only where the text of now does not say so.
FORMER = "printed"
# A contributor's name as the archive spells it; asked of `author`, no part of the content.
CONTRIBUTOR = "contributor"
# What a search may name -> the fields it means. (A column's number is called `column`, its name column_name.)
ZONES = {
    "content": INDEXED_FIELDS,
    "title": DECKS,
    "author": ("byline", CONTRIBUTOR),
    "column_name": ("column",),
    **{name: (name,) for name in ("editor_note", "dateline", "heading", "body", "caption")},
}


def searchable_fields(article: Article) -> list[tuple[str, str]]:
    """(field, text) for each text that a search term may not leave: a deck, a heading, a paragraph, a caption; and
    what a corrected paragraph was as printed.

    In the order in which they are read; none is empty.
    """
    units = [(name, getattr(article, name)) for name in (*DECKS, "byline")]
    units.append(("column", article.column.name if article.column else ""))
    units += [("editor_note", line) for line in article.editor_note.splitlines()]
    units.append(("dateline", article.dateline))
    for section in article.sections.all():
        units.append(("heading", section.heading))
        units += [("body", paragraph) for paragraph in section.paragraphs]
    units += [("caption", figure.caption) for figure in article.figures.all()]
    units += [(FORMER, wording) for wording in former_wordings(article)]
    return [(name, text) for name, text in units if text.strip()]


def contributor_names(article: Article) -> list[tuple[str, str]]:
    """(CONTRIBUTOR, name) for each contributor of the article, once."""
    names = dict.fromkeys(c.contributor.name for c in article.contributions.all())
    return [(CONTRIBUTOR, name) for name in names]


def page_code(number: str) -> int:
    """A number of a page as an integer that sorts as print goes: 1 -> 1, A02 -> 1002; 0 for one of another form."""
    match = re.fullmatch(r"([A-Za-z]?)(\d{1,3})", number)
    return 1000 * (ord(match[1].upper()) - ord("A") + 1 if match[1] else 0) + int(match[2]) if match else 0


def page_name(code: int) -> str:
    """The inverse of `page_code`, as pages are labelled: 01版, A02版."""
    letter = chr(ord("A") + code // 1000 - 1) if code >= 1000 else ""
    return f"{letter}{code % 1000:02}版"
