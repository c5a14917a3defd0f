"""The character fields of many documents at once: GRAMS (as segmentation.bigrams makes them) and CHARACTERS.

The same could be counted token by token; over arrays of code points it takes a fraction of the time, and
these are most of the tokens of an index.
"""

from collections.abc import Sequence

import numpy as np

from archive.language.segmentation import RUN
from search.store.postings import MAX_FREQUENCY, Lists
from search.store.terms import FieldTerms

UTF8_SIZES = np.array([0, 0x80, 0x800, 0x10000], np.uint32)  # from which code points on UTF-8 takes a byte more


def count_characters(texts: Sequence[str], unit_end: str) -> tuple[FieldTerms, np.ndarray, FieldTerms]:
    """The terms of GRAMS, how many grams each document has, the terms of CHARACTERS.

    `texts` has one folded text without white space a document, its units each ending in `unit_end`.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    documents = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    kinds, numbers = np.unique(codes, return_inverse=True)
    is_word = np.array([bool(RUN.fullmatch(chr(code))) for code in kinds.tolist()], bool)
    keys, owners = grams(numbers, is_word[numbers], len(kinds) + 1)
    firsts, seconds, gram_lists = occurrences(keys, documents[owners], len(texts), len(kinds) + 1)
    pairs = np.column_stack((kinds[firsts], np.append(kinds, 0)[seconds - 1]))
    text = codes != ord(unit_end)
    which, _, character_lists = occurrences(numbers[text], documents[text], len(texts), 1)
    existence = Lists(character_lists.starts, character_lists.documents, np.ones_like(character_lists.frequencies))
    lengths = np.bincount(documents[owners], minlength=len(texts)).astype(np.int32)
    return terms_of(pairs, gram_lists), lengths, terms_of(kinds[which][:, None], existence)


def terms_of(codes: np.ndarray, lists: Lists) -> FieldTerms:
    """The terms whose code points stand in the rows of `codes`, 0 where there is no second."""
    is_there = codes > 0
    is_there[:, 0] = True
    sizes = np.searchsorted(UTF8_SIZES, codes, "right") * is_there
    text = codes[is_there].astype("<u4").tobytes().decode("utf-32-le").encode()
    return FieldTerms(np.frombuffer(text, np.uint8), np.append(0, np.cumsum(sizes.sum(axis=1))), lists)


def grams(numbers: np.ndarray, word: np.ndarray, base: int) -> tuple[np.ndarray, np.ndarray]:
    """Each gram as a key, and where it begins: its first character's number times `base`, plus its second's from 1."""
    follows = np.zeros(len(word), bool)
    follows[1:] = word[:-1]
    goes_on = np.zeros(len(word), bool)
    goes_on[:-1] = word[1:]
    pair = np.flatnonzero(word & goes_on)
    alone = np.flatnonzero(word & ~goes_on & ~follows)
    keys = np.concatenate((numbers[pair] * base + numbers[pair + 1] + 1, numbers[alone] * base))
    return keys, np.concatenate((pair, alone))


def occurrences(keys: np.ndarray, documents: np.ndarray, width: int, base: int) -> tuple[np.ndarray, np.ndarray, Lists]:
    """The different keys, ascending, divided by `base` into quotient and rest; and their posting lists."""
    width = max(1, width)
    found, frequencies = np.unique(keys * width + documents, return_counts=True)
    of_key = found // width
    starts = np.flatnonzero(np.diff(of_key, prepend=-1))
    different = of_key[starts]
    lists = Lists(
        np.append(starts, len(found)),
        (found % width).astype(np.int32),
        np.minimum(frequencies, MAX_FREQUENCY).astype(np.uint8),
    )
    return different // base, different % base, lists
