"""Headings and titles that stand behind their text, as extraction from a page leaves them.

Text comes out of a page in the order in which its boxes were made, and headline boxes are often made last.
"""

import statistics

from archive.ingest.draft import Draft, Row, StoryPart
from archive.ingest.words import headlines

ACROSS = 1.5  # a lead that runs across the page is this much wider than the columns below


def settle_trailing(draft: Draft) -> None:
    """Bring a title from the end of its article to the front, and trailing headings over their sections."""
    for number, story in enumerate(draft.stories):
        last = story.parts[-1]
        if not last.heading or last.paragraphs:
            continue
        if not story.title:
            story.parts.pop()
            headlines.divide_headline(story, last.heading, [])
            draft.doubt("trailing_title", "标题排在文末，已移到文首，请核对。", last.heading, number)
        elif len(story.parts) > 2:
            headings = [row for part in story.parts for row in part.heading]
            story.parts = _shifted(story.parts)
            draft.doubt("trailing_headings", "小标题排在各部分之后，已移到各部分之前，请核对。", headings, number)
        else:
            story.parts.pop()
            story.parts[-1].paragraphs += [[row] for row in last.heading]
            line = last.heading[0].text
            draft.doubt("stray_heading", f"文末这一行像标题，后面却没有正文：{line}", last.heading, number)


def _shifted(parts: list[StoryPart]) -> list[StoryPart]:
    """Each heading over the paragraphs that stood before it; a lead that runs across the page has none."""
    lead = _lead_length(parts)
    shifted = [StoryPart(0, [], parts[0].paragraphs[:lead])]
    held = parts[0].paragraphs[lead:]
    for part in parts[1:]:
        shifted.append(StoryPart(part.level, part.heading, held))
        held = part.paragraphs
    return shifted


def _lead_length(parts: list[StoryPart]) -> int:
    """How many paragraphs at the beginning are set wider than the columns that follow."""
    narrow = (
        statistics.median(row.width for part in parts[1:] for row in _rows(part.paragraphs))
        if any(part.paragraphs for part in parts[1:])
        else 0.0
    )
    count = 0
    for paragraph in parts[0].paragraphs:
        if not narrow or max(row.width for row in paragraph) < ACROSS * narrow:
            break
        count += 1
    return count


def _rows(paragraphs: list[list[Row]]) -> list[Row]:
    return [row for paragraph in paragraphs for row in paragraph]
