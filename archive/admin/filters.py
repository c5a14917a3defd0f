"""Filters for lists of articles."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest

from archive.models import Article, Problem
from archive.models.problem_kinds import KINDS

UNDATED = "none"


class Year(admin.SimpleListFilter):
    title = "年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = Article.objects.exclude(date=None).order_by().values_list(ExtractYear("date"), flat=True).distinct()
        return [*((str(year), f"{year}年") for year in sorted(years, reverse=True)), (UNDATED, "日期不详")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == UNDATED:
            return queryset.filter(date=None)
        return queryset.filter(date__year=value) if value and value.isdigit() else queryset


class HasProblems(admin.SimpleListFilter):
    title = "存疑"
    parameter_name = "problems"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "有待看的存疑"), ("none", "无")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        open_ = Exists(Problem.objects.filter(article=OuterRef("pk"), state=Problem.State.OPEN, source__live=True))
        return {"open": queryset.filter(open_), "none": queryset.exclude(open_)}.get(self.value() or "", queryset)


class Kind(admin.SimpleListFilter):
    title = "类别"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        codes = Problem.objects.order_by("code").values_list("code", flat=True).distinct()
        return [(code, KINDS.get(code, code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(code=self.value()) if self.value() else queryset
