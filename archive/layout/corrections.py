"""A reader's correction as an editor decides it: what stands there, what would be written, how the two differ."""

from typing import Any

from archive.layout.differences import character_difference
from archive.layout.reading import lay_out
from archive.layout.source_lines import source_lines, source_text, spans_of
from archive.models import Article, Correction
from archive.services import corrections
from archive.services.correctable import Place, places


def correction_shown(correction: Correction, typed: str = "") -> dict[str, Any]:
    """What is corrected as it stands, the proposal, what would be written there, how that differs from what stands, and
    what is read before and after it."""
    try:
        place = corrections.place_now(correction)
    except corrections.ParagraphChanged as reason:
        article = Article.objects.for_reading().get(pk=corrections.home_of(correction).pk)
        return {"article": article, **texts_shown(correction), "changed": str(reason)}
    article = Article.objects.for_reading().get(pk=place.article.pk)
    moved = article.pk != correction.article_id
    said: dict[str, Any] = {"article": article, **texts_shown(correction)}
    if correction.state == Correction.State.WAITING:
        said |= texts_shown(correction, place.text, typed or corrections.wording_for(correction, place.text))
        said["changed_since"] = place.text != correction.printed
    read = places(article)
    at = read.index(place.whole_line)
    said["source_lines"] = lines_of_place(article, place)
    headings = [each.text for each in read[:at] if each.part == Correction.Part.HEADING]
    return {
        **said,
        "moved": moved,
        "place": place,
        "heading": headings[-1] if headings and place.part == Correction.Part.PARAGRAPH else "",
        "before": read[at - 1].text if at else "",
        "after": read[at + 1].text if at + 1 < len(read) else "",
    }


def lines_of_place(article: Article, place: Place) -> list[tuple[int, str]]:
    """The lines of the source that a place came from, with their numbers; none where nothing tells them."""
    if article.source is None:
        return []
    anchor, whole = f"p{place.number}", place.whole_line.text
    is_paragraph = place.part == Correction.Part.PARAGRAPH
    text, first = source_text(article)
    spans = spans_of(article, lay_out(article))
    came = [span for span in spans if (span.anchor == anchor if is_paragraph else span.text == whole)]
    return [(line.number, line.text) for line in source_lines(text, came, first=first) if line.span]


def texts_shown(correction: Correction, present: str = "", wording: str = "") -> dict[str, Any]:
    """What is corrected, what would be written in its place, and their difference; by default the reader's."""
    present, wording = present or correction.printed, wording or correction.suggested
    pieces = character_difference(*map(corrections.one_paragraph, (present, wording)))
    return {"present": present, "wording": wording, "pieces": pieces}
