"""A disk that keeps only what was synced: what would be left of a folder after a power cut at this moment.

As strict as POSIX allows: a file's bytes are there once fsync(2) was called on it after the last of them was written, a
name once it was called on its folder after the name was made.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch


def state_of(path: Path) -> object:
    """What fsync(2) would put on the disk: the names in a folder, or the bytes of a file."""
    if path.is_dir():
        return {entry.name: entry.inode() for entry in os.scandir(path)}
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def lossy_disk(folder: Path) -> Iterator["LossyDisk"]:
    """What is in `folder` now is on the disk; what comes is there once it is synced."""
    disk = LossyDisk(folder)
    with patch("os.fsync", disk.fsync):
        yield disk


class LossyDisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.synced = {path.stat().st_ino: state_of(path) for path in (folder, *folder.rglob("*"))}

    def fsync(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        self.synced[path.stat().st_ino] = state_of(path)

    def lost(self) -> list[str]:
        """What is there now and would not be after a power cut, by its path in the folder."""
        return [str(path.relative_to(self.folder)) for path in self._lost(self.folder)]

    def _lost(self, folder: Path) -> Iterator[Path]:
        names = self.synced.get(folder.stat().st_ino, {})
        for path in sorted(folder.iterdir()):
            number = path.stat().st_ino
            if names.get(path.name) != number or (path.is_file() and self.synced.get(number) != state_of(path)):
                yield path
            elif path.is_dir():
                yield from self._lost(path)
