"""待办: all that waits for an editor on one page, worst first, and one page for each item."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from archive.admin.base import signed_in
from archive.admin.bulk_acts import may_undo
from archive.admin.plain_forms import whole_number
from archive.models import Article, BulkAct, Correction, ImportBatch, Newspaper, Problem, SourceFile
from archive.services.queue import (
    QUEUE_KINDS,
    Narrowing,
    QueueCount,
    QueueKind,
    progress_of,
    queue_counts,
    stretch_of,
)
from archive.services.statuses import published_by

SHOWN = 50  # items of a page of the list
SAID = 3  # doubts named of an item in the list


@dataclass(frozen=True)
class QueueRow:
    """An item as the list shows it."""

    kind: QueueKind
    row: Any
    said: list[str]

    @property
    def address(self) -> str:
        return reverse("queue_item", args=[self.kind.name, self.row.pk])

    @property
    def newspaper(self) -> Newspaper | None:
        held: Any = self.row
        for name in self.kind.newspaper.split("__"):
            held = getattr(held, name)
        return held  # type: ignore[no-any-return]

    @property
    def confidence(self) -> str:
        """How sure the parser was; of what is no article nothing."""
        return f"{self.row.confidence:.0%}" if isinstance(self.row, Article) else ""


class Stretches:
    """The queue as a paginator takes it: how long it is, and any stretch of it."""

    def __init__(self, counts: list[QueueCount], narrowed: Narrowing) -> None:
        self.counts, self.narrowed = counts, narrowed

    def __len__(self) -> int:
        return sum(each.count for each in self.counts)

    def __getitem__(self, stretch: slice) -> list[QueueRow]:
        return queue_rows(list(stretch_of(self.counts, self.narrowed, stretch.start, stretch.stop)))


# What the list shows of rows beside their own columns.
SHOWN_WITH: dict[type, tuple[Any, ...]] = {
    Correction: ("article__newspaper",),
    Article: ("newspaper", Prefetch("problems", Problem.objects.filter(state=Problem.State.OPEN), to_attr="doubts")),
    SourceFile: (
        "newspaper",
        Prefetch("problems", Problem.objects.filter(state=Problem.State.OPEN, article=None), to_attr="doubts"),
    ),
}


def queue_rows(items: list[tuple[QueueKind, Any]]) -> list[QueueRow]:
    """Items for the list, in a number of statements that does not depend on how many they are."""
    of_model: dict[type, list[Any]] = {}
    for _, row in items:
        of_model.setdefault(type(row), []).append(row)
    for model, rows in of_model.items():
        prefetch_related_objects(rows, *SHOWN_WITH.get(model, ("batch__newspaper",)))
    return [QueueRow(kind, row, reasons_of(row)) for kind, row in items]


def reasons_of(row: Any) -> list[str]:
    """Why an item waits, in a line or a few."""
    if isinstance(row, Correction):
        return [row.suggested]
    doubts = [doubt.message for doubt in getattr(row, "doubts", ())]
    more = [f"另有 {len(doubts) - SAID} 条"] if len(doubts) > SAID else []
    return [*doubts[:SAID], *more] or [getattr(row, "message", "") or getattr(row, "reason", "")]


def narrowing_of(request: HttpRequest) -> Narrowing:
    """What an address asks for; what it does not say rightly it does not ask."""
    kind = request.GET.get("kind", "")
    numbers = [whole_number(request.GET.get(name, "")) for name in ("newspaper", "batch")]
    return Narrowing(kind if kind in QUEUE_KINDS else "", *numbers)


def query_of(narrowed: Narrowing) -> str:
    """The inverse: what follows the ? of an address."""
    return urlencode({name: value for name, value in vars(narrowed).items() if value})


def progress_shown(narrowed: Narrowing) -> dict[str, Any]:
    """How far the batch is looked through that the queue is narrowed to."""
    batch = ImportBatch.objects.filter(pk=narrowed.batch).first() if narrowed.batch else None
    return {"progress": progress_of(batch) if batch else None}


def done_before(request: HttpRequest) -> dict[str, Any]:
    """What whoever asks has just done (`?done=` names the act, `was=` the item), and whether it can be taken back."""
    act = BulkAct.objects.filter(pk=whole_number(request.GET.get("done", "")), by=signed_in(request)).first()
    if act is None or act.undone_at:
        return {"done": None}
    kind, _, key = request.GET.get("was", "").partition("-")
    was = (
        reverse("queue_item", args=[kind, int(key)]) if kind in QUEUE_KINDS and whole_number(key) else reverse("queue")
    )
    return {
        "done": act,
        "done_published": published_by(act),
        "may_undo": may_undo(signed_in(request), act),
        "undone_address": f"{was}?{query_of(narrowing_of(request))}".rstrip("?"),
    }


@never_cache
def queue_list(request: HttpRequest) -> HttpResponse:
    """All that waits for whoever asks, worst first, narrowed as the address says."""
    user, narrowed = signed_in(request), narrowing_of(request)
    every = queue_counts(user, Narrowing("", narrowed.newspaper, narrowed.batch))
    counts = [each for each in every if narrowed.kind in ("", each.kind.name)]
    page: Page[Any] = Paginator(Stretches(counts, narrowed), SHOWN).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    context = {
        **admin.site.each_context(request),
        "title": "待办",
        "counts": every,
        "page": page,
        "narrowed": narrowed,
        "query": query_of(narrowed),
        "newspapers": Newspaper.objects.order_by("name"),
        **progress_shown(narrowed),
        **done_before(request),
    }
    return render(request, "admin/queue/list.html", context)
