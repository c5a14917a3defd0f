"""What an index holds, in Whoosh's terms, and how its documents' texts are laid out for exact matching.

Whoosh fields: WORDS and TITLE_WORDS (words as cut, with frequencies), GRAMS (pairs of neighbouring
characters, with frequencies), CHARACTERS (which characters occur), and one integer column for each
name in Layout.columns and Layout.lists. Whatever is analysed comes pre-cut: analyzers split at spaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import Column, ColumnReader

WORDS = "words"
TITLE_WORDS = "title_words"
GRAMS = "grams"
CHARACTERS = "characters"
SCORED = (WORDS, TITLE_WORDS, GRAMS)
TERM_FIELDS = (*SCORED, CHARACTERS)
# The zone that the term fields are made of; candidates found through them hold for zones within it.
CONTENT = "content"
TITLE = "title"
KEY = "django_id"


@dataclass(frozen=True)
class IndexLayout:
    """How documents are kept.

    `zones` names the parts of a document that a literal may be asked of, each a tuple of unit fields;
    it has at least CONTENT and TITLE. `tails` names the zone that is most of CONTENT, if one is: it is kept
    as the end of that alone. `columns` have one integer a document, `lists` any number.
    """

    zones: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()

    def within_content(self, zone: str) -> bool:
        return set(self.zones[zone]) <= set(self.zones[CONTENT])


@dataclass(frozen=True)
class Document:
    """What is indexed: `units` are (field, text) pairs, one for each text that a term may not leave."""

    key: int
    units: tuple[tuple[str, str], ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class IntegerColumn(Column):
    """A column that the segment's container holds as an array; see codec.LeanPerDocumentReader."""

    def default_value(self, reverse: bool = False) -> int:
        return 0

    def reader(self, values: np.ndarray, *_: Any) -> "IntegerColumnReader":
        return IntegerColumnReader(values)


class IntegerColumnReader(ColumnReader):
    """By which Whoosh's searcher sorts and groups."""

    def __init__(self, values: np.ndarray) -> None:
        super().__init__(dbfile=None, basepos=0, length=values.nbytes, doccount=len(values))
        self.values = values
        self.sign = 1

    def __getitem__(self, docnum: int) -> int:
        return int(self.values[docnum])

    def sort_key(self, docnum: int) -> int:
        return self.sign * self[docnum]

    def set_reverse(self) -> None:
        self.sign = -1


def whoosh_schema(layout: IndexLayout) -> fields.Schema:
    text: dict[str, fields.FieldType] = {
        name: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for name in SCORED
    }
    text[CHARACTERS] = fields.KEYWORD(scorable=False)
    columns = {name: fields.COLUMN(IntegerColumn()) for name in (KEY, *layout.columns, *layout.lists)}
    return fields.Schema(**text, **columns)
