"""Filters for lists of articles."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, Exists, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from archive.admin.doubts import open_of_row
from archive.models import Article, Column, Newspaper, Problem
from archive.models.problem_kinds import PROBLEM_KINDS

# In the address of an article's form: what was filtered by in the queue of doubts that led there.
QUEUE = "queue"
# The batch whose drafts were looked through when one was opened.
REVIEW = "review"
# The item or list of the queue that led there.
WAITING = "waiting"
UNDATED = "none"
BUSIEST = 30


def address_back(query: QueryDict) -> str:
    """The page of the queue that an editor came from; empty where it was none, or what is named is no such page."""
    address = query.get(WAITING) or ""
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_own and address.startswith(reverse("queue")) else ""


class Year(admin.SimpleListFilter):
    title = "年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = Article.objects.exclude(date=None).order_by().values_list(ExtractYear("date"), flat=True).distinct()
        return [*((str(year), f"{year}年") for year in sorted(years, reverse=True)), (UNDATED, "日期不详")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == UNDATED:
            return queryset.filter(date=None)
        return queryset.filter(date__year=value) if value and value.isdecimal() else queryset


class HasProblems(admin.SimpleListFilter):
    title = "存疑"
    parameter_name = "problems"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "有待看的存疑"), ("none", "无")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        open_ = Exists(open_of_row())
        return {"open": queryset.filter(open_), "none": queryset.exclude(open_)}.get(self.value() or "", queryset)


class ProblemKind(admin.SimpleListFilter):
    title = "类别"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        codes = Problem.objects.order_by("code").values_list("code", flat=True).distinct()
        return [(code, PROBLEM_KINDS.get(code, code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(code=self.value()) if self.value() else queryset


class Busiest(admin.SimpleListFilter):
    """The rows that most articles show: a list of all would be longer than the page. Others are found by search."""

    model: type[models.Model]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = self.model._default_manager.annotate(count=Count("articles")).filter(count__gt=0)
        return [(str(row.pk), str(row)) for row in rows.order_by("-count", "name")[:BUSIEST]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.parameter_name or "": value}) if value and value.isdecimal() else queryset


class BusiestColumns(Busiest):
    title = "栏目"
    parameter_name = "column"
    model = Column


class BusiestNewspapers(Busiest):
    title = "报纸"
    parameter_name = "newspaper"
    model = Newspaper
