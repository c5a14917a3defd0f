"""SQLite FTS5: words in one table, characters in another (for literal runs); years and facets by join."""

import os
import sqlite3


class Contender:
    modes = ("off",)

    def __init__(self, folder):
        self.path = os.path.join(folder, "fts5.sqlite3")  # noqa: PTH118

    def build(self, rows):
        db = sqlite3.connect(self.path)
        db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
            CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize="unicode61");
            CREATE VIRTUAL TABLE characters USING fts5(text, content='', tokenize="unicode61");
            CREATE TABLE article (id INTEGER PRIMARY KEY, year INT, month INT, category TEXT, source TEXT);
            """
        )
        count = 0
        for row in rows:
            key = row["id"]
            db.execute("INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", (key, row["title"], row["body"]))
            db.execute("INSERT INTO characters(rowid, text) VALUES (?, ?)", (key, row["characters"]))
            values = (key, row["year"], row["month"], row["category"], row["source"])
            db.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?)", values)
            count += 1
        db.execute("CREATE INDEX by_year ON article(year)")
        db.execute("INSERT INTO words(words) VALUES ('optimize')")
        db.execute("INSERT INTO characters(characters) VALUES ('optimize')")
        db.commit()
        db.close()
        return count

    def open(self, mode):
        self.db = sqlite3.connect(self.path)
        self.db.execute("PRAGMA mmap_size=8000000000")
        self.db.execute("PRAGMA cache_size=-64000")

    def ask(self, query):
        table, match = "words", (" OR " if query["any"] else " AND ").join(f'"{word}"' for word in query["words"])
        if query["phrase"]:
            table, match = "characters", '"' + " ".join(query["phrase"]) + '"'
        if not match:
            hits = "SELECT id FROM article"
            page = self.db.execute("SELECT id FROM article ORDER BY id LIMIT 20").fetchall()
            arguments = ()
        else:
            where, arguments = f"{table} MATCH ?", (match,)
            if query["years"]:
                where += f" AND (SELECT year FROM article WHERE id = {table}.rowid) BETWEEN ? AND ?"  # noqa: S608
                arguments += tuple(query["years"])
            hits = f"SELECT rowid FROM {table} WHERE {where}"  # noqa: S608
            page = self.db.execute(f"{hits} ORDER BY rank LIMIT 20 OFFSET {query['start']}", arguments).fetchall()
        total = self.db.execute(f"SELECT count(*) FROM ({hits})", arguments).fetchone()[0]  # noqa: S608
        facets = {}
        if query["facets"]:
            for name in ("year", "month", "category", "source"):
                counted = f"SELECT {name}, count(*) FROM article WHERE id IN ({hits}) GROUP BY {name}"  # noqa: S608
                facets[name] = self.db.execute(counted, arguments).fetchall()
        return {"ids": [key for (key,) in page], "total": total, "facets": facets}
