"""Several segments made one, whatever their size: a few megabytes of each are in memory at a time.

A bulk build and the merges of an index in use are the same: analysed documents are written as small segments, and these
are merged. Terms are gone through in blocks: from each segment so many of its next terms as hold its share of POSTINGS,
and of those the terms up to where the first of these windows ends (a merge of sorted runs, Knuth, TAOCP vol. 3, 5.4).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from search.store.container import ContainerWriter
from search.store.postings import Lists, places_of, unpack_all
from search.store.segment import SegmentFile, TermIndex
from search.store.terms import COPIED, PREFIX, FieldTerms, FieldWriter, PackedTerms, prefixes

POSTINGS = 500_000  # that are merged at a time; each takes some 60 bytes meanwhile


@dataclass(frozen=True)
class Part:
    """A segment that is merged: its file, and the number that each of its documents will have (int32; -1: none)."""

    file: SegmentFile
    numbers: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        return self.numbers >= 0

    def kept_ranges(self) -> list[tuple[int, int]]:
        """Documents that are kept and follow each other: (the first, the one after the last)."""
        bounds = np.flatnonzero(np.diff(self.kept.astype(np.int8), prepend=0, append=0))
        return list(zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True))


def parts_of(segments: Iterable[tuple[SegmentFile, Iterable[int]]]) -> list[Part]:
    """The segments, each with the numbers of its deleted documents, as they are merged one after the other."""
    parts, base = [], 0
    for file, deleted in segments:
        kept = np.ones(file.documents, bool)
        kept[list(deleted)] = False
        numbers = np.where(kept, base + np.cumsum(kept) - 1, -1)
        parts.append(Part(file, numbers.astype(np.int32)))
        base += int(np.count_nonzero(kept))
    return parts


def write_merged(file: BinaryIO, parts: Sequence[Part]) -> str:
    """Write the segment of all documents that are kept; its checksum. At least one part, all of one layout."""
    writer = ContainerWriter(file)
    first = parts[0].file
    for name in first.terms:
        field = FieldWriter(Path(file.name).parent)
        for block in merged_terms(parts, name):
            field.add(block)
        field.finish(name, writer)
    for name in ("keys", *(f"{kind}.{own}" for kind in ("lengths", "tail", "column") for own in first.names(kind))):
        writer.add(name, first.arrays[name].view.dtype, kept_of_each(parts, name))
    for kind, what in (("zone", "data"), ("list", "values")):
        for own in first.names(kind):
            name = f"{kind}.{own}"
            writer.add(f"{name}.{what}", first.arrays[f"{name}.{what}"].view.dtype, kept_values(parts, name, what))
            writer.add(f"{name}.ends", np.int64, kept_ends(parts, name))
    return writer.finish({"documents": sum(int(np.count_nonzero(part.kept)) for part in parts)})


def kept_of_each(parts: Sequence[Part], name: str) -> Iterator[np.ndarray]:
    """What the documents that are kept have in an array of one value a document."""
    for part in parts:
        yield part.file.array(name)[part.kept]
        part.file.release()


def kept_values(parts: Sequence[Part], name: str, what: str) -> Iterator[np.ndarray]:
    """What the documents that are kept have in a joined array."""
    for part in parts:
        values, ends = part.file.arrays[f"{name}.{what}"], part.file.array(f"{name}.ends")
        for first, last in part.kept_ranges():
            begin, end = int(ends[first - 1]) if first else 0, int(ends[last - 1])
            for at in range(begin, end, COPIED):
                yield np.asarray(values.part(at, min(at + COPIED, end)))
                part.file.release()


def kept_ends(parts: Sequence[Part], name: str) -> Iterator[np.ndarray]:
    """Where what they have there ends, for each."""
    base = 0
    for part in parts:
        sizes = np.diff(part.file.array(f"{name}.ends"), prepend=0)[part.kept]
        yield base + np.cumsum(sizes)
        base += int(sizes.sum())
        part.file.release()


class Cursor:
    """How far the terms of one segment's field are merged. What is read of the file is given back at once: a page that
    is read brings in those around it, in each of hundreds of files.
    """

    def __init__(self, part: Part, name: str) -> None:
        self.part = part
        self.index: TermIndex = part.file.terms[name]
        self.at = 0

    def reach(self, postings: int) -> int:
        """The term before which the next `postings` postings end; at least one term further."""
        sizes = np.cumsum(self.index.sizes[self.at : self.at + postings], dtype=np.int64)
        self.part.file.release()
        return self.at + max(1, int(sizes.searchsorted(postings, "right")))

    def take(self, upto: int) -> PackedTerms:
        """The terms up to before `upto`."""
        taken = PackedTerms.joined([self.index.block(self.at, upto)])
        self.at = upto
        self.part.file.release()
        return taken


def merged_terms(parts: Sequence[Part], name: str) -> Iterator[FieldTerms]:
    """The terms of one field, block after block, without those that only deleted documents have."""
    cursors = [Cursor(part, name) for part in parts]
    while going := [cursor for cursor in cursors if cursor.at < len(cursor.index)]:
        reached = [cursor.reach(POSTINGS // len(going)) for cursor in going]
        ends = [c.index.term(end - 1) for c, end in zip(going, reached, strict=True) if end < len(c.index)]
        if ends:
            reached = [cursor.index.position_after(min(ends)) for cursor in going]
        taken = [(cursor.part, cursor.take(end)) for cursor, end in zip(going, reached, strict=True)]
        block = merged_block([own for own in taken if len(own[1].packed.sizes)])
        if len(block):
            yield block


def merged_block(taken: Sequence[tuple[Part, PackedTerms]]) -> FieldTerms:
    """The terms of all, each once, with the documents of all, in the order of the parts."""
    terms = PackedTerms.joined([own for _, own in taken])
    lists = unpack_all(terms.packed)
    bounds = lists.starts[np.cumsum([0, *(len(own.packed.sizes) for _, own in taken)])].tolist()
    documents = lists.documents
    for (part, _), (begin, end) in zip(taken, pairwise(bounds), strict=True):
        documents[begin:end] = part.numbers[documents[begin:end]]
    lists = living(lists)
    keys = sort_keys(terms.text, terms.offsets)
    # Stable: a term's lists stay in the order of the parts, and so its documents ascend.
    order = keys.argsort(kind="stable")
    order = order[lists.sizes[order] > 0]
    begins, sizes = lists.starts[order], lists.sizes[order]
    places = places_of(begins, sizes)
    new = np.flatnonzero(np.diff(keys[order], prepend=-1))
    term = order[new]
    lengths = np.diff(terms.offsets)[term]
    return FieldTerms(
        terms.text[places_of(terms.offsets[term], lengths)],
        np.append(0, np.cumsum(lengths)),
        Lists(
            np.append(np.append(0, np.cumsum(sizes))[new], len(places)),
            lists.documents[places],
            lists.frequencies[places],
        ),
    )


def living(lists: Lists) -> Lists:
    """Without the documents that have no number (-1); lists may become empty."""
    kept = lists.documents >= 0
    if kept.all():
        return lists
    starts = np.append(0, np.cumsum(kept))[lists.starts]
    return Lists(starts, lists.documents[kept], lists.frequencies[kept])


def sort_keys(text: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """A number (int64) a term, in the order of the terms, equal where they are."""
    _, keys = np.unique(prefixes(text, offsets), return_inverse=True)
    long = np.flatnonzero(np.diff(offsets) > PREFIX)
    if not len(long):
        return keys
    # Few terms are longer than their sort keys: what follows is compared as it is.
    whole = text.tobytes()
    spans = zip(offsets[long].tolist(), offsets[long + 1].tolist(), strict=True)
    rests = [whole[begin + PREFIX : end] for begin, end in spans]
    places = {rest: place for place, rest in enumerate(sorted(set(rests)), 1)}
    keys = keys * (len(places) + 1)
    keys[long] += [places[rest] for rest in rests]
    return keys
