"""A source file on its way to articles. Every step takes a draft and takes it one step further."""

from collections.abc import Callable

from archive.ingest import readers
from archive.ingest.assemble import assembled
from archive.ingest.draft import Draft, open_draft
from archive.ingest.steps import (
    check,
    classify,
    clean,
    contents,
    fields,
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


def parse(source: SourceText) -> ParsedSource:
    """All that a source gives. Never raises: what is not understood is a problem of the result."""
    draft = open_draft(source)
    for step in STEPS:
        step(draft)
    return assembled(draft)


def parse_bytes(name: str, data: bytes) -> ParsedSource:
    """Decode, read and parse a file. Raises UnreadableSource where no text can be had."""
    return parse(readers.read(name, data))
