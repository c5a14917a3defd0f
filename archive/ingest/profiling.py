"""Learning profiles: what the files of one newspaper in a batch share.

A first pass over the files looks at the head and foot of each, which is cheap; a second parses them with what
was found. Only files that name their newspaper, or whose newspaper is given, teach anything, and only about
that newspaper: a file among strangers is read as it is read alone.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.ingest.draft import Draft, Kind, Row, open_draft
from archive.ingest.profile import LONGEST_PROFILE, NO_PROFILE, PROFILE_KINDS, Profile, shape_of
from archive.ingest.steps import clean, masthead, metadata
from archive.ingest.steps.furniture import at_ends
from archive.ingest.types import SourceText
from archive.ingest.words import bylines, forms, headlines, imprint, pages
from archive.ingest.words.leads import lead_in
from archive.ingest.words.signs import FRAMES

FEWEST = 3  # files that a line must stand in
SHARE = 0.5  # of the newspaper's files in the batch
MOST_FILES = 200  # of one newspaper that are looked at
MOST_NEWSPAPERS = 1000
# Lines with these are understood without a profile, and say something.
_TELLING = frozenset({"newspaper", "date", "page", "total_number", "number", "year_number", "credits", "author"})


@dataclass
class _Seen:
    """What the files of one newspaper had, each counted once a file."""

    files: int = 0
    furniture: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    page_forms: Counter[str] = field(default_factory=Counter)
    date_forms: Counter[str] = field(default_factory=Counter)

    def profile(self, newspaper: str) -> Profile:
        """What enough of the files share, the commonest first."""
        several = max(FEWEST, SHARE * self.files)
        return Profile(
            newspaper,
            furniture=_frequent(self.furniture, several),
            columns=_frequent(self.columns, FEWEST),
            page_forms=_frequent(self.page_forms, FEWEST),
            date_forms=_frequent(self.date_forms, FEWEST),
        )


def _frequent(counts: Counter[str], least: float) -> tuple[str, ...]:
    kept = [(count, entry) for entry, count in counts.items() if count >= least]
    return tuple(entry for _, entry in sorted(kept, key=lambda item: (-item[0], item[1])))


@dataclass(frozen=True)
class Sketch:
    """What one file has that others of its newspaper may have as well; `newspaper` is empty where it names none."""

    newspaper: str
    furniture: frozenset[str]
    columns: frozenset[str]
    page_forms: frozenset[str]
    date_forms: frozenset[str]


def sketch_of(source: SourceText) -> Sketch:
    """A look at the head and foot of a file."""
    draft, ends = _head_read(source)
    return Sketch(
        _named(draft),
        frozenset(shape_of(row.text) for row in ends if _may_be_furniture(row)),
        frozenset(row.text.strip(FRAMES) for row in draft.rows if _may_be_column(row)),
        frozenset(_page_forms(draft)),
        frozenset(form for row in draft.issue_rows if (form := forms.date_form_of(row.text))),
    )


class Learner:
    """Adds up sketches of files; memory is bounded by MOST_NEWSPAPERS * MOST_FILES of them."""

    def __init__(self, given: str = "") -> None:
        """`given` is the newspaper of files that name none."""
        self.given = given
        self._seen: dict[str, _Seen] = {}

    def add_sketch(self, sketch: Sketch) -> None:
        """Count what a file has, under its newspaper."""
        name = sketch.newspaper or self.given
        if not name or (name not in self._seen and len(self._seen) >= MOST_NEWSPAPERS):
            return
        seen = self._seen.setdefault(name, _Seen())
        if seen.files >= MOST_FILES:
            return
        seen.files += 1
        for kind in PROFILE_KINDS:
            getattr(seen, kind).update(getattr(sketch, kind))

    def profiles(self) -> "Profiles":
        """What was learnt, a profile a newspaper."""
        learnt = {name: seen.profile(name) for name, seen in self._seen.items()}
        return Profiles({name: profile for name, profile in learnt.items() if profile}, self.given)


@dataclass(frozen=True)
class Profiles:
    """The profiles of several newspapers by name; `given` is the newspaper of files that name none."""

    by_name: Mapping[str, Profile] = field(default_factory=dict)
    given: str = ""

    def of(self, source: SourceText) -> Profile:
        """The profile by which a file is to be read; an empty one where its newspaper has none."""
        if not self.by_name:
            return NO_PROFILE
        draft, _ = _head_read(source)
        return self.by_name.get(_named(draft) or self.given, NO_PROFILE)


NO_PROFILES = Profiles()


def _head_read(source: SourceText) -> tuple[Draft, list[Row]]:
    """A draft as far as its masthead is read, and the rows at the ends of the file as they were before."""
    draft = open_draft(source)
    metadata.take(draft)
    ends = at_ends(draft.rows)
    clean.sweep_noise(draft)
    masthead.read_masthead(draft)
    return draft, ends


def _named(draft: Draft) -> str:
    return draft.issue.newspaper if draft.issue else ""


def _may_be_furniture(row: Row) -> bool:
    """Whether a row tells nothing by itself: no field of the masthead, no people, no beginning of a text."""
    if len(row.text) > LONGEST_PROFILE or row.markup.startswith("meta:"):
        return False
    if imprint.read_imprint(row.text).kinds & _TELLING or pages.read_page_mark(row.text):
        return False
    return bylines.kind_of(row.text) is None and not _may_be_column(row) and lead_in(row.text) is None


def _may_be_column(row: Row) -> bool:
    return row.kind is Kind.COLUMN or bool(headlines.FRAMED_COLUMN.fullmatch(row.text))


def _page_forms(draft: Draft) -> set[str]:
    """Forms of the page marks of a file that stand on lines of their own, without the names of sections."""
    marks = [pages.find_page_mark(row.text) for row in draft.rows if row.kind is Kind.PAGE]
    # 第A02版 and 第B11版 are one form: a page's letter belongs to its number.
    return {re.sub("[A-Za-z]{1,3}(?=0)", "", shape_of(mark.text)) for mark in marks if mark}
