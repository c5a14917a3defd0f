"""An archive that many tests ask for is built once a process; every later test gets its rows and files back.

A test may change all it likes: what it gets is its own copy, in its own transaction and folder. So there is no
order of tests to mind, and a module may mix tests of a full archive, a changed one and an empty one.
"""

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import connection, transaction

Built = TypeVar("Built")
APPS = ("archive", "search")  # whose tables are kept
# Accounts that rows refer to; those of the test's own stay beside them.
ACCOUNTS = "auth_user"
FOLDERS = ("index", "sources")  # of a test's DATA_DIR


@dataclass(frozen=True)
class Table:
    """The rows of one table of the database, as SQLite holds them."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple]

    @classmethod
    def read(cls, name: str) -> "Table":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            return cls(name, tuple(column[0] for column in cursor.description), cursor.fetchall())

    def write(self) -> None:
        """Put these rows in the place of those that are there."""
        table = connection.ops.quote_name(self.name)
        names = ", ".join(map(connection.ops.quote_name, self.columns))
        places = ", ".join(["%s"] * len(self.columns))
        with connection.cursor() as cursor:
            if self.name != ACCOUNTS:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", self.rows)  # noqa: S608


@dataclass(frozen=True)
class Archive:
    """What one builder made: the rows it left, a copy of its files, and the value it returned (pickled)."""

    tables: list[Table]
    files: Path
    value: bytes

    @classmethod
    def keep(cls, value: object, data_dir: Path, files: Path) -> "Archive":
        models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
        copy_files(data_dir, files)
        names = [ACCOUNTS, *(model._meta.db_table for model in models)]
        return cls([Table.read(name) for name in names], files, pickle.dumps(value))

    def restore(self, data_dir: Path) -> Any:
        copy_files(self.files, data_dir)
        with transaction.atomic():  # a row may stand before the one it refers to until the end
            for table in self.tables:
                table.write()
        return pickle.loads(self.value)  # noqa: S301


class Builds:
    """The archives built so far in this process, by the function that builds each."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.archives: dict[Callable[[], Any], Archive] = {}

    def archive_of(self, builder: Callable[[], Built], data_dir: Path) -> Built:
        """What `builder()` returned; its rows are in the database, its files in `data_dir`."""
        if kept := self.archives.get(builder):
            return kept.restore(data_dir)
        value = builder()
        self.archives[builder] = Archive.keep(value, data_dir, self.home / str(len(self.archives)))
        return value


def built_once(builder: Callable[[], Built]) -> Any:
    """Decorator: a fixture of the builder's name that gives what it returned, with its rows, index and sources."""

    @pytest.fixture(name=builder.__name__)
    def archive(db: None, data_dir: Path, index_folder: Path, builds: Builds) -> Built:
        return builds.archive_of(builder, data_dir)

    return archive


def copy_files(source: Path, target: Path) -> None:
    for name in FOLDERS:
        if (source / name).exists():
            shutil.copytree(source / name, target / name)
