"""The search dictionaries, extended by editors."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from archive.admin.guarded import GuardedAdmin
from archive.admin.plain_forms import GuardedForm
from search.models import DictionaryEntry


class DictionaryEntryForm(GuardedForm[DictionaryEntry]):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        entry = " ".join(cleaned.get("entry", "").split())
        words = entry.split()
        if entry.startswith("#"):
            self.add_error("entry", "词条不能以 # 开头：# 是词典文件里注释的记号。")
        elif cleaned.get("dictionary") == DictionaryEntry.Dictionary.SYNONYMS and len(words) < 2:
            self.add_error("entry", "同义词一行一组，至少两个，以空格分开，如：市场监管局 市场监督管理局。")
        elif cleaned.get("dictionary") != DictionaryEntry.Dictionary.SYNONYMS and len(words) > 1:
            self.add_error("entry", "一个词条只写一个词，中间不要空格。")
        return cleaned | {"entry": entry}


@admin.register(DictionaryEntry)
class DictionaryEntryAdmin(GuardedAdmin):
    """Entries take effect with the next rebuild of the index, and the page says so."""

    form = DictionaryEntryForm
    list_display = ["entry", "dictionary"]
    list_filter = ["dictionary"]
    search_fields = ["entry__folded"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            self.say_when(request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self.say_when(request)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        self.say_when(request)

    def say_when(self, request: HttpRequest) -> None:
        messages.warning(request, "词典已改。重建索引（manage.py rebuild_index）之后生效；在此之前检索照旧。")
