"""Xapian (python3-xapian of the system): words by prefix, characters with positions, values for facets."""

import os

import xapian

VALUES = {"year": 0, "month": 1, "category": 2, "source": 3}


class Contender:
    modes = ("off",)

    def __init__(self, folder):
        self.path = os.path.join(folder, "xapian")  # noqa: PTH118

    def build(self, rows):
        db = xapian.WritableDatabase(self.path, xapian.DB_CREATE_OR_OPEN)
        count = 0
        for row in rows:
            document = xapian.Document()
            for word in row["title"].split():
                document.add_term("W" + word, 2)
            for word in row["body"].split():
                document.add_term("W" + word)
            for position, character in enumerate(row["characters"].split(), 1):
                document.add_posting("C" + character, position)
            for name, slot in VALUES.items():
                value = row[name]
                document.add_value(slot, xapian.sortable_serialise(value) if slot < 2 else value)
            db.replace_document(row["id"], document)
            count += 1
        db.commit()
        db.close()
        return count

    def open(self, mode):
        self.db = xapian.Database(self.path)

    def ask(self, query):
        terms = ["W" + word for word in query["words"]]
        if query["phrase"]:
            characters = ["C" + character for character in query["phrase"]]
            asked = xapian.Query(xapian.Query.OP_PHRASE, characters, len(characters))
        elif terms:
            asked = xapian.Query(xapian.Query.OP_OR if query["any"] else xapian.Query.OP_AND, terms)
        else:
            asked = xapian.Query.MatchAll
        if query["years"]:
            first, last = map(xapian.sortable_serialise, query["years"])
            years = xapian.Query(xapian.Query.OP_VALUE_RANGE, VALUES["year"], first, last)
            asked = xapian.Query(xapian.Query.OP_FILTER, asked, years)
        enquire = xapian.Enquire(self.db)
        enquire.set_query(asked)
        spies = {}
        if query["facets"]:
            for name, slot in VALUES.items():
                spies[name] = xapian.ValueCountMatchSpy(slot)
                enquire.add_matchspy(spies[name])
        # An exact count: every match is looked at.
        found = enquire.get_mset(query["start"], 20, self.db.get_doccount())
        facets = {name: [(item.term, item.termfreq) for item in spy.values()] for name, spy in spies.items()}
        return {"ids": [match.docid for match in found], "total": found.get_matches_estimated(), "facets": facets}
