"""The processes of the kill tests: `python -m tests.soak.processes write|rebuild|…`, DATA_DIR from outside.

write    publishes articles for ever; prints an article's key once its transaction and the index have it
rebuild  rebuilds for ever; prints a line after each
read     searches for ever; fails where the index is ever gone, smaller than before, or at odds with itself
edit     takes a permanent id and a title a line from standard input, saves it as an editor does; prints the title
find     takes titles from standard input; prints in how many seconds search finds each, -1 after LONGEST
check    drains and prints what a survivor finds: keys in database and index, files, locks
"""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db import transaction
from haystack.inputs import Exact
from haystack.query import SearchQuerySet

from archive.disk.locks import is_held
from archive.models import Article
from archive.signals import articles_changed
from search.index import indexing
from search.index.locks import REBUILD, WRITER
from search.index.opened import default_index
from tests import factories
from tests.factories import make_article

LONGEST = 30.0  # seconds
PAUSE = 0.05  # seconds between searches: two readers should not take both cores


def say(line: object) -> None:
    print(line, flush=True)


def write() -> None:
    while True:
        with transaction.atomic():
            article = make_article(permanent_id=f"soak-{time.time_ns()}", title="蓼河新城开工")
            articles_changed.send(sender=Article, article_ids=[article.pk])
        say(article.pk)


def rebuild() -> None:
    while True:
        say(indexing.rebuild())


def read() -> None:
    least = 0
    say("reading")
    while True:
        count = default_index().reader().count
        if count < least:
            raise AssertionError(f"{count} articles after {least}")
        found = SearchQuerySet().filter(content=Exact("蓼河新城"))
        page = found[:5]
        if len(found) < count or len(page) != min(5, len(found)):
            raise AssertionError(f"{len(found)} of {count} articles found, {len(page)} on the first page")
        least = count
        time.sleep(PAUSE)


def find() -> None:
    say("ready")
    while title := sys.stdin.readline().strip():
        start = time.monotonic()
        seconds = 0.0
        while not len(SearchQuerySet().filter(title=Exact(title))) and seconds >= 0:
            time.sleep(PAUSE)
            seconds = time.monotonic() - start
            if seconds > LONGEST:
                seconds = -1.0
        say(seconds)


def edit() -> None:
    say("ready")
    while line := sys.stdin.readline():
        permanent_id, title = line.split()
        factories.edit(Article.objects.get(permanent_id=permanent_id), title=title)
        say(title)


def check() -> None:
    len(SearchQuerySet())  # a new index serves; what was kept until then may go
    indexing.drain(wait=0)
    folder = default_index().folder
    generations = list(folder.glob("generation-*"))
    say(
        json.dumps(
            {
                "database": sorted(Article.objects.values_list("pk", flat=True)),
                "index": sorted(default_index().reader().keys[default_index().reader().alive].tolist()),
                "held": [name for name in (WRITER, REBUILD) if is_held(folder, name)],
                "generations": len(generations),
                "files": sorted(path.suffix for path in generations[0].iterdir() if path.suffix),
                "segments": len(default_index().reader().segments),
            }
        )
    )


if __name__ == "__main__":
    {"write": write, "rebuild": rebuild, "read": read, "check": check, "find": find, "edit": edit}[sys.argv[1]]()
