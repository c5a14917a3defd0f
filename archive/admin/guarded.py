"""Forms that are never saved over a colleague's change: a stale one is answered by a page with both sides."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from archive.admin.base import DeskAdmin, signed_in
from archive.admin.comparing import (
    CHOICE,
    Comparison,
    FormData,
    StruckHere,
    StruckThere,
    chosen_label,
    count_of,
    data_of_form,
    data_of_token,
    settled_data,
)
from archive.admin.plain_forms import DELETE, GuardedForm, text_to_send
from archive.layout.row_history import ShownChange, changes_of
from archive.services.articles import INDEXED_AT_ONCE, announce_changed, shown_by
from archive.services.row_changes import FieldChange, note_change

# What no form carries: whatever was sent of a row that is gone is stale.
DELETED = "deleted"


class ComparingAdmin(DeskAdmin):
    """A form that was opened before a change is answered with both sides, never saved; what is chosen there is."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            answer = self.answer_to_stale(request, self.get_object(request, unquote(object_id)))
            return answer or super().changeform_view(request, object_id, form_url, extra_context)

    def answer_to_stale(self, request: HttpRequest, row: Any) -> HttpResponse | None:
        """The page that compares; None where the form is up to date, or its fields were chosen from such a page."""
        may_change = row is not None and self.has_change_permission(request, row)
        if not self.has_view_permission(request, row) or not (may_change or "opened" in request.POST):
            return None
        comparisons = self.comparisons(request, row)
        if not may_change and not (row is None or comparisons[0].stale):
            return None
        if may_change and not any(each.asks for each in comparisons):
            if "compared" in request.POST or any(each.stale for each in comparisons):
                prefixes = self.row_prefixes(request, row)
                request.POST = settled_data(comparisons, request.POST, prefixes)  # type: ignore[assignment]
            return None
        return self.comparing_page(request, row, comparisons, may_change)

    def comparing_page(
        self, request: HttpRequest, row: Any, comparisons: Sequence[Comparison], may_change: bool
    ) -> HttpResponse:
        asides = {"csrfmiddlewaretoken", "compared", *(each.opened for each in comparisons)}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "在您打开之后已经改过" if row else "已被删除",
            "original": row,
            "may_save": may_change,
            "why_not": "" if may_change else self.why_not(row),
            "since": self.changes_since(request, row) if row else [],
            "conflicts": [conflict for each in comparisons for conflict in each.conflicts],
            "typed": [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in asides and not name.startswith(CHOICE)
            ],
            "versions": [(each.opened, each.version) for each in comparisons],
        }
        return render(request, "admin/archive/compare.html", context, status=409)

    def comparisons(self, request: HttpRequest, row: Any) -> list[Comparison]:
        """The forms of the page as sent and as they would be now, that of the row itself first; `row` is None where it
        was deleted meanwhile."""
        raise NotImplementedError

    def row_prefixes(self, request: HttpRequest, row: Any) -> list[str]:
        """The prefixes of lists of guarded rows on the page."""
        return []

    def changes_since(self, request: HttpRequest, row: Any) -> Sequence[Any]:
        """What was done since the form was opened (or last), for people to see who it was."""
        return []

    def why_not(self, row: Any) -> str:
        """Why an editor who could change the row when it was opened no longer can."""
        return "现在您没有修改这一条的权限。"


class GuardedAdmin(ComparingAdmin):
    """Rows whose form carries what it showed when it was opened, and whose changes are kept: who, when, which field."""

    form = GuardedForm
    object_history_template = "admin/archive/row_history.html"

    def comparisons(self, request: HttpRequest, row: Any) -> list[Comparison]:
        token = request.POST.get("opened", "")
        form: Any = self.get_form(request, row)(instance=row)
        now = form.opened_as() if row else DELETED
        found = [comparison_of(Comparison, request, form, token, now)]
        if row is not None:
            for formset, prefix in self.guarded_lists(request, row):
                found += rows_compared(request, formset(instance=row, prefix=prefix), prefix)
        return found

    def guarded_lists(self, request: HttpRequest, row: Any) -> Iterator[tuple[Any, str]]:
        for formset, _ in self.get_formsets_with_inlines(request, row):
            if issubclass(formset.form, GuardedForm):
                yield formset, formset.get_default_prefix()

    def row_prefixes(self, request: HttpRequest, row: Any) -> list[str]:
        return [prefix for _, prefix in self.guarded_lists(request, row)]

    def changes_since(self, request: HttpRequest, row: Any) -> Sequence[ShownChange]:
        return changes_of(row)[:1]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changes = [*changes_in(form, added=not change), *(each for rows in formsets for each in changes_of_list(rows))]
        form.instance.unchanged = change and not changes
        form.instance.filled_in = changes
        if change:
            note_change(form.instance, signed_in(request), changes)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not obj.unchanged or {"_popup", "_addanother"} & request.POST.keys():
            return super().response_change(request, obj)
        self.message_user(request, "没有改动，什么都没有保存。")
        stay = "_continue" in request.POST
        return HttpResponseRedirect(request.get_full_path()) if stay else self.response_post_save_change(request, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed which field from what to what; before such records were kept, what the desk's log says."""
        row = self.get_object(request, unquote(object_id))
        changes = changes_of(row) if row else []
        log = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=unquote(object_id)
        )
        older = log.filter(action_time__lt=changes[-1].at) if changes else log
        context = {"title": f"“{row}”的历史", "changes": changes, "older": older.select_related("user")[:100]}
        return super().history_view(request, object_id, context | (extra_context or {}))


class ShownInArticles(GuardedAdmin):
    """Rows that articles show: whoever listens hears of every article that shows a changed one."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and not form.instance.unchanged:
            shown = shown_by(form.instance)
            announce_changed(shown)
            if len(shown) > INDEXED_AT_ONCE:
                said = f"有 {len(shown)} 篇文章用到它，文章页面已是新的，检索里的随后由程序更新。"
                self.message_user(request, said)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        articles = shown_by(obj)
        super().delete_model(request, obj)
        announce_changed(articles)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with transaction.atomic():
            articles = {key for row in queryset for key in shown_by(row)}
            super().delete_queryset(request, queryset)
            announce_changed(articles)


def comparison_of(kind: type[Comparison], request: HttpRequest, form: Any, token: str, now: str) -> Comparison:
    mine = FormData(request.POST, form)
    return kind(mine, data_of_form(form), data_of_token(token, form), now)


def rows_compared(request: HttpRequest, formset: Any, prefix: str) -> Iterator[Comparison]:
    """Each row of a list that was sent with a key; new ones contradict nobody."""
    held = {str(form.instance.pk): form for form in formset.initial_forms}
    for n in range(count_of(request.POST, prefix)):
        here = f"{prefix}-{n}"
        key, token = request.POST.get(f"{here}-id", ""), request.POST.get(f"{here}-opened", "")
        if not key:
            continue
        form = held.get(key) or formset.empty_form
        form.prefix = here
        if key not in held:
            yield comparison_of(StruckThere, request, form, token, "")
        else:
            kind = StruckHere if f"{here}-{DELETE}" in request.POST else Comparison
            yield comparison_of(kind, request, form, token, form.opened_as())


def changes_in(form: Any, *, added: bool = False) -> list[FieldChange]:
    """What a saved form changed, in words; of a row that was added there is no before."""
    sent = FormData(form.data, form)
    found = []
    for name in form.changed_data:
        before = "" if added else chosen_label(form.fields[name], text_to_send(form, name))
        found.append(FieldChange(str(form.fields[name].label), before, sent.text(name)))
    return found


def changes_of_list(formset: Any) -> list[FieldChange]:
    """What a saved list of rows changed: a row that was added or deleted as one change."""
    name = formset.model._meta.verbose_name
    found = [FieldChange(name, str(row), "") for row in formset.deleted_objects]
    found += [FieldChange(name, "", str(row)) for row in formset.new_objects]
    changed = {row.pk for row, _ in formset.changed_objects}
    for form in formset.initial_forms:
        if form.instance.pk in changed:
            found += [each._replace(label=f"{form.instance}：{each.label}") for each in changes_in(form)]
    return found
