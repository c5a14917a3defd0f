"""Posting lists: for each term the documents that hold it, ascending, and how often each does.

Many lists are handled at once, as `Lists`: flat arrays in which list i is the part
[starts[i], starts[i+1]). On disk a list is its first document and then the gaps, in the narrowest of
1, 2 and 4 bytes that holds the widest; after them the frequencies, one byte each (255 means 255 or
more), left out where all are 1. One block a term, no positions: decoding is a view and a cumulative sum.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

WIDTHS = {0: np.uint8, 1: np.uint16, 2: np.uint32}
MAX_FREQUENCY = 255
BLOCK = 20_000  # lists encoded at once: the arrays in between take some 50 bytes a posting
HAS_FREQUENCIES = 4  # flag beside the width's number


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
    """`data` holds list i, of `sizes[i]` postings, from `offsets[i]`, in the form `forms[i]`."""

    data: np.ndarray
    offsets: np.ndarray
    sizes: np.ndarray
    forms: np.ndarray


def pack(lists: Lists) -> Packed:
    """Encode all lists. No list may be empty."""
    ends = [*range(0, len(lists.starts) - 1, BLOCK), len(lists.starts) - 1]
    blocks = [pack_block(part(lists, first, last)) for first, last in pairwise(ends)]
    bases = np.cumsum([0, *(len(block.data) for block in blocks)])
    return Packed(
        data=concatenated([block.data for block in blocks], np.uint8),
        offsets=concatenated([block.offsets + base for block, base in zip(blocks, bases, strict=False)], np.int64),
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
    sizes = lists.sizes
    firsts = lists.starts[:-1]
    gaps = np.empty(len(lists.documents), np.uint32)
    gaps[1:] = lists.documents[1:] - lists.documents[:-1]
    gaps[firsts] = lists.documents[firsts]
    widest = np.maximum.reduceat(gaps, firsts)
    width_numbers = (widest > 0xFF).astype(np.uint8) + (widest > 0xFFFF)
    widths = np.left_shift(1, width_numbers.astype(np.int64))
    with_frequencies = np.maximum.reduceat(lists.frequencies, firsts) > 1
    lengths = sizes * (widths + with_frequencies)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    data = np.zeros(offsets[-1], np.uint8)
    for number, dtype in WIDTHS.items():
        width = 1 << number
        which, within = postings_of_chosen(width_numbers == number, lists.starts)
        target = np.repeat(offsets[:-1][which], sizes[which]) + within * width
        values = gaps[np.repeat(firsts[which], sizes[which]) + within].astype(dtype).view(np.uint8)
        for byte in range(width):
            data[target + byte] = values[byte::width]
    which, within = postings_of_chosen(with_frequencies, lists.starts)
    target = np.repeat((offsets[:-1] + sizes * widths)[which], sizes[which]) + within
    data[target] = lists.frequencies[np.repeat(firsts[which], sizes[which]) + within]
    forms = width_numbers | (with_frequencies * np.uint8(HAS_FREQUENCIES))
    return Packed(data, offsets[:-1], sizes.astype(np.uint32), forms.astype(np.uint8))


def postings_of_chosen(chosen: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the chosen lists, and for each of their postings its place within its list."""
    which = np.flatnonzero(chosen)
    sizes = np.diff(starts)[which]
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return which, np.arange(len(before)) - before


def unpack(data: np.ndarray, offset: int, size: int, form: int) -> tuple[np.ndarray, np.ndarray | None]:
    """One list: its documents (int32) and its frequencies (uint8), or None where all are 1."""
    number = form & 3
    end = offset + (size << number)
    documents = np.add.accumulate(data[offset:end].view(WIDTHS[number]), dtype=np.int32)
    return documents, data[end : end + size] if form & HAS_FREQUENCIES else None


def packed_length(size: int, form: int) -> int:
    """How many bytes a list of `size` postings takes in this form."""
    return (size << (form & 3)) + (size if form & HAS_FREQUENCIES else 0)


def unpack_all(packed: Packed) -> Lists:
    """The inverse of `pack`, list by list: for merging segments."""
    starts = np.concatenate(([0], np.cumsum(packed.sizes, dtype=np.int64)))
    documents = np.empty(starts[-1], np.int32)
    frequencies = np.ones(starts[-1], np.uint8)
    for i, (offset, size, form) in enumerate(
        zip(packed.offsets.tolist(), packed.sizes.tolist(), packed.forms.tolist(), strict=True)
    ):
        found, often = unpack(packed.data, offset, size, form)
        documents[starts[i] : starts[i + 1]] = found
        if often is not None:
            frequencies[starts[i] : starts[i + 1]] = often
    return Lists(starts, documents, frequencies)
