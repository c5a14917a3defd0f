"""A data folder of the first release goes on working: nothing is lost, no page breaks, the index is made anew."""

import json
import os
import sqlite3
import tarfile
from pathlib import Path

import pytest

from tests.warm import run_warm

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / "tests" / "data" / "data-0.1.tar.xz"
LISTS = [
    "/",
    "/issues/",
    "/issues/2021/",
    "/issues/2021-11/",
    "/columns/",
    "/contributors/",
    "/search/?q=蓼河",
    "/healthz",
]
SINGLE = [
    "/issues/2021-11-05/",
    "/about/",
    "/exports/",
    "/api/v1/",
    "/sitemap.xml",
    "/oai?verb=Identify",
    "/admin/login/",
]
# Prints the status of each address named on standard input, as JSON. The index is left to the command that follows.
ASK = """
import json, sys
from django.conf import settings
from django.test import Client
settings.INDEX_HEALER = []
client = Client(raise_request_exception=False, headers={"host": "localhost"})
print(json.dumps({address: client.get(address, follow=True).status_code for address in json.load(sys.stdin)}))
"""


class Archive:
    """The data folder, worked on by commands of this release."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ours = {name: value for name, value in os.environ.items() if not name.startswith("BAOKU")}
        self.environment = {**ours, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}

    def manage(self, *arguments: str, said: str = "") -> str:
        done = run_warm(["manage.py", *arguments], self.environment, said)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def statuses(self, addresses: list[str]) -> dict[str, int]:
        return json.loads(self.manage("shell", "--no-imports", "-c", ASK, said=json.dumps(addresses)).splitlines()[-1])

    def rows(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.folder / "archive.sqlite3") as database:
            return database.execute(query).fetchall()


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """As it was, before anything of this release has touched it."""
    folder = tmp_path_factory.mktemp("released")
    with tarfile.open(RELEASED) as packed:
        packed.extractall(folder, filter="data")
    return Archive(folder / "data-0.1")


TEXTS = "SELECT permanent_id, kicker, title, subtitle, byline, status, edited_fields FROM archive_article ORDER BY id"
PARTS = "SELECT article_id, level, heading, body FROM archive_articlesection ORDER BY id"


def test_it_opens_and_mends_its_index_by_itself(released):
    texts, parts = released.rows(TEXTS), released.rows(PARTS)
    addresses = [f"/articles/{row[0]}/" for row in texts]
    assert set(released.statuses([*LISTS, *SINGLE, *addresses]).values()) <= {200, 302, 503}  # not yet migrated
    released.manage("migrate", "--verbosity", "0")
    assert (released.rows(TEXTS), released.rows(PARTS)) == (texts, parts)

    # The index of the first release names modules that are no more: it is not opened, and says so.
    before = released.statuses([*LISTS, *SINGLE, *addresses])
    assert {address: before[address] for address in LISTS} == dict.fromkeys(LISTS, 503)
    assert {address: before[address] for address in SINGLE} == dict.fromkeys(SINGLE, 200)
    assert set(before.values()) <= {200, 410, 503}

    assert "Rebuilt: 14 articles." in released.manage("run_indexer", "--once")
    after = released.statuses([*LISTS, *SINGLE, *addresses])
    assert {address: status for address, status in after.items() if address not in addresses and status != 200} == {}
    told = {row[0]: after[f"/articles/{row[0]}/"] for row in texts}
    assert sorted(told.values()) == [200] * 15 + [
        410
    ]  # one was withdrawn; one went into another, whose page its address shows
    assert "编辑改过" in released.manage("shell", "--no-imports", "-c", FOUND)


# The title that an editor changed under the first release is found.
FOUND = """
from archive.models import Article, Newspaper
from search.query import SearchRequest, ranked
keys = ranked(SearchRequest.from_params({"q": "编辑改过"}, Newspaper.main()))
print([article.title for article in Article.objects.filter(pk__in=keys)])
"""
