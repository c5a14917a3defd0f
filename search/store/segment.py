"""A segment's file: a Chunk laid out in a container, and the views through which it is read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np

from archive.language.numbers import PRINTED_NUMBER
from search.store.analysis import Chunk, Zone
from search.store.container import Container, ContainerWriter
from search.store.damage import damaged
from search.store.postings import Lists, Packed, unpack, unpack_all
from search.store.schema import CONTENT
from search.store.terms import PREFIX, FieldTerms, FieldWriter, PackedTerms

SEARCHED = ("text", "offsets", "prefixes", "lists", "sizes", "forms")  # of a field's arrays: all but the posting lists


def write_chunk(file: BinaryIO, chunk: Chunk) -> str:
    """Write a segment; the checksum of its file."""
    writer = ContainerWriter(file)
    for name, terms in chunk.fields.items():
        field = FieldWriter(Path(file.name).parent)
        field.add(terms)
        field.finish(name, writer)
    arrays = {"keys": chunk.keys}
    arrays |= {f"lengths.{name}": lengths for name, lengths in chunk.lengths.items()}
    for name, zone in chunk.zones.items():
        arrays |= {f"zone.{name}.data": np.frombuffer(zone.data, np.uint8), f"zone.{name}.ends": zone.ends}
    arrays |= {f"tail.{name}": sizes for name, sizes in chunk.tails.items()}
    arrays |= {f"column.{name}": values for name, values in chunk.columns.items()}
    for name, (values, ends) in chunk.lists.items():
        arrays |= {f"list.{name}.values": values, f"list.{name}.ends": ends}
    for name, array in arrays.items():
        writer.add(name, array.dtype, [array])
    return writer.finish({"documents": len(chunk)})


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

    def position_after(self, term: bytes) -> int:
        """Of the first term that is after `term`."""
        i = self.position(term)
        return i + (i < len(self) and self.term(i) == term)

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
        begin, end = self.lists[i], self.lists[i + 1]
        self.data.verify(begin, end)
        return unpack(self.data.view[begin:end], self.sizes[i], self.forms[i])

    def starting(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Terms that begin with `prefix`, in order, with their numbers."""
        for i in range(self.position(prefix), len(self)):
            term = self.term(i)
            if not term.startswith(prefix):
                return
            yield term, i

    def with_digits(self) -> list[bytes]:
        """The terms that have a digit (0 to 9), in order: the digits are looked for in all of them at once."""
        if not self.is_verified:
            self.verify()
        text = np.asarray(self.text)
        digits = np.flatnonzero((text >= ord("0")) & (text <= ord("9")))
        return [self.term(i) for i in np.unique(np.searchsorted(self.offsets, digits, "right") - 1).tolist()]

    @cached_property
    def words_with_numbers(self) -> dict[str, list[str]]:
        """Number -> the terms that have it beside other characters, in order: 5 -> 5g, a5."""
        held: dict[str, list[str]] = {}
        for word in map(bytes.decode, self.with_digits()):
            for number in set(PRINTED_NUMBER.findall(word)) - {word}:
                held.setdefault(number, []).append(word)
        return held

    def block(self, first: int, last: int) -> PackedTerms:
        """The terms from `first` to before `last`, which are neighbours."""
        if not self.is_verified:
            self.verify()
        offsets, lists = (np.asarray(of[first : last + 1]).astype(np.int64) for of in (self.offsets, self.lists))
        self.data.verify(*lists[[0, -1]].tolist())
        return PackedTerms(
            np.asarray(self.text[offsets[0] : offsets[-1]]),
            offsets - offsets[0],
            Packed(
                self.data.view[lists[0] : lists[-1]],
                lists - lists[0],
                np.asarray(self.sizes[first:last]),
                np.asarray(self.forms[first:last]),
            ),
        )

    def lists_of(self, numbers: np.ndarray) -> Lists:
        """The posting lists of these terms, ascending, at least one; frequencies of all."""
        packed = self.block(int(numbers[0]), int(numbers[-1]) + 1).packed
        return unpack_all(packed.chosen(numbers - numbers[0]))

    def all_terms(self) -> FieldTerms:
        """Every term with its list."""
        return self.block(0, len(self)).unpacked()


class SegmentFile(Container):
    """One mapped segment, that of the `checksum` where one is given. Raises what Container raises."""

    def __init__(self, path: Path, checksum: str = "") -> None:
        super().__init__(path)
        if checksum not in ("", self.checksum):
            raise damaged(path, "it is not the file that the manifest names")
        self.documents = int(self.about["documents"])
        self.terms = {name: TermIndex(self, name) for name in self.names("terms")}
        # The folded texts of each zone. A tail is in those of CONTENT.
        self.texts = {zone: self.arrays[f"zone.{zone}.data"] for zone in self.names("zone")}
        self.texts |= dict.fromkeys(self.names("tail"), self.texts[CONTENT])

    def names(self, kind: str) -> list[str]:
        """Names of the columns, lists, zones … in this segment."""
        return sorted({name.split(".")[1] for name in self.arrays if name.startswith(f"{kind}.")})

    def spans(self, zone: str, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """From where to where in `texts[zone]` the texts of these documents of the segment are."""
        if f"tail.{zone}" in self.arrays:
            upto = self.array(f"zone.{CONTENT}.ends").take(numbers)
            return upto - self.array(f"tail.{zone}").take(numbers), upto
        ends = self.array(f"zone.{zone}.ends")
        return np.where(numbers > 0, ends.take(numbers - 1), 0), ends.take(numbers)

    def chunk(self) -> Chunk:
        """The whole segment read back."""
        array = self.array
        return Chunk(
            fields={name: index.all_terms() for name, index in self.terms.items()},
            lengths={name: array(f"lengths.{name}") for name in self.names("lengths")},
            zones={
                name: Zone(array(f"zone.{name}.data").tobytes(), array(f"zone.{name}.ends"))
                for name in self.names("zone")
            },
            tails={name: array(f"tail.{name}") for name in self.names("tail")},
            columns={name: array(f"column.{name}") for name in self.names("column")},
            lists={name: (array(f"list.{name}.values"), array(f"list.{name}.ends")) for name in self.names("list")},
            keys=array("keys"),
        )
