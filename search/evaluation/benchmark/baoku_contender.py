"""This project's store: the same tokens, asked as literal terms (so that more is found than by words)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from archive.language import segmentation
from search.store import expressions as ex
from search.store.analysis import analyse
from search.store.collector import Collector, Query
from search.store.reader import Library
from search.store.schema import Document, IndexLayout
from search.store.writer import GenerationWriter, write_segment

FACETS = ("year", "month", "category", "source")
LAYOUT = IndexLayout({"content": ("title", "body"), "title": ("title",)}, (*FACETS, "newest"))
WEIGHTS = {"words": 1.0, "title_words": 1.0, "grams": 0.5}
TIES = (("newest", True),)
CACHE_BYTES = 64 * 1024 * 1024
BATCH = 500


class Contender:
    modes = ("off", "on")

    def __init__(self, folder):
        self.folder = Path(folder)
        segmentation.configure(self.folder.parent / "segmenter")
        self.names = {name: {} for name in ("category", "source")}

    def document(self, row):
        columns = {"year": row["year"], "month": row["month"], "newest": row["month"]}
        for name, numbers in self.names.items():
            columns[name] = numbers.setdefault(row[name], len(numbers) + 1)
        units = [("title", row["title"]), *(("body", text) for text in row["body"].split("\n"))]
        return Document(row["id"], tuple(units), columns)

    def build(self, rows):
        """The words are cut already: what is measured is the rest."""
        writer = GenerationWriter.new(self.folder, LAYOUT, "benchmark")
        batch, count = [], 0
        for row in rows:
            batch.append(self.document(row))
            count += 1
            if len(batch) == BATCH:
                writer.add_segment(write_segment(writer.folder, analyse(batch, LAYOUT, str.split)))
                batch = []
        writer.add_segment(write_segment(writer.folder, analyse(batch, LAYOUT, str.split)))
        writer.commit()
        return count

    def open(self, mode):
        """With the cache off, each query begins with nothing decoded, and no term found, by one before it.

        One state of the index is held open, as the other engines hold theirs: none looks for a newer one.
        """
        self.reader = Library(self.folder, CACHE_BYTES).latest()
        self.forgets = mode == "off"

    def forget(self):
        if self.forgets:
            self.reader.forget()

    def ask(self, query):
        if query["phrase"]:
            asked = ex.Has("content", query["phrase"])
        elif query["any"]:
            asked = ex.HasAny("content", tuple(query["words"]), " ".join(query["words"]))
        else:
            asked = ex.All(tuple(ex.Has("content", word) for word in query["words"]))
        if query["years"]:
            asked = ex.All((asked, ex.Between("year", *query["years"])))
        facets = FACETS if query["facets"] else ()
        wanted = Query(asked, ties=TIES, start=query["start"], stop=query["start"] + 20, facets=facets)
        found = Collector(self.reader, LAYOUT, WEIGHTS).collect(wanted)
        return {"ids": self.reader.keys[found.documents].tolist(), "total": found.total, "facets": found.facets}
