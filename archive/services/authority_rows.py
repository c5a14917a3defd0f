"""The rows of names as a bulk act keeps them: how they were, how it left them, and the way back."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import ProtectedError

from archive.models import BulkAct, Column, Contributor, RowChange
from archive.services.acts import BuiltOn, NotPossible
from archive.services.articles import shown_by
from archive.services.row_changes import FieldChange, note_change

Authority = Column | Contributor
# What of a row is kept, by the names of its attributes.
FIELDS = ("name", "slug", "see_id")
AUTHORITIES: dict[type[Authority], str] = {Column: "栏目", Contributor: "作者"}
# What editors read in the history of a row.
MERGED_INTO, SPLIT_OFF, ADDRESS = "归入", "拆出", "地址名"


def name_state(row: Authority) -> dict[str, Any]:
    """A row as an act keeps it."""
    return {name: getattr(row, name) for name in FIELDS}


class RowsOfAct:
    """Changes rows of names for an act, and keeps in `act.names` how they were and how they are. Only inside the
    transaction of the act, which saves it."""

    def __init__(self, act: BulkAct, by: User) -> None:
        self.act, self.by = act, by

    def make(self, row: Authority) -> Authority:
        """Save a row that was not there."""
        row.save(force_insert=True)
        self.act.names.append([row._meta.label_lower, row.pk, None, name_state(row)])
        note_change(row, self.by, (), RowChange.How.ADDED)
        return row

    def change(self, rows: Sequence[Authority], states: Sequence[dict[str, Any]]) -> None:
        """Give rows of one kind other names, addresses or references; names may change places."""
        for row, before in zip(rows, write_states(rows, states), strict=True):
            self.act.names.append([row._meta.label_lower, row.pk, before, name_state(row)])
            note_change(row, self.by, state_changes(before, name_state(row), type(row)))


def write_states(rows: Sequence[Authority], states: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make rows of one kind what `states` say; returns what they were. No two rows have one name at any moment."""
    before = [name_state(row) for row in rows]
    for row in rows:
        type(row)._default_manager.filter(pk=row.pk).update(name=f"\t{row.pk}", slug=f"-{row.pk}-")
    for row, state in zip(rows, states, strict=True):
        for name, value in state.items():
            setattr(row, name, value)
        row.save(update_fields=FIELDS)
    return before


def state_changes(before: dict[str, Any], after: dict[str, Any], model: type[Authority]) -> list[FieldChange]:
    """What the history of a row says of a change of its state."""
    labels = {"name": str(model._meta.get_field("name").verbose_name), "slug": ADDRESS}
    found = [FieldChange(labels[name], before[name], after[name]) for name in labels if before[name] != after[name]]
    if before["see_id"] != after["see_id"]:
        keys = [state["see_id"] for state in (before, after)]
        names = {row.pk: str(row) for row in model._default_manager.filter(pk__in=[key for key in keys if key])}
        found.append(FieldChange(MERGED_INTO, *(names.get(key, "") for key in keys)))
    return found


def names_told(act: BulkAct) -> list[str]:
    """What an act did to each name, in words: 周和 归入 周禾, 周和 改为 周荷, 新增 田小禾."""
    keys = {after["see_id"] for _, _, _, after in act.names} - {None}
    names = {(kind, key): after["name"] for kind, key, _, after in act.names}
    for model in AUTHORITIES:
        label = model._meta.label_lower
        names |= {
            (label, pk): name for pk, name in model._default_manager.filter(pk__in=keys).values_list("pk", "name")
        }
    told = []
    for kind, _, before, after in act.names:
        if before and before["name"] != after["name"]:
            told.append(f"{before['name']} 改为 {after['name']}")
        elif after["see_id"] and before:
            told.append(f"{after['name']} {MERGED_INTO} {names.get((kind, after['see_id']), '（已删除）')}")
        elif not after["see_id"]:
            told.append(f"{after['name']} 另立" if before else f"新增 {after['name']}")
    return told


def names_changed(act: BulkAct) -> int:
    """How many names an act changed, without those that lead to others before and after."""
    return sum(after["see_id"] is None or bool(before and before["see_id"] is None) for *_, before, after in act.names)


def later_act_on(act: BulkAct, kind: str, key: int) -> BulkAct | None:
    """The last act after this one that stands and changed a row of names, or had another lead to it."""
    for later in BulkAct.objects.filter(pk__gt=act.pk, undone_at=None).exclude(names=[]).order_by("-pk"):
        if any(what == kind and key in (pk, after["see_id"]) for what, pk, _, after in later.names):
            return later
    return None


class NamesBefore:
    """The rows of names that an act changed, on the way back to how they were."""

    def __init__(self, act: BulkAct, by: User) -> None:
        """Where a row is no longer as the act left it, raises BuiltOn, or NotPossible where no act changed it since."""
        self.act, self.by, self.why = act, by, f"取消：{act}"
        self._made: list[Authority] = []
        self._changed: list[tuple[Authority, dict[str, Any]]] = []
        self.shown: list[int] = []  # keys of the articles that show a row under another name once it is put back
        for kind, key, before, after in act.names:
            row: Any = apps.get_model(kind)._default_manager.filter(pk=key).first()
            if row is None or name_state(row) != after:
                if later := later_act_on(act, kind, key):
                    raise BuiltOn(later)
                raise NotPossible(f"“{after['name']}”之后又改过名称、地址或已删除，不能整体取消：请到它的页面改回。")
            if before is None:
                self._made.append(row)
            else:
                self._changed.append((row, before))

    def put_back(self) -> None:
        """Before the articles are put back, which then point at these rows."""
        for row in [row for row in self._made if row.see_id]:
            self._delete(row)
        renamed = [row for row, before in self._changed if before["see_id"] is None and before["name"] != row.name]
        self.shown = [key for row in renamed for key in shown_by(row)]
        for model in AUTHORITIES:
            pairs = [(row, before) for row, before in self._changed if isinstance(row, model)]
            afters = write_states([row for row, _ in pairs], [before for _, before in pairs])
            for (row, before), after in zip(pairs, afters, strict=True):
                note_change(row, self.by, state_changes(after, before, model))

    def drop_made(self) -> list[str]:
        """After the articles were put back: what the act made goes, save what an article shows all the same. Returns
        the names of the latter."""
        standing = [row for row in self._made if not row.see_id]
        kept = [row for row in standing if row.articles.exists()]
        for row in standing:
            if row not in kept:
                self._delete(row)
        return [row.name for row in kept]

    def _delete(self, row: Authority) -> None:
        note_change(row, self.by, [FieldChange(self.why, row.name, "")], RowChange.How.DELETED)
        try:
            row.delete()
        except ProtectedError:
            if later := later_act_on(self.act, row._meta.label_lower, row.pk):
                raise BuiltOn(later) from None
            raise NotPossible(f"“{row.name}”之后有别的名称归入，要先把它们分开。") from None


def addresses_of_names(rows: Iterable[Authority]) -> list[str]:
    """The addresses that lead to these rows, those of references to them too, as people read them."""
    return [unquote(each.get_absolute_url()) for row in rows for each in (row, *row.references.all())]
