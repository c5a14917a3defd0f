"""A segment's file: a Chunk laid out in a container, and the views through which it is read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from search.store.analysis import Chunk, FieldTerms, Zone
from search.store.container import Container, ContainerWriter
from search.store.damage import damaged
from search.store.postings import Packed, pack, packed_length, unpack, unpack_all

PREFIX = 8  # bytes of a term in its sort key
SEARCHED = ("text", "offsets", "prefixes", "lists", "sizes", "forms")  # of a field's arrays: all but the posting lists


def write_chunk(file: BinaryIO, chunk: Chunk) -> str:
    """Write a segment; the checksum of its file."""
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
    writer = ContainerWriter(file)
    for name, array in arrays.items():
        writer.add(name, array.dtype, [array])
    return writer.finish({"documents": len(chunk)})


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

    What is searched is verified as a whole when a term is first sought (0.2 s a gigabyte), posting lists one by one.
    Single numbers are read through memory views, which give Python's own in a third of the time.
    """

    def __init__(self, file: Container, name: str) -> None:
        self.checked = [file.arrays[f"terms.{name}.{part}"] for part in SEARCHED]
        self.data = file.arrays[f"terms.{name}.data"]
        self.text, self.offsets, self.prefixes, self.lists, self.sizes, self.forms = (
            array.view.data for array in self.checked
        )
        self.is_verified = False

    def __len__(self) -> int:
        return len(self.prefixes)

    def verify(self) -> None:
        """See that all but the posting lists are as they were written; before any number of a term is known."""
        for array in self.checked:
            array.whole()
        self.is_verified = True

    def term(self, i: int) -> bytes:
        return self.text[self.offsets[i] : self.offsets[i + 1]].tobytes()

    def position(self, term: bytes) -> int:
        """Of the first term that is not before `term`."""
        if not self.is_verified:
            self.verify()
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

    def all_sizes(self) -> np.ndarray:
        """The `size` of every term."""
        self.verify()
        return np.asarray(self.sizes)

    def postings(self, i: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Documents (int32) and frequencies (uint8; None: all 1) of term `i`."""
        offset, size, form = self.lists[i], self.sizes[i], self.forms[i]
        self.data.verify(offset, offset + packed_length(size, form))
        return unpack(self.data.view, offset, size, form)

    def starting(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Terms that begin with `prefix`, in order, with their numbers."""
        for i in range(self.position(prefix), len(self)):
            term = self.term(i)
            if not term.startswith(prefix):
                return
            yield term, i

    def all_terms(self) -> FieldTerms:
        self.verify()
        text = self.text.tobytes()
        terms = [text[begin:end].decode() for begin, end in pairwise(self.offsets.tolist())]
        packed = Packed(self.data.whole(), *map(np.asarray, (self.lists, self.sizes, self.forms)))
        return FieldTerms(terms, unpack_all(packed))


class SegmentFile(Container):
    """One mapped segment, that of the `checksum` where one is given. Raises what Container raises."""

    def __init__(self, path: Path, checksum: str = "") -> None:
        super().__init__(path)
        if checksum not in ("", self.checksum):
            raise damaged(path, "it is not the file that the manifest names")
        self.documents = int(self.about["documents"])
        self.terms = {name: TermIndex(self, name) for name in self.names("terms")}
        self.texts = {name: self.arrays[f"zone.{name}.data"] for name in self.names("zone")}

    def names(self, kind: str) -> list[str]:
        """Names of the columns, lists, zones … in this segment."""
        return sorted({name.split(".")[1] for name in self.arrays if name.startswith(f"{kind}.")})

    def chunk(self) -> Chunk:
        """The whole segment read back, for merging."""
        array = self.array
        return Chunk(
            fields={name: index.all_terms() for name, index in self.terms.items()},
            lengths={name: array(f"lengths.{name}") for name in self.names("lengths")},
            zones={
                name: Zone(array(f"zone.{name}.data").tobytes(), array(f"zone.{name}.ends"))
                for name in self.names("zone")
            },
            columns={name: array(f"column.{name}") for name in self.names("column")},
            lists={name: (array(f"list.{name}.values"), array(f"list.{name}.ends")) for name in self.names("list")},
            keys=array("keys"),
        )
