"""The bytes of source files, kept for ever under DATA_DIR/sources by their hash."""

import hashlib
import os
import shutil
from io import BufferedRandom, BufferedReader, BytesIO
from pathlib import Path

from django.conf import settings

from archive.disk import durable
from archive.ingest.readers import bundle
from archive.ingest.types import UnreadableSource
from archive.models import SourceFile

ByteStream = BufferedReader | BytesIO
UNFINISHED = ".part"


class CannotKeep(OSError):
    """There is no room for sources, or no right to write them: the same will befall the next file."""


def sha256_of(stream: ByteStream | BufferedRandom) -> str:
    """The hash of what is left of `stream`, read in portions."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_bytes(stream: ByteStream, sha256: str) -> Path:
    """Write the bytes of `stream` to their place, whole or not at all, and to the disk before returning.

    CannotKeep where the disk is full or DATA_DIR is not writable, UnreadableSource where they are others than those
    that gave `sha256`.
    """
    path = SourceFile.path_of(sha256)
    if not path.exists():
        try:
            _write(stream, sha256, path)
        except OSError as error:
            raise CannotKeep(f"{path.parent}: {error.strerror or error}") from error
    return path


def _write(stream: ByteStream, sha256: str, path: Path) -> None:
    durable.make_folder(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        with durable.new_file(part) as out:
            shutil.copyfileobj(stream, out, 1 << 20)
            out.seek(0)
            if sha256_of(out) != sha256:
                raise UnreadableSource(bundle.CHANGED)
        durable.move_into_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def sweep() -> int:
    """Remove what writers that were killed left half written; nobody may be writing. Returns how many there were."""
    parts = list(Path(settings.SOURCES_DIR).glob(f"*/*{UNFINISHED}"))
    for part in parts:
        part.unlink()
    return len(parts)
