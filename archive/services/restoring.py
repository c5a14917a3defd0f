"""Puts a backup back, into an empty folder, once every byte of it has been checked."""

import hashlib
import os
import re
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from archive.services import data_folder
from archive.services.backups import BACKUP_PIECE, DATABASE
from archive.services.bagit import MANIFEST, TAG_MANIFEST
from archive.services.drafts import remove

# What a backup holds, by name; no other file is written.
PAYLOAD = re.compile(r"data/(archive\.sqlite3|sources/([0-9a-f]{2})/(\2[0-9a-f]{62})|dictionaries/[a-z_]+\.txt)")
TAGS = re.compile(r"[a-z-]+\d*\.txt")
MAX_TAG_BYTES = 512 * 1024 * 1024  # the manifest has some 150 bytes a source
STAGING = ".restoring"
# What the program itself puts into the folder it is started with.
MADE_BY_A_START = frozenset(("secret_key", "segmenter"))

Files = Iterator[tuple[str, IO[bytes]]]


class CannotRestore(Exception):
    """The backup or the folder is not fit; the message says why and what to do."""


def check_empty(folder: Path) -> None:
    """Raise CannotRestore unless nothing is in the folder, or it does not exist."""
    held = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if STAGING in held:
        raise CannotRestore(
            f"{folder} holds a restore that was interrupted: remove {folder / STAGING}, then try again."
        )
    if others := [name for name in held if name not in MADE_BY_A_START]:
        raise CannotRestore(
            f"{folder} is not empty ({', '.join(others[:5])}): nothing was restored. Name an empty or a new folder."
        )


def verify(files: Files, into: Path | None = None) -> tuple[int, int]:
    """Check every byte of a backup, writing its files under `into`; returns how many files, and how many bytes.

    Raises CannotRestore where a file is missing, damaged or strange, OSError where `into` has no room.
    """
    sums: dict[str, str] = {}
    tags: dict[str, bytes] = {}
    octets = 0
    try:
        for name, file in files:
            if TAGS.fullmatch(name):
                tags[name] = file.read(MAX_TAG_BYTES)
            elif PAYLOAD.fullmatch(name):
                sums[name], size = _copied(file, into / name.removeprefix("data/") if into else None)
                octets += size
            else:
                raise CannotRestore(f"The backup holds {name!r}, which no backup of this archive does.")
    except (tarfile.TarError, EOFError) as error:
        raise CannotRestore(f"The backup is cut short or damaged ({error}). Take another copy of it.") from error
    _compare(_manifest(tags, TAG_MANIFEST), {name: hashlib.sha256(data).hexdigest() for name, data in tags.items()})
    _compare(_manifest(tags, MANIFEST), sums)
    if f"data/{DATABASE}" not in sums:
        raise CannotRestore("The backup holds no database.")
    return len(sums), octets


def _copied(file: IO[bytes], path: Path | None) -> tuple[str, int]:
    """SHA-256 and size of a file, which is written to `path` and to the disk."""
    digest, size = hashlib.sha256(), 0
    if path is None:
        while piece := file.read(BACKUP_PIECE):
            digest.update(piece)
            size += len(piece)
        return digest.hexdigest(), size
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        while piece := file.read(BACKUP_PIECE):
            digest.update(piece)
            size += out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _manifest(tags: dict[str, bytes], name: str) -> dict[str, str]:
    if name not in tags:
        raise CannotRestore(f"There is no {name}: this is no backup, or one that is cut short.")
    pairs = [line.split("  ", 1) for line in tags[name].decode().splitlines()]
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _compare(stated: dict[str, str], found: dict[str, str]) -> None:
    for name, digest in stated.items():
        if name not in found:
            raise CannotRestore(f"{name} is missing from the backup. Take another copy of it.")
        if found[name] != digest:
            raise CannotRestore(
                f"{name} is damaged: its SHA-256 is not the stated one. Take another copy of the backup."
            )
    if more := set(found) - set(stated) - {TAG_MANIFEST}:
        raise CannotRestore(f"{min(more)} is in the backup, but not in its manifest.")


def restore(files: Files, folder: Path) -> tuple[int, int]:
    """Put a backup into `folder`; as verify(). All is checked before any of it is in its place.

    Raises CannotRestore where the folder is not empty, or the database is damaged or of a newer release.
    """
    check_empty(folder)
    data_folder.make(folder)
    staging = folder / STAGING
    try:
        counts = verify(files, staging)
        with closing(sqlite3.connect(staging / DATABASE)) as database:
            if (said := database.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise CannotRestore(f"The database in the backup is damaged: {said}.")
            data_folder.refuse_newer(database)
        (staging / DATABASE).chmod(0o600)
        # The database last: a folder without one is no archive yet.
        for path in sorted(staging.iterdir(), key=lambda path: path.name == DATABASE):
            path.rename(folder / path.name)
    finally:
        remove(staging)
    return counts
