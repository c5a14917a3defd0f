"""What of an article can be searched: the one list that index, brute force and highlighter share."""

from archive.models import Article

DECKS = ("kicker", "title", "subtitle")
# Every field of searchable_fields, and the order in which it gives them.
INDEXED_FIELDS = (*DECKS, "byline", "column", "editor_note", "dateline", "heading", "body", "caption")
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
    """(field, text) for each text that a search term may not leave: a deck, a heading, a paragraph, a caption.

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
    return [(name, text) for name, text in units if text.strip()]


def contributor_names(article: Article) -> list[tuple[str, str]]:
    """(CONTRIBUTOR, name) for each contributor of the article, once."""
    names = dict.fromkeys(c.contributor.name for c in article.contributions.all())
    return [(CONTRIBUTOR, name) for name in names]
