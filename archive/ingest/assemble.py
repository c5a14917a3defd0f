"""A draft whose rows have all found their place to the values that the rest of the archive knows."""

import dataclasses

from archive.ingest import claims
from archive.ingest.draft import Draft, Row, Story
from archive.ingest.steps import notes
from archive.ingest.types import (
    ParsedArticle,
    ParsedCaption,
    ParsedContributor,
    ParsedIssue,
    ParsedSection,
    ParsedSource,
)
from archive.ingest.words import reflow
from archive.ingest.words.signs import FRAMES
from archive.language.dates import precision_of


def assembled(draft: Draft) -> ParsedSource:
    """The parsed source: articles with their texts as printed, and a claim for every character of the source."""
    claims.claim_stories(draft)
    settled, unplaced = claims.settle_claims(draft)
    return ParsedSource(
        source=draft.source.name,
        text=draft.text,
        encoding=draft.source.encoding,
        reader=draft.source.reader,
        issue=_issue(draft),
        articles=tuple(_article(draft, story) for story in draft.stories),
        problems=(*draft.problems, *unplaced),
        claims=settled,
        profile=draft.profile.version,
        pages=draft.source.pages,
    )


def _issue(draft: Draft) -> ParsedIssue | None:
    if draft.issue is None:
        return None
    whole = [Row(((0, len(draft.text)),), draft.shadow, 1)]
    return dataclasses.replace(
        draft.issue,
        newspaper=draft.as_printed(draft.issue.newspaper, whole),
        publisher=draft.as_printed(draft.issue.publisher, whole),
        publisher_label=draft.as_printed(draft.issue.publisher_label, whole),
        section=draft.as_printed(draft.issue.section, whole),
        lunar_date=draft.as_printed(draft.issue.lunar_date, whole),
    )


def _article(draft: Draft, story: Story) -> ParsedArticle:
    rows = [*(draft.people_rows if story is draft.stories[0] else ()), *story.rows]

    def printed(value: str) -> str:
        return draft.as_printed(value, rows)

    return ParsedArticle(
        title=_text(draft, story, "title"),
        kicker=_text(draft, story, "kicker"),
        subtitle=_text(draft, story, "subtitle"),
        column=_text(draft, story, "column").strip(FRAMES),
        editor_note=draft.as_printed(notes.text(story.editor_note), story.editor_note),
        byline=printed(story.byline_text),
        contributors=tuple(ParsedContributor(printed(one.name), one.role) for one in story.contributors),
        dateline=printed(story.dateline),
        date=story.date,
        date_precision=precision_of(story.date),
        date_basis=story.date_basis,
        date_guess=story.date_guess,
        sections=tuple(
            ParsedSection(
                part.level,
                reflow.headline(draft.printed(part.heading)),
                tuple(reflow.joined(draft.printed(paragraph)) for paragraph in part.paragraphs),
            )
            for part in story.sections
        ),
        captions=tuple(ParsedCaption(reflow.joined(draft.printed(rows)), after) for rows, after in story.captions),
        page=story.page,
        section=story.section,
        confidence=story.confidence,
    )


def _text(draft: Draft, story: Story, name: str) -> str:
    """A deck of the headline or the column, as printed or, where nothing is printed, as the format gives it."""
    return reflow.headline(draft.printed(story.rows_of(name))) or story.given.get(name, "")
