"""The sentences in which a phrase stands: of the folded text, to be counted; of the printed one, to be shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from archive.language.bulk_segmentation import bulk_words
from archive.language.folding import fold, fold_offsets, strip_space
from archive.models import Article
from search.index.fields import DECKS, searchable_fields
from search.query.highlight import Needle, find_matches, marked

COUNTED_FIELDS = {*DECKS, "editor_note", "heading", "body", "caption"}
KINDS = dict.fromkeys(DECKS, "标题") | {"editor_note": "编者按", "heading": "小标题", "body": "", "caption": "图说"}
# In folded text: full-width marks are half-width there.
FOLDED_SENTENCE = re.compile(r"[^。!?]*(?:[。!?]+[”’'\"」』)]*|$)")


class SentenceSpan(NamedTuple):
    """Of folded text without white space."""

    start: int
    end: int


def sentences_with(text: str, run: str, word: str = "") -> Iterator[SentenceSpan]:
    """The sentences of a unit in which the run begins, and is followed or preceded by `word`, cut as one, where one is
    asked."""
    if run not in text:
        return
    begins = list(places_apart(text, run))
    for match in FOLDED_SENTENCE.finditer(text):
        if any(match.start() <= at < match.end() for at in begins) and (
            not word or word in words_apart(match.group(), run)
        ):
            yield SentenceSpan(match.start(), match.end())


def places_apart(text: str, run: str) -> Iterator[int]:
    """Where it stands, as str.count counts it."""
    at = text.find(run)
    while at >= 0:
        yield at
        at = text.find(run, at + len(run))


def words_apart(sentence: str, run: str) -> list[str]:
    """The words of a folded sentence but those of the run, which parts what stands before it from what is behind."""
    return [word for piece in sentence.split(run) for word in bulk_words(piece)]


@dataclass(frozen=True)
class Shown:
    """A sentence as printed, the phrase marked; what of the article it is in; the address of its paragraph."""

    html: SafeString
    plain: str
    kind: str
    address: str


def shown_sentences(article: Article, run: str, query: str, word: str = "") -> list[Shown]:
    """Those of the article, in the order in which they are read; `query` marks the phrase in its page."""
    shown, number = [], 0
    needles = [Needle(run), *([Needle(word)] if word else [])]
    for field, text in searchable_fields(article):
        number += field == "body"
        if field not in COUNTED_FIELDS:
            continue
        folded = fold(text)
        plain = strip_space(folded)
        spans = list(sentences_with(plain, run, word))
        if not spans:
            continue
        offsets = _offsets(text, folded)
        anchor = f"p{number}" if field == "body" else "top" if field in DECKS else "hit-1"
        for span in spans:
            end = offsets[span.end] if span.end < len(offsets) else len(text)
            sentence = text[offsets[span.start] : end].strip()
            html = marked(sentence, find_matches(sentence, field, needles))
            shown.append(Shown(html, sentence, KINDS[field], f"{article.get_absolute_url()}?{query}#{anchor}"))
    return shown


def _offsets(text: str, folded: str) -> Sequence[int]:
    """For each character of folded text that is no white space, where it is in `text`."""
    pairs = zip(fold_offsets(text, folded), folded, strict=True)
    return [at for at, character in pairs if not character.isspace()]
