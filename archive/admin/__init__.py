"""The editors' pages (/admin/), in Chinese. Services save articles, guarded.py the rows without versions."""

from django.contrib import admin

from archive.admin import (
    accounts,
    articles,
    authority_tables,
    bulk_acts,
    corrections,
    imports,
    issues,
    papers,
    personal_numbers,
    problems,
    row_changes,
)

__all__ = [
    "accounts",
    "articles",
    "authority_tables",
    "bulk_acts",
    "corrections",
    "imports",
    "issues",
    "papers",
    "personal_numbers",
    "problems",
    "row_changes",
]

admin.site.site_header = "报库 · 编辑台"
admin.site.site_title = "报库"
admin.site.index_title = "编辑台"
# The menu stands above each page, in the order of the day's work (archive/templatetags/desk.py).
admin.site.enable_nav_sidebar = False
