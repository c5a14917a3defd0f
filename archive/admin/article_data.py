"""What a browser sends for the form of an article, its parts as values: none of them has to be there still."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from archive.admin.article_form import FORM_COLUMNS, PART_OF
from archive.admin.comparing import FormData, count_of, put_rows
from archive.admin.plain_forms import DELETE, plain
from archive.layout.versions import PART_LABELS
from archive.loader.content import Content
from archive.models import Contributor


class ArticleData(FormData):
    """The fields of an article's form, and its parts: `part_prefixes` by part of Content."""

    def __init__(self, data: QueryDict, form: Any, part_prefixes: Mapping[str, str]) -> None:
        super().__init__(data, form)
        self.part_prefixes = part_prefixes

    @property
    def names(self) -> list[str]:
        return [*super().names, *self.part_prefixes]

    def label(self, name: str) -> str:
        return PART_LABELS.get(name) or super().label(name)

    def is_sent(self, name: str) -> bool:
        if name in self.part_prefixes:
            return f"{self.part_prefixes[name]}-TOTAL_FORMS" in self.data
        return super().is_sent(name)

    def rows(self, part: str) -> list[dict[str, str]]:
        """The rows of a part, those struck out or empty left out, in their order."""
        prefix = self.part_prefixes[part]
        names = [*next(names for known, names in PART_OF.values() if known == part), "position"]
        found = []
        for n in range(count_of(self.data, prefix)):
            row = {name: plain(self.data.get(f"{prefix}-{n}-{name}", "")) for name in names}
            said = any(value for name, value in row.items() if name not in ("level", "position"))
            if said and not self.data.get(f"{prefix}-{n}-{DELETE}"):
                found.append(row)
        return sorted(found, key=lambda row: int(row["position"]) if row["position"].isdecimal() else len(found) + 1)

    def text(self, name: str) -> str:
        """A field or part as an editor reads it."""
        if name in self.part_prefixes:
            return "\n".join(text_of_row(name, row) for row in self.rows(name))
        return super().text(name)

    def compared(self, name: str) -> Any:
        if name in self.part_prefixes:
            return [{key: value for key, value in row.items() if key != "position"} for row in self.rows(name)]
        return super().compared(name)

    def put(self, name: str, data: QueryDict) -> None:
        """The rows of a part all as new ones."""
        if name in self.part_prefixes:
            rows = [{**row, "position": str(n)} for n, row in enumerate(self.rows(name), start=1)]
            put_rows(data, self.part_prefixes[name], rows)
        else:
            super().put(name, data)


def text_of_row(part: str, row: dict[str, str]) -> str:
    if part == "sections":
        return "\n".join(text for text in (row["heading"], row["body"]) if text)
    if part == "captions":
        return row["caption"]
    person = Contributor.objects.filter(pk=row["contributor"]).first() if row["contributor"].isdecimal() else None
    return f"{row['role']} {person or row['contributor']}".strip()


def data_of_content(content: Content, form: Any, part_prefixes: Mapping[str, str]) -> ArticleData:
    """What the form of an article with this content would send if nobody changed anything."""
    data = QueryDict(mutable=True)
    for name in FORM_COLUMNS:
        data[name.removesuffix("_id")] = text_of(content.columns[name])
    for part, names in PART_OF.values():
        rows = [dict(zip(names, map(text_of, values), strict=True)) for values in getattr(content, part)]
        numbered = [{**row, "position": str(n)} for n, row in enumerate(rows, start=1)]
        put_rows(data, part_prefixes[part], numbered)
    return ArticleData(data, form, part_prefixes)


def text_of(value: Any) -> str:
    return "" if value is None else str(value)
