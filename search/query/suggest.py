"""Suggestions while one types: words, names, columns and titles, by characters, pinyin or initials.

Words and names are kept in a table (`Suggestion`), made when the index is written, so that a keystroke
costs a few look-ups in a database index. Titles come from the search itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from archive.language import pinyin, segmentation
from archive.language.folding import fold, strip_space
from archive.models import Article, Column, Contributor, Newspaper
from search.models import Suggestion
from search.query import SearchRequest, ranked
from search.query.syntax import All, Term
from search.store.reader import Reader

LONGEST = 40  # characters typed that are looked at
SHOWN = 8
TITLES = 3
TERMS = 50_000  # the most frequent words of the archive that are kept
BATCH = 2000
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LETTERS = re.compile(r"[a-z0-9']+")
KINDS = Suggestion.Kind


@dataclass(frozen=True)
class Suggested:
    """`text` goes into the box; `kind` is what a reader is told it is."""

    text: str
    kind: str


def suggest(typed: str, newspaper: Newspaper | None, limit: int = SHOWN) -> list[Suggested]:
    """What may be meant by what is typed so far, the most frequent first, then titles that hold it.

    Raises search.query.results.IndexUnavailable where no index answers.
    """
    key = strip_space(fold(typed))[:LONGEST]
    if not key:
        return []
    words = [Suggested(row.text, row.get_kind_display()) for row in _beginning_with(key)[:limit]]
    if not HAN.search(key) or len(key) < 2:
        return words
    asked = SearchRequest(newspaper, typed=All((Term(key, "title", exact=True),)), sort="newest")
    titles = Article.objects.in_bulk(ranked(asked, TITLES))
    found = [*words[: limit - len(titles)], *(Suggested(article.title, "标题") for article in titles.values())]
    return list({suggested.text: suggested for suggested in found}.values())


def _beginning_with(key: str) -> QuerySet[Suggestion]:
    """Rows whose text, pinyin or initials begin so; `高x` asks both for 高 and for gaox."""
    wanted = _from("folded", key)
    if LETTERS.fullmatch(key):
        letters = key.replace("'", "")
        wanted |= _from("spelling", letters) | _from("initials", letters)
    elif LETTERS.search(key[-1]) and HAN.match(key):
        typed = LETTERS.split(key)[0]
        wanted |= _from("spelling", pinyin.spelled(key)) & _from("folded", typed)
        wanted |= _from("initials", pinyin.initials(typed) + key[len(typed) :]) & _from("folded", typed)
    return Suggestion.objects.filter(wanted).order_by("-articles", "folded")


def _from(field: str, start: str) -> Q:
    """`field` begins with `start`, as a range: SQLite uses its index for that, and not for LIKE."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + chr(0x10FFFF)})


def rebuild(reader: Reader) -> None:
    """Make the table anew from the index and the archive's names."""
    with transaction.atomic():
        Suggestion.objects.all().delete()
        rows = {(row.kind, row.folded): row for row in (*_terms(reader), *_names())}
        for batch in _in_batches(iter(rows.values())):
            Suggestion.objects.bulk_create(batch)


def learn(article_ids: Iterable[int]) -> None:
    """Add the columns and contributors of these articles; words wait for the next rebuild."""
    keys = list(article_ids)
    named = _names(Q(articles__in=keys))
    Suggestion.objects.bulk_create(
        list({(row.kind, row.folded): row for row in named}.values()),
        update_conflicts=True,
        unique_fields=["kind", "folded"],
        update_fields=["text", "articles"],
    )


def _names(which: Q | None = None) -> Iterator[Suggestion]:
    for kind, model in ((KINDS.COLUMN, Column), (KINDS.CONTRIBUTOR, Contributor)):
        rows = model._default_manager.filter(which) if which else model._default_manager.all()
        names = model._default_manager.filter(pk__in=rows.values("pk")).annotate(
            shown=Count("articles", filter=Q(articles__status="published"), distinct=True)
        )
        for name, articles in names.filter(shown__gt=0).values_list("name", "shown"):
            yield _row(kind, name, articles)


def _terms(reader: Reader) -> Iterator[Suggestion]:
    """The most frequent words of two characters and more, and every local name that is found at all."""
    idle, names = segmentation.folded_entries("stop_words"), segmentation.folded_entries("local_names")
    counted = Counter(
        {
            term: count
            for term, count in reader.terms("words")
            if len(term) > 1 and term not in idle and (count > 1 or term in names) and not term.isdigit()
        }
    )
    common = counted.most_common(TERMS)
    printed = _printed_forms() | {strip_space(fold(name)): name for name in segmentation.entries("local_names")}
    for term, count in common:
        yield _row(KINDS.TERM, printed.get(term, term), count)


@cache
def _printed_forms() -> dict[str, str]:
    """Folded words of jieba's dictionary that are written otherwise: 着名 -> 著名. Once a process, 0.5 s."""
    best: dict[str, tuple[int, str]] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        form = fold(word)
        best[form] = max(best.get(form, (-1, "")), (int(frequency), word))
    return {form: word for form, (_, word) in best.items() if form != word}


def _row(kind: str, text: str, articles: int) -> Suggestion:
    folded, said = strip_space(fold(text)), strip_space(text).lower()
    return Suggestion(
        kind=kind,
        text=text,
        folded=folded,
        backwards=folded[::-1],
        spelling=pinyin.spelled(said),
        initials=pinyin.initials(said),
        articles=articles,
    )


def _in_batches(rows: Iterator[Suggestion]) -> Iterator[list[Suggestion]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
