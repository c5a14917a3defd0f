"""What a browser sends for the form of an article, its contributors as values: none of them has to be there still."""

from typing import Any

from django.http import QueryDict

from archive.admin.article_form import FORM_COLUMNS, PERSON_FIELDS, date_shown
from archive.admin.comparing import FormData, count_of, put_rows
from archive.admin.plain_forms import DELETE, plain
from archive.layout.versions import PART_LABELS
from archive.loader.content import Content
from archive.models import Contributor
from archive.services.marked_text import marked_text, plain_lines

PEOPLE, BODY = "contributors", "body"


class ArticleData(FormData):
    """The fields of an article's form, and its contributors, whose list has this prefix."""

    def __init__(self, data: QueryDict, form: Any, prefix: str) -> None:
        super().__init__(data, form)
        self.prefix = prefix

    @property
    def names(self) -> list[str]:
        return [*super().names, PEOPLE]

    def label(self, name: str) -> str:
        return PART_LABELS[PEOPLE] if name == PEOPLE else super().label(name)

    def is_sent(self, name: str) -> bool:
        return f"{self.prefix}-TOTAL_FORMS" in self.data if name == PEOPLE else super().is_sent(name)

    def people(self) -> list[dict[str, str]]:
        """The rows of contributors, those struck out or empty left out, in their order."""
        found = []
        for n in range(count_of(self.data, self.prefix)):
            row = {name: plain(self.data.get(f"{self.prefix}-{n}-{name}", "")) for name in (*PERSON_FIELDS, "position")}
            if any(row[name] for name in PERSON_FIELDS) and not self.data.get(f"{self.prefix}-{n}-{DELETE}"):
                found.append(row)
        return sorted(found, key=lambda row: int(row["position"]) if row["position"].isdecimal() else len(found) + 1)

    def text(self, name: str) -> str:
        """A field, or the contributors, as an editor reads them."""
        return "\n".join(map(text_of_person, self.people())) if name == PEOPLE else super().text(name)

    def compared(self, name: str) -> Any:
        if name == PEOPLE:
            return [[row[field] for field in PERSON_FIELDS] for row in self.people()]
        return plain_lines(self.field(name)) if name == BODY else super().compared(name)

    def put(self, name: str, data: QueryDict) -> None:
        """Contributors all as new rows."""
        if name == PEOPLE:
            rows = [{**row, "position": str(n)} for n, row in enumerate(self.people(), start=1)]
            put_rows(data, self.prefix, rows)
        else:
            super().put(name, data)


def text_of_person(row: dict[str, str]) -> str:
    person = Contributor.objects.filter(pk=row["contributor"]).first() if row["contributor"].isdecimal() else None
    return f"{row['role']} {person or row['contributor']}".strip()


def data_of_content(content: Content, form: Any, prefix: str) -> ArticleData:
    """What the form of an article with this content would send if nobody changed anything."""
    data = QueryDict(mutable=True)
    for name in FORM_COLUMNS:
        data[name.removesuffix("_id")] = text_of(content.columns[name])
    data["date"] = date_shown(content.columns["date"], content.columns["date_precision"])
    data[BODY] = marked_text(content)
    people = [dict(zip(PERSON_FIELDS, map(text_of, person), strict=True)) for person in content.contributors]
    put_rows(data, prefix, [{**row, "position": str(n)} for n, row in enumerate(people, start=1)])
    return ArticleData(data, form, prefix)


def text_of(value: Any) -> str:
    return "" if value is None else str(value)
