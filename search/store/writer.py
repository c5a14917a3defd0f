"""Commits: new segments, deletions, merges; the one way by which an index on disk changes.

A generation is a folder that holds a Whoosh index: its table of contents (TOC) and segment files, and beside them the
manifest by which our readers and writers go (search.store.manifest). The pointer file of the index folder names the
generation and the commit in use, and is replaced atomically as the last act of a commit, so that readers see the old
state or the new one and a process that dies leaves nothing but orphans, which the next writer sweeps. Writers take
turns: the caller holds the lock (search.index.indexing).
"""

import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.disk import durable
from search.store import segment as segment_file
from search.store.analysis import Chunk, analyse
from search.store.codec import LeanSegment
from search.store.damage import (
    DAMAGE_MARK,
    RECALLED,
    DamagedIndex,
    IndexUnavailable,
    NoIndex,
    damaged,
    marked_damage,
)
from search.store.manifest import EXTENSION, INDEX_NAME, POINTER, FileEntry, Manifest, Pointer, SegmentEntry
from search.store.merging import parts_of, write_merged
from search.store.schema import Document, IndexLayout, whoosh_schema

log = logging.getLogger(__name__)

SERVED = "served"  # a file of this name in a generation says that it has answered a query
# Newer segments are merged into an older one once they hold a quarter of its bytes: so there are few segments, and a
# document is rewritten seldom. One of which less than half is alive is written anew.
MERGE_RATIO = 4
# A segment of so many bytes is merged no more (one that is a little smaller may still grow past it).
FULL = 512 * 1024 * 1024
GATHERED = 200  # segments that are added and not yet made one: so many files may be open at a time


class WrittenSegment(NamedTuple):
    """A segment's file that is written, but perhaps not on the disk yet."""

    segment: SegmentEntry
    file: FileEntry


class SegmentWeight(NamedTuple):
    """Bytes of a segment, and how many of them are of living documents."""

    whole: int
    living: int


def merges(weights: Sequence[SegmentWeight], most: int) -> list[tuple[int, int]]:
    """Which segments are due to be made one: [(the first, the one after the last)], later ones first.

    So that each has several times the bytes of all after it, among those below `most` bytes; and those that are mostly
    dead, by themselves.
    """
    first = len(weights)
    newer = 0
    for i in reversed(range(len(weights))):
        if weights[i].living >= most:
            break
        if newer * MERGE_RATIO >= weights[i].living:
            first = i
        newer += weights[i].living
    if first >= len(weights) - 1:
        first = len(weights)
    due = [(first, len(weights))] if first < len(weights) else []
    return due + [(i, i + 1) for i in reversed(range(first)) if 2 * weights[i].living < min(weights[i].whole, 2 * most)]


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
        self.added: list[SegmentEntry] = []
        self.unsynced: set[str] = set()

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
        """The generation that was in use at `pointer`; recalled no more. Raises as `current` does."""
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
            self.add_segment(write_segment(self.folder, analyse(documents, self.layout)))

    def add_segment(self, written: WrittenSegment) -> None:
        """Add what `write_segment` wrote to this generation's folder, perhaps in another process."""
        if written.segment.documents:
            self.added.append(self.entered(written))
        if len(self.added) >= GATHERED:
            self.flush()

    def entered(self, written: WrittenSegment) -> SegmentEntry:
        """A segment of this generation, though no commit has it yet."""
        self.files[written.segment.file] = written.file
        self.unsynced.add(written.segment.file)
        return written.segment

    def delete(self, keys: Iterable[int]) -> None:
        """Take the documents with these keys out; keys that are not there are no error."""
        gone = np.array(sorted(set(keys)), np.int64)
        if not len(gone):
            return
        for segment in self.segments:
            held = self.opened(segment).array("keys")
            segment.deleted.update(np.flatnonzero(np.isin(held, gone)).tolist())

    def commit(self, kept: Pointer | None = None, merging: int = 0) -> Pointer:
        """Merge what is due of segments below `merging` bytes, and let readers see that and what was added; `kept` is
        the commit of another generation that is to be there until this one has served."""
        self.flush()
        self.merge(merging)
        for name in self.unsynced & self.files_in_use.keys():
            durable.sync_to_disk(self.folder / name)
        self.unsynced.clear()
        number = self.last.number + 1
        draft = Pointer(self.last.generation, number, "", "")
        toc = self.write_toc(draft)
        manifest = Manifest(self.fingerprint, self.segments, self.files_in_use | {draft.toc_name: toc})
        checksum = manifest.write(self.folder / draft.manifest_name)
        durable.sync_to_disk(self.folder)
        before = replace(kept, kept=None) if kept else None
        self.last = Pointer(self.last.generation, number, checksum, toc.checksum, before)
        self.last.write(self.index_folder)
        if kept:
            self.recall(kept)
        self.sweep()
        return self.last

    def recall(self, kept: Pointer) -> None:
        """It lacks what comes from now on, should somebody put its pointer back."""
        try:
            (self.index_folder / kept.generation / RECALLED).touch()
        except OSError as reason:  # no folder any more, or a full disk: what was committed stands
            log.warning("%s is kept, and not marked as one that lacks changes: %s", kept.generation, reason)

    def write_toc(self, commit: Pointer) -> FileEntry:
        """Whoosh's table of contents of what is committed, for Whoosh."""
        segments = [LeanSegment.from_entry(segment) for segment in self.segments]
        storage = FileStorage(str(self.folder))
        TOC(whoosh_schema(self.layout), segments, commit.number).write(storage, INDEX_NAME)
        durable.sync_to_disk(self.folder / commit.toc_name)
        return FileEntry.from_file(self.folder / commit.toc_name)

    def flush(self) -> None:
        """Make what was added so far one segment, and make room: nobody reads what it was made of."""
        if not self.added:
            return
        self.segments.append(self.merged(self.added))
        for segment in self.added:
            if segment is not self.segments[-1]:
                durable.remove(self.folder / segment.file)
        self.added = []

    def merge(self, most: int) -> None:
        """Merge what is due of segments below `most` bytes; drop those with nothing alive."""
        self.segments = [segment for segment in self.segments if segment.living]
        for first, last in self.due(most):
            self.segments[first:last] = [self.merged(self.segments[first:last])]
        if not self.segments:  # Whoosh would let its writers at an index without any
            self.segments = [self.entered(write_segment(self.folder, analyse([], self.layout)))]

    def due(self, most: int) -> list[tuple[int, int]]:
        """Which of the segments `merge` would make one."""
        return merges([self.weight(segment) for segment in self.segments], most)

    def weight(self, segment: SegmentEntry) -> SegmentWeight:
        size = self.files[segment.file].size
        return SegmentWeight(size, size * segment.living // max(1, segment.documents))

    def merged(self, segments: Sequence[SegmentEntry]) -> SegmentEntry:
        """The living documents of the segments, as one."""
        if len(segments) == 1 and not segments[0].deleted:
            return segments[0]
        parts = parts_of((self.opened(segment), segment.deleted) for segment in segments)
        living = sum(segment.living for segment in segments)
        return self.entered(write_file(self.folder, living, lambda file: write_merged(file, parts)))

    def opened(self, segment: SegmentEntry) -> segment_file.SegmentFile:
        """DamagedIndex where it is not as it was written, or gone."""
        path = self.folder / segment.file
        try:
            return segment_file.SegmentFile(path, self.files[segment.file].checksum)
        except FileNotFoundError as missing:
            raise damaged(path, "it is missing") from missing

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


def write_segment(folder: Path, chunk: Chunk) -> WrittenSegment:
    """Write a segment to a generation's folder; it is no part of it until a writer adds and commits it."""
    return write_file(folder, len(chunk), lambda file: segment_file.write_chunk(file, chunk))


def write_file(folder: Path, documents: int, write: Callable[[BinaryIO], str]) -> WrittenSegment:
    """A new segment's file, to which `write` writes and of which it gives the checksum."""
    path = folder / f"{INDEX_NAME}_{secrets.token_hex(8)}{EXTENSION}"
    with durable.new_file(path) as file:
        checksum = write(file)
    return WrittenSegment(SegmentEntry(path.name, documents), FileEntry(path.stat().st_size, checksum))


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
    remove_generations(folder, {commit.generation for commit in (pointer, kept) if commit})
    for path in (*folder.glob(f"{POINTER}.*"), *folder.glob(DAMAGE_MARK)):
        durable.remove(path)


def remove_generations(folder: Path, needed: Collection[str]) -> None:
    """Remove all generations but those of the names `needed`, whatever the pointer says."""
    for path in folder.glob("generation-*"):
        if path.name not in needed:
            durable.remove(path)


def kept_commit(folder: Path, pointer: Pointer | None) -> Pointer | None:
    """The last good commit before the generation in use, until that has served."""
    kept = pointer.kept if pointer else None
    if pointer is None or kept is None or (folder / pointer.generation / SERVED).exists():
        return None
    return kept if (folder / kept.generation).exists() and not marked_damage(folder / kept.generation) else None
