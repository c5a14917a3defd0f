"""The terms of one field with their posting lists, as arrays; what a segment's file holds of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import numpy as np

from search.store.container import ContainerWriter
from search.store.postings import Lists, Packed, pack, unpack_all

PREFIX = 8  # bytes of a term in its sort key
SPOOLED = 256 * 1024  # bytes of an array that are kept in memory until it is finished
COPIED = 4 * 1024 * 1024  # bytes of an array that are copied at a time


@dataclass(frozen=True)
class FieldTerms:
    """Terms in the order of their code points, which is that of their bytes, and their posting lists.

    Term i, in UTF-8, is text[offsets[i]:offsets[i+1]].
    """

    text: np.ndarray
    offsets: np.ndarray
    lists: Lists

    @classmethod
    def from_strings(cls, terms: Sequence[str], lists: Lists) -> "FieldTerms":
        """`terms` are in their order."""
        encoded = [term.encode() for term in terms]
        offsets = np.concatenate(([0], np.cumsum([len(term) for term in encoded], dtype=np.int64)))
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets, lists)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def strings(self) -> list[str]:
        text = self.text.tobytes()
        return [text[begin:end].decode() for begin, end in pairwise(self.offsets.tolist())]


@dataclass(frozen=True)
class PackedTerms:
    """Terms with their posting lists as bytes; in the order in which they are given."""

    text: np.ndarray
    offsets: np.ndarray
    packed: Packed

    @classmethod
    def joined(cls, parts: Sequence["PackedTerms"]) -> "PackedTerms":
        """All of them, one after the other."""
        return cls(
            np.concatenate([own.text for own in parts]),
            joined_offsets([own.offsets for own in parts]),
            Packed(
                np.concatenate([own.packed.data for own in parts]),
                joined_offsets([own.packed.offsets for own in parts]),
                np.concatenate([own.packed.sizes for own in parts]),
                np.concatenate([own.packed.forms for own in parts]),
            ),
        )

    def unpacked(self) -> FieldTerms:
        """Terms that are in their order, decoded."""
        return FieldTerms(self.text, self.offsets, unpack_all(self.packed))


def joined_offsets(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.append(0, np.cumsum(np.concatenate([np.diff(own) for own in parts])))


def prefixes(text: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The first bytes of each term as one number: in the order of the terms, ties where they go on alike."""
    padded = np.concatenate((text, np.zeros(PREFIX, np.uint8)))
    keys = np.zeros(len(offsets) - 1, np.uint64)
    sizes = np.diff(offsets)
    for i in range(PREFIX):
        byte = np.where(sizes > i, padded[offsets[:-1] + i], 0).astype(np.uint64)
        keys |= byte << np.uint64(8 * (PREFIX - 1 - i))
    return keys


class FieldWriter:
    """Writes the terms of one field: `add` block after block, in the order of terms, then `finish`.

    What is added waits on the disk, so that a field may be larger than memory: a container takes one array at a time.
    """

    DTYPES = {
        "text": np.uint8,
        "offsets": np.int64,
        "prefixes": np.uint64,
        "data": np.uint8,
        "lists": np.int64,
        "sizes": np.uint32,
        "forms": np.uint8,
    }
    STARTS = {"offsets": "text", "lists": "data"}  # numbers of places in another array

    def __init__(self, folder: Path) -> None:
        """`folder` for what does not stay in memory."""
        self.waiting: dict[str, SpooledTemporaryFile[bytes]] = {
            part: SpooledTemporaryFile(SPOOLED, dir=str(folder))  # noqa: SIM115 (`finish` closes it)
            for part in self.DTYPES
        }
        self.lengths = dict.fromkeys(self.DTYPES, 0)

    def add(self, terms: FieldTerms) -> None:
        packed = pack(terms.lists)
        self.put("offsets", terms.offsets[:-1] + self.lengths["text"])
        self.put("lists", packed.offsets[:-1] + self.lengths["data"])
        self.put("prefixes", prefixes(terms.text, terms.offsets))
        self.put("text", terms.text)
        self.put("data", packed.data)
        self.put("sizes", packed.sizes)
        self.put("forms", packed.forms)

    def put(self, part: str, values: np.ndarray) -> None:
        self.waiting[part].write(np.ascontiguousarray(values, self.DTYPES[part]).data)
        self.lengths[part] += len(values)

    def finish(self, name: str, writer: ContainerWriter) -> None:
        """Add the field's arrays to the container."""
        for part, of in self.STARTS.items():
            self.put(part, np.array([self.lengths[of]]))
        for part, dtype in self.DTYPES.items():
            narrow: Any = dtype
            if part in self.STARTS and self.lengths[self.STARTS[part]] < 2**32:
                narrow = np.uint32
            writer.add(f"terms.{name}.{part}", narrow, self.pieces(part))
            self.waiting[part].close()

    def pieces(self, part: str) -> Iterator[np.ndarray]:
        file = self.waiting[part]
        file.seek(0)
        while data := file.read(COPIED):
            yield np.frombuffer(data, self.DTYPES[part])
