"""Documents cut to terms: pure work on texts, which a pool of processes may do in chunks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np

from archive.language.bulk_folding import folded_units
from archive.language.folding import strip_space
from archive.language.segmentation import words
from search.store import characters
from search.store.postings import MAX_FREQUENCY, Lists
from search.store.schema import CHARACTERS, CONTENT, GRAMS, TITLE, TITLE_WORDS, WORDS, Document, IndexLayout
from search.store.terms import FieldTerms

UNIT_END = "\n"
# Two bytes for most characters that a Chinese text has, where UTF-8 takes three.
ENCODING = "utf-16-le"
Segmenter = Callable[[str], list[str]]


@dataclass(frozen=True)
class Zone:
    """The folded texts of one zone, in ENCODING.

    Document i is data[ends[i-1]:ends[i]], its units each ending in UNIT_END.
    """

    data: bytes
    ends: np.ndarray


@dataclass(frozen=True)
class Chunk:
    """Some documents in the form that segments are made of; documents count from 0."""

    fields: dict[str, FieldTerms]
    lengths: dict[str, np.ndarray]  # tokens a document, for each of SCORED
    zones: dict[str, Zone]  # all but the layout's tail
    tails: dict[str, np.ndarray]  # of the tail: how many bytes at the end of each document's CONTENT are its
    columns: dict[str, np.ndarray]
    lists: dict[str, tuple[np.ndarray, np.ndarray]]  # (values, ends)
    keys: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)


def analyse(documents: Sequence[Document], layout: IndexLayout, cut: Segmenter = words) -> Chunk:
    """Fold, cut and count. `cut` gives the words of a folded text, as `archive.language.segmentation.words` does."""
    content, title = set(layout.zones[CONTENT]), set(layout.zones[TITLE])
    tokens: dict[str, list[list[str]]] = {WORDS: [], TITLE_WORDS: []}
    texts: dict[str, list[str]] = {zone: [] for zone in layout.zones}
    for document in documents:
        units = folded_units(document.units)
        by_unit = [(name, cut(text)) for name, text in units if name in content]
        tokens[WORDS].append([word for _, of_unit in by_unit for word in of_unit])
        tokens[TITLE_WORDS].append([word for name, of_unit in by_unit if name in title for word in of_unit])
        for zone, text in zone_texts(units, layout).items():
            texts[zone].append(text)
    tails = {zone: joined_zone(texts.pop(zone)) for zone in layout.tails}
    grams, gram_lengths, occurring = characters.count_characters(texts[CONTENT], UNIT_END)
    return Chunk(
        fields={
            **{name: count_terms(of_field) for name, of_field in tokens.items()},
            GRAMS: grams,
            CHARACTERS: occurring,
        },
        lengths={
            **{name: np.array([len(t) for t in of_field], np.int32) for name, of_field in tokens.items()},
            GRAMS: gram_lengths,
        },
        zones={zone: joined_zone(of_documents) for zone, of_documents in texts.items()},
        tails={zone: np.diff(own.ends, prepend=0).astype(np.int32) for zone, own in tails.items()},
        columns={name: np.array([d.columns.get(name, 0) for d in documents], np.int64) for name in layout.columns},
        lists={name: flat([d.lists.get(name, ()) for d in documents]) for name in layout.lists},
        keys=np.array([d.key for d in documents], np.int64),
    )


def zone_texts(units: Iterable[tuple[str, str]], layout: IndexLayout) -> dict[str, str]:
    """The text of each zone, of the folded units of one document. CONTENT ends with the layout's tail."""
    bare = [(name, strip_space(text) + UNIT_END) for name, text in units]
    last = {name for zone in layout.tails for name in layout.zones[zone]}
    bare.sort(key=lambda unit: unit[0] in last)
    return {zone: "".join(text for name, text in bare if name in names) for zone, names in layout.zones.items()}


def count_terms(tokens: list[list[str]]) -> FieldTerms:
    """Posting lists of the documents' tokens."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)  # each new term has the next number
    flat_numbers = np.fromiter(map(numbers.__getitem__, chain.from_iterable(tokens)), np.int64)
    terms = sorted(numbers)
    rank = np.empty(len(terms), np.int64)
    rank[[numbers[term] for term in terms]] = np.arange(len(terms))
    documents = np.repeat(np.arange(len(tokens)), [len(t) for t in tokens])
    width = max(1, len(tokens))
    pairs, frequencies = np.unique(rank[flat_numbers] * width + documents, return_counts=True)
    starts = np.searchsorted(pairs, np.arange(len(terms) + 1) * width)
    lists = Lists(starts, (pairs % width).astype(np.int32), np.minimum(frequencies, MAX_FREQUENCY).astype(np.uint8))
    return FieldTerms.from_strings(terms, lists)


def joined_zone(texts: list[str]) -> Zone:
    encoded = [text.encode(ENCODING) for text in texts]
    return Zone(b"".join(encoded), np.cumsum([len(text) for text in encoded], dtype=np.int64))


def flat(values: list[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    ends = np.cumsum([len(v) for v in values], dtype=np.int64)
    return np.array([value for v in values for value in v], np.int64), ends
