"""Whoosh's seam: a codec through which Whoosh itself reads our segments.

`whoosh.index.open_dir(folder, INDEX_NAME)` and its searchers work on a generation as on any other index; the table of
contents pickles these classes by their importable names. Segments are written in bulk by `writer`, which is why the
codec has no writers of its own, and Whoosh's `writer()` is refused with words.

A word is found wherever it stands, however the segmenter cut it there: our own search gives Whoosh the documents.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.matching import ListMatcher
from whoosh.query import QueryError
from whoosh.reading import TermInfo, TermNotFound
from whoosh.writing import IndexingError

from search.store.bounds import Bounds, Spending
from search.store.collector import Collector
from search.store.expressions import Has
from search.store.manifest import EXTENSION, SegmentEntry
from search.store.schema import CONTENT, KEY, TITLE, TITLE_WORDS, WORDS, IndexLayout, IntegerColumn, IntegerColumnReader
from search.store.segment import SegmentFile
from search.store.space import DocumentSpace

NO_WRITER = (
    "Whoosh may open and search this index, not write to it: what it wrote would be gone with the next commit. Change "
    "the articles, and the index follows; programs write through search.store.writer.GenerationWriter."
)
NO_SPELLING = (
    "This index does not look for words that are spelled alike (FuzzyTerm); the search pages offer "
    "them from the archive's own words (search.query)."
)
# The zones in which the words of a field stand. All that is asked of their layout is that both are within CONTENT.
WORD_ZONES = {WORDS: CONTENT, TITLE_WORDS: TITLE}
WORD_LAYOUT = IndexLayout({CONTENT: (TITLE, "body"), TITLE: (TITLE,)})
# A term may cost as much text as a request; time is no bound, so that the same is found each time.
TERM_BOUNDS = Bounds(seconds=math.inf)
SEGMENT_CACHE_BYTES = 16 * 1024 * 1024  # that a segment's reader may keep decoded


class LeanSegment(W3Segment):
    """Whoosh's own segment record: name, document count, deleted documents."""

    @classmethod
    def from_entry(cls, entry: SegmentEntry) -> "LeanSegment":
        index_name, _, own = entry.file.removesuffix(EXTENSION).rpartition("_")
        return cls(LeanCodec(), index_name, entry.documents, own, set(entry.deleted) or None)

    def path(self, folder: Path) -> Path:
        return folder / self.make_filename(EXTENSION)

    def doc_count_all(self) -> int:
        """Refuses: only Whoosh's writers ask this of a segment; readers ask LeanPerDocumentReader."""
        raise IndexingError(NO_WRITER)


class LeanCodec(base.Codec):
    def new_segment(self, storage: Any, indexname: str) -> LeanSegment:
        return LeanSegment(self, indexname)

    def terms_reader(self, storage: Any, segment: LeanSegment) -> "LeanTermsReader":
        return LeanTermsReader(SegmentFile(segment.path(Path(storage.folder))))

    def per_document_reader(self, storage: Any, segment: LeanSegment) -> "LeanPerDocumentReader":
        return LeanPerDocumentReader(SegmentFile(segment.path(Path(storage.folder))), segment)


class LeanTermsReader(base.TermsReader):
    """Lists the terms that the segmenter cut; of any text it tells where it stands, and how often."""

    def __init__(self, file: SegmentFile) -> None:
        self.fields = file.terms
        self.space = DocumentSpace([file], [()], SEGMENT_CACHE_BYTES)
        self.collector = Collector(self.space, WORD_LAYOUT, {})

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return len(self.found(*term)[0]) > 0

    def indexed_field_names(self) -> list[str]:
        return sorted(self.fields)

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        """Refuses: Whoosh asks for one where words that are spelled alike are looked for."""
        raise QueryError(NO_SPELLING)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for name in self.indexed_field_names() for term in self.terms_from(name, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms of the field from `prefix` on, as Whoosh defines it (not only those that begin with it)."""
        index = self.fields[fieldname]
        return ((fieldname, index.term(i)) for i in range(index.position(prefix), len(index)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (item for name in self.indexed_field_names() for item in self.items_from(name, b""))

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Of each term how often it was cut: to look for all of them would be to read all texts for each."""
        return (
            (term, term_info_of(*self.as_cut(fieldname, term[1].decode())))
            for term in self.terms_from(fieldname, prefix)
        )

    def as_cut(self, fieldname: str, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Documents (int32, ascending) and frequencies (uint8) of a term; none where it was never cut."""
        return self.space.postings(self.space.find(fieldname, text))

    def found(self, fieldname: str, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Documents (int32, ascending) and weights (uint8) of a text: of a word all those that hold it, with how often
        it was cut there, at least 1. Raises QueryError where it would cost more text than a request may.
        """
        asked = text.decode(errors="replace")
        if fieldname not in self.fields or not self.space.cut(asked).run:
            return self.space.everything[:0], self.space.once[:0]
        cut, frequencies = self.as_cut(fieldname, asked)
        if fieldname not in WORD_ZONES:
            return cut, frequencies
        spending = Spending(TERM_BOUNDS)
        documents = self.collector.found(spending, Has(WORD_ZONES[fieldname], asked, whole_numbers=True))
        if documents is None or spending.left_out:
            raise QueryError(f"{asked} is in too many texts to be looked for in all of them; ask for a longer word.")
        weights = np.ones(len(documents), np.uint8)
        weights[self.space.members(documents, cut)] = frequencies[self.space.members(cut, documents)]
        return documents, weights

    def postings(self, fieldname: str, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """As `found`; raises TermNotFound where there are none."""
        documents, weights = self.found(fieldname, text)
        if not len(documents):
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return documents, weights

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return term_info_of(*self.postings(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.found(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """0 where the segment has no such term: another may."""
        return len(self.found(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        documents, weights = self.postings(fieldname, text)
        return ListMatcher(
            documents.tolist(),
            weights.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=term_info_of(documents, weights),
        )


def term_info_of(documents: np.ndarray, weights: np.ndarray) -> TermInfo:
    """Whoosh's figures of a term that is in these documents so often; at least one."""
    return TermInfo(
        weight=float(weights.sum()),
        df=len(documents),
        minlength=1,
        maxlength=2**31 - 1,
        maxweight=float(weights.max()),
        minid=int(documents[0]),
        maxid=int(documents[-1]),
    )


class LeanPerDocumentReader(base.PerDocumentReader):
    def __init__(self, file: SegmentFile, segment: LeanSegment) -> None:
        self.file = file
        self.segment = segment

    def doc_count(self) -> int:
        return self.file.documents - self.segment.deleted_count()

    def doc_count_all(self) -> int:
        return self.file.documents

    def has_deletions(self) -> bool:
        return self.segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self.segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self.segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname == KEY or f"column.{fieldname}" in self.file.arrays

    def column_reader(self, fieldname: str, column: IntegerColumn) -> IntegerColumnReader:
        name = "keys" if fieldname == KEY else f"column.{fieldname}"
        return column.reader(self.file.array(name))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self.file.arrays.get(f"lengths.{fieldname}")
        return default if lengths is None else int(lengths.whole()[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self.file.array(f"lengths.{fieldname}").sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self.file.array(f"lengths.{fieldname}").min())

    def max_field_length(self, fieldname: str) -> int:
        return int(self.file.array(f"lengths.{fieldname}").max())

    def stored_fields(self, docnum: int) -> dict[str, int]:
        return {KEY: int(self.file.array("keys")[docnum])}
