"""What a reader ticked: which articles in which order, what is noted of each, what the whole is called.

It is kept nowhere here: it stands in an address (`?a=…,…`, `t=` the title, `n-<number>=` a note), in a form, or in the
reader's browser. Pure Python.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

MOST_ARTICLES = 200
LONGEST_NOTE, LONGEST_TITLE = 500, 60  # characters
MOST_NOTED = 20_000  # characters of all notes: a form of them, percent-encoded, is 180 kB
LONGEST_ADDRESS = 6_000  # bytes; many programs cut what is longer
PERMANENT_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
# What parts numbers, also where they were copied from a text.
_BETWEEN = re.compile(r"[\s,，、;；]+")
# The number in an address of an article, with what may stand before and behind.
_IN_ADDRESS = re.compile(r"/articles/([A-Za-z0-9-]+)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NOTE, TITLE, NUMBERS = "n-", "t", "a"


@dataclass(frozen=True)
class ClippingList:
    """Permanent numbers in the reader's order, each once. `unread` counts what was no number, `beyond` numbers for
    which there was no room; `is_cut` says that notes were shortened."""

    numbers: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    unread: int = 0
    beyond: int = 0
    is_cut: bool = False

    @property
    def told(self) -> list[str]:
        """What of that which was asked is not here, in sentences."""
        return [
            sentence
            for sentence, is_so in (
                (f"一份剪报最多{MOST_ARTICLES}篇，后面的{self.beyond}篇没有收。", self.beyond),
                (f"有{self.unread}处不是文章的编号或网址，略去了。", self.unread),
                (f"批注每条最多{LONGEST_NOTE}字、合计最多{MOST_NOTED}字，长出的部分没有收。", self.is_cut),
            )
            if is_so
        ]

    def query(self, with_notes: bool = True) -> str:
        """As the query of an address. Commas stand as they are: no program takes them for anything else there."""
        parts = [f"{NUMBERS}={','.join(self.numbers)}"]
        if self.title:
            parts.append(f"{TITLE}={quote(self.title)}")
        if with_notes:
            parts += [f"{NOTE}{number}={quote(self.notes[number])}" for number in self.numbers if number in self.notes]
        return "&".join(parts)

    @property
    def notes_fit(self) -> bool:
        """Whether an address has room for them."""
        return len(self.query()) <= LONGEST_ADDRESS

    def with_more(self, text: str) -> "ClippingList":
        """With what is added behind; what is in the list stays where it is."""
        return _listed([*self.numbers, *_parts(text)], self)

    def moved(self, number: str, by: int) -> "ClippingList":
        """With this one so many places further down; it stays at the end of the list."""
        if number not in self.numbers:
            return self
        others = [other for other in self.numbers if other != number]
        place = max(0, min(len(others), self.numbers.index(number) + by))
        return replace(self, numbers=(*others[:place], number, *others[place:]))

    def without(self, number: str) -> "ClippingList":
        return replace(self, numbers=tuple(other for other in self.numbers if other != number))

    def in_order(self, numbers: Iterable[str]) -> "ClippingList":
        """The same articles in this order; those that it lacks stand at the end."""
        ordered = dict.fromkeys(number for number in numbers if number in self.numbers)
        return replace(self, numbers=tuple(dict.fromkeys([*ordered, *self.numbers])))


def read_list(given: Mapping[str, str]) -> ClippingList:
    """The list that an address or a form holds (of a name that comes several times, what it gives)."""
    title = " ".join(_CONTROL.sub("", given.get(TITLE, "")).split())[:LONGEST_TITLE]
    listed = _listed(_parts(given.get(NUMBERS, "")), ClippingList(title=title))
    notes, room, is_cut = {}, MOST_NOTED, False
    for number in listed.numbers:
        written = _CONTROL.sub("", given.get(f"{NOTE}{number}", "")).replace("\r\n", "\n").strip()
        note = written[: min(LONGEST_NOTE, room)]
        room -= len(note)
        is_cut = is_cut or note != written
        if note:
            notes[number] = note
    return replace(listed, notes=notes, is_cut=is_cut)


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]


def _listed(parts: Iterable[str], others: ClippingList) -> ClippingList:
    """Those of the parts that are numbers, or addresses of articles, with all else as `others` has it."""
    numbers: dict[str, None] = {}
    unread = 0
    for part in parts:
        found = _IN_ADDRESS.search(part)
        number = found[1] if found else part
        if PERMANENT_NUMBER.fullmatch(number):
            numbers[number] = None
        else:
            unread += 1
    kept = tuple(numbers)[:MOST_ARTICLES]
    return replace(others, numbers=kept, unread=unread, beyond=len(numbers) - len(kept))
