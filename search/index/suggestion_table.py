"""The table of suggestions: words, columns and names that the box may offer, with how each is spelled.

Made when the index is written, so that a keystroke costs a few look-ups in a database index.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from django.db import transaction
from django.db.models import Count, Q

from archive.language import pinyin, segmentation
from archive.language.folding import fold, strip_space
from archive.models import Column, Contributor
from search.index.batches import in_batches
from search.models import Suggestion
from search.store.reader import Reader

TERMS = 50_000  # the most frequent words of the archive that are kept
BATCH = 2000
KINDS = Suggestion.Kind


def remake_suggestions(reader: Reader) -> None:
    """Make the table anew from the index and the archive's names."""
    with transaction.atomic():
        Suggestion.objects.all().delete()
        rows = {(row.kind, row.folded): row for row in (*_terms(reader), *_names())}
        for batch in in_batches(rows.values(), BATCH):
            Suggestion.objects.bulk_create(batch)


def learn_names(article_ids: Iterable[int]) -> None:
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
