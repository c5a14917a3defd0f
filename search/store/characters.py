"""The character fields of many documents at once: GRAMS (as segmentation.bigrams makes them) and CHARACTERS.

The same could be counted token by token; over arrays of code points it takes a fraction of the time, and
these are most of the tokens of an index.
"""

from collections.abc import Sequence

import numpy as np

from archive.language.segmentation import RUN
from search.store.postings import MAX_FREQUENCY, Lists


def count_characters(
    texts: Sequence[str], unit_end: str
) -> tuple[tuple[list[str], Lists], np.ndarray, tuple[list[str], Lists]]:
    """Terms and lists of GRAMS, how many grams each document has, terms and lists of CHARACTERS.

    `texts` has one folded text without white space a document, its units each ending in `unit_end`.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    documents = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    kinds, numbers = np.unique(codes, return_inverse=True)
    characters = [chr(code) for code in kinds.tolist()]
    is_word = np.array([bool(RUN.fullmatch(character)) for character in characters], bool)
    keys, owners = grams(numbers, is_word[numbers], len(kinds) + 1)
    firsts, seconds, gram_lists = occurrences(keys, documents[owners], len(texts), len(kinds) + 1)
    terms = [
        characters[first] + (characters[second - 1] if second else "")
        for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]
    text = codes != ord(unit_end)
    which, _, character_lists = occurrences(numbers[text], documents[text], len(texts), 1)
    existence = Lists(character_lists.starts, character_lists.documents, np.ones_like(character_lists.frequencies))
    lengths = np.bincount(documents[owners], minlength=len(texts)).astype(np.int32)
    return (terms, gram_lists), lengths, ([characters[i] for i in which.tolist()], existence)


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
