"""Named numpy arrays in one file, made to be mapped: opening one costs a few reads, whatever its size.

Layout: the arrays' bytes, each aligned to 64; then a JSON directory {name: [dtype, offset, length]},
with whatever else the writer wants to tell under "about"; then the directory's offset (8 bytes,
little-endian) and MAGIC.
"""

import json
import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

MAGIC = b"BAOKU\x01"
TRAILER = struct.Struct("<Q")
ALIGNMENT = 64


class CorruptContainer(Exception):
    """The file is not what `write` wrote: cut short, or something else."""


def write_container(file: BinaryIO, arrays: Mapping[str, np.ndarray], about: Mapping[str, Any]) -> None:
    """Write all arrays (one-dimensional) to `file`, which stands at its beginning."""
    directory: dict[str, Any] = {"about": dict(about), "arrays": {}}
    at = 0
    for name, array in arrays.items():
        padding = -at % ALIGNMENT
        file.write(bytes(padding))
        at += padding
        directory["arrays"][name] = [array.dtype.str, at, len(array)]
        file.write(np.ascontiguousarray(array).data)
        at += array.nbytes
    file.write(json.dumps(directory).encode())
    file.write(TRAILER.pack(at) + MAGIC)


class Container:
    """A mapped file; `arrays[name]` are views on the mapping, `about` is what the writer told.

    Raises CorruptContainer, and OSError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size < TRAILER.size + len(MAGIC):
                raise CorruptContainer(f"{path}: only {size} bytes; rebuild the index")
            self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = size - TRAILER.size - len(MAGIC)
        if self.map[end + TRAILER.size :] != MAGIC:
            raise CorruptContainer(f"{path}: no end mark; the file was cut short or is of another version")
        (start,) = TRAILER.unpack(self.map[end : end + TRAILER.size])
        try:
            directory = json.loads(self.map[start:end])
            self.about: dict[str, Any] = directory["about"]
            self.arrays = {
                name: np.frombuffer(self.map, np.dtype(dtype), length, offset)
                for name, (dtype, offset, length) in directory["arrays"].items()
            }
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
            raise CorruptContainer(f"{path}: its directory is damaged ({error}); rebuild the index") from error
        self.size = size
