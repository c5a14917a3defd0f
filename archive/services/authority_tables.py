"""Tables of columns and contributors: out as CSV and XLSX, and in again, where a changed name renames and a row without
a number is a new one. What a table does not name stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import tablib
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import CharWidget

from archive.ingest.types import UnreadableSource
from archive.models import BulkAct, Column, Contributor, Newspaper
from archive.services.acts import NotPossible, bulk_act, changed_by
from archive.services.articles import shown_by
from archive.services.authorities import exchange_names, holder_of, of_same_paper, plain_name, rename_row, rings_of
from archive.services.authority_rows import AUTHORITIES, Authority, RowsOfAct
from archive.services.spreadsheets import guarded, table_lines, unguarded

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NUMBER, PAPER = "编号", "报纸"
# Columns that we add: of the line in the file, what stands there for a number, the name seen in
# a preview.
LINE, WRITTEN, SEEN = "line", "written", "seen"


class CellWidget(CharWidget):
    """A text in a cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return unguarded("" if value is None else str(value)).strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return guarded("" if value is None else str(value))


class FormerNames(CellWidget):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render("、".join(row.name for row in value.all()))


def out_only(attribute: str, label: str, widget: CharWidget) -> Field:
    return Field(attribute=attribute, column_name=label, readonly=True, widget=widget)


class AuthorityResource(ModelResource):
    """The rows of a table. Names are changed by the same services as on the desk's pages, in one act."""

    number = Field(attribute="pk", column_name=NUMBER)
    slug = out_only("slug", "地址名", CellWidget())
    count = out_only("count", "文章", CharWidget())
    former = out_only("references", "原名称", FormerNames())

    class Meta:
        import_id_fields = ("number",)
        instance_loader_class = CachedInstanceLoader
        skip_diff = True

    def __init__(self, rows: RowsOfAct | None = None) -> None:
        super().__init__()
        self.rows, self._numbers = rows, set[str]()
        self._rings: dict[int, list[int]] = {}  # of rows that exchange their names, by their keys

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Find the rows of which each gets the name of another, which no order of renaming would give them."""
        model, name = self._meta.model, self.fields["name"]
        wanted = {row[NUMBER]: plain_name(model, name.clean(row)) for row in dataset.dict if row[NUMBER]}
        rows = [row for row in model._default_manager.filter(pk__in=wanted, see=None) if row.name != wanted[row.pk]]
        holders = {(*of_same_paper(row).values(), row.name): row.pk for row in rows}
        names = {row.pk: (*of_same_paper(row).values(), wanted[row.pk]) for row in rows}
        self._rings = rings_of({key: holders[name] for key, name in names.items() if name in holders})

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Refuse what names no row that there is, or one that was named before."""
        number = row[WRITTEN]
        if number and row[NUMBER] is None:
            raise ValidationError(f"编号“{number}”不是数字。新的一行请把编号空着。")
        if number in self._numbers:
            raise ValidationError(f"编号 {number} 在表里不止一行，请只留一行。")
        self._numbers.update([number] if number else [])

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        what, instance.name_before = AUTHORITIES[self._meta.model], instance.name
        if row[NUMBER] and (new or instance.see_id):
            raise ValidationError(f"没有编号为 {row[NUMBER]} 的{what}，也许已经合并了。新的一行请把编号空着。")
        if not new and row.get(SEEN) not in (None, instance.name):
            raise ValidationError(f"看过预览之后，“{row[SEEN]}”又改成了“{instance.name}”，请重新导入。")

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        instance.name = plain_name(self._meta.model, instance.name)
        return bool(instance.pk and instance.name == instance.name_before and not import_validation_errors)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        """What the services refuse, they say themselves."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        if self.rows is None:
            raise TypeError("a resource that brings in needs an act")
        try:
            if not is_create:
                held = self._meta.model._default_manager.get(pk=instance.pk)
                self._rename(self.rows, held, instance.name)
                return
            held = holder_of(instance, instance.name)
        except NotPossible as error:
            raise ValidationError(str(error)) from None
        if held:
            raise ValidationError(f"已有名为“{held}”的{AUTHORITIES[self._meta.model]}，编号是 {held.pk}。")
        self.rows.make(instance)

    def _rename(self, rows: RowsOfAct, held: Authority, name: str) -> None:
        """The first row of a ring has all of it exchange their names; those after it have theirs then."""
        if held.name == name:
            return
        if ring := self._rings.get(held.pk):
            found = self._meta.model._default_manager.in_bulk(ring)
            exchange_names(rows, [found[key] for key in ring])
        else:
            rename_row(rows, held, name)


class ContributorResource(AuthorityResource):
    name = Field(attribute="name", column_name="姓名", widget=CellWidget())

    class Meta(AuthorityResource.Meta):
        model = Contributor
        fields = export_order = ("number", "name", "slug", "count", "former")


class PaperWidget(CellWidget):
    """A newspaper by its name."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        name = super().clean(value)
        found = Newspaper.objects.filter(name=name).first()
        if found is None:
            raise ValueError(f"没有名为“{name}”的报纸。")
        return found


class ColumnResource(AuthorityResource):
    newspaper = Field(attribute="newspaper", column_name=PAPER, widget=PaperWidget())
    name = Field(attribute="name", column_name="名称", widget=CellWidget())

    class Meta(AuthorityResource.Meta):
        model = Column
        fields = export_order = ("number", "newspaper", "name", "slug", "count", "former")

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        before = instance.newspaper_id
        super().import_instance(instance, row, **kwargs)
        if before and instance.newspaper_id != before:
            raise ValidationError("栏目不能换到另一份报纸，请照原来的报纸写。")


RESOURCES: dict[type[Authority], type[AuthorityResource]] = {Column: ColumnResource, Contributor: ContributorResource}


def table_of(model: type[Authority], rows: QuerySet[Any], form: str) -> bytes:
    """A table of these rows as a file of the form csv (UTF-8 with a mark, as Excel wants it) or xlsx."""
    standing = rows.filter(see=None).annotate(count=Count("articles", distinct=True)).prefetch_related("references")
    found = RESOURCES[model]().export(standing.order_by("name", "pk")).export(form)
    return found if isinstance(found, bytes) else found.encode("utf-8-sig")


def read_table(name: str, data: bytes, model: type[Authority]) -> tablib.Dataset:
    """The rows of a file, as table_lines() reads it, that bring_in_table() takes. Raises UnreadableSource, with what to
    do, also where a column is missing."""
    lines = table_lines(name, data)
    heads = [unguarded(str(cell or "")).strip() for cell in lines[0]] if lines else []
    needed = heads_of(model)
    if missing := [head for head in needed if head not in heads]:
        raise UnreadableSource(f"表的第一行里没有“{'”“'.join(missing)}”。请先导出一份，照它的样子改，第一行不要动。")
    places = [heads.index(head) for head in needed]
    cells = [[line[place] if place < len(line) else "" for place in places] for line in lines[1:]]
    texts = [[str("" if cell is None else cell) for cell in line] for line in cells]
    return table_to_bring_in(
        model, [[number, *line] for number, line in enumerate(texts, 2) if any(text.strip() for text in line)]
    )


def heads_of(model: type[Authority]) -> list[str]:
    """What the columns are called that a table must have."""
    return [field.column_name for field in RESOURCES[model]().get_import_fields() if not field.readonly]


def table_to_bring_in(model: type[Authority], rows: Sequence[Sequence[Any]]) -> tablib.Dataset:
    """A table of rows of (line, 编号 as written, the other columns of heads_of(), the name seen before if any)."""
    heads = heads_of(model)
    table = tablib.Dataset(headers=[LINE, WRITTEN, *heads, SEEN])
    for line, written, *rest in rows:
        number = str(written).strip().removesuffix(".0")
        key = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None
        table.append([line, number, key, *rest, *[None] * (len(heads) - len(rest))])
    return table


@dataclass(frozen=True)
class TableLine:
    """A line of a table that changes something, or cannot: its number, the key of the row (None for a new one), its
    newspaper (of a column), its name before and after, and what is wrong with it."""

    number: int
    key: int | None
    paper: str
    before: str
    after: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRead:
    """What a table changes: `lines` in its order; the act that did it, None for a preview or where a line is wrong."""

    lines: tuple[TableLine, ...]
    unchanged: int
    act: BulkAct | None = None

    @property
    def wrong(self) -> list[TableLine]:
        return [line for line in self.lines if line.wrong]

    @property
    def added(self) -> list[TableLine]:
        return [line for line in self.lines if not line.wrong and line.key is None]

    @property
    def renamed(self) -> list[TableLine]:
        return [line for line in self.lines if not line.wrong and line.key is not None]


def bring_in_table(model: type[Authority], table: tablib.Dataset, by: User, reason: str, *, dry_run: bool) -> TableRead:
    """Rename and add what a table says, as one act that can be taken back; nothing where one of its lines is wrong, or
    on a dry run, which does all the same and takes it back at once, and tells nobody."""
    with transaction.atomic():
        with bulk_act(f"导入{AUTHORITIES[model]}表", by, reason) as act:
            read = told_by(RESOURCES[model](RowsOfAct(act, by)), table, act)
            kept = bool(read.lines) and not (dry_run or read.wrong)
            if kept:
                renamed = model._default_manager.filter(pk__in=[line.key for line in read.lines if line.key])
                changed_by(act, sorted({key for row in renamed for key in shown_by(row)}))
        transaction.set_rollback(not kept)
    return read if kept else replace(read, act=None)


def told_by(resource: AuthorityResource, table: tablib.Dataset, act: BulkAct) -> TableRead:
    """Do what a table says, and tell it line by line."""
    result = resource.import_data(table, use_transactions=False, retain_instance_in_row_result=True)
    for row in result.rows:
        for failed in row.errors:
            raise failed.error
    pairs = [(row, data) for row, data in zip(result.rows, table.dict, strict=True)]
    lines = [line_of(row, data) for row, data in pairs if row.import_type != RowResult.IMPORT_TYPE_SKIP]
    return TableRead(tuple(lines), len(pairs) - len(lines), act)


def line_of(row: RowResult, data: dict[str, Any]) -> TableLine:
    """A line as editors see it; one that is wrong with what it says."""
    paper = str(data.get(PAPER) or "")
    if row.import_type == RowResult.IMPORT_TYPE_INVALID:
        said = next(str(data[head] or "") for head in ("姓名", "名称") if head in data)
        return TableLine(data[LINE], None, paper, "", said, tuple(row.validation_error.messages))
    if row.import_type == RowResult.IMPORT_TYPE_NEW:
        return TableLine(data[LINE], None, paper, "", row.instance.name)
    return TableLine(data[LINE], row.instance.pk, paper, row.instance.name_before, row.instance.name)
