"""The newspapers in which an article ever named who made it.

That a newspaper names nobody would take a walk through all its articles to see, at the first page after every change.
The database adds a newspaper by itself (triggers), as it does the stamp of `archive.models.shown`; none is ever taken
out, so that who is not here needs no walk.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from archive.models.newspaper import Newspaper

# Table -> upon what a row of it may bring a newspaper in, and which.
SIGNS = {
    "archive_contribution": ("INSERT", "UPDATE OF article_id"),
    "archive_article": ("UPDATE OF newspaper_id",),
}
NEWSPAPERS = {
    "archive_contribution": "SELECT newspaper_id FROM archive_article WHERE id = NEW.article_id",
    "archive_article": (
        "SELECT NEW.newspaper_id AS newspaper_id"
        " WHERE EXISTS (SELECT 1 FROM archive_contribution WHERE article_id = NEW.id)"
    ),
}


class SignedNewspaper(models.Model):
    is_unseen = True

    newspaper = models.OneToOneField(Newspaper, models.CASCADE, verbose_name="报纸", primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "有署名的报纸"

    def __str__(self) -> str:
        return str(self.newspaper)


def watch_signatures(app_config: Any, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """After a migration: have the tables tell of new signatures, and look through those that there are."""
    connection = connections[using]
    own = SignedNewspaper._meta.db_table
    if own not in connection.introspection.table_names():
        return  # at an earlier release's tables
    with connection.cursor() as cursor:
        for table, events in SIGNS.items():
            for event in events:
                trigger = f"signed_{table}_{event.split()[0]}"
                added = _added(own, NEWSPAPERS[table])
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {trigger} AFTER {event} ON {table} BEGIN {added}; END")
        there = "SELECT DISTINCT newspaper_id FROM archive_contribution JOIN archive_article a ON a.id = article_id"
        cursor.execute(_added(own, there))


def _added(own: str, newspapers: str) -> str:
    known = f"SELECT newspaper_id FROM {own}"  # noqa: S608 own names
    return f"INSERT INTO {own} SELECT * FROM ({newspapers}) WHERE newspaper_id NOT IN ({known})"  # noqa: S608 own names
