"""The row of a source file: what is known of the file, and which edition of it is in use."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from archive.ingest.types import ParsedSource
from archive.loader.names import RowsByName
from archive.models import ImportBatch, SourceFile

# What an import event keeps of a source's row, so that undo_import can put it back.
SOURCE_STATE = [
    "encoding",
    "reader",
    "parser_version",
    "profile_version",
    "newspaper_id",
    "live",
    "resume_at",
    "replaced_by_id",
    "text",
    "claims",
]


@dataclass(frozen=True)
class FileFacts:
    """What is known of a file beside its text."""

    sha256: str
    origin: str
    size: int
    parser_version: str


@dataclass(frozen=True)
class Loaded:
    source: SourceFile
    outcome: str  # new, updated or unchanged
    articles: int
    problems: int
    source_before: (
        dict[str, Any] | None
    )  # {"row": state_of(source) or None, "replaced": key of the edition before or None}


def state_of(source: SourceFile) -> dict[str, Any]:
    """The row and problems of a source as JSON."""
    problems = source.problems.values("article_id", "code", "message", "first_line", "last_line", "state", "proposed")
    return {"columns": {name: getattr(source, name) for name in SOURCE_STATE}, "problems": list(problems)}


def write_source(
    parsed: ParsedSource, facts: FileFacts, names: RowsByName, batch: ImportBatch | None, known: SourceFile | None
) -> SourceFile:
    """The row of the file, made or brought up to date."""
    paper = names.newspaper(parsed.issue.newspaper if parsed.issue else "")[0]
    source = known or SourceFile(sha256=facts.sha256, batch=batch, origin=facts.origin)
    source.name = PurePath(parsed.source).name
    source.size, source.parser_version = facts.size, facts.parser_version
    source.profile_version = parsed.profile
    source.encoding, source.reader, source.text = parsed.encoding, parsed.reader, parsed.text
    source.newspaper = paper
    source.live, source.replaced_by = True, None
    source.claims = [
        [claim.target, claim.first_line, claim.last_line, claim.text, claim.reason]
        for claim in parsed.claims
        if not claim.target.startswith("articles/")
    ]
    source.save()
    return source


def previous_edition(facts: FileFacts) -> SourceFile | None:
    """The source in use that was found at the same place with other bytes."""
    return SourceFile.objects.filter(origin=facts.origin, live=True).exclude(sha256=facts.sha256).first()


def replace_edition(previous: SourceFile, source: SourceFile) -> None:
    """Put `source` in the place of the edition before it."""
    SourceFile.objects.filter(pk=previous.pk).update(live=False, replaced_by=source)


def before(known: SourceFile | None, previous: SourceFile | None) -> dict[str, Any]:
    """What undo_import goes back to."""
    return {"row": state_of(known) if known else None, "replaced": previous and previous.pk}
