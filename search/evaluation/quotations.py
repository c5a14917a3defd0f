"""How well altered quotations are found: sentences of this archive with errors made in them, and what is found of each.

The oracle is the sentence itself, looked for in the text of every article; of a few, every run of every article that
shares a pair of neighbours with them is compared (brute force).
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from archive.models import Article, Newspaper
from search.evaluation.literal_check import BruteForce
from search.index.opened import default_index
from search.research.quotations.aligning import edits_of, fewest_changes, nearest_in_windows, windows_at
from search.research.quotations.checking import check_quotations
from search.research.quotations.finding import HALF_CHARACTERS, Finder, edits_taken
from search.research.quotations.page import QUOTATION_BOUNDS
from search.research.quotations.sentences import LONGEST_TEXT, Sentence, comparable, sentences_of
from search.store.analysis import ENCODING
from search.store.bounds import Bounds, Spending

SHORTEST_ALTERED = 15  # characters of a sentence that is altered
ERRORS = 5  # characters for each error, at most
BRUTE_WINDOW = 256  # characters compared at once by brute force, beside the length of the sentence
UNBOUNDED = Bounds(text=10**15, seconds=10**6)


@dataclass
class QuotationFigures:
    """Of `asked` sentences: those found first in an article that has the true one; those shown with more edits than
    were made; seconds of processor time of each; of those compared by brute force, those to which something is
    closer than what was found. Seconds of whole texts of LONGEST_TEXT as they are printed, and with errors."""

    asked: int = 0
    right: int = 0
    larger: int = 0
    seconds: list[float] = field(default_factory=list)
    compared: int = 0
    closer: int = 0
    printed: list[float] = field(default_factory=list)
    altered: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def measure(count: int, longest: int, brute: int, texts: int, seed: int) -> QuotationFigures:
    """`count` sentences of up to `longest` characters, `brute` of them by brute force, `texts` whole ones."""
    chance, figures = random.Random(seed), QuotationFigures()  # noqa: S311 a repeatable sample, no secret
    every, reader = BruteForce(), default_index().reader()
    finder = Finder(reader, Spending(UNBOUNDED), np.ones(reader.documents, bool))
    halves = (
        np.frombuffer(comparable(every.text).encode(ENCODING), HALF_CHARACTERS)
        if brute
        else np.zeros(0, HALF_CHARACTERS)
    )
    for true in chosen(every, count, longest, chance):
        typed, made = altered(true, every.text, chance)
        asked = Sentence(1, typed).asked
        began = time.process_time()
        found = finder.find(asked)
        edits = edits_of(fewest_changes(comparable(asked), comparable(found.run))) if found else len(asked)
        figures.seconds.append(time.process_time() - began)
        figures.asked += 1
        keys = set(map(int, reader.keys.take(found.documents))) if found else set()
        is_right = bool(keys & every.holders(true))
        figures.right += is_right
        figures.larger += edits > made
        if not is_right:
            figures.wrong.append(f"{typed} | {true} | {found.run if found else ''}")
        if figures.compared < brute:
            figures.compared += 1
            figures.closer += least_edits(asked, halves) < min(edits, edits_taken(asked) + 1)
    for _ in range(texts):
        text = whole_text(chance)
        figures.printed.append(seconds_to_check(text))
        figures.altered.append(
            seconds_to_check("\n".join(altered(s.text, text, chance)[0] for s in sentences_of(text)))
        )
    return figures


def chosen(every: BruteForce, count: int, longest: int, chance: random.Random) -> Iterator[str]:
    """Sentences as they are compared, each of an article drawn by lot."""
    places = list(range(len(every.keys)))
    chance.shuffle(places)
    for place in places:
        end = every.starts[place + 1] if place + 1 < len(every.starts) else len(every.text)
        cut = sentences_of(every.text[every.starts[place] : end])
        # What may name a source behind a sentence is a line of its own as often as not, and no run goes over two.
        said = [min((each.asked, *(form.asked for form in each.bare_forms)), key=len) for each in cut]
        long = [each for each in said if SHORTEST_ALTERED <= len(each) <= longest]
        if long:
            yield chance.choice(long)
            count -= 1
        if not count:
            return


def altered(text: str, characters: str, chance: random.Random) -> tuple[str, int]:
    """The text with one character in ERRORS exchanged, left out, or another put before it; how many."""
    places = chance.sample(range(len(text)), len(text) // ERRORS)
    slipped = list(text)
    for place in places:
        other = chance.choice(characters)
        slipped[place] = chance.choice((other, "", other + text[place]))
    return "".join(slipped), len(places)


def least_edits(asked: str, text: np.ndarray) -> int:
    """From `asked` to any run of any unit of the text that cuts no number."""
    own = np.frombuffer(comparable(asked).encode(ENCODING), HALF_CHARACTERS)
    reach = len(own) + edits_taken(asked)
    begins = np.arange(0, len(text), BRUTE_WINDOW)
    held = np.isin(text, own)
    # A window without enough of the characters has nothing close.
    sums = np.append(0, np.cumsum(held))
    likely = sums[np.minimum(begins + BRUTE_WINDOW + reach, len(text))] - sums[begins] >= len(own) - edits_taken(asked)
    least = len(own)
    for some in np.array_split(begins[likely], max(1, int(likely.sum()) // 512)):
        windows = windows_at(text, some, BRUTE_WINDOW + reach)
        least = min(least, int(nearest_in_windows(own, *windows)[0].min(initial=least)))
    return least


def whole_text(chance: random.Random) -> str:
    """As much as may be pasted, out of articles drawn by lot."""
    keys = list(Article.objects.published().values_list("pk", flat=True))
    text = ""
    while len(text) < LONGEST_TEXT:
        article = Article.objects.get(pk=chance.choice(keys))
        text += "".join(f"{section.body}\n" for section in article.sections.all())
    return text[:LONGEST_TEXT]


def seconds_to_check(text: str) -> float:
    """Of processor time, the index's words forgotten before."""
    default_index().reader().forget()
    spending, began = Spending(QUOTATION_BOUNDS, worked=time.thread_time()), time.process_time()
    check_quotations(text, spending, Newspaper.main(), only=False)
    return time.process_time() - began
