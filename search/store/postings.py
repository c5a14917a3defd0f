"""Posting lists: for each term the documents that hold it, ascending, and how often each does.

Many lists are handled at once, as `Lists`: flat arrays in which list i is the part
[starts[i], starts[i+1]). On disk a list is its frequencies (255 means 255 or more), a byte each, left out where all
are 1, and then its documents: the first and then the gaps, all as wide as the widest needs, or a bit for each document
up to the last (see `shortest`). One block a term, no positions: decoding is a view and a cumulative sum.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

MAX_FREQUENCY = 255
BLOCK = 20_000  # lists encoded at once: the arrays in between take some 50 bytes a posting
# How a list's documents are kept: gaps of one byte, of two, of four; bits.
BYTES, PAIRS, QUADS, BITS = range(4)
WIDTHS: dict[int, type[np.unsignedinteger[Any]]] = {BYTES: np.uint8, PAIRS: np.uint16, QUADS: np.uint32}
KIND = 3  # the mask of these
HAS_FREQUENCIES = 4  # flag beside them


@dataclass(frozen=True)
class Lists:
    """`starts` has one entry more than there are lists; `documents` int32, `frequencies` uint8."""

    starts: np.ndarray
    documents: np.ndarray
    frequencies: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        return np.diff(self.starts)


@dataclass(frozen=True)
class Packed:
    """`data` holds list i, of `sizes[i]` postings, in [offsets[i], offsets[i+1]), in the form `forms[i]`."""

    data: np.ndarray
    offsets: np.ndarray
    sizes: np.ndarray
    forms: np.ndarray

    def chosen(self, lists: np.ndarray) -> "Packed":
        """Those of these numbers, in their order."""
        begins = self.offsets[lists]
        lengths = self.offsets[lists + 1] - begins
        ends = np.append(0, np.cumsum(lengths))
        return Packed(self.data[places_of(begins, lengths)], ends, self.sizes[lists], self.forms[lists])


@dataclass(frozen=True)
class ChosenLists:
    """Some of the lists of a block: their numbers and sizes, and for each of their postings which of them it is in
    (from 0), its place there and its place in the block's arrays.
    """

    lists: np.ndarray
    sizes: np.ndarray
    owners: np.ndarray
    within: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, chosen: np.ndarray, starts: np.ndarray) -> "ChosenLists":
        lists = np.flatnonzero(chosen)
        sizes = np.diff(starts)[lists]
        owners = np.repeat(np.arange(len(lists)), sizes)
        within = places_of(np.zeros(len(lists), np.int64), sizes)
        return cls(lists, sizes, owners, within, starts[lists][owners] + within)


def places_of(begins: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """All numbers of the ranges that begin at `begins` and hold `sizes` numbers, one after the other."""
    return np.repeat(begins - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))


def pack(lists: Lists) -> Packed:
    """Encode all lists. No list may be empty."""
    ends = [*range(0, len(lists.starts) - 1, BLOCK), len(lists.starts) - 1]
    blocks = [pack_block(part(lists, first, last)) for first, last in pairwise(ends)]
    bases = np.cumsum([0, *(len(block.data) for block in blocks)])
    offsets = [block.offsets[:-1] + base for block, base in zip(blocks, bases, strict=False)]
    return Packed(
        data=concatenated([block.data for block in blocks], np.uint8),
        offsets=concatenated([*offsets, bases[-1:]], np.int64),
        sizes=concatenated([block.sizes for block in blocks], np.uint32),
        forms=concatenated([block.forms for block in blocks], np.uint8),
    )


def concatenated(parts: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype), *parts])


def part(lists: Lists, first: int, last: int) -> Lists:
    starts = lists.starts[first : last + 1]
    inside = slice(starts[0], starts[-1])
    return Lists(starts - starts[0], lists.documents[inside], lists.frequencies[inside])


def pack_block(lists: Lists) -> Packed:
    """Encode these lists at once, at least one."""
    sizes, firsts = lists.sizes, lists.starts[:-1]
    gaps = np.empty(len(lists.documents), np.uint32)
    gaps[1:] = lists.documents[1:] - lists.documents[:-1]
    gaps[firsts] = lists.documents[firsts]
    are_ranked = np.maximum.reduceat(lists.frequencies, firsts) > 1
    before = are_ranked * sizes
    kinds, lengths = shortest(gaps, lists, are_ranked)
    offsets = np.concatenate(([0], np.cumsum(before + lengths)))
    data = np.zeros(offsets[-1], np.uint8)
    these = ChosenLists.of(are_ranked, lists.starts)
    put_numbers(data, offsets[these.lists], these, lists.frequencies[these.places])
    begins = offsets[:-1] + before
    for kind, dtype in WIDTHS.items():
        these = ChosenLists.of(kinds == kind, lists.starts)
        put_numbers(data, begins[these.lists], these, gaps[these.places].astype(dtype))
    these = ChosenLists.of(kinds == BITS, lists.starts)
    put_bits(data, begins[these.lists], lengths[these.lists], these.owners, lists.documents[these.places])
    forms = kinds | (are_ranked * np.uint8(HAS_FREQUENCIES))
    return Packed(data, offsets, sizes.astype(np.uint32), forms.astype(np.uint8))


def shortest(gaps: np.ndarray, lists: Lists, are_ranked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each list the kind that takes the fewest bytes for its documents, and how many.

    Bits are walked through from the first document to the last, which takes several times as long as adding up gaps:
    lists that rank, of which a query decodes a dozen, are never kept so.
    """
    sizes, firsts = lists.sizes, lists.starts[:-1]
    widest = np.maximum.reduceat(gaps, firsts)
    never = np.iinfo(np.int64).max
    lengths = np.empty((BITS + 1, len(sizes)), np.int64)
    lengths[BYTES] = np.where(widest > 0xFF, never, sizes)
    lengths[PAIRS] = np.where(widest > 0xFFFF, never, 2 * sizes)
    lengths[QUADS] = 4 * sizes
    bits = bit_bytes(lists.documents[lists.starts[1:] - 1].astype(np.int64) + 1)
    lengths[BITS] = np.where(are_ranked, never, bits)
    kinds = lengths.argmin(axis=0)
    return kinds.astype(np.uint8), lengths[kinds, np.arange(len(sizes))]


def bit_bytes(count: np.ndarray) -> np.ndarray:
    """Bytes that so many bits take."""
    return (count + 7) // 8


def put_numbers(data: np.ndarray, begins: np.ndarray, these: ChosenLists, values: np.ndarray) -> None:
    """Write a number a posting; those of the lists begin at `begins`."""
    width = values.itemsize
    target = begins[these.owners] + these.within * width
    for byte in range(width):
        data[target + byte] = values.view(np.uint8)[byte::width]


def put_bits(
    data: np.ndarray, begins: np.ndarray, lengths: np.ndarray, owners: np.ndarray, numbers: np.ndarray
) -> None:
    """Write bitmaps, of `lengths` bytes from `begins`, and in them set bit `numbers[j]` of bitmap `owners[j]`."""
    bits = np.zeros(8 * int(lengths.sum()), np.uint8)
    bits[8 * (np.cumsum(lengths) - lengths)[owners] + numbers] = 1
    data[places_of(begins, lengths)] = np.packbits(bits)


def unpack(data: np.ndarray, size: int, form: int) -> tuple[np.ndarray, np.ndarray | None]:
    """One list from its bytes: its documents (int32) and its frequencies (uint8), or None where all are 1."""
    kind, frequencies = form & KIND, None
    if form & HAS_FREQUENCIES:
        frequencies, data = data[:size].copy(), data[size:]
    if kind == BITS:
        return np.unpackbits(data).view(bool).nonzero()[0].astype(np.int32), frequencies
    return np.add.accumulate(data.view(WIDTHS[kind]), dtype=np.int32), frequencies


def unpack_all(packed: Packed) -> Lists:
    """The inverse of `pack`."""
    sizes = packed.sizes.astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    kinds, begins = packed.forms & KIND, packed.offsets[:-1].copy()
    frequencies = np.ones(starts[-1], np.uint8)
    these = ChosenLists.of(packed.forms >= HAS_FREQUENCIES, starts)
    frequencies[these.places] = got_numbers(packed.data, begins[these.lists], these, np.uint8)
    begins[these.lists] += these.sizes
    gaps = np.zeros(starts[-1], np.int64)
    for kind, dtype in WIDTHS.items():
        these = ChosenLists.of(kinds == kind, starts)
        gaps[these.places] = got_numbers(packed.data, begins[these.lists], these, dtype)
    documents = np.cumsum(gaps)
    documents -= np.repeat(documents[starts[:-1]] - gaps[starts[:-1]], sizes)
    these = ChosenLists.of(kinds == BITS, starts)
    lengths = (packed.offsets[1:] - begins)[these.lists]
    found = np.flatnonzero(np.unpackbits(packed.data[places_of(begins[these.lists], lengths)]))
    documents[these.places] = found - 8 * (np.cumsum(lengths) - lengths)[these.owners]
    return Lists(starts, documents.astype(np.int32), frequencies)


def got_numbers(
    data: np.ndarray, begins: np.ndarray, these: ChosenLists, dtype: type[np.unsignedinteger[Any]]
) -> np.ndarray:
    """What `put_numbers` wrote."""
    width = np.dtype(dtype).itemsize
    target = begins[these.owners] + these.within * width
    values = np.empty((len(target), width), np.uint8)
    for byte in range(width):
        values[:, byte] = data[target + byte]
    return values.reshape(-1).view(dtype)
