"""A draft whose rows have all found their place to the values that the rest of the archive knows."""

from archive.ingest import claims
from archive.ingest.draft import Draft, Story
from archive.ingest.steps import notes
from archive.ingest.types import ParsedArticle, ParsedCaption, ParsedSection, ParsedSource
from archive.ingest.words import reflow
from archive.ingest.words.signs import FRAMES


def assembled(draft: Draft) -> ParsedSource:
    """The parsed source: articles with their texts, and a claim for every character of the source."""
    claims.claim_stories(draft)
    settled, unplaced = claims.settle(draft)
    return ParsedSource(
        source=draft.source.name,
        text=draft.text,
        encoding=draft.source.encoding,
        reader=draft.source.reader,
        issue=draft.issue,
        articles=tuple(_article(story) for story in draft.stories),
        problems=(*draft.problems, *unplaced),
        claims=settled,
    )


def _article(story: Story) -> ParsedArticle:
    return ParsedArticle(
        title=_text(story, "title"),
        kicker=_text(story, "kicker"),
        subtitle=_text(story, "subtitle"),
        column=_text(story, "column").strip(FRAMES),
        editor_note=notes.text(story.editor_note),
        byline=story.byline_text,
        contributors=story.contributors,
        dateline=story.dateline,
        date=story.date,
        date_precision=precision(story.date),
        date_basis=story.date_basis,
        date_guess=story.date_guess,
        sections=tuple(
            ParsedSection(
                part.level,
                reflow.headline(part.heading),
                tuple(reflow.joined(paragraph) for paragraph in part.paragraphs),
            )
            for part in story.parts
            if part.heading or part.paragraphs
        ),
        captions=tuple(ParsedCaption(reflow.joined(rows), after) for rows, after in story.captions),
        page=story.page,
        section=story.section,
        confidence=story.confidence,
    )


def _text(story: Story, name: str) -> str:
    """A deck of the headline or the column, as printed or, where nothing is printed, as the format gives it."""
    return reflow.headline(story.rows_of(name)) or story.given.get(name, "")


def precision(date: str) -> str:
    """Of an ISO date: day, month, year or unknown."""
    return {10: "day", 7: "month", 4: "year"}.get(len(date), "unknown")
