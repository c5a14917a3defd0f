"""A form that was opened before a colleague's change: both texts side by side, a choice for each field, nothing lost.

One mechanism for every form of the desk: what was sent, what is there now, what was there when it was opened."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, DateField
from django.http import QueryDict

from archive.admin.pickers import WRITTEN_BESIDE, PickerField
from archive.admin.plain_forms import DELETE, plain, text_to_send
from archive.ingest.foreign_json import foreign_json
from archive.layout.differences import TextPiece, character_difference

MINE, THEIRS = "mine", "theirs"
CHOICE = "take-"
# Fields that say nothing of what the row holds: always as the editor sent them.
ASIDE = ("settled", "adopt", DELETE)


@dataclass(frozen=True)
class Conflict:
    """A field that reads otherwise in the form sent and in what is there now. `chosen` is the side that alone changed
    it since the form was opened; empty where both did (or nothing tells), and the editor must say."""

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


class FormData:
    """What a browser sends (or would send) for `form`, field by field."""

    def __init__(self, data: QueryDict, form: Any) -> None:
        self.data, self.form = data, form

    @property
    def names(self) -> list[str]:
        """The fields that an editor fills in."""
        fields = self.form.fields
        return [name for name, field in fields.items() if name not in ASIDE and not field.widget.is_hidden]

    def html_name(self, name: str) -> str:
        return str(self.form.add_prefix(name))

    def html_names(self, name: str) -> tuple[str, ...]:
        """All that is sent for a field: the line beside a box, too, in which its row may be written."""
        html_name = self.html_name(name)
        return (html_name, WRITTEN_BESIDE.format(html_name)) if self.is_picked(name) else (html_name,)

    def is_picked(self, name: str) -> bool:
        field = self.form.fields[name]
        return isinstance(field, PickerField) and field.sought is not None

    def label(self, name: str) -> str:
        """What the form calls a field; in a list of rows, with the row."""
        row = f"{self.form.instance}：" if self.form.prefix and self.form.instance.pk else ""
        return f"{row}{self.form.fields[name].label}"

    def is_sent(self, name: str) -> bool:
        """Whether anything was sent for it: a box that is not ticked sends nothing."""
        return any(each in self.data for each in self.html_names(name)) or isinstance(
            self.form.fields[name], BooleanField
        )

    def field(self, name: str) -> str:
        """The value sent, the same for the same day in whichever way it was written."""
        said = plain(self.data.get(self.html_name(name), ""))
        if self.is_picked(name) and (written := plain(self.data.get(WRITTEN_BESIDE.format(self.html_name(name)), ""))):
            return row_or_words(self.form.fields[name], written)
        if isinstance(self.form.fields[name], DateField):
            with suppress(ValidationError):
                return str(self.form.fields[name].to_python(said) or "")
        return said

    def compared(self, name: str) -> Any:
        """A value that is equal where nothing differs."""
        return self.field(name)

    def text(self, name: str) -> str:
        """A field as an editor reads it."""
        return chosen_label(self.form.fields[name], self.field(name))

    def texts(self) -> str:
        """All fields as an editor reads them, a line each; those without a value left out."""
        told = [(self.label(name), self.text(name)) for name in self.names]
        return "\n".join(f"{label}：{text}" for label, text in told if text)

    def put(self, name: str, data: QueryDict) -> None:
        """Make what this side has the value of a field in `data`."""
        for html_name in self.html_names(name):
            if html_name in self.data:
                data.setlist(html_name, self.data.getlist(html_name))
            else:
                data.pop(html_name, None)


def row_or_words(field: PickerField, written: str) -> str:
    """The key of the row that is meant by what was written beside a box; the words where they mean none, or several:
    the form says so when it is saved."""
    try:
        return str(field.row_written(written).pk)
    except ValidationError:
        return written


def chosen_label(field: Any, value: str) -> str:
    """What a select box or a box to tick shows for a value; other values as they are."""
    if isinstance(field, BooleanField):
        return "是" if value else "否"
    if hasattr(field, "queryset"):
        row = field.queryset.filter(pk=value).first() if value.isdecimal() else None
        return str(row) if row else value
    return str(dict(getattr(field, "choices", ())).get(value, value))


def data_of_form(form: Any) -> FormData:
    """What `form` would send if nobody changed anything."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        if value := text_to_send(form, name):
            data[form.add_prefix(name)] = value
    return FormData(data, form)


def data_of_token(token: str, form: Any) -> FormData | None:
    """What `form` would have sent when it was opened, as a guarded form carries it; None where the token is none."""
    try:
        values = foreign_json(token)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    data = QueryDict(mutable=True)
    for name, value in values.items():
        if value:
            data[form.add_prefix(str(name))] = str(value)
    return FormData(data, form)


class Comparison:
    """One form of a page as it was sent, as it would be now, and as it was opened (None where nothing tells). `version`
    is what it carries now; it is stale where it was sent with another one."""

    def __init__(self, mine: FormData, theirs: FormData, base: FormData | None, version: str) -> None:
        self.mine, self.theirs, self.base, self.version = mine, theirs, base, version

    @property
    def opened(self) -> str:
        """The name of the hidden field that carries the version."""
        return self.mine.html_name("opened")

    @property
    def stale(self) -> bool:
        return self.mine.data.get(self.opened, "") != self.version

    @property
    def asks(self) -> bool:
        """Whether an editor must see both sides: not where this form alone was left as it was opened."""
        return self.stale and (self.base is None or any(each.chosen != THEIRS for each in self.conflicts))

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """None for a form that is up to date: what it says otherwise is what its editor changed."""
        found: list[Conflict] = []
        for name in self.mine.names if self.stale else ():
            mine, theirs = self.mine.compared(name), self.theirs.compared(name)
            if not self.mine.is_sent(name) or mine == theirs:
                continue
            texts = self.mine.label(name), self.mine.text(name), self.theirs.text(name)
            found.append(Conflict(self.mine.html_name(name), *texts, self.side_that_changed(name)))
        return found

    def side_that_changed(self, name: str) -> str:
        if self.base is None:
            return ""
        opened = self.base.compared(name)
        if self.mine.compared(name) == opened:
            return THEIRS
        return MINE if self.theirs.compared(name) == opened else ""

    def settle(self, data: QueryDict) -> None:
        """Give each field of `data` the side that the editor chose, or that alone changed it; theirs where nothing was
        sent."""
        alone = {each.name: each.chosen for each in self.conflicts}
        for name in self.mine.names:
            html_name = self.mine.html_name(name)
            side = self.mine.data.get(CHOICE + html_name) or alone.get(html_name, MINE)
            (self.mine if side == MINE and self.mine.is_sent(name) else self.theirs).put(name, data)
        data[self.opened] = self.version


class StruckHere(Comparison):
    """A row that the editor strikes out; stale where a colleague changed it since."""

    @cached_property
    def conflicts(self) -> list[Conflict]:
        name = self.mine.html_name(DELETE)
        return [Conflict(name, "要删除的一行", "（删除）", self.theirs.texts(), "")] if self.stale else []

    def settle(self, data: QueryDict) -> None:
        if self.mine.data.get(CHOICE + self.mine.html_name(DELETE)) == THEIRS:
            for name in (*self.mine.names, DELETE):
                self.theirs.put(name, data)
        data[self.opened] = self.version


class StruckThere(Comparison):
    """A row that a colleague deleted since: taken from the form it becomes a new one."""

    @property
    def name(self) -> str:
        return str(self.mine.form.prefix)

    @property
    def stale(self) -> bool:
        return CHOICE + self.name not in self.mine.data

    @cached_property
    def conflicts(self) -> list[Conflict]:
        mine = self.mine.texts()
        untouched = self.base is not None and mine == self.base.texts()
        gone = untouched or self.mine.html_name(DELETE) in self.mine.data
        return [Conflict(self.name, "被别人删除的一行", mine, "（已删除）", THEIRS if gone else "")]

    def settle(self, data: QueryDict) -> None:
        """A new row without a key, or none at all; `in_order` sees to the numbers."""
        if self.mine.data.get(CHOICE + self.name) == MINE:
            data[self.mine.html_name("id")] = ""
            return
        for name in [name for name in data if name.startswith(f"{self.name}-")]:
            del data[name]


def settled_data(comparisons: Sequence[Comparison], sent: QueryDict, prefixes: Iterable[str]) -> QueryDict:
    """What was sent, each field from the side that was chosen; `prefixes` are those of the page's lists of rows."""
    data = sent.copy()
    for comparison in comparisons:
        comparison.settle(data)
    for prefix in prefixes:
        in_order(data, prefix)
    return data


def in_order(data: QueryDict, prefix: str) -> None:
    """Number the rows of a list anew as Django expects them: those of the database first, new ones after them."""
    rows: dict[int, dict[str, str]] = {n: {} for n in range(count_of(data, prefix))}
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        number, _, field = name.removeprefix(f"{prefix}-").partition("-")
        if number.isdecimal() and int(number) in rows:
            rows[int(number)][field] = str(data[name])
    put_rows(data, prefix, sorted(filter(None, rows.values()), key=lambda row: not row.get("id")))


def count_of(data: QueryDict, prefix: str) -> int:
    """How many rows of a list were sent; no more than a form may send."""
    said = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return min(int(said), 1000) if said.isascii() and said.isdecimal() and len(said) < 9 else 0


def put_rows(data: QueryDict, prefix: str, rows: Sequence[dict[str, str]]) -> None:
    """Make `rows` all that a list of rows sends; those with an `id` are rows of the database and come first."""
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    held = sum(1 for row in rows if row.get("id"))
    counts = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": held, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    for name, count in counts.items():
        data[f"{prefix}-{name}"] = str(count)
    for n, row in enumerate(rows):
        for name, value in row.items():
            data[f"{prefix}-{n}-{name}"] = value
