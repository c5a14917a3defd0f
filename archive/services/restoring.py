"""Puts a backup back, into an empty folder, once every byte of it has been checked."""

import hashlib
import re
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.disk import durable
from archive.ingest.limits import MIB
from archive.services import data_folder
from archive.services.backups import BACKUP_PIECE, DATABASE, INCOMPLETE
from archive.services.bagit import BAG_INFO, MANIFEST, OXUM, TAG_MANIFEST, payload_oxum

# What a backup holds, by name; no other file is written.
PAYLOAD = re.compile(
    r"data/(archive\.sqlite3|sources/([0-9a-f]{2})/(\2[0-9a-f]{62})|uploads/[0-9a-f]{64}|dictionaries/[a-z_]+\.txt)"
)
BY_HASH = ("data/sources/", "data/uploads/")  # files there are called by their SHA-256
TAGS = re.compile(r"[a-z-]+\d*\.txt")
MAX_TAG_BYTES = 512 * MIB  # the manifest has some 150 bytes a source
MANIFEST_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>.+)")
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
            f"{folder} holds a restore that was interrupted, and nothing else: remove the folder, then try again."
        )
    if others := [name for name in held if name not in MADE_BY_A_START]:
        raise CannotRestore(
            f"{folder} is not empty ({', '.join(others[:5])}): nothing was restored. Name an empty or a new folder."
        )


@dataclass
class BackupContents:
    """What a backup was seen to hold: payload files, their bytes; `wanting` has the name of each file that is missing
    or damaged, also by what the backup says of itself, with the reason in words."""

    files: int
    octets: int
    wanting: dict[str, str]


def verify(files: Files, into: Path | None = None) -> BackupContents:
    """Check every byte of a backup; where `into` is given, its whole files are written there.

    Raises CannotRestore where it is no backup, is cut short, or its own lists are damaged, OSError where it cannot be
    read or `into` has no room.
    """
    sums: dict[str, str] = {}
    tags: dict[str, bytes] = {}
    octets = 0
    try:
        for name, file in files:
            if TAGS.fullmatch(name):
                tags[name] = _tag(name, file)
            elif PAYLOAD.fullmatch(name):
                sums[name], size = _copied(file, into / name.removeprefix("data/") if into else None)
                octets += size
            else:
                raise CannotRestore(f"The backup holds {name!r}, which no backup of this archive does.")
    except (tarfile.TarError, EOFError) as error:
        raise CannotRestore(f"The backup is cut short or damaged ({error}). Take another copy of it.") from error
    _check_tags(tags)
    wanting = _wanting(tags, sums)
    if not wanting and payload_oxum(octets, len(sums)) not in _said(tags, OXUM):
        raise CannotRestore(f"The backup holds {len(sums)} files of {octets} bytes, but {BAG_INFO} says otherwise.")
    if into:
        for name in wanting:
            (into / name.removeprefix("data/")).unlink(missing_ok=True)
    return BackupContents(len(sums), octets, wanting)


def _tag(name: str, file: IO[bytes]) -> bytes:
    data = file.read(MAX_TAG_BYTES + 1)
    if len(data) > MAX_TAG_BYTES:
        raise CannotRestore(f"{name} in the backup is longer than {MAX_TAG_BYTES:,} bytes: it is no list of files.")
    return data


def _copied(file: IO[bytes], path: Path | None) -> tuple[str, int]:
    """SHA-256 and size of a file, which is written to `path`."""
    digest, size = hashlib.sha256(), 0
    with ExitStack() as stack:
        out: IO[bytes] | None = None
        if path:
            durable.make_folder(path.parent)
            out = stack.enter_context(durable.new_file(path))
        while piece := file.read(BACKUP_PIECE):
            digest.update(piece)
            size += len(piece)
            if out:
                out.write(piece)
    return digest.hexdigest(), size


def _check_tags(tags: dict[str, bytes]) -> None:
    """CannotRestore unless the tag files are those that the tag manifest names, byte for byte."""
    stated = _manifest(tags, TAG_MANIFEST)
    for name in sorted({*stated, *tags, MANIFEST, BAG_INFO} - {TAG_MANIFEST}):
        if name not in tags:
            raise CannotRestore(f"There is no {name}: this is no backup, or one that is cut short.")
        if hashlib.sha256(tags[name]).hexdigest() != stated.get(name):
            raise CannotRestore(f"{name} is damaged: {TAG_MANIFEST} says otherwise. Take another copy of the backup.")


def _manifest(tags: dict[str, bytes], name: str) -> dict[str, str]:
    """SHA-256 of each file by its name."""
    if name not in tags:
        raise CannotRestore(f"There is no {name}: this is no backup, or one that is cut short.")
    lines = [MANIFEST_LINE.fullmatch(line) for line in tags[name].decode("utf-8", "replace").splitlines()]
    if None in lines:
        raise CannotRestore(f"{name} is damaged: its line {lines.index(None) + 1} names no file. Take another copy.")
    return {line["name"]: line["sha256"] for line in lines if line}


def _said(tags: dict[str, bytes], label: str) -> list[str]:
    """The values that bag-info.txt has under a label."""
    lines = tags[BAG_INFO].decode("utf-8", "replace").splitlines()
    return [line.removeprefix(f"{label}: ") for line in lines if line.startswith(f"{label}: ")]


def _wanting(tags: dict[str, bytes], found: dict[str, str]) -> dict[str, str]:
    """The payload files that are missing or damaged, each with the reason. CannotRestore where there are others than
    the manifest names, or no database."""
    stated = _manifest(tags, MANIFEST)
    if more := set(found) - set(stated):
        raise CannotRestore(f"{min(more)} is in the backup, but not in its manifest.")
    if f"data/{DATABASE}" not in stated:
        raise CannotRestore("The backup holds no database.")
    wanting = {}
    for name, sha256 in stated.items():
        if name not in found:
            wanting[name] = "is missing"
        elif found[name] != sha256 or (name.startswith(BY_HASH) and name.rpartition("/")[2] != sha256):
            wanting[name] = "is damaged: its SHA-256 is not the stated one"
    for said in _said(tags, INCOMPLETE):
        name, _, reason = said.partition("：")
        wanting[name] = f"{wanting.get(name, 'was not whole when it was backed up')} ({reason})"
    return wanting


def restore(files: Files, folder: Path, incomplete: bool = False) -> BackupContents:
    """Put a backup into `folder`; as verify(). All is checked before any of it is in its place.

    Raises CannotRestore where the folder is not empty, the database is damaged or of a newer release, or, unless
    `incomplete`, any file is missing or damaged.
    """
    check_empty(folder)
    data_folder.make(folder)
    staging = folder / STAGING
    try:
        contents = verify(files, staging)
        if f"data/{DATABASE}" in contents.wanting or (contents.wanting and not incomplete):
            raise CannotRestore(what_is_wanting(contents))
        with closing(sqlite3.connect(staging / DATABASE)) as database:
            if (said := database.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise CannotRestore(f"The database in the backup is damaged: {said}.")
            data_folder.refuse_newer(database)
        # The database last: a folder without one is no archive yet.
        for path in sorted(staging.iterdir(), key=lambda path: path.name == DATABASE):
            durable.move_into_place(path, folder / path.name)
    finally:
        durable.remove(staging)
    return contents


def what_is_wanting(contents: BackupContents) -> str:
    """What a backup lacks, file by file, and what to do."""
    lines = [f"  {name} {said}" for name, said in sorted(contents.wanting.items())]
    advice = (
        "Without its database nothing can be restored: take another copy, or another backup."
        if f"data/{DATABASE}" in contents.wanting
        else "Take another copy, or another backup; or restore what there is with --incomplete."
    )
    return "\n".join([f"The backup is incomplete: {len(lines)} files are missing or damaged.", *lines, advice])
