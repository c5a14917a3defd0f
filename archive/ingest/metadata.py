"""What a format says beside the text: a YAML head, the meta elements of a page."""

from archive.ingest import dates
from archive.ingest.draft import Draft, Row
from archive.ingest.masthead import page_of
from archive.ingest.types import ParsedIssue

# The place in the output that holds what a line of a head of metadata says.
TARGETS = {
    "title": "articles/0/title",
    "kicker": "articles/0/kicker",
    "subtitle": "articles/0/subtitle",
    "column": "articles/0/column",
    "author": "articles/0/contributors",
    "date": "articles/0/date",
    "newspaper": "issue/newspaper",
    "publisher": "issue/publisher",
    "page": "issue/page",
    "section": "issue/section",
}
HEADLINE_KEYS = ("title", "kicker", "subtitle", "column")


def take(draft: Draft) -> None:
    """Take the lines of a head of metadata out of the draft, and make an issue of what they say of it."""
    rows: list[Row] = []
    for row in draft.rows:
        if not row.markup.startswith("meta:"):
            rows.append(row)
            continue
        target = TARGETS.get(row.markup.removeprefix("meta:"))
        if target:
            draft.claim(row, target)
        else:
            draft.discard(row, "元数据")
    draft.rows = rows
    newspaper, page = value(draft, "newspaper"), value(draft, "page")
    if "://" in newspaper:
        newspaper = ""
    if newspaper or page:
        date = dates.find(value(draft, "date"))
        draft.issue = ParsedIssue(
            newspaper=newspaper,
            publisher=value(draft, "publisher"),
            date=date,
            page=page_of(page)[0] or page,
            section=value(draft, "section") or page_of(page)[1],
            date_basis="text" if date else "",
        )


def value(draft: Draft, key: str) -> str:
    """One value of the metadata as text; of a list the first, since a column or a page is one."""
    given = draft.source.meta.get(key)
    if isinstance(given, list | tuple):
        given = given[0] if given else ""
    return str(given or "").strip()


def authors(draft: Draft) -> tuple[str, ...]:
    """The names that the metadata give, as they are given."""
    given = draft.source.meta.get("author") or ()
    names = given if isinstance(given, list | tuple) else [given]
    return tuple(name for name in (str(name).strip() for name in names) if name)
