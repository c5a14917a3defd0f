"""Several chunks made one: what a bulk build and a merge of segments have in common."""

from collections.abc import Sequence

import numpy as np

from search.store.analysis import Chunk, FieldTerms, Zone
from search.store.postings import Lists


def merged(chunks: Sequence[Chunk]) -> Chunk:
    """The documents of all chunks, one after the other. At least one chunk; all of one layout."""
    if len(chunks) == 1:
        return chunks[0]
    bases = np.concatenate(([0], np.cumsum([len(chunk) for chunk in chunks])))
    first = chunks[0]
    return Chunk(
        fields={name: merged_terms([c.fields[name] for c in chunks], bases) for name in first.fields},
        lengths={name: np.concatenate([c.lengths[name] for c in chunks]) for name in first.lengths},
        zones={name: merged_zones([c.zones[name] for c in chunks]) for name in first.zones},
        columns={name: np.concatenate([c.columns[name] for c in chunks]) for name in first.columns},
        lists={name: merged_lists([c.lists[name] for c in chunks]) for name in first.lists},
        keys=np.concatenate([c.keys for c in chunks]),
    )


def merged_terms(parts: Sequence[FieldTerms], bases: np.ndarray) -> FieldTerms:
    """Each part's lists are in the order of terms and documents already, so every posting's place is
    known by counting; nothing is sorted but the terms."""
    terms = sorted(set().union(*(part.terms for part in parts)))
    rank = {term: i for i, term in enumerate(terms)}
    ranks = [np.array([rank[term] for term in part.terms], np.int64) for part in parts]
    sizes = np.zeros(len(terms), np.int64)
    for own, part in zip(ranks, parts, strict=True):
        sizes[own] += part.lists.sizes
    starts = np.concatenate(([0], np.cumsum(sizes)))
    documents = np.empty(starts[-1], np.int32)
    frequencies = np.empty(starts[-1], np.uint8)
    cursor = starts[:-1].copy()
    for own, part, base in zip(ranks, parts, bases, strict=False):
        own_sizes = part.lists.sizes
        place = np.repeat(cursor[own] - part.lists.starts[:-1], own_sizes) + np.arange(len(part.lists.documents))
        documents[place] = part.lists.documents + np.int32(base)
        frequencies[place] = part.lists.frequencies
        cursor[own] += own_sizes
    return FieldTerms(terms, Lists(starts, documents, frequencies))


def merged_zones(parts: Sequence[Zone]) -> Zone:
    data = b"".join(part.data for part in parts)
    return Zone(data, merged_ends([part.ends for part in parts], [len(part.data) for part in parts]))


def merged_lists(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    values = np.concatenate([values for values, _ in parts])
    return values, merged_ends([ends for _, ends in parts], [len(values) for values, _ in parts])


def merged_ends(ends: Sequence[np.ndarray], sizes: Sequence[int]) -> np.ndarray:
    bases = np.cumsum([0, *sizes[:-1]])
    return np.concatenate([own + base for own, base in zip(ends, bases, strict=True)])


def without(chunk: Chunk, deleted: np.ndarray) -> Chunk:
    """The chunk without the documents for which `deleted` (bool, one a document) is set."""
    if not deleted.any():
        return chunk
    kept = ~deleted
    numbers = np.cumsum(kept) - 1
    return Chunk(
        fields={name: kept_terms(of_field, kept, numbers) for name, of_field in chunk.fields.items()},
        lengths={name: lengths[kept] for name, lengths in chunk.lengths.items()},
        zones={name: kept_zone(zone, kept) for name, zone in chunk.zones.items()},
        columns={name: values[kept] for name, values in chunk.columns.items()},
        lists={name: kept_list(*of_list, kept) for name, of_list in chunk.lists.items()},
        keys=chunk.keys[kept],
    )


def kept_terms(of_field: FieldTerms, kept: np.ndarray, numbers: np.ndarray) -> FieldTerms:
    lists = of_field.lists
    staying = kept[lists.documents]
    before = np.concatenate(([0], np.cumsum(staying)))
    sizes = before[lists.starts[1:]] - before[lists.starts[:-1]]
    terms = [term for term, size in zip(of_field.terms, sizes.tolist(), strict=True) if size]
    starts = np.concatenate(([0], np.cumsum(sizes[sizes > 0])))
    documents = numbers[lists.documents[staying]].astype(np.int32)
    return FieldTerms(terms, Lists(starts, documents, lists.frequencies[staying]))


def kept_zone(zone: Zone, kept: np.ndarray) -> Zone:
    begins = np.concatenate(([0], zone.ends[:-1]))
    spans = zip(begins[kept].tolist(), zone.ends[kept].tolist(), strict=True)
    return Zone(b"".join(zone.data[begin:end] for begin, end in spans), np.cumsum((zone.ends - begins)[kept]))


def kept_list(values: np.ndarray, ends: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sizes = np.diff(ends, prepend=0)
    return values[np.repeat(kept, sizes)], np.cumsum(sizes[kept])
