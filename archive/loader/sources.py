"""The row of a source file: what is known of the file, and which edition of it is in use."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db.models import Q

from archive.ingest.types import ParsedSource
from archive.loader.content import brings_drafts
from archive.loader.identity import sound_claims
from archive.loader.names import RowsByName
from archive.models import Article, ImportBatch, Problem, SourceFile
from archive.models.printed import note_numbers, public

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
    "pages",
]
# What editors said of a problem.
SETTLED = ("state", "settled_at", "settled_by_name", "act_id", "settlements")
PROBLEM_STATE = [
    "article_id",
    "number_id",
    "code",
    "message",
    "first_line",
    "last_line",
    "proposed",
    *SETTLED,
]


@dataclass(frozen=True)
class FileFacts:
    """What is known of a file beside its text."""

    sha256: str
    origin: str
    size: int
    parser_version: str
    # Whether kept bytes are read again, by which nothing comes in that an editor deleted, rather than brought in.
    is_reread: bool = False


@dataclass(frozen=True)
class Loaded:
    source: SourceFile
    outcome: str  # new, updated or unchanged
    articles: int
    problems: int
    source_before: dict[str, Any] | None  # SourcesBefore.as_json()


def state_of(source: SourceFile) -> dict[str, Any]:
    """The row and problems of a source as JSON."""
    problems = list(source.problems.values(*PROBLEM_STATE))
    for problem in problems:
        problem["settled_at"] = problem["settled_at"] and problem["settled_at"].isoformat()
    return {"columns": {name: getattr(source, name) for name in SOURCE_STATE}, "problems": problems}


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
    source.claims = claims_of_no_article(parsed)
    source.pages = [[page.number, page.first_line, page.width, page.height] for page in parsed.pages]
    note_numbers(parsed.text)
    source.save()
    return source


def claims_of_no_article(parsed: ParsedSource) -> list[list[Any]]:
    """[target, first line, last line, verbatim text, reason] of the masthead and of what is left out."""
    return [
        [claim.target, claim.first_line, claim.last_line, claim.text, claim.reason]
        for claim in parsed.claims
        if not claim.target.startswith("articles/")
    ]


def keep_deleted(article: Article) -> None:
    """Have the file of a draft that an editor deletes know that it was."""
    if article.source_id and not article.split_from_id:
        lines = [[first, last] for _, first, last, *_ in sound_claims(article.claims)]
        deleted = SourceFile.objects.values_list("deleted", flat=True).get(pk=article.source_id)
        if (mark := [article.source_key, lines]) not in deleted:
            SourceFile.objects.filter(pk=article.source_id).update(deleted=[*deleted, mark])


def settle_alike(problem: Problem, before: Problem) -> None:
    """What editors said of a problem of an earlier reading holds for the same one of this; not saved."""
    for name in SETTLED:
        setattr(problem, name, getattr(before, name))


@dataclass(frozen=True)
class SourcesBefore:
    """What is in when a file comes: `known` with the same bytes, `previous` in use at the same place with others."""

    known: SourceFile | None
    previous: SourceFile | None

    @property
    def rows(self) -> list[SourceFile]:
        return [source for source in (self.known, self.previous) if source]

    @property
    def came_as_drafts(self) -> bool:
        """Whether what is in was brought in as drafts, whatever was published of it since."""
        return any(brings_drafts(source.batch) for source in self.rows)

    def as_json(self, batch: ImportBatch | None) -> dict[str, Any]:
        """What undoing `batch` goes back to; a file that this batch brought was not there before."""
        own = self.known is not None and batch is not None and self.known.batch_id == batch.pk
        row = state_of(self.known) if self.known and not own else None
        return {"row": row, "replaced": self.previous and self.previous.pk}

    def take_over(self, batch: ImportBatch | None) -> bool:
        """Make what an import brought that was undone since the property of `batch`, as if that one had brought it
        first; False where the file is none of these."""
        undone = self.known and not self.known.live and self.known.batch
        if not (self.known and undone and batch and undone.state == ImportBatch.State.UNDONE):
            return False
        self.known.articles.filter(batch=undone).update(batch=batch)
        self.known.batch = batch
        return True


def sources_before(facts: FileFacts) -> SourcesBefore:
    """In one query, since it is asked of every file."""
    same_place = Q(origin=public(facts.origin), live=True)
    held = list(SourceFile.objects.filter(Q(sha256=facts.sha256) | same_place).select_related("batch"))
    known = next((source for source in held if source.sha256 == facts.sha256), None)
    return SourcesBefore(known, next((source for source in held if source is not known), None))


def replace_edition(previous: SourceFile, source: SourceFile) -> None:
    """Put `source` in the place of the edition before it."""
    SourceFile.objects.filter(pk=previous.pk).update(live=False, replaced_by=source)
