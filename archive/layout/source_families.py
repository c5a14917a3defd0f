"""Articles that share the lines of their source since an editor divided or joined them, and which of them holds which
lines today: told by their words, not by whose claims the lines are.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q

from archive.layout.aligning import Quote, lines_by_text, quotes_of_claims
from archive.layout.article_parts import parts_in_order
from archive.layout.reading import lay_out
from archive.models import NEVER_PUBLISHED, Article, Status

RECORD_TARGET = "record"
KIN_COLUMNS = ("pk", "split_from", "replaced_by")


class RecordField(NamedTuple):
    """A line of a field of a ready-made article; `record` is the line of the file, `withheld` where readers never saw
    the article."""

    name: str
    text: str
    record: int
    withheld: bool


class Family:
    """`members` in the order of their source: those that hold what the claims of all of them quote, and those that were
    joined to one of these, whose text is asked of only where it is that of the family's article. Most are one alone."""

    def __init__(self, members: Iterable[Article], article: Article | None = None) -> None:
        self.members = sorted(members, key=lambda article: (article.position, article.pk))
        joined = {member.pk for member in self.members}
        self.holders = [each for each in self.members if each == article or each.replaced_by_id not in joined]

    @property
    def claims(self) -> list[Any]:
        return [claim for article in self.members for claim in article.claims]

    @property
    def is_record(self) -> bool:
        """Whether its articles came ready-made, each on a line of its own in a file of such."""
        return any(target == RECORD_TARGET for target, *_ in self.claims)

    @cached_property
    def fields(self) -> list[RecordField]:
        """All lines of all fields of its records."""
        return [
            RecordField(name, text, first, article.status in NEVER_PUBLISHED)
            for article in self.members
            for target, first, _, record in article.claims
            if target == RECORD_TARGET
            for name, text in _fields(record)
        ]

    @cached_property
    def _held(self) -> dict[int, list[set[int]]]:
        if self.is_record:
            quotes = [Quote(field.name, [(place, field.text)]) for place, field in enumerate(self.fields)]
        else:
            quotes = [quote for article in self.members for quote in quotes_of_claims(article.claims)]
        parts = [parts_in_order(article, lay_out(article)) for article in self.holders]
        held = lines_by_text(quotes, [[(part.target, part.text) for part in each] for each in parts])
        return {article.pk: lines for article, lines in zip(self.holders, held, strict=True)}

    def places_held_by(self, article: Article) -> list[set[int]]:
        """For each part of a holder the lines that it holds; of records, which stand on one line each, their places in
        `fields`."""
        return self._held[article.pk]

    def lines_held_by(self, article: Article) -> list[set[int]]:
        """For each part of a holder the lines of the file that it holds."""
        places = self.places_held_by(article)
        return [{self.fields[n].record for n in each} for each in places] if self.is_record else places

    def elsewhere(self, article: Article) -> dict[int, Article]:
        """For each line (or place in `fields`) that others than `article` hold the first of these, or the first that
        readers are shown."""
        others = [other for other in self.holders if other.pk != article.pk]
        others.sort(key=lambda other: other.status != Status.PUBLISHED)
        return {place: other for other in reversed(others) for each in self.places_held_by(other) for place in each}


def source_family_of(article: Article) -> Family:
    """The family of an article; what came from another source is none of it."""
    known: set[int] = set()
    seen: set[int] = set()
    asked = {article.pk} if article.source_id else set()
    while asked:
        kin = Q(pk__in=asked) | Q(split_from__in=asked) | Q(replaced_by__in=asked)
        rows = Article.objects.filter(kin).order_by().values_list("source", *KIN_COLUMNS)
        links = [linked for source, *linked in rows if source == article.source_id]
        known.update(pk for pk, *_ in links if pk)
        seen |= asked
        asked = {pk for linked in links for pk in linked if pk} - seen
    return Family([article, *_with_parts(known - {article.pk})], article)


def families_in(links: Iterable[tuple[int, int | None, int | None]]) -> list[Family]:
    """The families of more than one, among the articles of a source that these `links` (KIN_COLUMNS) are of."""
    linked = {pk: others for pk, *others in links}
    kin = {pk: {pk} for pk in linked}
    for pk, others in linked.items():
        for other in kin.keys() & set(others):
            together = kin[pk] | kin[other]
            kin |= dict.fromkeys(together, together)
    several = [set(each) for each in {frozenset(each) for each in kin.values()} if len(each) > 1]
    articles = _with_parts(set().union(*several))
    return [Family(article for article in articles if article.pk in each) for each in several]


def _with_parts(pks: Collection[int]) -> list[Article]:
    return list(Article.objects.filter(pk__in=pks).with_parts().select_related("column")) if pks else []


def _fields(record: str) -> Iterator[tuple[str, str]]:
    """The name and the text of each line that a field has."""
    try:
        read: Any = json.loads(record)
    except ValueError:  # a hidden number may have stood where JSON wants one
        yield "", record
        return
    for name, value in read.items() if isinstance(read, dict) else [("", read)]:
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield from ((str(name), line) for line in written.split("\n") if line.strip())
