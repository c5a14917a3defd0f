"""A form that was opened at a version which is no longer the newest: both texts side by side, a choice for each field,
and nothing typed is lost."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import QueryDict

from archive.admin.article_form import FORM_COLUMNS, PART_OF
from archive.admin.plain_forms import plain, whole_number
from archive.layout.differences import TextPiece, character_difference
from archive.layout.versions import PART_LABELS
from archive.loader.content import Content
from archive.models import Contributor

MINE, THEIRS = "mine", "theirs"
# Fields that say nothing of the article's content: always as the editor sent them.
ASIDE = ("opened", "settled", "adopt")
CHOICE = "take-"


@dataclass(frozen=True)
class Conflict:
    """A field that reads otherwise in the form sent and in the newest version. `chosen` is the side that alone changed
    it since the form was opened; empty where both did, and the editor must say."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str

    @property
    def choice(self) -> str:
        return CHOICE + self.name

    @cached_property
    def pieces(self) -> list[TextPiece]:
        return character_difference(self.theirs, self.mine)


@dataclass(frozen=True)
class FormData:
    """What a browser sends (or would send) for the form of an article: `part_prefixes` by part of Content."""

    data: QueryDict
    form: Any
    part_prefixes: Mapping[str, str]

    def rows(self, part: str) -> list[dict[str, str]]:
        """The rows of a part, those struck out or empty left out, in their order."""
        prefix = self.part_prefixes[part]
        names = [*next(names for known, names in PART_OF.values() if known == part), "position"]
        found = []
        for n in range(count_of(self.data, prefix)):
            row = {name: plain(self.data.get(f"{prefix}-{n}-{name}", "")) for name in names}
            said = any(value for name, value in row.items() if name not in ("level", "position"))
            if said and not self.data.get(f"{prefix}-{n}-DELETE"):
                found.append(row)
        return sorted(found, key=lambda row: int(row["position"]) if row["position"].isdecimal() else len(found) + 1)

    def field(self, name: str) -> str:
        """The value sent, the same for the same day in whichever way it was written."""
        said = plain(self.data.get(name, ""))
        if isinstance(self.form.fields[name], DateField):
            with suppress(ValidationError):
                return str(self.form.fields[name].to_python(said) or "")
        return said

    def text(self, name: str) -> str:
        """A field or part as an editor reads it."""
        if name in self.part_prefixes:
            return "\n".join(self.row_text(name, row) for row in self.rows(name))
        return chosen_label(self.form.fields[name], self.field(name))

    def row_text(self, part: str, row: dict[str, str]) -> str:
        if part == "sections":
            return "\n".join(text for text in (row["heading"], row["body"]) if text)
        if part == "captions":
            return row["caption"]
        person = Contributor.objects.filter(pk=row["contributor"]).first() if row["contributor"].isdecimal() else None
        return f"{row['role']} {person or row['contributor']}".strip()

    def compared(self, name: str) -> Any:
        """A value that is equal where nothing differs."""
        if name in self.part_prefixes:
            return [{key: value for key, value in row.items() if key != "position"} for row in self.rows(name)]
        return self.field(name)


def data_of_content(content: Content, part_prefixes: Mapping[str, str]) -> QueryDict:
    """What the form of an article with this content would send if nobody changed anything."""
    data = QueryDict(mutable=True)
    for name in FORM_COLUMNS:
        value = content.columns[name]
        data[name.removesuffix("_id")] = "" if value is None else str(value)
    for part, names in PART_OF.values():
        rows = [dict(zip(names, map(text_of, values), strict=True)) for values in getattr(content, part)]
        put_rows(data, part_prefixes[part], rows)
    return data


def text_of(value: Any) -> str:
    return "" if value is None else str(value)


def count_of(data: QueryDict, prefix: str) -> int:
    """How many rows of a part were sent; no more than the form may send."""
    return min(whole_number(data.get(f"{prefix}-TOTAL_FORMS", "0")), 1000)


def chosen_label(field: Any, value: str) -> str:
    """What a select box shows for a value; other values as they are."""
    if hasattr(field, "queryset"):
        row = field.queryset.filter(pk=value).first() if value.isdecimal() else None
        return str(row) if row else value
    return str(dict(getattr(field, "choices", ())).get(value, value))


def conflicts(mine: FormData, theirs: FormData, base: FormData | None) -> list[Conflict]:
    """Where the form sent differs from the newest version; `base` is the version it was opened at, if kept."""
    names = [name for name in mine.form.fields if name not in ASIDE]
    found = []
    for name in [*names, *mine.part_prefixes]:
        if mine.compared(name) == theirs.compared(name):
            continue
        chosen = ""
        if base and mine.compared(name) == base.compared(name):
            chosen = THEIRS
        elif base and theirs.compared(name) == base.compared(name):
            chosen = MINE
        label = PART_LABELS.get(name) or str(mine.form.fields[name].label)
        found.append(Conflict(name, label, mine.text(name), theirs.text(name), chosen))
    return found


def chosen_data(mine: FormData, theirs: FormData) -> QueryDict:
    """What the form sends with each field from the side that the editor chose; theirs where nothing is said."""
    data = theirs.data.copy()
    for name in mine.form.fields:
        if name in ("settled", "adopt") or mine.data.get(CHOICE + name) == MINE:
            data.setlist(name, mine.data.getlist(name))
    for part, prefix in mine.part_prefixes.items():
        if mine.data.get(CHOICE + part) == MINE:
            put_rows(data, prefix, mine.rows(part))
    for name in mine.data:
        if name.startswith("_") or name == "csrfmiddlewaretoken":
            data.setlist(name, mine.data.getlist(name))
    return data


def put_rows(data: QueryDict, prefix: str, rows: Iterable[dict[str, str]]) -> None:
    """Make `rows` all that a part holds: as new ones, so that none has to be there still."""
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    listed = list(rows)
    counts = {"TOTAL_FORMS": len(listed), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    for name, count in counts.items():
        data[f"{prefix}-{name}"] = str(count)
    for n, row in enumerate(listed):
        for name, value in {**row, "position": str(n + 1)}.items():
            data[f"{prefix}-{n}-{name}"] = value
