"""Newspapers, issues, pages, sections of the paper, columns and contributors."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.base import ShownInArticles
from archive.admin.profile_form import NewspaperForm
from archive.ingest.profile import PROFILE_KINDS
from archive.models import Column, Contributor, Issue, Newspaper, Page, PaperSection

ABOUT_PROFILE = (
    "这份报纸各文件共有的写法：导入三个以上同报文件时自动增补，可在此修改。"
    "改动对以后导入的文件有效；要用于已入库的文件，请运行 ingest --reparse。"
)


@admin.register(Newspaper)
class NewspaperAdmin(ShownInArticles):
    form = NewspaperForm
    list_display = ["name", "also_called", "slug", "profile_fixed"]
    search_fields = ["name", "also_called"]
    fieldsets = [
        (None, {"fields": ["name", "also_called", "slug"]}),
        ("版式档案", {"fields": [*PROFILE_KINDS, "profile_fixed"], "description": ABOUT_PROFILE}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An address once given stays."""
        return ["slug"] if obj else []


class PageInline(admin.TabularInline[Page, Issue]):
    model = Page
    extra = 0
    autocomplete_fields = ["section"]


@admin.register(Issue)
class IssueAdmin(ShownInArticles):
    list_display = ["date", "newspaper", "total_number", "year_number", "publisher"]
    list_select_related = ["newspaper"]
    date_hierarchy = "date"
    search_fields = ["date", "total_number", "year_number", "newspaper__name"]
    inlines = [PageInline]


@admin.register(Page)
class PageAdmin(ShownInArticles):
    """Pages are edited with their issue; this is where an article's form looks them up."""

    list_display = ["issue", "number", "section"]
    list_select_related = ["issue__newspaper", "section"]
    search_fields = ["issue__date", "number", "section__name"]
    autocomplete_fields = ["issue", "section"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(PaperSection, Column)
class NamedAdmin(ShownInArticles):
    list_display = ["name", "newspaper"]
    list_select_related = ["newspaper"]
    search_fields = ["name", "newspaper__name"]


@admin.register(Contributor)
class ContributorAdmin(ShownInArticles):
    list_display = ["name"]
    search_fields = ["name"]
