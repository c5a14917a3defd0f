"""Newspapers, sections of the paper, and what is known of issues that the archive has not."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.guarded import GuardedAdmin, ShownInArticles
from archive.admin.profile_form import NewspaperForm
from archive.ingest.profile import PROFILE_KINDS
from archive.models import HoldingsEntry, Newspaper, PaperSection

ABOUT_PROFILE = (
    "这份报纸各文件共有的写法：导入三个以上同报文件时自动增补，可在此修改。"
    "改动对以后导入的文件有效；要用于已入库的文件，请管理员重新解析（ingest --reparse）。"
)


@admin.register(Newspaper)
class NewspaperAdmin(ShownInArticles):
    form = NewspaperForm
    list_display = ["name", "also_called", "slug", "publishes_undoubted", "profile_fixed"]
    search_fields = ["name__folded", "also_called__folded"]
    fieldsets = [
        (None, {"fields": ["name", "also_called", "slug", "publishes_undoubted", "opened"]}),
        ("版式档案", {"fields": [*PROFILE_KINDS, "profile_fixed"], "description": ABOUT_PROFILE}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An address once given stays."""
        return ["slug"] if obj else []


@admin.register(PaperSection)
class PaperSectionAdmin(ShownInArticles):
    list_display = ["name", "newspaper"]
    search_fields = ["name__folded", "newspaper__name__folded"]
    autocomplete_fields = ["newspaper"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the newspaper, which names a row in a picker."""
        return super().get_queryset(request).select_related("newspaper")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Its articles are of that newspaper."""
        return ["newspaper"] if obj else []


@admin.register(HoldingsEntry)
class HoldingsEntryAdmin(GuardedAdmin):
    date_field = "first"
    list_display = ["__str__", "kind", "reason", "source"]
    list_filter = ["kind"]
    list_select_related = ["newspaper"]
    search_fields = ["newspaper__name__folded", "reason__folded", "source__folded"]
    search_help_text = "写报纸、说明、依据，或开始的日期：2021年2月、2月11日"
    fieldsets = [(None, {"fields": ["opened", "newspaper", "first", "last", "kind", "reason", "source"]})]
    autocomplete_fields = ["newspaper"]
