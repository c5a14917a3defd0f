"""Issues and their pages. The date and numbers of an issue, which its articles and addresses share, change by a page of
their own that says what goes with them."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from archive.admin.base import signed_in
from archive.admin.guarded import ShownInArticles
from archive.admin.pickers import Pickers
from archive.admin.plain_forms import GuardedForm, LabelledRows
from archive.language.folding import fold
from archive.models import Issue, Page
from archive.services.issue_changes import CannotChangeIssue, IssueChange, IssueName, change_issue, change_of
from archive.services.row_changes import FieldChange, note_change

# What an issue is known by: changed by the page of date and numbers only.
NAME_FIELDS = ("date", "total_number", "year_number")
# A page as people write it and pickers show it: 2, 02, 02版, 第2版, A02版：要闻.
_WRITTEN_PAGE = re.compile(r"(?<!\S)第?([a-z]?)0*(\d{1,3})版?(?=[\s:]|$)")


class PageForm(GuardedForm[Page]):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        section, issue = cleaned.get("section"), cleaned.get("issue") or getattr(self.instance, "issue", None)
        if section and issue and section.newspaper_id != issue.newspaper_id:
            said = f"这个版块是《{section.newspaper}》的，而这一期是《{issue.newspaper}》的：请另选一个。"
            self.add_error("section", said)
        return cleaned


class PageRows(LabelledRows):
    def clean(self) -> None:
        """Raises ValidationError where the form has not just the pages of the issue that there are: which of its rows
        are new could not be told."""
        super().clean()
        if self.initial_form_count() != len(self.get_queryset()):
            raise forms.ValidationError("各版与现在的不一样，请重新打开这一期再改。")


class PageInline(Pickers, admin.TabularInline[Page, Issue]):
    model = Page
    form = PageForm
    formset = PageRows
    extra = 0
    autocomplete_fields = ["section"]


class IssueNameForm(forms.ModelForm[Issue]):
    """`opened` is what the issue was called when the editor saw it."""

    opened = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Issue
        fields = NAME_FIELDS

    def validate_constraints(self) -> None:
        """A day that another issue has is refused by the service, in words that say what to do."""

    @property
    def name(self) -> IssueName:
        return IssueName(**{field: self.cleaned_data[field] for field in NAME_FIELDS})


@admin.register(Issue)
class IssueAdmin(ShownInArticles):
    date_field = "date"
    list_display = ["date", "newspaper", "total_number", "year_number", "publisher"]
    list_select_related = ["newspaper"]
    date_hierarchy = "date"
    search_fields = ["total_number", "year_number__folded", "newspaper__name__folded"]
    search_help_text = "写报纸名称、期号，或日期：2021年11月5日、2021-11、11月5日"
    fieldsets = [
        (None, {"fields": ["opened", "newspaper", *NAME_FIELDS]}),
        ("报头所印", {"fields": ["weekday_printed", "lunar_printed", "publisher", "publisher_label"]}),
    ]
    inlines = [PageInline]
    autocomplete_fields = ["newspaper"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        """With what names an issue in a picker."""
        rows: QuerySet[Issue] = super().get_queryset(request)
        return rows.select_related("newspaper")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["newspaper", *NAME_FIELDS] if obj else []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.name_view)
        return [path("<int:pk>/name/", view, name="archive_issue_name"), *super().get_urls()]

    def name_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for the new date and numbers, then says what they change, and after that does it."""
        issue = self.get_object(request, str(pk))
        if issue is None:
            raise Http404("没有这一期。")
        if not self.has_change_permission(request, issue):
            raise PermissionDenied
        seen = IssueName.now_of(issue)
        form = IssueNameForm(request.POST or None, instance=issue, initial={"opened": seen.token})
        change, status = None, 200
        if form.is_valid():
            # The form has put what was typed on its instance.
            try:
                if "sure" in request.POST:
                    with transaction.atomic():
                        done = change_issue(pk, form.cleaned_data["opened"], form.name, signed_in(request))
                        return self.after_change(request, done)
                change = change_of(Issue.objects.select_related("newspaper").get(pk=pk), form.name)
            except CannotChangeIssue as error:
                form.add_error(None, str(error))
                form.data = {**form.data.dict(), "opened": seen.token}  # type: ignore[attr-defined]
                status = 409
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": Issue.objects.select_related("newspaper").get(pk=pk),
            "title": "改日期和期号",
            "form": form,
            "change": change,
        }
        return render(request, "admin/archive/issue/name.html", context, status=status)

    def after_change(self, request: HttpRequest, done: IssueChange) -> HttpResponse:
        issue = done.issue
        if done.changes_nothing:
            self.message_user(request, "日期和期号没有改动。")
        else:
            note_change(issue, signed_in(request), name_changes(done.before, done.name))
            self.log_change(request, issue, f"改为：{issue}")
            also = f"，{done.redated} 篇文章的日期随之改了，旧地址转到新地址" if done.redated else ""
            self.message_user(request, f"已改为：{issue}{also}。")
        return redirect("admin:archive_issue_change", issue.pk)


def name_changes(before: IssueName, after: IssueName) -> list[FieldChange]:
    """In which of its fields the name of an issue was changed."""
    found = []
    for field in NAME_FIELDS:
        texts = [str(getattr(name, field) or "") for name in (before, after)]
        if texts[0] != texts[1]:
            found.append(FieldChange(str(Issue._meta.get_field(field).verbose_name), *texts))  # type: ignore[union-attr]
    return found


@admin.register(Page)
class PageAdmin(ShownInArticles):
    """Pages are edited with their issue; this is where an article's form looks them up."""

    date_field = "issue__date"
    form = PageForm
    list_display = ["issue", "number", "section"]
    search_fields = ["section__name__folded", "issue__newspaper__name__folded", "issue__total_number"]
    search_help_text = "写报纸、日期、版次或版块：2021年11月5日 02版 要闻"
    autocomplete_fields = ["issue", "section"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        """With what names a page in a picker."""
        rows: QuerySet[Page] = super().get_queryset(request)
        return rows.select_related("issue__newspaper", "section")

    def with_words(self, request: HttpRequest, queryset: QuerySet[Page], words: str) -> tuple[QuerySet[Page], bool]:
        """Numbers are kept as the paper has them, mostly without the nought that pages show."""
        words = fold(words)
        for letters, digits in _WRITTEN_PAGE.findall(words):
            number = letters.upper()
            queryset = queryset.filter(number__in=[f"{number}{digits}", f"{number}{digits.zfill(2)}"])
        rest = _WRITTEN_PAGE.sub(" ", words)
        return super().with_words(request, queryset, rest) if rest.strip() else (queryset, False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Its articles are of that issue."""
        return ["issue"] if obj else []

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False
