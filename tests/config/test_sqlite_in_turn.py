"""Who waits to write comes before who wrote last and begins anew at once."""

import sqlite3
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from config.settings.base import DATABASES

TRANSACTIONS, LONG = 30, 0.2  # seconds


def connection_to(file: Path, timeout: float = 20.0):
    options = {**DATABASES["default"], "NAME": str(file), "CONN_MAX_AGE": None}
    options["OPTIONS"] = {**options["OPTIONS"], "timeout": timeout}
    return ConnectionHandler({"default": options})["default"]


def begin_and_commit(connection, statement: str) -> None:
    connection.cursor().execute("BEGIN IMMEDIATE")
    connection.cursor().execute(statement)
    connection.cursor().execute("COMMIT")


def write_alone(connection, statement: str) -> None:
    connection.cursor().execute(statement)


@pytest.mark.parametrize("write", [begin_and_commit, write_alone])
def test_who_waits_is_let_in_before_the_next_of_many_transactions(tmp_path, write):
    file = tmp_path / "a.sqlite3"
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE told (n INTEGER)")
    done, begun, served = [], Event(), Event()

    def import_much() -> None:
        connection = connection_to(file)
        for number in range(TRANSACTIONS):
            connection.cursor().execute("BEGIN IMMEDIATE")
            connection.cursor().execute("INSERT INTO told VALUES (%s)", [number])
            begun.set()
            time.sleep(LONG)
            connection.cursor().execute("COMMIT")
            done.append(number)
            if served.is_set():
                break
        connection.close()

    importing = Thread(target=import_much)
    importing.start()
    begun.wait()
    connection = connection_to(file)
    before = len(done)
    write(connection, "INSERT INTO told VALUES (-1)")
    waited_for = len(done) - before
    served.set()
    connection.close()
    importing.join()
    # The one that ran, and one that had its turn already; without turns the wait outlasts most of the thirty.
    assert waited_for <= 2


def test_who_waited_as_long_as_is_set_is_turned_away_as_before(tmp_path):
    file = tmp_path / "a.sqlite3"
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE told (n INTEGER)")
    first, second = connection_to(file), connection_to(file, timeout=0.1)
    first.cursor().execute("BEGIN IMMEDIATE")
    assert second.cursor().execute("SELECT count(*) FROM told").fetchone() == (0,)
    with pytest.raises(OperationalError, match="locked"):
        second.cursor().execute("INSERT INTO told VALUES (1)")
    first.cursor().execute("COMMIT")
    second.cursor().execute("INSERT INTO told VALUES (1)")
    first.close()
    second.close()
