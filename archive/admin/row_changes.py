"""What editors added, changed and deleted, by whom: also what is gone, and what those did whose accounts are gone."""

from django.apps import apps
from django.contrib import admin

from archive.admin.base import ReadOnly
from archive.models import RowChange


@admin.register(RowChange)
class RowChangeAdmin(ReadOnly):
    list_display = ["__str__", "kind_", "by_name", "at"]
    list_filter = ["how", "at"]
    search_fields = ["name__folded", "by_name__folded"]
    search_help_text = "写名称或操作人"
    date_field = "at"
    fields = ["kind_", "row_id", "name", "how", "by_name", "at", "changes"]

    @admin.display(description="类别", ordering="kind")
    def kind_(self, change: RowChange) -> str:
        return str(apps.get_model(change.kind)._meta.verbose_name)

    @admin.display(description="改动")
    def changes(self, change: RowChange) -> str:
        return "\n".join(f"{label}：{before} → {after}" for label, before, after in change.fields)
