"""All segments of the index in use as one document space, mapped once a process.

Documents are numbered through all segments, deleted ones too (`alive` tells). A reader is a snapshot;
`latest` gives the newest, and costs one stat of the pointer file where nothing has changed.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import groupby
from pathlib import Path
from threading import Lock

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from .cache import ArrayCache
from .codec import LeanSegment
from .schema import KEY, SCORED
from .segment import SegmentFile
from .writer import INDEX_NAME, POINTER, Pointer

# BM25's usual constants; they hardly matter here (measured).
K1 = 1.2
B = 0.75
ATTEMPTS = 20  # to open an index that is being swapped


class NoIndex(Exception):
    """Nothing was ever committed in the folder, or what was cannot be opened."""


@dataclass(frozen=True)
class Coded:
    """A column made dense: distinct values, ascending; for each document the number of its value."""

    values: np.ndarray
    codes: np.ndarray


class Reader:
    def __init__(self, folder: Path, pointer: Pointer, cache_bytes: int, before: "Reader | None" = None) -> None:
        self.pointer = pointer
        path = folder / pointer.generation
        segments: list[LeanSegment] = TOC.read(FileStorage(str(path)), INDEX_NAME, gen=pointer.toc).segments
        opened: dict[Path, SegmentFile] = before.files if before else {}
        self.files: dict[Path, SegmentFile] = {
            s.path(path): opened.get(s.path(path)) or SegmentFile(s.path(path)) for s in segments
        }
        self.segments = list(self.files.values())
        self.bases = np.concatenate(([0], np.cumsum([f.documents for f in self.segments], dtype=np.int64))).tolist()
        self.documents: int = self.bases[-1]
        self.alive = np.ones(self.documents, bool)
        for segment, base in zip(segments, self.bases, strict=False):
            self.alive[[base + number for number in segment.deleted_docs()]] = False
        self.count = int(np.count_nonzero(self.alive))
        self.cache = ArrayCache(cache_bytes)
        self.orders: dict[tuple[tuple[str, bool], ...], np.ndarray] = {}
        self.coded_columns: dict[str, Coded] = {}

    # Terms

    def postings(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Documents (int32, ascending) and frequencies (uint8) of a term; empty where nobody has it."""
        text = term.encode()
        found = [
            (index.postings(i), base)
            for base, index in zip(self.bases, (file.terms[field] for file in self.segments), strict=False)
            if (i := index.find(text)) is not None
        ]
        documents = [ids + np.int32(base) if base else ids for (ids, _), base in found]
        often = [np.ones(len(ids), np.uint8) if freqs is None else freqs for (ids, freqs), _ in found]
        if len(found) == 1:
            return documents[0], often[0]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.uint8)
        return np.concatenate(documents), np.concatenate(often)

    def holders(self, field: str, term: str) -> np.ndarray:
        """Documents that have the term."""
        return self.cache.get((field, term), lambda: self.postings(field, term)[0])

    def frequency(self, field: str, term: str) -> int:
        """In how many documents the term is; deleted ones count until their segment is merged."""
        text = term.encode()
        indexes = [file.terms[field] for file in self.segments]
        return sum(index.size(i) for index in indexes if (i := index.find(text)) is not None)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """(term, document frequency) of all terms that begin with `prefix`, in the order of code points."""
        start = prefix.encode()
        each = [
            ((term, index.size(i)) for term, i in index.starting(start))
            for index in (file.terms[field] for file in self.segments)
        ]
        for term, same in groupby(merge(*each), key=lambda pair: pair[0]):
            yield term.decode(), sum(size for _, size in same)

    def impacts(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Documents of a term and its BM25 score in each (float32)."""
        return self.cache.get((field, term, "impacts"), lambda: self.bm25(field, term))

    def bm25(self, field: str, term: str) -> tuple[np.ndarray, np.ndarray]:
        documents, frequencies = self.postings(field, term)
        often = frequencies.astype(np.float32)
        idf = math.log(1 + (self.documents - len(documents) + 0.5) / (len(documents) + 0.5))
        return documents, often * np.float32(idf * (K1 + 1)) / (often + self.norms[field][documents])

    @cached_property
    def norms(self) -> dict[str, np.ndarray]:
        """BM25's length norm for each document, by field."""
        norms = {}
        for field in SCORED:
            lengths = self.joined(f"lengths.{field}").astype(np.float32)
            average = lengths.mean() if self.documents and lengths.any() else 1.0
            norms[field] = np.float32(K1) * (1 - B + B * lengths / np.float32(average))
        return norms

    # Columns

    def joined(self, name: str) -> np.ndarray:
        parts = [file.arrays[name] for file in self.segments]
        return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.int64), *parts])

    @cached_property
    def keys(self) -> np.ndarray:
        return self.joined("keys")

    def is_list(self, name: str) -> bool:
        return any(f"list.{name}.ends" in file.arrays for file in self.segments)

    def column(self, name: str) -> np.ndarray:
        """One int64 a document. KeyError where the index has no such column."""
        return self.keys if name == KEY else self.joined(f"column.{name}")

    def list_column(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """All values of all lists, and for each the document that it is of."""
        sizes = [np.diff(file.arrays[f"list.{name}.ends"], prepend=0) for file in self.segments]
        owners = np.repeat(np.arange(self.documents), np.concatenate([np.zeros(0, np.int64), *sizes]))
        return self.joined(f"list.{name}.values"), owners

    def coded(self, name: str) -> Coded:
        """For counting: a column's values; of a list column, one code for each of `list_column`'s values."""
        if name not in self.coded_columns:
            values = self.list_column(name)[0] if self.is_list(name) else self.column(name)
            self.coded_columns[name] = Coded(*np.unique(values, return_inverse=True))
        return self.coded_columns[name]

    def owners(self, name: str) -> np.ndarray:
        return self.cache.get((name, "owners"), lambda: self.list_column(name)[1])

    def ranks(self, order: tuple[tuple[str, bool], ...]) -> np.ndarray:
        """Each document's place (int64, from 0) in the order of (column, descending) pairs; no ties are left."""
        if order not in self.orders:
            keys = [-self.column(name) if descending else self.column(name) for name, descending in order]
            places = np.empty(self.documents, np.int64)
            places[np.lexsort([self.keys, *reversed(keys)])] = np.arange(self.documents)
            self.orders[order] = places
        return self.orders[order]


class Library:
    """Keeps the newest reader of one index folder for this process."""

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        self.folder = folder
        self.cache_bytes = cache_bytes
        self.lock = Lock()
        self.seen: tuple[int, int] | None = None
        self.reader: Reader | None = None

    def latest(self) -> Reader:
        """The newest state committed by any process. Raises NoIndex."""
        try:
            stat = (self.folder / POINTER).stat()
        except FileNotFoundError as error:
            raise NoIndex(f"No index in {self.folder}; build one with `manage.py rebuild_index`.") from error
        seen = (stat.st_mtime_ns, stat.st_ino)
        reader = self.reader
        if reader is None or seen != self.seen:
            with self.lock:
                self.reader = reader = self.open()
                self.seen = seen
        return reader

    def open(self) -> Reader:
        """A commit may remove files between our reading the pointer and opening them: then begin anew."""
        for _ in range(ATTEMPTS):
            pointer = Pointer.read(self.folder)
            if pointer is None:
                break
            try:
                return Reader(self.folder, pointer, self.cache_bytes, self.reader)
            except FileNotFoundError:
                if Pointer.read(self.folder) == pointer:
                    raise NoIndex(f"{self.folder}: files of {pointer} are missing; rebuild the index.") from None
        raise NoIndex(f"{self.folder} holds no index that stays still; see whether something keeps rebuilding it.")
