"""Beside the page of an import batch: uploading files, publishing its drafts, looking through them, taking it back."""

from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from archive.admin.base import ReadOnly, signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.admin.receiving import ReceivingHandler
from archive.disk.locks import LockHeld
from archive.ingest.limits import MAX_TEXT_BYTES, MIB
from archive.models import NEVER_PUBLISHED, ImportBatch, Newspaper, Status
from archive.services import undoing, uploads, wishes
from archive.services.drafts import (
    concerned,
    done_to,
    doubts_among,
    drafts_of,
    fingerprint_to_publish,
    returned,
    undoubted,
    unnamed_among,
    verbs_of,
    waiting_of,
)
from archive.services.importing import ImportRunning, is_running
from archive.services.proofreading import remarks_among
from archive.services.wishes import Wish
from archive.serving.unsaved import want_of

# What of a batch may be published at once, by what its address calls it.
CHOICES = (Wish.UNDOUBTED, Wish.ALL)


class UploadForm(forms.Form):
    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(), label="报纸", required=False, help_text="文件里写明报名的，以文件为准。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["newspaper"]
        field.empty_label = f"没有写明的算《{settings.MAIN_NEWSPAPER['name']}》"


class ImportPages(ReadOnly):
    """What is done to a batch."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "archive_importbatch"
        own = [
            path("upload/", view(self.upload_view), name=f"{name}_upload"),
            path("<int:pk>/publish/<slug:which>/", view(self.publish_view), name=f"{name}_publish"),
            path("<int:pk>/submit/", view(self.submit_view), name=f"{name}_submit"),
            path("<int:pk>/undo/", view(self.undo_view), name=f"{name}_undo"),
        ]
        return [*own, *super().get_urls()]

    def batch_or_404(self, pk: int) -> ImportBatch:
        batch = ImportBatch.objects.filter(pk=pk).first()
        if batch is None:
            raise Http404("没有这一批。")
        return batch

    def batch_page(self, request: HttpRequest, batch: ImportBatch | None, title: str, **more: Any) -> dict[str, Any]:
        """What the pages of a batch show beside what is theirs alone."""
        return {**self.admin_site.each_context(request), "opts": self.opts, "original": batch, "title": title, **more}

    @csrf_exempt
    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """The page for uploading. Who may not is refused before a byte is taken. What comes is written to the disk as
        it comes; the form's token is looked at when all of it is there, as Django's documentation has it."""
        if not request.user.has_perm("archive.add_article"):
            raise PermissionDenied
        handler = ReceivingHandler(request)
        request.upload_handlers = [handler]
        try:
            answer: HttpResponse = csrf_protect(self.upload_page)(request, handler)
        finally:
            handler.drop_all()
        return answer

    def upload_page(self, request: HttpRequest, handler: ReceivingHandler) -> HttpResponse:
        form, error, ticket, user = UploadForm(request.POST or None), "", "", signed_in(request)
        status = 400
        received = [*uploads.fetched(request.POST.get("ticket", ""), user), *handler.received]
        if request.method == "POST" and not received:
            error = "没有选文件。请先选好文件，再按“上传”。"
        elif request.method == "POST" and not form.is_valid():
            error, ticket = "请重选报纸。文件已经收下，不用再选。", uploads.set_aside(received, user)
            handler.keep_all()
        elif request.method == "POST":
            try:
                batch = uploads.queue(received, user, form.cleaned_data["newspaper"])
                return redirect("admin:archive_importbatch_change", batch.pk)
            except (OSError, LockHeld) as reason:
                error, status = f"这些文件没有存下来，请告诉管理员，之后再传：{reason}", want_of(reason)[0] or 503
        bounds = {
            "most_files": settings.UPLOAD_MOST_FILES,
            "file_mib": settings.UPLOAD_FILE_BYTES // MIB,
            "all_mib": settings.UPLOAD_BYTES // MIB,
            "text_mib": min(settings.UPLOAD_FILE_BYTES, MAX_TEXT_BYTES) // MIB,
        }
        context = self.batch_page(
            request, None, "导入文件", form=form, error=error, bounds=bounds, ticket=ticket, received=received
        )
        return render(request, "admin/archive/importbatch/upload.html", context, status=status if error else 200)

    def publish_view(self, request: HttpRequest, pk: int, which: str) -> HttpResponse:
        """Says how many drafts will be published, and publishes them as one act that can be taken back."""
        if which not in CHOICES:
            raise Http404("没有这个操作。")
        batch, wish = self.batch_or_404(pk), Wish(which)
        if done := self.done_as_seen(request, batch, wish, "已发布 {} 篇，读者现在就能看到。{}"):
            return done
        chosen = concerned(batch, wish, signed_in(request))
        others = waiting_of(batch).exclude(pk__in=chosen.values("pk"))
        context = self.plan_page(
            request,
            batch,
            wish,
            again=chosen.given_out().count(),
            doubts=doubts_among(chosen),
            remarks=remarks_among(chosen),
            others=others.filter(status__in=NEVER_PUBLISHED).count(),
            for_chiefs=0 if request.user.has_perm("archive.withdraw_article") else others.given_out().count(),
            unnamed=unnamed_among(chosen) if Newspaper.objects.count() > 1 else (),
        )
        return render(request, "admin/archive/importbatch/publish.html", context)

    def submit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says how many drafts will be sent for review, and sends them as one act that can be taken back."""
        batch = self.batch_or_404(pk)
        if done := self.done_as_seen(request, batch, Wish.SUBMIT, "已送审 {} 篇，等编辑过目。{}"):
            return done
        already = drafts_of(batch).filter(status=Status.REVIEW).count()
        again = returned(concerned(batch, Wish.SUBMIT, signed_in(request))).count()
        context = self.plan_page(request, batch, Wish.SUBMIT, already=already, again=again)
        return render(request, "admin/archive/importbatch/submit.html", context)

    def done_as_seen(self, request: HttpRequest, batch: ImportBatch, wish: Wish, said: str) -> HttpResponse | None:
        """Do to the drafts of a batch what was seen on its page, or, of many, have run_worker do it; None where that is
        not asked for, or they are others, or of other versions, by now. `said` has places for their number and for how
        it is taken back."""
        user, verbs = signed_in(request), verbs_of(wish)
        if not user.has_perm(f"archive.{verbs[0].permission}"):
            raise PermissionDenied
        if request.method != "POST":
            return None
        chosen = concerned(batch, wish, user)
        count, seen = chosen.count(), fingerprint_to_publish(chosen)
        if not count or request.POST.get("seen") != seen:
            return None
        if count > wishes.DONE_AT_ONCE:
            wishes.ask(batch, wish, user, seen)
        else:
            acts = done_to(batch, chosen, verbs, user)
            self.message_user(request, format_html(said, count, how_to_undo(user, acts[-1])))
        return redirect("admin:archive_importbatch_change", batch.pk)

    def plan_page(self, request: HttpRequest, batch: ImportBatch, wish: Wish, **more: Any) -> dict[str, Any]:
        """What the page of either shows before it is done."""
        chosen = concerned(batch, wish, signed_in(request))
        count = chosen.count()
        plan = {
            "count": count,
            "seen": fingerprint_to_publish(chosen),
            "doubtful": count - undoubted(chosen).count(),
            "in_background": count > wishes.DONE_AT_ONCE,
            "changed": request.method == "POST",
        }
        return self.batch_page(request, batch, f"{wish.label}：{batch}", **plan, **more)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what taking the batch back would do, and does it."""
        user, batch = signed_in(request), self.batch_or_404(pk)
        if not (user.has_perm("archive.publish_article") or batch.by_id == user.pk):
            raise PermissionDenied
        try:
            plan = undoing.plan_of(batch)
            may_undo = user.has_perm("archive.withdraw_article") or not plan.concerns_readers
            if request.method == "POST":
                if not may_undo:
                    raise PermissionDenied
                self.undo_or_ask(request, batch, plan)
                return redirect("admin:archive_importbatch_change", pk)
        except undoing.CannotUndo as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:archive_importbatch_change", pk)
        context = self.batch_page(
            request,
            batch,
            f"撤销{batch}",
            plan=plan,
            may_undo=may_undo,
            is_running=is_running(),
            in_background=plan.articles > wishes.DONE_AT_ONCE,
        )
        return render(request, "admin/archive/importbatch/undo.html", context)

    def undo_or_ask(self, request: HttpRequest, batch: ImportBatch, plan: undoing.Undoing) -> None:
        """Take the batch back; where that takes long, or an import is at work, run_worker is asked to."""
        if plan.articles <= wishes.DONE_AT_ONCE:
            with suppress(ImportRunning):  # else it waits for its turn
                undoing.undo(batch)
                self.message_user(request, f"{batch}已撤销。")
                return
        wishes.ask(batch, Wish.UNDO, signed_in(request))
