"""Editors' saves and indexers killed at named points (tests.killing): what was committed is found by search.

`make test` kills once at some points; SOAK_KILLS=50 (make soak) as often at each.
"""

import itertools
import os
import time
from collections.abc import Iterator

import pytest

from archive.disk.locks import is_held
from search.index.locks import INDEXER
from tests.archive.management.processes import Archive
from tests.killing import POINTS, owner_of
from tests.warm import WarmProcess

KILLS = int(os.environ.get("SOAK_KILLS", "1"))
numbers = itertools.count(1)
OF_A_SAVE = ("before the mark", "after the mark", "before the commit", "after the commit")
OF_AN_INDEXER = (
    *("before the segment's fsync", "after the segment's fsync", "before the manifest"),
    *("before the pointer", "after the pointer", "while sweeping"),
)
ONCE = ("after the commit", "before the pointer", "while sweeping")
assert set(OF_A_SAVE + OF_AN_INDEXER) <= set(POINTS)


def chosen(points: tuple[str, ...]) -> list[str]:
    return [point for point in points if KILLS > 1 or point in ONCE]


class Site(Archive):
    """An archive with one article and a process that searches."""

    def __init__(self, home) -> None:
        super().__init__(home)
        (home / "a.txt").write_text("步道完工\n\n　　蓼河南岸的步道完工，居民当晚就来散步。\n", encoding="utf-8")
        self.run("ingest", home / "a.txt")
        self.run("rebuild_index", "--noinput")
        self.article = self.one("SELECT permanent_id FROM archive_article")
        self.processes: list[WarmProcess] = []
        self.finder = WarmProcess(["-m", "tests.soak.processes", "find"], self.environment)
        assert self.finder.stdout.readline() == "ready\n"

    def python(self, *args: object) -> WarmProcess:
        process = WarmProcess(list(map(str, args)), self.environment)
        self.processes.append(process)
        return process

    def killing(self, point: str, nth: int, *command: str) -> WarmProcess:
        return self.python("-m", "tests.killing", point, nth, *command)

    def seconds_to_find(self, title: str) -> float:
        """In how many seconds search has it, -1 where it has not in 30; a busy machine takes its time."""
        print(title, file=self.finder.stdin, flush=True)
        return float(self.finder.stdout.readline())

    def wait_until_held(self, name: str) -> None:
        deadline = time.monotonic() + 300  # on a busy machine a process takes its time to start
        while not is_held(self.home / "index", name):
            assert time.monotonic() < deadline
            time.sleep(0.05)

    @property
    def title(self) -> str:
        return str(self.one("SELECT title FROM archive_article"))

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        self.processes.clear()


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Iterator[Site]:
    """One for all points: after each death it is whole again."""
    site = Site(tmp_path_factory.mktemp("site") / "data")
    yield site
    site.finder.kill()
    site.finder.communicate()


@pytest.fixture
def site(archive) -> Iterator[Site]:
    yield archive
    archive.end()


def test_every_point_is_a_function_of_the_project():
    """`make test` dies at some of them only."""
    for place, _ in POINTS.values():
        owner, name = owner_of(place)
        assert callable(getattr(owner, name)), place


@pytest.mark.parametrize("point", chosen(OF_A_SAVE))
def test_a_save_that_dies_is_found_if_it_was_committed(site, point):
    indexer = site.python("manage.py", "run_indexer")
    for _ in range(KILLS):
        before, title = site.title, f"灯亮了{next(numbers)}"
        save = site.killing(point, 1, "save", site.article, title)
        assert save.wait(300) == -9
        committed = point == "after the commit"
        assert site.title == (title if committed else before)
        assert site.seconds_to_find(site.title) >= 0
        assert indexer.poll() is None
    site.assert_whole()


@pytest.mark.parametrize("point", chosen(OF_AN_INDEXER))
def test_an_indexer_that_dies_loses_nothing(site, point):
    for _ in range(KILLS):
        title = f"灯亮了{next(numbers)}"
        indexer = site.killing(point, 1, "run_indexer")
        site.wait_until_held(INDEXER)
        site.run("shell", "--no-imports", "-c", SAVE.format(site.article, title))
        assert indexer.wait(300) == -9
        site.run("run_indexer", "--once")  # brings in what it left, unless the save did
        assert site.seconds_to_find(title) >= 0
    site.assert_whole()


SAVE = (
    "from archive.models import Article; from tests.factories import edit; "
    "edit(Article.objects.get(permanent_id='{}'), title='{}')"
)
