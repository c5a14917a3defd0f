"""Which articles an act was done to, in a few words."""

from collections.abc import Iterable

from django.db.models import Count, Min, Value

from archive.models import Article, BulkAct, Correction, Problem, Revision

# What names an act, by what says most of its articles.
KEPT_BY = Revision, Problem, Correction


def titles_of(acts: Iterable[BulkAct]) -> dict[int, str]:
    """By the key of an act, the title of its article, or of its first one and how many they are: 《新桥开通》等3篇.
    An act that was done to no article has none. Two queries."""
    keys = [act.pk for act in acts]
    named = [
        model._default_manager.filter(act__in=keys)
        .exclude(article=None)
        .order_by()
        .values("act")
        .annotate(rank=Value(rank), first=Min("article"), count=Count("article", distinct=True))
        .values_list("rank", "act", "first", "count")
        for rank, model in enumerate(KEPT_BY)
    ]
    concerned: dict[int, tuple[int, int]] = {}
    for _, act, first, count in sorted(named[0].union(*named[1:], all=True)) if keys else ():
        concerned.setdefault(act, (first, count))
    firsts = Article.objects.only("title").in_bulk([first for first, _ in concerned.values()])
    return {
        act: f"《{firsts[first]}》" + (f"等{count}篇" if count > 1 else "") for act, (first, count) in concerned.items()
    }
