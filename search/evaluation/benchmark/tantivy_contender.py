"""tantivy (Rust), through its Python binding: words, characters with positions, fast fields for facets."""

import tantivy

FACETS = ("year", "month", "category", "source")


class Contender:
    modes = ("off",)

    def __init__(self, folder):
        self.folder = folder
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, fast=True)
        builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("characters", tokenizer_name="whitespace", index_option="position")
        for name in FACETS[:2]:
            builder.add_integer_field(name, indexed=True, fast=True)
        for name in FACETS[2:]:
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        self.schema = builder.build()

    def build(self, rows):
        writer = tantivy.Index(self.schema, path=self.folder).writer(500_000_000, 2)
        count = 0
        for row in rows:
            writer.add_document(tantivy.Document(**row))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    def open(self, mode):
        self.index = tantivy.Index.open(self.folder)
        self.searcher = self.index.searcher()

    def of_word(self, word):
        fields = (tantivy.Query.term_query(self.schema, name, word, "freq") for name in ("title", "body"))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in fields])

    def ask(self, query):
        if query["phrase"]:
            characters = list(query["phrase"])
            asked = (
                tantivy.Query.phrase_query(self.schema, "characters", characters)
                if len(characters) > 1
                else tantivy.Query.term_query(self.schema, "characters", characters[0], "freq")
            )
        elif query["words"]:
            occur = tantivy.Occur.Should if query["any"] else tantivy.Occur.Must
            asked = tantivy.Query.boolean_query([(occur, self.of_word(word)) for word in query["words"]])
        else:
            asked = tantivy.Query.all_query()
        if query["years"]:
            first, last = query["years"]
            years = tantivy.Query.range_query(self.schema, "year", tantivy.FieldType.Integer, first, last)
            asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, years)])
        found = self.searcher.search(asked, 20, offset=query["start"], count=True)
        facets = {}
        if query["facets"]:
            wanted = {name: {"terms": {"field": name, "size": 1000}} for name in FACETS}
            facets = self.searcher.aggregate(asked, wanted)
        return {"ids": [address for _, address in found.hits], "total": found.count, "facets": facets}
