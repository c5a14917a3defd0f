"""Which articles an act was done to, in a few words."""

from collections.abc import Iterable

from django.db.models import Count, Min

from archive.models import Article, BulkAct, Correction, Problem, Revision

# What names an act, by what says most of its articles.
KEPT_BY = Revision, Problem, Correction


def titles_of(acts: Iterable[BulkAct]) -> dict[int, str]:
    """By the key of an act, the title of its article, or of its first one and how many they are: 《新桥开通》等3篇.
    An act that was done to no article has none. A fixed number of queries."""
    keys = [act.pk for act in acts]
    concerned: dict[int, tuple[int, int]] = {}
    for model in KEPT_BY:
        rows = model._default_manager.filter(act__in=keys).exclude(article=None).order_by().values_list("act")
        for act, first, count in rows.annotate(Min("article"), Count("article", distinct=True)):
            concerned.setdefault(act, (first, count))
    firsts = Article.objects.only("title").in_bulk([first for first, _ in concerned.values()])
    return {
        act: f"《{firsts[first]}》" + (f"等{count}篇" if count > 1 else "") for act, (first, count) in concerned.items()
    }
