"""The archive's own vocabulary: words of dictionaries that it uses, words found in its text, headings that come again.

It feeds suggestions and spelling only; what is cut, and so what is found and how it ranks, stays with the dictionaries
(docs/decisions/022). Made at a rebuild, from the whole index and a sample of the texts that bounds memory and time.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from heapq import nlargest
from importlib.resources import files
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
from django.db.models import Sum
from django.db.models.functions import Length

from archive.language import segmentation
from archive.language.folding import fold, strip_space
from archive.models import Article, ArticleSection
from search.index.batches import in_batches
from search.index.new_words import NewWord, find_new_words
from search.store.analysis import ENCODING
from search.store.literal import candidates, zone_parts
from search.store.reader import Reader
from search.store.schema import CONTENT, WORDS
from search.store.space import needed_terms

# Raised when another vocabulary would be made of the same articles: a rebuild is due.
VERSION = 2
TERMS = 50_000  # words of dictionaries that are kept, the most frequent
NEW_TERMS = 20_000  # words found in the text
HEADINGS = 5_000
AGAIN = 2  # articles of a newspaper that must have a word for it to be offered there
REPEATED = 3  # articles of a newspaper that must have a heading
LONGEST_HEADING = 20  # characters
SAMPLE = 6_000_000  # characters of text that are looked through for new words
BATCH = 500
PAIR = 2  # characters, which the index has as they stand
LOOKED_INTO = 50  # articles of a newspaper that may have a word
SEEN = 5  # articles in which the print of a word is looked up that the sample lacks
ASKED = 20  # words whose lists are in memory together
LATIN = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")


class Entry(NamedTuple):
    """A term as printed and as folded, and in how many articles of each newspaper (by primary key) it is."""

    printed: str
    folded: str
    articles: dict[int, int]


class Word(NamedTuple):
    """A word of the archive, as printed and as folded; whether no dictionary has it; how many articles of a newspaper
    must have it for it to be offered there."""

    printed: str
    folded: str
    is_new: bool
    least: int


class TextFinds(NamedTuple):
    """What a sample of the texts says: how words of Latin letters are printed, and the words that no dictionary has."""

    latin: dict[str, str]
    new: list[Word]


def text_finds() -> TextFinds:
    """Looked for in the texts themselves: without the index."""
    text = sampled_text()
    return TextFinds(latin_forms(text), most_frequent_new(find_new_words(text)))


def dictionary_words(reader: Reader, latin: Mapping[str, str]) -> Iterator[Word]:
    """The most frequent words of two characters and more, and every local name that is found at all."""
    idle, names = segmentation.folded_entries("stop_words"), segmentation.folded_entries("local_names")

    def is_term(word: str) -> bool:
        return len(word) > 1 and word not in idle and not word.isdigit()

    counted = (counted for counted in reader.terms(WORDS) if counted[1] > 1 and is_term(counted[0]))
    frequent = [word for word, _ in nlargest(TERMS, counted, key=itemgetter(1))]
    found_names = [name for name in sorted(names) if is_term(name) and reader.frequency(WORDS, name)]
    kept = dict.fromkeys((*frequent, *found_names))
    own = {strip_space(fold(name)): name for name in segmentation.entries("local_names")}
    lacking = [word for word in kept if LATIN.fullmatch(word) and word not in latin]
    printed = {**printed_forms(kept), **latin, **latin_looked_up(reader, lacking), **own}
    for word in kept:
        yield Word(printed.get(word, word), word, False, 1 if word in names else AGAIN)


def counted_words(reader: Reader, words: Iterable[Word]) -> Iterator[Entry]:
    """The words, each counted.

    A new one counts for the articles that have all its pairs of neighbouring characters: nearly always those with it.
    A newspaper of which none of the first LOOKED_INTO of these has it has none.
    """
    for batch in in_batches(words, ASKED):
        for printed, folded, is_new, least in batch:
            if is_new:
                holders = in_papers_that_print(reader, folded, candidates(reader, needed_terms(folded), 0))
            else:
                holders, _ = reader.decoded(reader.find(WORDS, folded))
            yield Entry(printed, folded, by_newspaper(reader, holders, least))
        reader.cache.clear()  # else the whole index would be in memory in the end
        reader.release()


def in_papers_that_print(reader: Reader, word: str, holders: np.ndarray) -> np.ndarray:
    """Those of `holders`, documents (ascending) with all its pairs, that are of newspapers that print the word."""
    if len(word) == PAIR:
        return holders
    newspapers, data = reader.coded("newspaper").codes[holders], word.encode(ENCODING)
    printing = [code for code in np.unique(newspapers) if _is_in_one(reader, data, holders[newspapers == code])]
    return holders[np.isin(newspapers, printing)]


def _is_in_one(reader: Reader, data: bytes, documents: np.ndarray) -> bool:
    for document in documents[:LOOKED_INTO]:
        (part,) = zone_parts(reader, CONTENT, np.array([document], np.int32))
        if any(data in text for texts in part.texts() for text in texts):
            return True
    return False


def most_frequent_new(words: Iterable[NewWord]) -> list[Word]:
    """Of the words found in the texts the most frequent that no dictionary has."""
    known, _ = segmentation.vocabulary()
    idle = segmentation.folded_entries("stop_words")
    found = {word.text: word for word in words}

    def is_new(word: str) -> bool:
        """Not if only a particle was joined to a word: 的精神风貌."""
        joined = {word[1:] for _ in idle & {word[0]}} | {word[:-1] for _ in idle & {word[-1]}}
        return not known.get(word) and word not in idle and not any(known.get(rest) or rest in found for rest in joined)

    new = nlargest(NEW_TERMS, [word for word in found.values() if is_new(word.text)], key=lambda word: word.times)
    return [Word(word.printed, word.text, True, AGAIN) for word in new]


def by_newspaper(reader: Reader, documents: np.ndarray, least: int) -> dict[int, int]:
    """How many living ones of `documents` are of each newspaper; those with fewer than `least` are left out."""
    newspapers = reader.coded("newspaper")
    counts = np.bincount(newspapers.codes[documents[reader.alive[documents]]])
    return {int(newspapers.values[code]): int(counts[code]) for code in np.flatnonzero(counts >= least).tolist()}


def headings() -> Iterator[Entry]:
    """Titles that several articles of a newspaper have: 国内联播快讯."""
    counted: Counter[tuple[int, str]] = Counter()
    printed: dict[str, str] = {}
    titles = Article.objects.published().alias(length=Length("title")).filter(length__lte=LONGEST_HEADING)
    for newspaper, title in titles.values_list("newspaper_id", "title").order_by().iterator():
        counted[newspaper, title] += 1
    by_heading: dict[str, dict[int, int]] = {}
    for (newspaper, title), articles in counted.most_common():
        folded = strip_space(fold(title))
        if articles < REPEATED or len(by_heading) == HEADINGS:
            break
        if len(folded) > 1:
            printed.setdefault(folded, title)
            of_heading = by_heading.setdefault(folded, {})
            of_heading[newspaper] = of_heading.get(newspaper, 0) + articles
    for folded, of_heading in by_heading.items():
        yield Entry(printed[folded], folded, of_heading)


def sampled_text() -> str:
    """Titles, headings and bodies of published articles, about SAMPLE characters: as much of each newspaper,
    taken evenly from all its articles, and all of a small one."""
    bodies = ArticleSection.objects.filter(article__status="published").order_by().values_list("article__newspaper")
    written = dict(bodies.annotate(length=Sum(Length("body"))))
    keys: dict[int, list[int]] = {newspaper: [] for newspaper in written}
    for key, newspaper in Article.objects.published().order_by("pk").values_list("pk", "newspaper"):
        keys.setdefault(newspaper, []).append(key)
    chosen: list[int] = []
    left = SAMPLE
    for n, (newspaper, length) in enumerate(sorted(written.items(), key=lambda pair: pair[1])):
        step = max(1, -(-length * (len(written) - n) // max(1, left)))
        chosen += keys[newspaper][::step]
        left -= length // step
    return "\n".join(line for batch in in_batches(chosen, BATCH) for line in printed_lines(batch))


def printed_lines(keys: Iterable[int]) -> Iterator[str]:
    yield from Article.objects.filter(pk__in=keys).values_list("title", flat=True)
    for texts in ArticleSection.objects.filter(article__in=keys).values_list("heading", "body"):
        yield from texts


def latin_forms(text: str) -> dict[str, str]:
    """Words of Latin letters folded -> as they are printed most: gdp -> GDP."""
    forms = Counter(LATIN.findall(text))
    return {fold(form): form for form, _ in reversed(forms.most_common())}


def latin_looked_up(reader: Reader, words: Iterable[str]) -> dict[str, str]:
    """The same of these folded words, as SEEN articles that have them print them."""
    found: dict[str, str] = {}
    for word in words:
        documents, _ = reader.decoded(reader.find(WORDS, word))
        living = documents.compress(reader.alive.take(documents))[:SEEN]
        text = normalize("NFKC", "\n".join(printed_lines(reader.keys[living].tolist())))
        if form := latin_forms(text).get(word):
            found[word] = form
    return found


def printed_forms(words: Container[str]) -> dict[str, str]:
    """Of these folded words those that jieba's dictionary writes otherwise: 着名 -> 著名."""
    best: dict[str, tuple[int, str]] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        if (form := fold(word)) in words:
            best[form] = max(best.get(form, (-1, "")), (int(frequency), word))
    return {form: word for form, (_, word) in best.items() if form != word}
