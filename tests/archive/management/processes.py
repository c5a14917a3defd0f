"""An archive that other processes work on, watched from outside."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def write_records(path: Path, titles: list[str], authors: int) -> None:
    """A file of ready-made articles with these titles, numbered from 0, by so many people in turn."""
    with path.open("w", encoding="utf-8") as out:
        for n, title in enumerate(titles):
            body = f"这是第{n}件事，写了时间和地点。"
            record = {"id": n, "title": title, "body": body, "author": f"周禾{n % authors}"}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


class Archive:
    """An archive of its own, used by other processes only."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.run("migrate", "--verbosity", "0")

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(self.home)}

    def start(self, *args: object) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *map(str, args)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def run(self, *args: object) -> str:
        process = self.start(*args)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out

    def ask(self, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self.home / "archive.sqlite3", timeout=20)) as database:
            return database.execute(query).fetchall()

    def one(self, query: str) -> object:
        return self.ask(query)[0][0]

    def wait_until_some_are_in(self, process: subprocess.Popen, query: str, some: int) -> None:
        deadline = time.monotonic() + 60
        while self.one(query) < some:
            assert process.poll() is None, "it ended before it could be stopped: " + process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def assert_whole(self) -> None:
        assert self.one("PRAGMA integrity_check") == "ok"
        without_text = "SELECT count(*) FROM archive_article a WHERE NOT EXISTS (SELECT 1 FROM archive_articlesection s"
        assert self.one(f"{without_text} WHERE s.article_id = a.id)") == 0
        assert self.one("SELECT count(*) - count(DISTINCT permanent_id) FROM archive_article") == 0
