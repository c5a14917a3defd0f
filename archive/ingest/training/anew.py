"""Real articles set anew: their headings, captions and bylines are real, and the page is another."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from archive.ingest.labelling.states import LineState
from archive.ingest.training.pages import LabelledPage
from archive.ingest.training.pen import PenStroke
from archive.ingest.training.press import as_printed, style

SETTINGS = 4  # pages of each real one
_DECKS = (
    ("column", LineState.COLUMN),
    ("kicker", LineState.KICKER),
    ("title", LineState.TITLE),
    ("subtitle", LineState.SUBTITLE),
)


def set_anew(wanted: Mapping[str, Any], site: str, seed: int) -> Iterator[LabelledPage]:
    """Pages of the articles of an expectation in other styles; none where an article is not known in full."""
    articles = [article for article in wanted.get("articles", ()) if not article.get("optional")]
    if not articles or not all(_complete(article) for article in articles):
        return
    rng = random.Random(f"{seed} {site}")  # noqa: S311  chance that can be repeated
    for number in range(SETTINGS):
        pieces = [piece for article in articles for piece in _pieces(article, rng)]
        yield as_printed(pieces, style(rng), rng, f"{site}-anew-{number}", site)


def _complete(article: Mapping[str, Any]) -> bool:
    sections = article.get("sections")
    return "title" in article and bool(sections) and all("paragraphs" in section for section in sections or ())


def _one(value: Any) -> str:
    """One right answer of an expectation."""
    return str((value[0] if isinstance(value, list) else value) or "")


def _pieces(article: Mapping[str, Any], rng: random.Random) -> Iterator[PenStroke]:
    gap = rng.choice((1, 1, 2))
    for key, state in _DECKS:
        if _one(article.get(key, "")):
            yield PenStroke(state, _one(article[key]), gap, "title" if state is LineState.TITLE else "")
            gap = 0
    text = "".join(_one(paragraph) for section in article["sections"] for paragraph in section["paragraphs"])
    byline = _one(article.get("byline", ""))
    if byline and byline not in text:
        yield PenStroke(LineState.BYLINE, byline, None, "byline")
    if _one(article.get("editor_note", "")):
        yield PenStroke(LineState.NOTE, "编者按：" + _one(article["editor_note"]))
    captions = [PenStroke(LineState.CAPTION, _one(caption), 1, "caption") for caption in article.get("captions", ())]
    first = LineState.FIRST if _one(article["title"]) else LineState.OPENING
    apart = rng.choice((None, 1))
    for section in article["sections"]:
        if _one(section.get("heading", "")):
            yield PenStroke(LineState.HEADING, _one(section["heading"]), apart, "heading")
        for paragraph in section["paragraphs"]:
            yield PenStroke(first, _one(paragraph))
            first = LineState.FIRST
            if captions and rng.random() < 0.4:
                yield captions.pop(0)
    yield from captions
