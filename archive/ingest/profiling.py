"""What a file shows of the profile of its newspaper: a look at its head and foot, which is cheap."""

import re

from archive.ingest.draft import Draft, Row, RowKind, open_draft
from archive.ingest.learning import Profiles, Sketch
from archive.ingest.profile import LONGEST_PROFILE, NO_PROFILE, Profile, shape_of
from archive.ingest.steps import clean, masthead, metadata
from archive.ingest.steps.furniture import at_ends
from archive.ingest.types import SourceText
from archive.ingest.words import bylines, forms, headlines, imprint, pages
from archive.ingest.words.leads import lead_in
from archive.ingest.words.signs import FRAMES

# Lines with these are understood without a profile, and say something.
_TELLING = frozenset({"newspaper", "date", "page", "total_number", "number", "year_number", "credits", "author"})


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


def profile_for(source: SourceText, profiles: Profiles) -> Profile:
    """The one of the profiles by which a file is to be read; an empty one where its newspaper has none."""
    if not profiles.by_name:
        return NO_PROFILE
    draft, _ = _head_read(source)
    return profiles.under(_named(draft))


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
    people = bylines.kind_of(row.text) is not None or bylines.is_bare(row.text)
    return not people and not _may_be_column(row) and lead_in(row.text) is None


def _may_be_column(row: Row) -> bool:
    return row.kind is RowKind.COLUMN or bool(headlines.FRAMED_COLUMN.fullmatch(row.text))


def _page_forms(draft: Draft) -> set[str]:
    """Forms of the page marks of a file that stand on lines of their own, without the names of sections."""
    marks = [pages.find_page_mark(row.text) for row in draft.rows if row.kind is RowKind.PAGE]
    # 第A02版 and 第B11版 are one form: a page's letter belongs to its number.
    return {re.sub("[A-Za-z]{1,3}(?=0)", "", shape_of(mark.text)) for mark in marks if mark}
