"""Commits: new segments, deletions, merges; the one way by which an index on disk changes.

A generation is a folder that holds a Whoosh index: its table of contents (TOC) and segment files, and beside them the
manifest by which our readers and writers go (search.store.manifest). The pointer file of the index folder names the
generation and the commit in use, and is replaced atomically as the last act of a commit, so that readers see the old
state or the new one and a process that dies leaves nothing but orphans, which the next writer sweeps. Writers take
turns: the caller holds the lock (search.index.indexing).
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.disk import durable
from search.store import segment as segment_file
from search.store.analysis import Chunk, analyse
from search.store.codec import LeanSegment
from search.store.damage import DAMAGE_MARK, DamagedIndex, IndexUnavailable, NoIndex, damaged, marked_damage
from search.store.manifest import EXTENSION, INDEX_NAME, POINTER, FileEntry, Manifest, Pointer, SegmentEntry
from search.store.merging import merged, without
from search.store.schema import Document, IndexLayout, whoosh_schema

SERVED = "served"  # a file of this name in a generation says that it has answered a query
# Newer segments are merged into an older one once they hold a quarter of its documents: so there are
# few segments, and a document is rewritten seldom.
MERGE_RATIO = 4
# A segment of so many documents is merged no more (one that is a little smaller may still grow past it), and what is
# added is written out whenever so many have gathered. All of them are in memory together while they are written.
FULL = 100_000


class GenerationWriter:
    """Writes one generation: `add` and `delete` as often as needed, then `commit`. Not committed, not there."""

    def __init__(self, folder: Path, layout: IndexLayout, pointer: Pointer, manifest: Manifest) -> None:
        """`pointer` and `manifest` are of the commit that is gone on with; number 0 stands before the first."""
        self.index_folder, self.layout, self.last = folder, layout, pointer
        self.folder = folder / pointer.generation
        durable.make_folder(self.folder)
        self.fingerprint = manifest.fingerprint
        self.segments = manifest.segments
        self.files = dict(manifest.files)
        self.pending: list[Chunk] = []
        self.terms: dict[str, str] = {}

    @classmethod
    def new(cls, folder: Path, layout: IndexLayout, fingerprint: str) -> "GenerationWriter":
        """A generation beside the one in use, empty."""
        first = Pointer(f"generation-{secrets.token_hex(6)}", 0, "", "")
        return cls(folder, layout, first, Manifest(fingerprint, [], {}))

    @classmethod
    def current(cls, folder: Path, layout: IndexLayout) -> "GenerationWriter":
        """The one in use. NoIndex where there is none, DamagedIndex, OtherFormat, IndexUnavailable."""
        pointer = Pointer.read(folder)
        if pointer is None:
            raise NoIndex(f"No index in {folder}; build one with `manage.py rebuild_index`.")
        return cls.after(pointer, folder, layout)

    @classmethod
    def after(cls, pointer: Pointer, folder: Path, layout: IndexLayout) -> "GenerationWriter":
        """The generation that was in use at `pointer`. Raises as `current` does."""
        generation = folder / pointer.generation
        try:
            writer = cls(folder, layout, pointer, pointer.read_manifest(folder))
        except FileNotFoundError as missing:
            raise damaged(generation, f"{missing.filename} is missing") from missing
        writer.sweep()  # a writer that died may have left files with the number of the next commit
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """A new generation that was never committed goes, so that tries on a full disk do not fill it further."""
        if kind and not self.last.number:
            durable.remove(self.folder)

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
            held = self.opened(segment).array("keys")
            segment.deleted.update(np.flatnonzero(np.isin(held, gone)).tolist())

    def commit(self, kept: Pointer | None = None) -> Pointer:
        """Write what was added, merge what should be merged, and let readers see it; `kept` is the commit of another
        generation that is to be there until this one has served."""
        self.flush()
        self.merge()
        number = self.last.number + 1
        draft = Pointer(self.last.generation, number, "", "")
        toc = self.write_toc(draft)
        manifest = Manifest(self.fingerprint, self.segments, self.files_in_use | {draft.toc_name: toc})
        checksum = manifest.write(self.folder / draft.manifest_name)
        durable.sync_to_disk(self.folder)
        before = replace(kept, kept=None) if kept else None
        self.last = Pointer(self.last.generation, number, checksum, toc.checksum, before)
        self.last.write(self.index_folder)
        self.sweep()
        return self.last

    def write_toc(self, commit: Pointer) -> FileEntry:
        """Whoosh's table of contents of what is committed, for Whoosh."""
        segments = [LeanSegment.from_entry(segment) for segment in self.segments]
        storage = FileStorage(str(self.folder))
        TOC(whoosh_schema(self.layout), segments, commit.number).write(storage, INDEX_NAME)
        durable.sync_to_disk(self.folder / commit.toc_name)
        return FileEntry.from_file(self.folder / commit.toc_name)

    def flush(self) -> None:
        """Write what was added so far to a segment of its own."""
        if self.pending:
            self.segments.append(self.write_segment(merged(self.pending)))
            self.pending, self.terms = [], {}

    def merge(self) -> None:
        """Keep each segment several times as large as all after it, up to FULL; drop those with nothing alive."""
        self.segments = [segment for segment in self.segments if segment.living]
        first = len(self.segments)
        newer = 0
        for i in reversed(range(len(self.segments))):
            size = self.segments[i].living
            if size >= FULL:
                break
            if newer * MERGE_RATIO >= size:
                first = i
            newer += size
        if first < len(self.segments) - 1:
            chunks = [self.living(segment) for segment in self.segments[first:]]
            self.segments[first:] = [self.write_segment(merged(chunks))]
        if not self.segments:  # Whoosh would let its writers at an index without any
            self.segments = [self.write_segment(analyse([], self.layout))]

    def living(self, segment: SegmentEntry) -> Chunk:
        chunk = self.opened(segment).chunk()
        deleted = np.zeros(len(chunk), bool)
        deleted[list(segment.deleted)] = True
        return without(chunk, deleted)

    def opened(self, segment: SegmentEntry) -> segment_file.SegmentFile:
        """DamagedIndex where it is not as it was written, or gone."""
        path = self.folder / segment.file
        try:
            return segment_file.SegmentFile(path, self.files[segment.file].checksum)
        except FileNotFoundError as missing:
            raise damaged(path, "it is missing") from missing

    def write_segment(self, chunk: Chunk) -> SegmentEntry:
        path = self.folder / f"{INDEX_NAME}_{secrets.token_hex(8)}{EXTENSION}"
        with durable.new_file(path) as file:
            checksum = segment_file.write_chunk(file, chunk)
        durable.sync_to_disk(path)
        self.files[path.name] = FileEntry(path.stat().st_size, checksum)
        return SegmentEntry(path.name, len(chunk))

    def sweep(self) -> None:
        """Remove what the last commit superseded and what dead writers left in this generation."""
        used = {self.last.manifest_name, self.last.toc_name, DAMAGE_MARK, SERVED, *self.files_in_use}
        for path in self.folder.iterdir():
            if path.name not in used:
                durable.remove(path)

    @property
    def files_in_use(self) -> dict[str, FileEntry]:
        """The segments' files, as the next commit, or the last, has them."""
        return {segment.file: self.files[segment.file] for segment in self.segments}


def sweep_generations(folder: Path, kept: Pointer | None = None) -> None:
    """Remove generations that are neither in use nor `kept`, and drafts of the pointer. Nobody may be building one.

    Readers that still have such files mapped keep them: a name goes, its bytes stay while in use. Where the pointer is
    another release's, or cannot be read now, nothing is removed until there is another.
    """
    try:
        pointer = Pointer.read(folder)
    except DamagedIndex:
        pointer = None  # nobody can tell what was in use
    except IndexUnavailable:
        return
    needed = {commit.generation for commit in (pointer, kept) if commit}
    for path in folder.glob("generation-*"):
        if path.name not in needed:
            durable.remove(path)
    for path in (*folder.glob(f"{POINTER}.*"), *folder.glob(DAMAGE_MARK)):
        durable.remove(path)


def kept_commit(folder: Path, pointer: Pointer | None) -> Pointer | None:
    """The last good commit before the generation in use, until that has served."""
    kept = pointer.kept if pointer else None
    if pointer is None or kept is None or (folder / pointer.generation / SERVED).exists():
        return None
    return kept if (folder / kept.generation).exists() and not marked_damage(folder / kept.generation) else None
