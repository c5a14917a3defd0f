"""References of many articles as one list, by GB/T 7714: numbered in their order (顺序编码制), or by author and year
(著者-出版年制)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from archive.language import pinyin
from archive.takeaway.citations import MOST_CITED, NOBODY, Reference, gbt7714_2015, gbt7714_2025

NO_YEAR = "[日期不详]"


@dataclass(frozen=True)
class ListedReference:
    """`mark` is what stands in a text for it, `place` where it stands in the list, `text` what stands there."""

    mark: str
    place: int
    text: str


@dataclass(frozen=True)
class CitationStyle:
    """A form of GB/T 7714: what readers call it, what writes a reference (with a year where `by_author`), its marks of
    a text, with the comma between author and year."""

    label: str
    cite: Callable[..., str]
    by_author: bool
    mark: str
    comma: str

    def listed(self, references: Sequence[Reference]) -> list[ListedReference]:
        """Each of them, in the order in which they are given."""
        if self.by_author:
            return self._by_author(references)
        return [
            ListedReference(f"[{n}]", n, f"[{n}] {self.cite(reference)}") for n, reference in enumerate(references, 1)
        ]

    def _by_author(self, references: Sequence[Reference]) -> list[ListedReference]:
        """Chinese names by their pinyin, then others. Where marks would be alike, each year has a letter behind it."""
        authors = [ref.authors[: MOST_CITED + 1] or (NOBODY,) for ref in references]
        firsts = [f"{names[0]} 等" if len(names) > 1 else names[0] for names in authors]
        marks = list(zip(firsts, map(_year, references), strict=True))
        # The date stands behind the last author, before any further one.
        order = sorted(
            range(len(marks)), key=lambda n: (*map(_spelled, authors[n]), ("", references[n].date or NO_YEAR))
        )
        alike, seen = Counter(marks), Counter[tuple[str, str]]()
        listed: dict[int, ListedReference] = {}
        for place, n in enumerate(order, 1):
            first, year = marks[n]
            seen[marks[n]] += 1
            year = _lettered(year, seen[marks[n]]) if alike[marks[n]] > 1 else year
            mark = self.mark.format(f"{first}{self.comma}{year}")
            listed[n] = ListedReference(mark, place, self.cite(references[n], year=year))
        return [listed[n] for n in range(len(marks))]


def _year(ref: Reference) -> str:
    if not ref.date:
        return NO_YEAR
    return f"[{ref.date[:4]}]" if ref.guessed else ref.date[:4]


def _lettered(year: str, nth: int) -> str:
    """2021a for the first, 2021b, … 2021z, 2021aa."""
    letters = ""
    while nth:
        nth, letter = divmod(nth - 1, len(ascii_lowercase))
        letters = ascii_lowercase[letter] + letters
    return f"{year[:-1]}{letters}]" if year.endswith("]") else f"{year}{letters}"


def _spelled(name: str) -> tuple[str, str]:
    """What a name is ordered by; Latin letters come behind what is spelled by pinyin."""
    return (f"~{name.lower()}" if name[:1].isascii() else pinyin.spelled(name)), name


# By what addresses and forms call them; the first is what is used where none is named.
CITATION_STYLES = {
    "2025": CitationStyle("GB/T 7714—2025 顺序编码制", gbt7714_2025, False, "", ""),
    "2025-author": CitationStyle("GB/T 7714—2025 著者-出版年制", gbt7714_2025, True, "（{}）", "，"),
    "2015": CitationStyle("GB/T 7714—2015 顺序编码制", gbt7714_2015, False, "", ""),
    "2015-author": CitationStyle("GB/T 7714—2015 著者-出版年制", gbt7714_2015, True, "({})", ", "),
}
