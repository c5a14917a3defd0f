"""Commits: new segments, deletions, merges; the one way by which an index on disk changes.

A generation is a folder that holds an ordinary Whoosh index: its tables of contents (TOC) and segment
files. The pointer file of the index folder names the generation and the TOC in use, and is replaced
atomically as the last act of a commit, so that readers see the old state or the new one and a process
that dies leaves nothing but orphans, which the next writer sweeps. Writers take turns: the caller holds
the lock (search.index.indexing).
"""

import json
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.disk import durable
from search.store import segment as segment_file
from search.store.analysis import Chunk, analyse
from search.store.codec import LeanCodec, LeanSegment
from search.store.container import CorruptContainer
from search.store.integrity import checksum_of
from search.store.merging import merged, without
from search.store.schema import Document, IndexLayout, whoosh_schema

POINTER = "current.json"
INDEX_NAME = "articles"
# Newer segments are merged into an older one once they hold a quarter of its documents: so there are
# few segments, and a document is rewritten seldom.
MERGE_RATIO = 4
# A segment of so many documents is merged no more (one that is a little smaller may still grow past it), and what is
# added is written out whenever so many have gathered. All of them are in memory together while they are written.
FULL = 100_000


@dataclass(frozen=True)
class Pointer:
    """What readers should read: folder `generation`, Whoosh TOC number `toc`, made under `fingerprint`; `checksums` has
    the SHA-256 of each file in use there, by name."""

    generation: str
    toc: int
    fingerprint: str
    checksums: Mapping[str, str]

    def has_shape(self, shape: str) -> bool:
        """Whether the fingerprint is of this shape: the part of it before the slash."""
        return not shape or self.fingerprint.startswith(f"{shape}/")

    @classmethod
    def read(cls, folder: Path) -> "Pointer | None":
        """None where no index was ever committed, or the pointer's file is damaged or of a format without checksums:
        there is nothing to read, and a rebuild is due."""
        try:
            pointer = cls(**json.loads((folder / POINTER).read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        kinds = (str, int, str, dict)
        return pointer if all(map(isinstance, vars(pointer).values(), kinds)) else None

    def write(self, folder: Path) -> None:
        draft = folder / f"{POINTER}.{secrets.token_hex(4)}"
        with durable.new_file(draft) as file:
            file.write(json.dumps(vars(self)).encode())
        durable.move_into_place(draft, folder / POINTER)


def toc_name(toc: int) -> str:
    """What the file of Whoosh's table of contents of this number is called."""
    return str(TOC._filename(INDEX_NAME, toc))


def segments_of(folder: Path, pointer: Pointer) -> list[LeanSegment]:
    """The segments in use. FileNotFoundError, or CorruptContainer where the table of contents is damaged: it is not
    unpickled then."""
    generation = folder / pointer.generation
    name = toc_name(pointer.toc)
    if checksum_of(generation / name) != pointer.checksums.get(name):
        raise CorruptContainer(f"{generation / name} is damaged; run `manage.py rebuild_index`.")
    return list(TOC.read(FileStorage(str(generation)), INDEX_NAME, gen=pointer.toc).segments)


class GenerationWriter:
    """Writes one generation: `add` and `delete` as often as needed, then `commit`. Not committed, not there."""

    def __init__(self, folder: Path, pointer: Pointer, layout: IndexLayout, segments: list[LeanSegment]) -> None:
        self.index_folder = folder
        self.generation, self.layout, self.fingerprint = pointer.generation, layout, pointer.fingerprint
        self.folder = folder / pointer.generation
        durable.make_folder(self.folder)
        self.storage = FileStorage(str(self.folder))
        self.toc = pointer.toc
        self.segments = segments
        self.checksums = dict(pointer.checksums)
        self.pending: list[Chunk] = []
        self.terms: dict[str, str] = {}

    @classmethod
    def new(cls, folder: Path, layout: IndexLayout, fingerprint: str) -> "GenerationWriter":
        """A generation beside the one in use, empty."""
        return cls(folder, Pointer(f"generation-{secrets.token_hex(6)}", 0, fingerprint, {}), layout, [])

    @classmethod
    def current(cls, folder: Path, layout: IndexLayout) -> "GenerationWriter":
        """The one in use. FileNotFoundError where there is none, CorruptContainer where it is damaged."""
        pointer = Pointer.read(folder)
        if pointer is None:
            raise FileNotFoundError(f"No index in {folder}; build one with `manage.py rebuild_index`.")
        writer = cls(folder, pointer, layout, segments_of(folder, pointer))
        writer.sweep()  # a writer that died may have left a table of contents with the number of the next
        return writer

    def add(self, documents: Sequence[Document]) -> None:
        """Add documents whose keys are not in the index (else `delete` them first)."""
        if documents:
            self.add_chunk(analyse(documents, self.layout))

    def add_chunk(self, chunk: Chunk) -> None:
        """Where a whole segment has gathered, it is written, though not yet part of the index."""
        if not len(chunk):
            return
        for of_field in chunk.fields.values():  # most terms are in most chunks: kept once, they take half the memory
            of_field.terms[:] = map(self.terms.setdefault, of_field.terms, of_field.terms)
        self.pending.append(chunk)
        if sum(len(pending) for pending in self.pending) >= FULL:
            self.flush()

    def delete(self, keys: Iterable[int]) -> None:
        """Take the documents with these keys out; keys that are not there are no error."""
        gone = np.array(sorted(set(keys)), np.int64)
        if not len(gone):
            return
        for segment in self.segments:
            held = segment_file.SegmentFile(segment.path(self.folder)).arrays["keys"]
            for number in np.flatnonzero(np.isin(held, gone)).tolist():
                segment.delete_document(number)

    def commit(self) -> Pointer:
        """Write what was added, merge what should be merged, and let readers see it."""
        self.flush()
        self.merge()
        self.toc += 1
        TOC(whoosh_schema(self.layout), self.segments, self.toc).write(self.storage, INDEX_NAME)
        table = self.folder / toc_name(self.toc)
        durable.sync_to_disk(table)
        durable.sync_to_disk(self.folder)
        self.checksums[table.name] = checksum_of(table)
        used = {name: self.checksums[name] for name in sorted(self.names_in_use)}
        pointer = Pointer(self.generation, self.toc, self.fingerprint, used)
        pointer.write(self.index_folder)
        self.sweep()
        return pointer

    def flush(self) -> None:
        """Write what was added so far to a segment of its own."""
        if self.pending:
            self.segments.append(self.write_segment(merged(self.pending)))
            self.pending, self.terms = [], {}

    def merge(self) -> None:
        """Keep each segment several times as large as all after it, up to FULL; drop those with nothing alive."""
        self.segments = [segment for segment in self.segments if segment.doc_count()]
        first = len(self.segments)
        newer = 0
        for i in reversed(range(len(self.segments))):
            size = self.segments[i].doc_count()
            if size >= FULL:
                break
            if newer * MERGE_RATIO >= size:
                first = i
            newer += size
        if first < len(self.segments) - 1:
            chunks = [self.living(segment) for segment in self.segments[first:]]
            self.segments[first:] = [self.write_segment(merged(chunks))]

    def living(self, segment: LeanSegment) -> Chunk:
        chunk = segment_file.SegmentFile(segment.path(self.folder)).chunk()
        deleted = np.zeros(len(chunk), bool)
        deleted[list(segment.deleted_docs())] = True
        return without(chunk, deleted)

    def write_segment(self, chunk: Chunk) -> LeanSegment:
        segment = LeanCodec().new_segment(self.storage, INDEX_NAME)
        path = segment.path(self.folder)
        with durable.new_file(path) as file:
            segment_file.write_chunk(file, chunk)
        durable.sync_to_disk(path)
        self.checksums[path.name] = checksum_of(path)
        segment.set_doc_count(len(chunk))
        return segment

    def sweep(self) -> None:
        """Remove what the last commit superseded and what dead writers left in this generation."""
        for path in self.folder.iterdir():
            if path.name not in self.names_in_use:
                path.unlink()

    @property
    def names_in_use(self) -> set[str]:
        """Names of the files of the generation as the next commit, or the last, has it."""
        return {toc_name(self.toc), *(segment.path(self.folder).name for segment in self.segments)}


def sweep_generations(folder: Path) -> None:
    """Remove generations that are not in use, and drafts of the pointer. Nobody may be building one.

    Readers that still have such files mapped keep them: a name goes, its bytes stay while in use.
    """
    pointer = Pointer.read(folder)
    for path in folder.glob("generation-*"):
        if pointer is None or path.name != pointer.generation:
            shutil.rmtree(path)
    for path in folder.glob(f"{POINTER}.*"):
        path.unlink()
