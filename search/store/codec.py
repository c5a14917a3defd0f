"""Whoosh's seam: a codec through which Whoosh itself reads our segments.

`whoosh.index.open_dir(folder, INDEX_NAME)` and its searchers work on a generation as on any other index; the table of
contents pickles these classes by their importable names. Segments are written in bulk by `writer`, which is why the
codec has no writers of its own, and Whoosh's `writer()` is refused with words.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.writing import IndexingError

from search.store.manifest import EXTENSION, SegmentEntry
from search.store.schema import KEY
from search.store.segment import SegmentFile

NO_WRITER = (
    "Whoosh may open and search this index, not write to it: what it wrote would be gone with the next commit. Change "
    "the articles, and the index follows; programs write through search.store.writer.GenerationWriter."
)


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
    def __init__(self, file: SegmentFile) -> None:
        self.fields = file.terms

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] in self.fields and self.fields[term[0]].find(term[1]) is not None

    def indexed_field_names(self) -> list[str]:
        return sorted(self.fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for name in self.indexed_field_names() for term in self.terms_from(name, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms of the field from `prefix` on, as Whoosh defines it (not only those that begin with it)."""
        index = self.fields[fieldname]
        return ((fieldname, index.term(i)) for i in range(index.position(prefix), len(index)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def postings(self, fieldname: str, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Documents and weights; raises TermNotFound."""
        found = self.fields[fieldname].find(text) if fieldname in self.fields else None
        if found is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        documents, frequencies = self.fields[fieldname].postings(found)
        return documents, np.ones(len(documents), np.uint8) if frequencies is None else frequencies

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        documents, weights = self.postings(fieldname, text)
        return TermInfo(
            weight=float(weights.sum()),
            df=len(documents),
            minlength=1,
            maxlength=2**31 - 1,
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """0 where the segment has no such term: another may."""
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        documents, weights = self.postings(fieldname, text)
        return ListMatcher(
            documents.tolist(),
            weights.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
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

    def column_reader(self, fieldname: str, column: Any) -> np.ndarray:
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
