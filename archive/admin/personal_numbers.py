"""Numbers that belong to somebody: hidden, confirmed, restored and looked at, each by its leave and on record.

No list or page here shows a digit that is hidden; only the answer to a reveal does, which is a POST.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from archive.admin.base import ReadOnly, signed_in
from archive.language.folding import fold
from archive.language.hidden_writing import of_stems, only_stems
from archive.models import NumberAct, NumberWork, PersonalNumber, Problem
from archive.services import import_queue, number_works, worker
from archive.services import personal_numbers as service

ARTICLES_LISTED, NUMBERS_LISTED = 50, 200


@admin.register(PersonalNumber)
class PersonalNumberAdmin(ReadOnly):
    list_display = ["__str__", "kind", "state_", "open_doubts_", "found_at"]
    list_filter = ["hidden", "kind"]
    search_fields = ["digits"]
    search_help_text = "写代号（如 隐丙乙己辛丁），或没有隐去的整个号码；有权查看的，隐去的号码也找得到"
    fields = ["kind", "state_", "found_at"]
    readonly_fields = ["state_"]
    actions = ["hide_all"]

    def get_urls(self) -> list[URLPattern]:
        view = require_POST(self.admin_site.admin_view(self.act_view))
        verbs = [
            path(f"<int:pk>/{verb}/", view, {"verb": verb}, name=f"archive_personalnumber_{verb}")
            for verb in service.NUMBER_VERBS
        ]
        work = path("work/<int:pk>/", self.admin_site.admin_view(self.work_view), name="archive_personalnumber_work")
        return [work, *verbs, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonalNumber]:
        rows: QuerySet[PersonalNumber] = super().get_queryset(request)
        open_doubts = Count("doubts", filter=Q(doubts__state=Problem.State.OPEN), distinct=True)
        waiting = number_works.waiting_works().filter(numbers=OuterRef("pk")).order_by("-pk").values("verb")
        return rows.annotate(open_doubts=open_doubts, waiting_for=Subquery(waiting[:1]))

    def with_words(
        self, request: HttpRequest, queryset: QuerySet[PersonalNumber], words: str
    ) -> tuple[QuerySet[PersonalNumber], bool]:
        """By the code, or by all digits: a part of a number finds none, nor does one that is hidden from who asks."""
        own = Q(digits=fold(words).replace(" ", "").replace("-", "").upper())
        own &= Q() if self.may(request, "reveal") else Q(hidden=False)
        return queryset.filter(own | Q(code=of_stems(only_stems(words)))), False

    @admin.display(description="待看存疑", ordering="open_doubts")
    def open_doubts_(self, number: Any) -> int | str:
        return number.open_doubts or ""

    @admin.display(description="已隐去", ordering="hidden")
    def state_(self, number: Any) -> str:
        """What may be said of it: hidden only once every text was looked through."""
        if number.waiting_for:
            return f"正在{NumberAct.Verb(number.waiting_for).label}"
        return "已隐去" if number.hidden else "没有"

    def has_hide_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "hide")

    @admin.action(description="隐去所选号码", permissions=["hide"])
    def hide_all(self, request: HttpRequest, queryset: QuerySet[PersonalNumber]) -> HttpResponse | None:
        work = number_works.ask_number_work(number_works.HIDDEN, queryset, signed_in(request))
        if work:
            return redirect("admin:archive_personalnumber_work", work.pk)
        self.message_user(request, "所选号码都已经隐去，或正在隐去。")
        return None

    def work_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far it is with what was asked of numbers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        work = get_object_or_404(NumberWork, pk=pk)
        numbers = work.numbers.all()
        context = {
            **self.admin_site.each_context(request),
            **works_shown([work]),
            "opts": self.opts,
            "title": str(work),
            "numbers": numbers[:NUMBERS_LISTED],
            "more_numbers": max(0, numbers.count() - NUMBERS_LISTED),
        }
        return render(request, "admin/archive/personalnumber/work.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**works_shown(number_works.waiting_works()), **(extra_context or {})})

    def act_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Do what the address says (a verb of NUMBER_VERBS) about one number, for who has the leave."""
        if not self.may(request, verb):
            raise PermissionDenied
        number = PersonalNumber.objects.filter(pk=pk).first()
        if number is None:
            raise Http404("没有这个号码。")
        said = getattr(self, f"{verb}_one")(request, number, request.POST.get("reason", "")[:500])
        if isinstance(said, HttpResponse):
            return said
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:archive_personalnumber_change", pk)

    def may(self, request: HttpRequest, verb: str) -> bool:
        return bool(request.user.has_perm(f"archive.{service.NUMBER_VERBS[verb]}"))

    def hide_one(self, request: HttpRequest, number: PersonalNumber, reason: str) -> str:
        if number_works.ask_number_work(number_works.HIDDEN, [number], signed_in(request), reason) is None:
            return "这个号码已经隐去，或正在隐去。"
        return "已记下。从现在起存的、导入的文字里都会隐去；已有的文字由程序逐篇查过，查完这一页会说明。"

    def confirm_one(self, request: HttpRequest, number: PersonalNumber, reason: str) -> str:
        count = service.confirm_number(number, signed_in(request))
        return f"已确认这个号码可以公开，处理存疑 {count} 条；以后再登出来也不再提示。"

    def restore_one(self, request: HttpRequest, number: PersonalNumber, reason: str) -> str:
        if number_works.ask_number_work(number_works.RESTORED, [number], signed_in(request), reason) is None:
            return "这个号码已经恢复，或正在恢复。"
        return "已记下。已有的文字由程序逐篇查过，查完就又照原样登出这个号码。"

    def reveal_one(self, request: HttpRequest, number: PersonalNumber, reason: str) -> HttpResponse:
        """The only page that shows a hidden number; no browser keeps it."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": number,
            "title": "查看号码",
            "digits": service.reveal(number, signed_in(request), reason),
        }
        response = render(request, "admin/archive/personalnumber/reveal.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        number = kwargs["obj"]
        articles = service.articles_with_number(number)
        works = works_shown(number.works.order_by("-pk")[:1])
        settled = not works["unfinished"]  # while it is not, the page comes anew by itself: nothing is typed there
        context |= {
            **works,
            "articles": articles[:ARTICLES_LISTED],
            "more": max(0, articles.count() - ARTICLES_LISTED),
            "acts": number.acts.all(),
            "may_hide": settled and self.may(request, "hide") and not number.hidden,
            "may_confirm": settled and not number.hidden and number.open_doubts and self.may(request, "confirm"),
            "may_reveal": settled and self.may(request, "reveal"),
        }
        return super().render_change_form(request, context, *args, **kwargs)


def works_shown(works: Iterable[NumberWork]) -> dict[str, Any]:
    """What a page tells of works on numbers. Whoever looks at one that waits sees to it that it is done."""
    import_queue.call_where_work_waits()
    shown = list(works)
    return {
        "works": shown,
        "unfinished": any(work.done_at is None for work in shown),
        "unattended": not (worker.lives() or settings.IMPORT_WORKER),
    }


@admin.register(NumberAct)
class NumberActAdmin(ReadOnly):
    """Who hid, restored or looked at numbers, and who took files that have hidden ones."""

    list_display = ["at", "verb", "number", "source", "by_name", "reason"]
    list_filter = ["verb", "at"]
    list_select_related = ["number", "source"]
    search_fields = ["by_name__folded", "reason__folded"]
    search_help_text = "写操作人或原因"
    date_field = "at"
    fields = ["at", "verb", "number", "source", "by_name", "reason"]
