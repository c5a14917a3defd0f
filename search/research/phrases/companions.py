"""Words that stand in a sentence with a phrase more often than by chance.

How much more is told by the log-likelihood ratio (Dunning, Accurate Methods for the Statistics of Surprise and
Coincidence, 1993): the words of these sentences against those of all that is asked.
"""

import math
from collections import Counter
from typing import NamedTuple

import numpy as np

from search.research.phrases.counting import TEXT_ZONES, Occurrences
from search.research.phrases.sentences import sentences_with, words_apart
from search.store.analysis import ENCODING, UNIT_END
from search.store.bounds import Spending
from search.store.literal import zone_parts
from search.store.schema import WORDS
from search.store.space import DocumentSpace

# Documents whose sentences are cut, and about how many of these: of more, every second, third … document.
MOST_DOCUMENTS, MOST_SENTENCES = 1500, 4000
FEWEST_SENTENCES = 3  # sentences with a word, below which it is chance
MOST_WEIGHED = 300  # words, the most frequent
SHOWN = 24
SURE_RATIO = 10.83  # of the ratio: by chance one word in a thousand gets there


class Companion(NamedTuple):
    """`sentences` have the word beside the phrase, of whose words it is `times`; by chance that would be `expected`."""

    word: str
    sentences: int
    times: int
    expected: float
    ratio: float


class Company(NamedTuple):
    """`sentences` were cut, of so many documents of those that have the phrase."""

    words: list[Companion]
    sentences: int
    documents: int
    of_documents: int


def sample(found: Occurrences) -> np.ndarray:
    """The documents whose sentences are cut."""
    every = max(len(found.documents) / MOST_DOCUMENTS, found.total / MOST_SENTENCES, 1)
    return found.documents[:: math.ceil(every)]


def with_word(reader: DocumentSpace, spending: Spending, found: Occurrences, word: str) -> np.ndarray:
    """Of the documents whose sentences are cut those in which one has the word beside the phrase."""
    documents = sample(found)
    held = np.zeros(len(documents), bool)
    for zone in TEXT_ZONES:
        at = 0
        for part in zone_parts(reader, zone, documents):
            for texts in part.texts():
                if spending.is_late():
                    return documents.compress(held)
                for text in texts:
                    units = (unit for unit in str(text, ENCODING).split(UNIT_END) if word in unit)
                    held[at] |= any(True for unit in units for _ in sentences_with(unit, found.run, word))
                    at += 1
    return documents.compress(held)


def company(reader: DocumentSpace, spending: Spending, found: Occurrences, among: np.ndarray) -> Company:
    """Of the phrase `found`, against the words of the documents of `among`."""
    documents = sample(found)
    times, in_sentences, sentences = Counter[str](), Counter[str](), 0
    for zone in TEXT_ZONES:
        for part in zone_parts(reader, zone, documents):
            for texts in part.texts():
                if spending.is_late():
                    return Company([], 0, 0, len(found.documents))
                for unit in (unit for text in texts for unit in str(text, ENCODING).split(UNIT_END)):
                    for span in sentences_with(unit, found.run):
                        words = words_apart(unit[span.start : span.end], found.run)
                        sentences += 1
                        times.update(words)
                        in_sentences.update(set(words))
    size = sum(times.values())
    whole = max(size, int(reader.joined(f"lengths.{WORDS}").compress(among).sum()))
    held = [word for word, count in in_sentences.most_common() if count >= FEWEST_SENTENCES and is_telling(word)]
    weighed = []
    for word in held[:MOST_WEIGHED]:
        holders, often = reader.postings(reader.find(WORDS, word))
        everywhere = max(times[word], int(often.compress(among.take(holders)).sum()))
        expected = size * everywhere / whole
        ratio = log_likelihood(times[word], size, everywhere - times[word], whole - size)
        if times[word] > expected and ratio >= SURE_RATIO:
            weighed.append(Companion(word, in_sentences[word], times[word], expected, ratio))
    weighed.sort(key=lambda each: (-each.ratio, each.word))
    return Company(weighed[:SHOWN], sentences, len(documents), len(found.documents))


def is_telling(word: str) -> bool:
    """Whether it is a word of two characters or more, and no number."""
    return len(word) > 1 and not word[0].isdigit()


def log_likelihood(here: int, size: int, elsewhere: int, rest: int) -> float:
    """-2 log λ of a word that is `here` of `size` words and `elsewhere` of the `rest`: how unlikely it would be that
    both have it alike often."""

    def likelihood(share: float, times: int, words: int) -> float:
        inside = times * math.log(share) if times else 0.0
        return inside + ((words - times) * math.log1p(-share) if words > times else 0.0)

    together = (here + elsewhere) / (size + rest)
    alike = likelihood(together, here, size) + likelihood(together, elsewhere, rest)
    apart = (likelihood(here / size, here, size) if size else 0.0) + (
        likelihood(elsewhere / rest, elsewhere, rest) if rest else 0.0
    )
    return max(0.0, 2 * (apart - alike))
