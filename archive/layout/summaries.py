"""What an article tells, in a few lines: as it stands under a headline, on a card, in what is shared of it.

A report begins with where and by whom it was sent (本报清河讯(记者 …)), a broadcast with its station, a story of the
web with the caption of its first picture. None of that is the news.
"""

import re
from collections.abc import Iterable

from archive.ingest.words.leads import lead_in
from archive.models import Article

# What may stand between a lead-in and the text: what closes the bracket of its names, 报道, a sign, a programme in
# brackets.
_BETWEEN = re.compile(
    r"\s*(?:(?:记\s*者|通\s*讯\s*员)[^，。！？：]{2,24}?)?报\s*道|[\s)）】〕\]:：,，—-]+|[（(【〔\[][^（()）【】〔〕\[\]]{1,40}[)）】〕\]]"
)
# A paragraph that tells something: the caption of a picture, a place of sending, a programme's name end with no mark.
_TELLING = re.compile(r".*[。！？!?…]|.*\.[”’」』）)\"']*$|.{20,}[：:]$", re.DOTALL)
# A half-width point ends one too where it stands behind Chinese and is not amid letters or digits.
_SENTENCE = re.compile(
    r"(?:[^。！？!?.]|(?<![\u3400-\u9fff”’」』）)%％])\.|\.(?=[a-zA-Z0-9]))*(?:[。！？!?]+|\.)[”’」』）)]*"
)
_CLAUSE_END = re.compile(r"[，；：]|[,;:](?!\d)")
_MARKS = "，、。！？!?；：:…”’」』）)"
LOOKED_AT = 12  # paragraphs
SPARED = 3  # the last whole sentence is the end where no more than a third of the room stays empty


def without_lead_in(paragraph: str) -> str:
    """The paragraph from its first word of news on; "" where it is a dateline alone."""
    text = paragraph.strip()
    found = lead_in(text)
    if found is None:
        return text
    end = 0
    for printed in (found.dateline, found.byline_text):
        place = text.find(printed, end)
        end = place + len(printed) if place >= 0 else end
    while between := _BETWEEN.match(text, end):
        end = between.end()
    return text[end:]


def news_of(article: Article, characters: int = 120) -> str:
    """How the news of `article` begins, in so many characters at most: from the first paragraph that is a sentence on,
    without dateline and reporters, up to the end of a sentence where one is near, else with … at its end.

    Its sections must be prefetched. "" where it has no text.
    """
    paragraphs = [text for section in article.sections.all() for text in section.paragraphs]
    told = [text for paragraph in paragraphs[:LOOKED_AT] if (text := without_lead_in(paragraph))]
    first = next((n for n, text in enumerate(told) if _TELLING.match(text)), 0)
    text = ""
    for paragraph in told[first:]:
        text += paragraph if not text or text[-1] in _MARKS else f" {paragraph}"
        if len(text) * SPARED >= characters * (SPARED - 1):
            break
    return whole_sentences(text, characters)


def headlines_of(articles: Iterable[Article], characters: int = 120) -> str:
    """What a page of many articles tells: the first of their headlines, as many as have room, the first in any case."""
    told = ""
    for article in articles:
        longer = f"{told}；{article.headline}" if told else article.headline
        if told and len(longer) > characters:
            break
        told = longer
    return told


def whole_sentences(text: str, characters: int) -> str:
    """The beginning of `text`: whole sentences where they fill two thirds of the room, else clauses (or sentences)
    where they fill a third, else as many characters as have room; with … where a sentence is cut."""
    if len(text) <= characters:
        return text
    end = 0
    for sentence in _SENTENCE.finditer(text, 0, characters):
        end = sentence.end()
    if end * SPARED >= characters * (SPARED - 1):
        return text[:end]
    clauses = max((mark.start() for mark in _CLAUSE_END.finditer(text, 0, characters)), default=0)
    if end > clauses and end * SPARED >= characters:
        return text[:end]
    cut = clauses if clauses * SPARED >= characters else characters - 1
    return text[:cut].rstrip("，、；：,;: ") + "…"
