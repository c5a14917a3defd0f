"""A source file on its way to articles. Every step takes a draft and takes it one step further."""

from collections.abc import Callable

from archive.ingest import readers
from archive.ingest.assemble import assembled
from archive.ingest.draft import Draft, open_draft
from archive.ingest.profile import NO_PROFILE, Profile
from archive.ingest.profiling import NO_PROFILES, Profiles
from archive.ingest.steps import (
    check,
    classify,
    clean,
    contents,
    fields,
    furniture,
    masthead,
    metadata,
    notes,
    rolls,
    split,
    trailing,
    turns,
)
from archive.ingest.types import ParsedSource, SourceText

# Part of what is stored with every source: a higher one says that parsing it again may give more.
VERSION = "2"


STEPS: tuple[Callable[[Draft], None], ...] = (
    metadata.take,
    furniture.sweep_furniture,
    clean.sweep_noise,
    masthead.read_masthead,
    contents.sweep_contents,
    rolls.mark_rolls,
    classify.label,
    notes.extend,
    split.divide_articles,
    trailing.settle_trailing,
    turns.join,
    fields.derive,
    check.examine,
)


def parse(source: SourceText, profile: Profile = NO_PROFILE) -> ParsedSource:
    """All that a source gives. Never raises: what is not understood is a problem of the result."""
    draft = open_draft(source, profile)
    for step in STEPS:
        step(draft)
    return assembled(draft)


def parse_bytes(name: str, data: bytes, profiles: Profiles = NO_PROFILES) -> ParsedSource:
    """Decode, read and parse a file by the profile of its newspaper. Raises UnreadableSource where there is no text."""
    source = readers.read(name, data)
    return parse(source, profiles.of(source))
