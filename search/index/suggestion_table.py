"""The table of suggestions: the archive's terms, columns and names that the box may offer, with how each is spelled.

Made when the index is written, so that a keystroke costs a few look-ups in a database index.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from django.db import connection, models, transaction
from django.db.models import Count, Q

from archive.language import pinyin
from archive.language.folding import fold, strip_space
from archive.models import Column, Contributor
from search.index.batches import in_batches
from search.index.opened import default_index
from search.index.pool import Workers
from search.index.vocabulary import Entry, TextFinds, Word, counted_words, dictionary_words, headings
from search.models import Suggestion, SuggestionCount

BATCH = 2000
KINDS = Suggestion.Kind


def insertion(model: type[models.Model], *columns: str) -> str:
    """The SQL that puts a row of these columns into the model's table."""
    quoted = connection.ops.quote_name
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 names of our own


class SuggestionRow(NamedTuple):
    """A row of the table but its key: the fields of Suggestion."""

    kind: str
    text: str
    folded: str
    backwards: str
    spelling: str
    initials: str
    articles: int


SpelledTerm = tuple[SuggestionRow, dict[int, int]]  # a row and in how many articles of each newspaper
SUGGESTED = insertion(Suggestion, "id", *SuggestionRow._fields)
COUNTED = insertion(SuggestionCount, "suggestion_id", "newspaper_id", "articles", "folded", "spelling", "initials")


def terms_offered(workers: Workers, finds: TextFinds) -> Iterator[list[SpelledTerm]]:
    """The archive's terms, batch after batch; begun at once."""
    words = chain(dictionary_words(default_index().reader(), finds.latin), finds.new)
    return chain([offers(KINDS.TERM, headings())], workers.mapped(_terms_of_words, in_batches(words, BATCH)))


def _terms_of_words(words: list[Word]) -> list[SpelledTerm]:
    return offers(KINDS.TERM, counted_words(default_index().reader(), words))


def offers(kind: str, entries: Iterable[Entry]) -> list[SpelledTerm]:
    """Those that any newspaper has, spelled."""
    return [(suggestion_row(kind, entry), entry.articles) for entry in entries if entry.articles]


def remake_suggestions(terms: Iterable[list[SpelledTerm]]) -> None:
    """Make the table anew of these and of the archive's names."""
    names = ((suggestion_row(kind, entry), entry.articles) for kind, entry in signed_names())
    with transaction.atomic():
        SuggestionCount.objects.all().delete()
        Suggestion.objects.all().delete()
        once = first_offers(chain(chain.from_iterable(terms), names))
        for batch in in_batches(enumerate(once, start=1), BATCH):
            insert(SUGGESTED, ((key, *row) for key, (row, _) in batch))
            each = ((key, row, count) for key, (row, counts) in batch for count in counts.items())
            insert(COUNTED, ((key, *count, row.folded, row.spelling, row.initials) for key, row, count in each))


def first_offers(offered: Iterable[SpelledTerm]) -> Iterator[SpelledTerm]:
    """The first of each kind and folded text."""
    given: set[tuple[str, str]] = set()
    for row, counts in offered:
        if (row.kind, row.folded) not in given:
            given.add((row.kind, row.folded))
            yield row, counts


def insert(statement: str, rows: Iterable[tuple[str | int, ...]]) -> None:
    """Without an object a row: a fifth of bulk_create's time, and there are some hundred thousand."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def learn_names(article_ids: Iterable[int]) -> None:
    """Add the columns and contributors of these articles; terms wait for the next rebuild."""
    named = list(signed_names(Q(articles__in=list(article_ids))))
    Suggestion.objects.bulk_create(
        [Suggestion(**suggestion_row(kind, entry)._asdict()) for kind, entry in named],
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
                folded=row.folded,
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


def suggestion_row(kind: str, entry: Entry) -> SuggestionRow:
    spelling, initials = pinyin.spelled_with_initials(strip_space(entry.printed).lower())
    return SuggestionRow(
        kind=kind,
        text=entry.printed,
        folded=entry.folded,
        backwards=entry.folded[::-1],
        spelling=spelling,
        initials=initials,
        articles=sum(entry.articles.values()),
    )
