"""The bytes of source files, kept for ever under DATA_DIR/sources by their hash."""

import hashlib
import os
import shutil
from io import BufferedRandom, BufferedReader, BytesIO
from pathlib import Path

from django.conf import settings

from archive.ingest.readers import bundle
from archive.ingest.types import UnreadableSource
from archive.models import SourceFile

ByteStream = BufferedReader | BytesIO
DRAFT = ".part"


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
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}{DRAFT}")
    try:
        with draft.open("w+b") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
            out.seek(0)
            if sha256_of(out) != sha256:
                raise UnreadableSource(bundle.CHANGED)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    # The new name is on the disk only once its folder is.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep() -> int:
    """Remove what writers that were killed left half written; nobody may be writing. Returns how many there were."""
    drafts = list(Path(settings.SOURCES_DIR).glob(f"*/*{DRAFT}"))
    for draft in drafts:
        draft.unlink()
    return len(drafts)
