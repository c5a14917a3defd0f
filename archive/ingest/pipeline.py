"""A source file on its way to articles. Every step takes a draft and takes it one step further."""

from collections.abc import Callable

from archive.ingest import limits, readers
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
    split,
    trailing,
    turns,
)
from archive.ingest.types import ParsedSource, SourceText

# Part of what is stored with every source: a higher one says that parsing it again may give more.
VERSION = "1"


STEPS: tuple[Callable[[Draft], None], ...] = (
    metadata.take,
    clean.sweep_noise,
    masthead.read_masthead,
    contents.sweep_contents,
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
    """Decode, read and parse a file. Raises UnreadableSource where no text can be had, or no end of articles."""
    parsed = parse(readers.read(name, data))
    limits.check_count(len(parsed.articles), limits.MAX_ARTICLES, "文章数")
    return parsed
