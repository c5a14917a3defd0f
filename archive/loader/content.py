"""What an article's rows hold, as one value: it can be compared, kept as JSON and written back."""

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from archive.ingest.types import ParsedArticle, ParsedIssue, ParsedSource
from archive.language.dates import first_day, precision_of
from archive.language.folding import strip_space
from archive.loader.checks import text_fingerprint
from archive.loader.names import RowsByName
from archive.models import NEVER_PUBLISHED, Article, Basis, Column, ImportBatch, Issue, Newspaper, Page, Status
from archive.models.printed import public

# The columns of Article that a load writes, by their names in the table.
COLUMNS = [
    "newspaper_id",
    "newspaper_basis",
    "issue_id",
    "page_id",
    "column_id",
    "position",
    "kicker",
    "title",
    "subtitle",
    "byline",
    "dateline",
    "editor_note",
    "date",
    "date_precision",
    "date_basis",
    "date_reason",
    "status",
    "withdrawn_at",
    "withdrawn_reason",
    "replaced_by_id",
    "corrects_id",
    "source_id",
    "source_key",
    "claims",
    "confidence",
    "fingerprint",
]
# An editor who changes one column of a group has spoken on all of it.
GROUPS = {
    "newspaper": ("newspaper_id", "newspaper_basis"),
    "issue": ("issue_id",),
    "page": ("page_id",),
    "column": ("column_id",),
    "corrects": ("corrects_id",),
    "date": ("date", "date_precision", "date_basis", "date_reason"),
    "status": ("status", "withdrawn_at", "withdrawn_reason", "replaced_by_id"),
}
# What a column of keys points at.
POINTS_AT = {
    "newspaper_id": Newspaper,
    "issue_id": Issue,
    "page_id": Page,
    "column_id": Column,
    "replaced_by_id": Article,
    "corrects_id": Article,
}
# Why an article is withdrawn that its source no longer has.
RETIRED = MERGED, GONE = "并入另一篇", "来源文件中已无此篇"
CONTENT_PARTS = ("sections", "captions", "contributors")
TIMES = {"date": datetime.date, "withdrawn_at": datetime.datetime}


@dataclass
class Content:
    """`columns` by COLUMNS; sections are (level, heading, body), captions (text, after paragraph),
    contributors (contributor id, role)."""

    columns: dict[str, Any]
    sections: list[list[Any]] = field(default_factory=list)
    captions: list[list[Any]] = field(default_factory=list)
    contributors: list[list[Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        times = {name: self.columns[name] and self.columns[name].isoformat() for name in TIMES}
        return {"columns": self.columns | times, **{part: getattr(self, part) for part in CONTENT_PARTS}}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Content":
        """Columns that were added since `value` was kept are empty."""
        columns = dict.fromkeys(COLUMNS) | value["columns"]
        for name, kind in TIMES.items():
            if columns[name]:
                columns[name] = kind.fromisoformat(columns[name])
        return cls(columns, **{part: value[part] for part in CONTENT_PARTS})

    def keeping(self, edited: list[str], old: "Content") -> "Content":
        """This content with what an editor changed taken from `old`."""
        columns = dict(self.columns)
        parts = {part: getattr(old if part in edited else self, part) for part in CONTENT_PARTS}
        for name in edited:
            for column in GROUPS.get(name, (name,)):
                if column in columns:
                    columns[column] = old.columns[column]
        return Content(columns, **parts)

    def differing(self, other: "Content") -> list[str]:
        """What editors call the fields (groups of columns, and parts) in which this content and `other` differ."""
        mine, others = self.as_json(), other.as_json()
        group_of = {column: group for group, columns in GROUPS.items() for column in columns}
        columns = {group_of.get(name, name) for name in COLUMNS if mine["columns"][name] != others["columns"][name]}
        return sorted(columns | {part for part in CONTENT_PARTS if mine[part] != others[part]})


def content_of_rows(article: Article) -> Content:
    """What the rows of `article` hold now; sections, figures and contributions should be prefetched."""
    return Content(
        {name: getattr(article, name) for name in COLUMNS},
        [[s.level, s.heading, s.body] for s in article.sections.all()],
        [[f.caption, f.after_paragraph] for f in article.figures.all()],
        [[c.contributor_id, c.role] for c in article.contributions.all()],
    )


def dated(article: ParsedArticle, issue: ParsedIssue | None, source: ParsedSource) -> dict[str, Any]:
    """The date of an article: its own unless its issue has the same and more exactly, else the year guessed from the
    story, marked as a guess."""
    reason = ""
    printed = issue.date if issue else ""
    if article.date and not printed.startswith(article.date):
        iso, basis = article.date, article.date_basis or Basis.TEXT
    elif issue and printed:
        iso, basis = printed, issue.date_basis or article.date_basis or Basis.MASTHEAD
    elif guess := article.date_guess:
        iso, basis = guess.value, Basis.GUESS
        # Hidden before it is cut: a part of a number could not be told for one.
        said = public(strip_space("".join(source.text.split("\n")[guess.first_line - 1 : guess.last_line])))
        quoted = f"（原文第{guess.first_line}行：“{said[:120]}{'…' if len(said) > 120 else ''}”）" if said else ""
        reason = (guess.reason + quoted)[:500]
    else:
        iso, basis = "", Basis.NONE
    return {"date": first_day(iso), "date_precision": precision_of(iso), "date_basis": basis, "date_reason": reason}


def article_claims(source: ParsedSource, index: int) -> list[list[Any]]:
    """[target, first line, last line, verbatim text] of article `index`; targets without articles/<index>/."""
    prefix = f"articles/{index}/"
    return [
        [claim.target.removeprefix(prefix), claim.first_line, claim.last_line, claim.text]
        for claim in source.claims
        if claim.target.startswith(prefix)
    ]


def resolved_content(
    source: ParsedSource, index: int, names: RowsByName, *, given_issue: ParsedIssue | None = None
) -> Content:
    """What the rows of article `index` of `source` should hold, without what is to be hidden; the rows it points at are
    found or made."""
    article, issue = source.articles[index], given_issue or source.issue
    paper, basis = names.newspaper(issue.newspaper if issue else "")
    issue_row = names.issue(paper, issue)
    page = names.page(
        issue_row, article.page or (issue.page if issue else ""), article.section or (issue.section if issue else "")
    )
    column = names.column(paper, article.column)
    people = [[names.contributor(c.name).pk, c.role] for c in article.contributors if c.name]
    columns = {
        "newspaper_id": paper.pk,
        "newspaper_basis": basis,
        "issue_id": issue_row and issue_row.pk,
        "page_id": page and page.pk,
        "column_id": column and column.pk,
        "position": index,
        **{
            name: getattr(article, name)
            for name in ["kicker", "title", "subtitle", "byline", "dateline", "editor_note"]
        },
        **dated(article, issue, source),
        "status": Status.PUBLISHED,
        "withdrawn_at": None,
        "withdrawn_reason": "",
        "replaced_by_id": None,
        "corrects_id": None,
        "source_id": None,
        "source_key": "",
        "claims": article_claims(source, index),
        "confidence": article.confidence,
        "fingerprint": text_fingerprint(p for section in article.sections for p in section.paragraphs),
    }
    return public(
        Content(
            columns,
            [[s.level, s.heading, "\n".join(s.paragraphs)] for s in article.sections],
            [[c.text, c.after_paragraph] for c in article.captions],
            [list(person) for person in dict.fromkeys(map(tuple, people))],
        )
    )


def brings_drafts(batch: ImportBatch | None) -> bool:
    """Whether what a batch adds waits for an editor to publish it."""
    return batch is not None and batch.as_drafts


def entering(content: Content, as_drafts: bool) -> Content:
    """What an article that was not in before comes in as."""
    return replace(content, columns=content.columns | {"status": Status.DRAFT}) if as_drafts else content


def meeting(content: Content, article: Article, as_drafts: bool, comes_back: bool) -> Content:
    """What a load makes of an article that is in: a draft is published by editors alone, and a load of drafts publishes
    nothing, not even again. What was withdrawn is published again where the import that brought it in was undone:
    `comes_back` says that this load has taken the whole file over from that one."""
    undone = comes_back or is_of_undone(article)
    decided = as_drafts or article.status in NEVER_PUBLISHED or (article.status == Status.WITHDRAWN and not undone)
    return content.keeping(["status"], content_of_rows(article)) if decided else content


def is_of_undone(article: Article) -> bool:
    """Whether the import that brought an article in was undone, and no later one brought it in again."""
    return article.batch is not None and article.batch.state == ImportBatch.State.UNDONE


def withdrawn(article: Article, reason: str) -> Content:
    """What an article holds, as withdrawn for this reason."""
    content = content_of_rows(article)
    content.columns |= columns_withdrawn(reason)
    return content


def is_retired(article: Article) -> bool:
    """Whether its source has the article no longer. (One that claims nothing may be a page of nothing but pictures.)"""
    said = article.withdrawn_reason in RETIRED and "status" not in article.edited_fields
    return said and not article.claims


def columns_withdrawn(reason: str) -> dict[str, Any]:
    return {"status": Status.WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawn_reason": reason}


def never_draft_again(before: Content, after: Content, reason: str) -> Content:
    """`after`, but withdrawn for this reason where it would make a draft of what readers were given the address of."""
    if before.columns["status"] in NEVER_PUBLISHED or after.columns["status"] not in NEVER_PUBLISHED:
        return after
    return replace(after, columns=after.columns | columns_withdrawn(reason))


def retired(article: Article, heir: Article | None = None) -> Content:
    """What becomes of an article that its source no longer has: withdrawn, with a redirect where its text went on.

    It claims no lines from now on, so that its id never comes back for another article.
    """
    content = withdrawn(article, MERGED if heir else GONE)
    content.columns |= {"replaced_by_id": heir.pk if heir else None, "claims": [], "source_key": ""}
    return content
