"""Column, issue, page, contributors and status of the chosen articles, in one action of the list: asked for, then said
what changes and what does not, then done."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from archive.admin.article_verbs import ArticleVerbs
from archive.admin.base import signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.admin.days import WrittenDay
from archive.admin.planned import chosen_again, is_as_seen, is_sure, not_planned, planned
from archive.models import Article, Column, Status
from archive.services import statuses
from archive.services.acts import NotPossible
from archive.services.articles import proposed_contributors
from archive.services.bulk_edits import BulkEdit, PeopleChange, Plan, edit_all, plan_edit
from archive.services.proofreading import remarks_among

HOW = [(PeopleChange.ADD, "加上"), (PeopleChange.REMOVE, "去掉"), (PeopleChange.REPLACE, "换成（原来登记的都不要）")]
# Names of columns that a browser offers while one is typed.
OFFERED = 500


class BulkEditForm(forms.Form):
    """What is left empty stays as it is in each article."""

    column = forms.CharField(
        label="栏目",
        max_length=200,
        required=False,
        help_text="写栏目的名称。不改就空着",
        widget=forms.TextInput(attrs={"list": "columns", "autocomplete": "off"}),
    )
    no_column = forms.BooleanField(label="不放在任何栏目里", required=False)
    day = WrittenDay(
        label="期（日期）",
        required=False,
        widget=forms.TextInput,
        help_text="例如 2021年11月5日 或 2021-11-5；文章的日期随着改成这一天，版随着到这一期的同一版。不改就空着",
    )
    page = forms.CharField(label="版", max_length=10, required=False, help_text="例如 2 或 A02。不改就空着")
    people = forms.CharField(
        label="作者", max_length=500, required=False, help_text="照署名写，例如：记者 周禾 通讯员 邱田。不改就空着"
    )
    how = forms.ChoiceField(label="这些作者", choices=HOW, initial=PeopleChange.ADD, widget=forms.RadioSelect)
    verb = forms.ChoiceField(label="状态", required=False)
    reason = forms.CharField(label="原因", max_length=500, help_text="记在每一篇的历史里；撤回的，读者看得到")

    def __init__(self, data: Any, verbs: list[statuses.Verb]) -> None:
        super().__init__(data)
        self.fields["verb"].choices = [("", "不改"), *((verb.name, verb.label) for verb in verbs)]  # type: ignore[attr-defined]

    def clean_people(self) -> list[tuple[str, str]]:
        said = self.cleaned_data["people"]
        people = proposed_contributors(said)
        if said.strip() and not people:
            raise forms.ValidationError("读不出是哪些作者。请照署名的样子写，例如：记者 周禾 通讯员 邱田。")
        return people

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("column") and cleaned.get("no_column"):
            self.add_error("no_column", "写了栏目，又勾了不放在任何栏目里：请只留一样。")
        return cleaned

    @property
    def edit(self) -> BulkEdit:
        """What is asked for; of a valid form."""
        said = self.cleaned_data
        column = "" if said["no_column"] else " ".join(said["column"].split()) or None
        how, verb = PeopleChange(said["how"]), statuses.VERBS.get(said["verb"])
        return BulkEdit(column, said["day"], said["page"].strip(), tuple(said["people"]), how, verb)


class BulkEditing(ArticleVerbs):
    """The action of the list of articles, beside the verbs of status."""

    actions = ["edit_chosen", *ArticleVerbs.actions]

    @admin.action(description="批量修改所选文章（栏目、期、版、作者、状态）", permissions=["change"])
    def edit_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        chosen = Article.objects.filter(pk__in=queryset.values("pk"))
        verbs = [verb for verb in statuses.VERBS.values() if self.may(request, verb)]
        form = BulkEditForm(request.POST if "asked" in request.POST else None, verbs)
        plan: Plan | None = None
        if form.is_valid() and "back" not in request.POST:
            try:
                if is_sure(request) and self.done_as_seen(request, chosen, form):
                    return None
                carried = planned(request, chosen)
                plan = plan_edit(form.edit, chosen)
            except NotPossible as error:
                form.add_error(None, str(error))
        return self.asking_page(request, chosen, form, plan, carried if plan else not_planned(chosen))

    def done_as_seen(self, request: HttpRequest, chosen: QuerySet[Article], form: BulkEditForm) -> bool:
        """Do it, unless articles are others, or of other versions, than those of the plan that was looked at."""
        user = signed_in(request)
        with transaction.atomic():
            if not is_as_seen(request, chosen):
                return False
            act = edit_all(form.edit, chosen, user, form.cleaned_data["reason"])
        undo = how_to_undo(user, act)
        self.message_user(request, format_html("{}：已改 {} 篇。{}", act.verb, act.articles, undo))
        return True

    def asking_page(
        self,
        request: HttpRequest,
        chosen: QuerySet[Article],
        form: BulkEditForm,
        plan: Plan | None,
        carried: dict[str, Any],
    ) -> HttpResponse:
        papers = chosen.order_by().values("newspaper").distinct()
        verb = form.edit.verb if plan else None
        names = Column.objects.standing().filter(newspaper__in=papers).order_by("name")
        context = {
            **self.page_context(request, None, f"批量修改 {carried['count']} 篇文章"),
            **chosen_again(request, "edit_chosen"),
            **carried,
            "form": form,
            "plan": plan,
            "first": Article.objects.for_reading().filter(pk__in=plan.first) if plan else (),
            "remarks": remarks_among(statuses.fit_for(verb, chosen))
            if verb and verb.target == Status.PUBLISHED
            else None,
            "columns": names.values_list("name", flat=True).distinct()[:OFFERED],
        }
        status = 400 if form.errors else 409 if context["since"] else 200
        return render(request, "admin/archive/article/bulk_edit.html", context, status=status)
