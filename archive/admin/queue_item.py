"""One item of 待办: what it is, what is said to it, and on to the next. Each verb has a button and a key."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from archive.admin.base import signed_in
from archive.admin.batch_review import shown_beside
from archive.admin.filters import WAITING
from archive.admin.plain_forms import whole_number
from archive.admin.queue import done_before, narrowing_of, progress_shown, query_of
from archive.layout.corrections import correction_shown
from archive.models import NEVER_PUBLISHED, Article, BulkAct, Correction, Problem, SourceFile, Upload
from archive.services import corrections, queue_acts
from archive.services.acts import NotPossible
from archive.services.queue import QUEUE_KINDS, Narrowing, QueueKind, next_in_queue, previous_in_queue

LINES_SHOWN = 60
DONE = ("done", "was")  # of a query: the act just done, and the item it was done to
REFUSALS = (NotPossible, corrections.ParagraphChanged, corrections.AlreadyDecided)


@never_cache
def queue_item(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """An item with what is to be known of it; by POST it is decided, and the next one shown."""
    user, of_kind = signed_in(request), QUEUE_KINDS.get(kind)
    row = of_kind.waiting().model._default_manager.filter(pk=pk).first() if of_kind else None
    if of_kind is None or row is None:
        raise Http404("待办里没有这一件，也许是已被删除的草稿。")
    if not user.has_perm(f"archive.{of_kind.permission}"):
        raise PermissionDenied
    narrowed, error = narrowing_of(request), ""
    if request.method == "POST":
        following = next_in_queue(of_kind, row, user, narrowed)
        try:
            act = decided(request, of_kind, pk)
        except REFUSALS as reason:
            error = str(reason)
        else:
            if "alike" in request.POST:  # what comes next may be settled with it
                following = next_in_queue(of_kind, row, user, narrowed)
            query = {**vars(narrowed), "done": act.pk, "was": f"{kind}-{pk}"}
            return HttpResponseRedirect(f"{item_address(following)}?{urlencode({k: v for k, v in query.items() if v})}")
        row.refresh_from_db()
    context = {**admin.site.each_context(request), **item_context(request, of_kind, row, narrowed), "error": error}
    return render(request, "admin/queue/item.html", context, status=409 if error else 200)


def decided(request: HttpRequest, kind: QueueKind, pk: int) -> BulkAct:
    """Do what was sent. Raises what REFUSALS names."""
    user, sent = signed_in(request), request.POST
    seen = sent.get("seen", "").replace("\r\n", "\n")
    if "alike" in sent:
        if not user.has_perm("archive.settle_problem"):
            raise PermissionDenied
        doubt, count = (whole_number(sent.get(name, "")) for name in ("alike", "count"))
        return queue_acts.confirm_alike(kind, pk, doubt, count, user, seen)
    if kind != queue_acts.CORRECTIONS:
        return queue_acts.accept_item(kind, pk, user, seen)
    if "refuse" in sent:
        return queue_acts.refuse_correction(pk, user, seen, sent.get("reason", ""))
    return queue_acts.take_correction(pk, user, seen, sent.get("suggested", ""), sent.get("credited_as", ""))


def item_address(item: tuple[QueueKind, Any] | None) -> str:
    """The page of an item; of none that of the whole queue."""
    return reverse("queue_item", args=[item[0].name, item[1].pk]) if item else reverse("queue")


def item_context(request: HttpRequest, kind: QueueKind, row: Any, narrowed: Narrowing) -> dict[str, Any]:
    rows, query = kind.rows(narrowed), query_of(narrowed)
    total, later = rows.order_by().count(), kind.after(row, narrowed).order_by().count()
    here, user = f"{request.path}?{query}".rstrip("?"), signed_in(request)
    done = done_before(request)
    # What was done before can be taken back from the items beside, too.
    beside = urlencode({name: request.GET[name] for name in DONE if done["done"] and name in request.GET})
    onward = "&".join(filter(None, [query, beside]))
    preceding = previous_in_queue(kind, row, user, narrowed)
    shown = shown_of(row, request.POST.get("suggested", ""))
    may_settle = user.has_perm("archive.settle_problem")
    alike = queue_acts.doubts_alike(row, shown.get("doubts", ())) if may_settle else []
    return {
        "title": f"待办：{row}",
        "is_nav_sidebar_enabled": False,  # its room is for the item
        "kind": kind,
        "row": row,
        "seen": queue_acts.state_seen(row),
        "alike": alike,
        "waits": kind.waiting().filter(pk=row.pk).exists(),
        "number": total - later,
        "total": total,
        "next": f"{item_address(next_in_queue(kind, row, user, narrowed))}?{onward}".rstrip("?"),
        "previous": f"{item_address(preceding)}?{onward}".rstrip("?") if preceding else "",
        "query": query,
        "accepting": accepting_label(row, shown.get("doubts", ())),
        **opened_at_desk(row, urlencode({WAITING: here})),
        **shown,
        **progress_shown(narrowed),
        **done,
    }


def accepting_label(row: Any, doubts: Sequence[Problem]) -> str:
    """What the button that accepts says of an item, of which, or of whose file, these doubts are open."""
    if isinstance(row, Correction):
        return "采纳"
    if isinstance(row, Article) and row.status in NEVER_PUBLISHED:
        return "确认并发布" if any(doubt.article_id for doubt in doubts) else "发布"
    return "确认无误" if isinstance(row, Article | SourceFile) else "知道了，不再列出"


def opened_at_desk(row: Any, back: str) -> dict[str, str]:
    """Where an item is opened to be mended, and what the link says; from an article's form a save leads back here."""
    if isinstance(row, Article | Correction):
        key = row.pk if isinstance(row, Article) else corrections.home_of(row).pk
        return {"open": f"{reverse('admin:archive_article_change', args=[key])}?{back}", "opening": "打开文章修改"}
    if isinstance(row, SourceFile):
        return {"open": reverse("admin:archive_sourcefile_change", args=[row.pk]), "opening": "打开文件"}
    return {"open": reverse("admin:archive_importbatch_change", args=[row.batch_id]), "opening": "打开批次"}


def shown_of(row: Any, typed: str) -> dict[str, Any]:
    """What the page shows of an item, by what it is; `typed` is what an editor would have stand in the place of what is
    corrected, and could not be saved."""
    if isinstance(row, Article):
        shown = Article.objects.for_reading().defer(None).select_related("source").get(pk=row.pk)
        return {"part": "admin/queue/_article.html", "confidence": f"{row.confidence:.0%}", **shown_beside(shown)}
    if isinstance(row, Correction):
        return {"part": "admin/queue/_correction.html", **correction_shown(row, typed)}
    if isinstance(row, SourceFile):
        doubts = list(queue_acts.doubts_of(row))
        return {"part": "admin/queue/_file.html", "doubts": doubts, "lines": lines_doubted(row.text, doubts)}
    name, said = (row.name, row.reason) if isinstance(row, Upload) else (row.file_name, row.message)
    return {"part": "admin/queue/_failure.html", "name": name, "said": said}


def lines_doubted(text: str, doubts: Sequence[Problem]) -> list[tuple[int, str]]:
    """The first LINES_SHOWN of the lines that doubts name and those beside them, with their numbers."""
    lines = text.split("\n")
    spans = [(doubt.first_line, doubt.last_line or doubt.first_line) for doubt in doubts if doubt.first_line]
    near = {number for first, last in spans for number in range(first - 1, last + 2) if 0 < number <= len(lines)}
    return [(number, lines[number - 1]) for number in sorted(near)[:LINES_SHOWN]]
