"""Haystack's own Whoosh backend, as it comes, over the same words divided by spaces."""

import sys
from functools import reduce
from operator import and_, or_
from pathlib import Path

import django
from django.conf import settings

FACETS = ("year", "month", "category", "source")
BATCH = 1000


class Contender:
    modes = ("off",)

    def __init__(self, folder):
        sys.path.insert(0, str(Path(__file__).parent))
        whoosh = {"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": folder}
        apps = ["django.contrib.contenttypes", "haystack", "stock_app"]
        settings.configure(INSTALLED_APPS=apps, HAYSTACK_CONNECTIONS={"default": whoosh}, SECRET_KEY="-")  # noqa: S106
        django.setup()

    def build(self, rows):
        from haystack import connections
        from stock_app.models import Item

        engine = connections["default"]
        index = engine.get_unified_index().get_index(Item)
        batch, count = [], 0
        for row in rows:
            fields = {name: row[name] for name in ("title", *FACETS)}
            batch.append(Item(pk=row["id"], text=f"{row['title']}\n{row['body']}", **fields))
            count += 1
            if len(batch) == BATCH:
                engine.get_backend().update(index, batch)
                batch = []
        if batch:
            engine.get_backend().update(index, batch)
        return count

    def open(self, mode):
        pass

    def ask(self, query):
        """A literal run cannot be asked of words: its row asks the run as one phrase of one word."""
        from haystack.inputs import Exact
        from haystack.query import SQ, SearchQuerySet

        asked = SearchQuerySet()
        words = [Exact(query["phrase"])] if query["phrase"] else query["words"]
        if words:
            asked = asked.filter(reduce(or_ if query["any"] else and_, (SQ(content=word) for word in words)))
        if query["years"]:
            asked = asked.filter(year__range=query["years"])
        if query["facets"]:
            for name in FACETS:
                asked = asked.facet(name)
        start = query["start"]
        keys = [result.pk for result in asked[start : start + 20]]
        return {"ids": keys, "total": len(asked), "facets": asked.facet_counts() if query["facets"] else {}}
