"""A segment's file: a Chunk laid out in a container, and the views through which it is read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from search.store import container
from search.store.analysis import Chunk, FieldTerms, Zone
from search.store.postings import Packed, pack, unpack, unpack_all

PREFIX = 8  # bytes of a term in its sort key


def write_chunk(file: BinaryIO, chunk: Chunk) -> None:
    arrays: dict[str, np.ndarray] = {"keys": chunk.keys}
    for name, of_field in chunk.fields.items():
        packed = pack(of_field.lists)
        encoded = [term.encode() for term in of_field.terms]
        text = np.frombuffer(b"".join(encoded), np.uint8)
        offsets = np.concatenate(([0], np.cumsum([len(term) for term in encoded], dtype=np.int64)))
        arrays |= {
            f"terms.{name}.text": text,
            f"terms.{name}.offsets": offsets,
            f"terms.{name}.prefixes": prefixes(text, offsets),
            f"terms.{name}.data": packed.data,
            f"terms.{name}.lists": packed.offsets,
            f"terms.{name}.sizes": packed.sizes,
            f"terms.{name}.forms": packed.forms,
        }
    arrays |= {f"lengths.{name}": lengths for name, lengths in chunk.lengths.items()}
    for name, zone in chunk.zones.items():
        arrays |= {f"zone.{name}.data": np.frombuffer(zone.data, np.uint8), f"zone.{name}.ends": zone.ends}
    arrays |= {f"column.{name}": values for name, values in chunk.columns.items()}
    for name, (values, ends) in chunk.lists.items():
        arrays |= {f"list.{name}.values": values, f"list.{name}.ends": ends}
    container.write_container(file, arrays, {"documents": len(chunk)})


def prefixes(text: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The first bytes of each term as one number: in the order of the terms, ties where they go on alike."""
    padded = np.concatenate((text, np.zeros(PREFIX, np.uint8)))
    keys = np.zeros(len(offsets) - 1, np.uint64)
    sizes = np.diff(offsets)
    for i in range(PREFIX):
        byte = np.where(sizes > i, padded[offsets[:-1] + i], 0).astype(np.uint64)
        keys |= byte << np.uint64(8 * (PREFIX - 1 - i))
    return keys


class TermIndex:
    """The terms of one field, found by binary search in the mapped file.

    Single numbers are read through memory views, which give Python's own in a third of the time.
    """

    def __init__(self, arrays: dict[str, np.ndarray], name: str) -> None:
        self.packed = Packed(*(arrays[f"terms.{name}.{part}"] for part in ("data", "lists", "sizes", "forms")))
        self.text, self.offsets, self.prefixes, self.lists, self.sizes, self.forms = (
            arrays[f"terms.{name}.{part}"].data for part in ("text", "offsets", "prefixes", "lists", "sizes", "forms")
        )

    def __len__(self) -> int:
        return len(self.prefixes)

    def term(self, i: int) -> bytes:
        return self.text[self.offsets[i] : self.offsets[i + 1]].tobytes()

    def position(self, term: bytes) -> int:
        """Of the first term that is not before `term`."""
        key = int.from_bytes(term[:PREFIX].ljust(PREFIX, b"\0"))
        low = bisect_left(self.prefixes, key)
        if len(term) < PREFIX or low == len(self.prefixes) or self.term(low) >= term:
            return low
        high = bisect_right(self.prefixes, key, low)
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, term: bytes) -> int | None:
        """The term's number, None where no document has it."""
        i = self.position(term)
        return i if i < len(self.prefixes) and self.term(i) == term else None

    def size(self, i: int) -> int:
        """In how many documents (deleted ones too) term `i` is."""
        return self.sizes[i]

    def postings(self, i: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Documents (int32) and frequencies (uint8; None: all 1) of term `i`."""
        return unpack(self.packed.data, self.lists[i], self.sizes[i], self.forms[i])

    def starting(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Terms that begin with `prefix`, in order, with their numbers."""
        for i in range(self.position(prefix), len(self)):
            term = self.term(i)
            if not term.startswith(prefix):
                return
            yield term, i

    def all_terms(self) -> FieldTerms:
        text, offsets = bytes(self.text), self.offsets.tolist()
        terms = [text[begin:end].decode() for begin, end in pairwise(offsets)]
        return FieldTerms(terms, unpack_all(self.packed))


class SegmentFile:
    """One mapped segment. Raises container.CorruptContainer, OSError."""

    def __init__(self, path: Path) -> None:
        mapped = container.Container(path)
        self.map, self.arrays, self.size = mapped.map, mapped.arrays, mapped.size
        try:
            self.documents = int(mapped.about["documents"])
            names = {name.split(".")[1] for name in self.arrays if name.startswith("terms.")}
            self.terms = {name: TermIndex(self.arrays, name) for name in names}
        except (LookupError, TypeError, ValueError) as error:
            raise container.CorruptContainer(
                f"{path}: its directory is damaged ({error}); rebuild the index"
            ) from error

    def names(self, kind: str) -> list[str]:
        """Names of the columns, lists, zones … in this segment."""
        return sorted({name.split(".")[1] for name in self.arrays if name.startswith(f"{kind}.")})

    def chunk(self) -> Chunk:
        """The whole segment read back, for merging."""
        arrays = self.arrays
        return Chunk(
            fields={name: index.all_terms() for name, index in self.terms.items()},
            lengths={name: arrays[f"lengths.{name}"] for name in self.names("lengths")},
            zones={
                name: Zone(arrays[f"zone.{name}.data"].tobytes(), arrays[f"zone.{name}.ends"])
                for name in self.names("zone")
            },
            columns={name: arrays[f"column.{name}"] for name in self.names("column")},
            lists={name: (arrays[f"list.{name}.values"], arrays[f"list.{name}.ends"]) for name in self.names("list")},
            keys=arrays["keys"],
        )
