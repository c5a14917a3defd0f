"""The index in use, mapped once a process: a reader is a snapshot of one commit.

`latest` gives the newest, and costs one stat of the pointer file where nothing has changed.
"""

import os
import random
from pathlib import Path
from threading import Lock

from search.store.damage import (
    RECALLED,
    WAY_OUT,
    DamagedIndex,
    IndexUnavailable,
    NoIndex,
    OtherFormat,
    damaged,
    unreadable,
)
from search.store.manifest import POINTER, Manifest, Pointer
from search.store.segment import SegmentFile
from search.store.space import DocumentSpace

ATTEMPTS = 20  # to open an index that is being swapped


class Reader(DocumentSpace):
    """One commit, as `manifest` has it. Files that `before` has open are kept open where they are still in their place,
    as they were then: one of another generation may have the same checksum, and be damaged.

    Raises DamagedIndex, here or whenever something is first read; FileNotFoundError, OtherFormat, IndexUnavailable.
    """

    def __init__(
        self, folder: Path, pointer: Pointer, manifest: Manifest, cache_bytes: int, before: "Reader | None" = None
    ) -> None:
        self.pointer, self.fingerprint = pointer, manifest.fingerprint
        standing = [file for file in before.segments if file.blocks.are_in_place()] if before else []
        opened = {(file.blocks.path, file.checksum): file for file in standing}
        files = [(folder / pointer.generation / s.file, manifest.files[s.file].checksum) for s in manifest.segments]
        segments = [opened.get(file) or SegmentFile(*file) for file in files]
        super().__init__(segments, [segment.deleted for segment in manifest.segments], cache_bytes)
        if before:
            self.parts |= {each: part for each, part in before.parts.copy().items() if each[0] in segments}

    def is_unchanged(self) -> bool:
        """Whether nobody wrote to the files since they were opened: what was verified then is so still."""
        return all(file.blocks.are_unchanged() for file in self.segments)

    def verify_some(self, blocks: int) -> None:
        """See whether so many blocks, drawn by lot, are still as they were written, whatever was verified before.

        Bytes rot where nobody writes: whoever has time looks now and then. Raises DamagedIndex.
        """
        sizes = [len(file.blocks.checks) for file in self.segments]
        for file in random.choices(self.segments, sizes, k=blocks) if any(sizes) else ():  # noqa: S311
            file.blocks.verify(random.randrange(len(file.blocks.checks)))  # noqa: S311


class Library:
    """Keeps the newest reader of one index folder for this process."""

    def __init__(self, folder: Path, cache_bytes: int, shape: str = "") -> None:
        """`shape` is how the fingerprints of indexes begin that this code can read; "" for whatever there is."""
        self.folder = folder
        self.shape = shape
        self.pointer = str(folder / POINTER)
        self.cache_bytes = cache_bytes
        self.lock = Lock()
        self.seen: tuple[int, int, int] | None = None
        self.reader: Reader | None = None

    def latest(self) -> Reader:
        """The newest state committed by any process. Raises IndexUnavailable."""
        try:
            stat = os.stat(self.pointer)  # noqa: PTH116 (at each search: half the time of a Path)
        except FileNotFoundError as error:
            raise NoIndex(f"No index in {self.folder}; build one with `manage.py rebuild_index`.") from error
        except OSError as error:
            raise unreadable(Path(self.pointer), error) from error
        seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
        with self.lock:
            if self.reader is None or seen != self.seen or not self.reader.is_unchanged():
                try:
                    self.reader, self.seen = self.open(), seen
                except IndexUnavailable:
                    self.reader = None  # files that are open take room on the disk, though no folder has them any more
                    raise
            return self.reader

    def open(self) -> Reader:
        """A commit may remove files between our reading the pointer and opening them: then begin anew."""
        for _ in range(ATTEMPTS):
            pointer = Pointer.read(self.folder)
            if pointer is None:
                raise NoIndex(f"No index in {self.folder}; build one with `manage.py rebuild_index`.")
            if (self.folder / pointer.generation / RECALLED).exists():
                if Pointer.read(self.folder) != pointer:
                    continue  # it was recalled as another took its place
                raise DamagedIndex(f"{self.folder / pointer.generation} lacks later changes. {WAY_OUT}")
            try:
                manifest = pointer.read_manifest(self.folder)
                if not manifest.has_shape(self.shape):
                    raise OtherFormat(f"The index in {self.folder} has other fields; run `manage.py rebuild_index`.")
                return Reader(self.folder, pointer, manifest, self.cache_bytes, self.reader)
            except FileNotFoundError as missing:
                if Pointer.read(self.folder) == pointer:
                    raise damaged(Path(missing.filename), "it is missing") from missing
            except OSError as error:
                raise unreadable(
                    self.folder / pointer.generation / (error.filename or pointer.manifest_name), error
                ) from error
        raise IndexUnavailable(f"{self.folder} does not stay still; see whether something keeps rebuilding it.")
