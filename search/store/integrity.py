"""Whether files of the index are those that were written: a SHA-256 of each is kept in the pointer, from the moment at
which the file was finished.

Opening an index checks its table of contents so; the segments, which are large, are left to check_archive.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file. OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differing_files(folder: Path, checksums: Mapping[str, str]) -> Iterator[str]:
    """Names of the files in `folder` that are missing, unreadable or of other bytes than `checksums`, by name, says."""
    for name, checksum in checksums.items():
        try:
            if checksum_of(folder / name) != checksum:
                yield name
        except OSError:
            yield name
