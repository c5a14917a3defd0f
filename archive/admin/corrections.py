"""Readers' corrections: the editor sees both texts, changes the new one if need be, and decides."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive.admin.base import signed_in
from archive.admin.guarded import GuardedAdmin
from archive.admin.plain_forms import GuardedForm
from archive.layout.corrections import correction_shown
from archive.models import Correction
from archive.services import corrections
from archive.services.acts import NotPossible
from archive.services.correctable import check_length
from archive.services.queue import QUEUE_KINDS

SHOWN = 100  # characters of a suggestion in the list


class CorrectionDecisionForm(GuardedForm[Correction]):
    class Meta:
        model = Correction
        fields = ["suggested", "state"]
        widgets = {"state": forms.RadioSelect, "suggested": forms.Textarea(attrs={"rows": 8, "cols": 80})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("state") == Correction.State.ACCEPTED:
            try:
                place = corrections.place_of(self.instance)
                check_length(place, corrections.one_paragraph(cleaned.get("suggested", "")))
            except corrections.ParagraphChanged as error:
                raise forms.ValidationError(told_changed(self.instance, error)) from error
            except NotPossible as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned


def told_changed(correction: Correction, error: corrections.ParagraphChanged) -> SafeString | str:
    """Why a correction is not accepted here: of a paragraph that was changed since, where what would be written there
    is looked at first; else what `error` says."""
    try:
        corrections.place_now(correction)
    except corrections.ParagraphChanged:
        return str(error)
    told = '这一段在读者提交之后改过：请<a href="{}">在待办里</a>看过采纳，读者的改动会合进现在的文字。'
    return format_html(told, address_in_queue(correction))


def address_in_queue(correction: Correction) -> str:
    """Its page in 待办."""
    return reverse("queue_item", args=[QUEUE_KINDS["correction"].name, correction.pk])


@admin.register(Correction)
class CorrectionAdmin(GuardedAdmin):
    form = CorrectionDecisionForm
    list_display = ["__str__", "state", "suggested_", "sent_at", "decided_by_name"]
    list_filter = ["state", "sent_at"]
    list_select_related = ["article"]
    search_fields = ["article__title__folded", "printed__folded", "suggested__folded"]
    fields = [
        "opened",
        "article_",
        "printed",
        "difference",
        "suggested",
        "reason",
        "credited_as",
        "state",
        "refusal",
        "sent_at",
        "decided_by_name",
        "decided_at",
    ]
    readonly_fields = ["article_", "printed", "difference", "reason", "credited_as", "refusal"]
    readonly_fields += ["sent_at", "decided_by_name", "decided_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        """What was decided is never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == Correction.State.WAITING)

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        """What is decided stays on record as it was decided."""
        return super().has_change_permission(request, obj) and (obj is None or obj.state == Correction.State.WAITING)

    @admin.display(description="改为")
    def suggested_(self, correction: Correction) -> str:
        return Truncator(correction.suggested).chars(SHOWN)

    @admin.display(description="文章")
    def article_(self, correction: Correction) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>（<a href="{}">编辑</a>）',
            correction.get_absolute_url(),
            correction,
            reverse("admin:archive_article_change", args=[corrections.home_of(correction).pk]),
        )

    @admin.display(description="差别")
    def difference(self, correction: Correction) -> SafeString:
        """What accepting it in 待办 would change in the paragraph as it is; of a decided one what the reader did."""
        waits = correction.state == Correction.State.WAITING
        context = {**correction_shown(correction), "waits": waits, "item": address_in_queue(correction)}
        return render_to_string("admin/archive/correction/_difference.html", context)

    def why_not(self, row: Correction | None) -> str:
        """What was decided stays; whose wording is better goes into the article."""
        if row is None or row.state == Correction.State.WAITING:
            return super().why_not(row)
        return format_html(
            '{}已把这条纠错处理为“{}”，处理过的不再改动。您的写法若更好，请抄到<a href="{}">文章</a>里。',
            row.decided_by_name or "别的编辑",
            row.get_state_display(),
            reverse("admin:archive_article_change", args=[row.article_id]),
        )

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        if obj.state == Correction.State.ACCEPTED:
            corrections.accept(obj, signed_in(request))
        elif obj.state == Correction.State.DECLINED:
            corrections.decline(obj, signed_in(request))
        elif form.changed_data:
            obj.suggested = corrections.one_paragraph(obj.suggested)
            super().save_model(request, obj, form, change)
