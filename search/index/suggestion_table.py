"""The table of suggestions: the archive's terms, columns and names that the box may offer, with how each is spelled.

Made when the index is written, so that a keystroke costs a few look-ups in a database index.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db import connection, models, transaction
from django.db.models import Count, Q

from archive.language import pinyin
from archive.language.folding import fold, strip_space
from archive.models import Column, Contributor
from search.index.batches import in_batches
from search.index.vocabulary import Entry, archive_terms
from search.models import Suggestion, SuggestionCount
from search.store.reader import Reader

BATCH = 2000
KINDS = Suggestion.Kind


def insertion(model: type[models.Model], *columns: str) -> str:
    """The SQL that puts a row of these columns into the model's table."""
    quoted = connection.ops.quote_name
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 names of our own


SUGGESTED = insertion(Suggestion, *(field.column for field in Suggestion._meta.concrete_fields))
COUNTED = insertion(SuggestionCount, "suggestion_id", "newspaper_id", "articles", "spelling", "initials")


def remake_suggestions(reader: Reader) -> None:
    """Make the table anew from the index and the archive's names."""
    entries = chain(((KINDS.TERM, entry) for entry in archive_terms(reader)), signed_names())
    with transaction.atomic():
        SuggestionCount.objects.all().delete()
        Suggestion.objects.all().delete()
        for batch in in_batches(enumerate(entries, start=1), BATCH):
            rows = [(suggestion(kind, entry, key), entry) for key, (kind, entry) in batch]
            insert(SUGGESTED, (columns_of(row) for row, _ in rows))
            counts = ((row, count) for row, entry in rows for count in entry.articles.items())
            insert(COUNTED, ((row.pk, *count, row.spelling, row.initials) for row, count in counts))


def insert(statement: str, rows: Iterable[tuple[str | int | None, ...]]) -> None:
    """Without an object a row: a fifth of bulk_create's time, and there are some hundred thousand."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def columns_of(row: Suggestion) -> tuple[str | int | None, ...]:
    return tuple(getattr(row, field.attname) for field in Suggestion._meta.concrete_fields)


def learn_names(article_ids: Iterable[int]) -> None:
    """Add the columns and contributors of these articles; terms wait for the next rebuild."""
    named = list(signed_names(Q(articles__in=list(article_ids))))
    Suggestion.objects.bulk_create(
        [suggestion(kind, entry) for kind, entry in named],
        update_conflicts=True,
        unique_fields=["kind", "folded"],
        update_fields=["text", "articles"],
    )
    known = Suggestion.objects.exclude(kind=KINDS.TERM).filter(folded__in={entry.folded for _, entry in named})
    rows = {(row.kind, row.folded): row for row in known}
    SuggestionCount.objects.bulk_create(
        [
            SuggestionCount(
                suggestion=(row := rows[kind, entry.folded]),
                newspaper_id=newspaper,
                articles=articles,
                spelling=row.spelling,
                initials=row.initials,
            )
            for kind, entry in named
            for newspaper, articles in entry.articles.items()
        ],
        update_conflicts=True,
        unique_fields=["suggestion", "newspaper"],
        update_fields=["articles"],
    )


def signed_names(which: Q | None = None) -> Iterator[tuple[str, Entry]]:
    """Columns and contributors of published articles, of all or of those that `which` selects; each kind and folded
    name once."""
    for kind, model in ((KINDS.COLUMN, Column), (KINDS.CONTRIBUTOR, Contributor)):
        rows = model._default_manager.order_by().filter(articles__status="published")
        if which:
            rows = rows.filter(pk__in=model._default_manager.filter(which).values("pk"))
        shown = rows.values_list("name", "articles__newspaper").annotate(shown=Count("articles", distinct=True))
        found: dict[str, Entry] = {}
        for name, newspaper, articles in shown:
            folded = strip_space(fold(name))
            entry = found.setdefault(folded, Entry(name, folded, {}))
            entry.articles[newspaper] = entry.articles.get(newspaper, 0) + articles
        yield from ((kind, entry) for entry in found.values() if entry.folded)


def suggestion(kind: str, entry: Entry, key: int | None = None) -> Suggestion:
    spelling, initials = pinyin.spelled_with_initials(strip_space(entry.printed).lower())
    return Suggestion(
        pk=key,
        kind=kind,
        text=entry.printed,
        folded=entry.folded,
        backwards=entry.folded[::-1],
        spelling=spelling,
        initials=initials,
        articles=sum(entry.articles.values()),
    )
