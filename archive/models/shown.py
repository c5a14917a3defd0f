"""What tells that something changed which readers may see: one row, whose stamp every change replaces.

The database does it by itself (triggers), in the transaction of the change and whichever way the change is made: a
form, an import, an update of a hundred thousand rows, a statement typed in the sqlite3 shell. So nobody can forget it.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

EVENTS = ("INSERT", "UPDATE", "DELETE")


class ShownState(models.Model):
    """One row. The stamp is drawn anew, not counted: what was rolled back, or was in a backup, is never met again."""

    is_unseen = True

    stamp = models.BigIntegerField("标记")

    class Meta:
        verbose_name = verbose_name_plural = "读者所见的状态"

    def __str__(self) -> str:
        return str(self.stamp)

    @classmethod
    def current(cls) -> int | None:
        """The stamp of all that readers may see now: one small query; None where nothing keeps it."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT stamp FROM {cls._meta.db_table} LIMIT 1")  # noqa: S608 own name
            row = cursor.fetchone()
        return row[0] if row else None


def watch_tables(app_config: Any, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """After a migration: have every table of an app tell of its changes, but those of models that say `is_unseen`; of
    one that says `seen_where` (column -> value) of rows only that have that value, before or after.

    Migrations lose triggers where they make a table anew, and may change rows without any.
    """
    connection = connections[using]
    stamps = ShownState._meta.db_table
    there = set(connection.introspection.table_names())
    if stamps not in there:
        return  # at an earlier release's tables
    with connection.cursor() as cursor:
        for model in app_config.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in there and not getattr(model, "is_unseen", False):
                for event in EVENTS:
                    trigger = f"CREATE TRIGGER IF NOT EXISTS shown_{table}_{event} AFTER {event} ON {table}"
                    told = f"BEGIN UPDATE {stamps} SET stamp = random(); END"  # noqa: S608 own names
                    cursor.execute(f"{trigger} {_when(model, event)} {told}")
        cursor.execute(f"INSERT OR REPLACE INTO {stamps} (id, stamp) VALUES (1, random())")  # noqa: S608 own name


def _when(model: type[models.Model], event: str) -> str:
    """The condition of a trigger: that the row is seen before the event or after it."""
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[event]
    seen = getattr(model, "seen_where", {})
    each = [" AND ".join(f"{row}.{column} = '{value}'" for column, value in seen.items()) for row in rows]
    return f"WHEN ({') OR ('.join(each)})" if seen else ""
