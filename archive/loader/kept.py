"""The bytes of source files, kept for ever under DATA_DIR/sources by their hash."""

import hashlib
import os
import shutil
from io import BufferedReader, BytesIO
from pathlib import Path

from archive.models import SourceFile

ByteStream = BufferedReader | BytesIO


def sha256_of(stream: ByteStream) -> str:
    """The hash of what is left of `stream`, read in portions."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_bytes(stream: ByteStream, sha256: str) -> Path:
    """Write the bytes of `stream` to their place, whole or not at all, and to the disk before returning.

    OSError where the disk is full or DATA_DIR is not writable.
    """
    path = SourceFile.path_of(sha256)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    # The new name is on the disk only once its folder is.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path
