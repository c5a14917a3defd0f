"""Names put in order, as authority files are: spellings of one name merged, namesakes told apart, a name changed. Each
is one act on record that can be taken back (archive.services.bulk_acts.undo_act)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db.models import Count, QuerySet
from django.utils.text import slugify

from archive.language.names import person_name
from archive.loader.changes import Change
from archive.loader.content import Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import Article, BulkAct, Column, Contributor, Revision, Status
from archive.models.newspaper import unused_slug
from archive.services.acts import NotPossible, bulk_act, changed_by, reason_given
from archive.services.articles import SHOWS, rows_of, shown_by
from archive.services.authority_rows import AUTHORITIES, SPLIT_OFF, Authority, RowsOfAct, name_state
from archive.services.row_changes import FieldChange, note_change


def plain_name(model: type[Authority], text: str) -> str:
    """A name as rows of this kind keep it: a person's without the blanks of justified lines."""
    return person_name(text) if model is Contributor else " ".join(text.split())


def namesakes(row: Authority) -> QuerySet[Any]:
    """All rows among which the name and the address of `row` are its own: of a column, those of its newspaper."""
    return type(row)._default_manager.filter(**of_same_paper(row))


def of_same_paper(row: Authority) -> dict[str, Any]:
    """The newspaper of a column, as a query or a new row takes it; of a contributor nothing."""
    return {"newspaper": row.newspaper} if isinstance(row, Column) else {}


def articles_of_names(rows: Collection[Authority]) -> QuerySet[Article]:
    """The articles that show one of these rows (all of one kind)."""
    kind = type(next(iter(rows)))
    return Article.objects.filter(pk__in=Article.objects.filter(**{f"{SHOWS[kind]}__in": rows}).values("pk"))


def counted_by_status(articles: QuerySet[Article]) -> list[tuple[str, int]]:
    """(状态, 篇数) of some articles, in the order in which an article goes through them; those that there are."""
    counts = dict(articles.order_by().values_list("status").annotate(count=Count("pk", distinct=True)))
    return [(status.label, counts[status]) for status in Status if status in counts]


def merge_names(into: Authority, others: Sequence[Authority], by: User, reason: str) -> BulkAct:
    """File under `into` what is filed under `others`, whose names and addresses lead there from now on.

    A file that is read again, or a new one, is filed alike; so a better reading may still change the contributors of
    these articles. Raises NotPossible where a reason is missing, or the rows are not several of one kind and newspaper.
    """
    others = [row for row in others if row.pk != into.pk]
    check_merge(into, others)
    with bulk_act(f"合并{AUTHORITIES[type(into)]}", by, reason_given(reason)) as act:
        keys = list(articles_of_names(others).order_by("pk").values_list("pk", flat=True))
        references = [reference for row in others for reference in row.references.all()]
        leading = [*others, *references]
        RowsOfAct(act, by).change(leading, [name_state(row) | {"see_id": into.pk} for row in leading])
        gone = {row.pk: into.pk for row in others}
        for rows in rows_of(keys):
            pairs = [(row, refiled(content_of_rows(row), type(into), gone)) for row in rows]
            marks = {row.pk: row.edited_fields for row in rows}
            write_contents(pairs, Change(Revision.Kind.BULK, by, act.reason, act=act), marks)
        changed_by(act, keys)
    return act


def check_merge(into: Authority, others: Sequence[Authority]) -> None:
    """NotPossible where these cannot be merged, with what to do instead."""
    if not others:
        raise NotPossible("请选两个或更多的名称来合并。")
    if any(row.see_id for row in (into, *others)):
        raise NotPossible("其中有的名称刚刚已经合并过了，请回到列表重新选。")
    if isinstance(into, Column) and any(getattr(row, "newspaper_id", None) != into.newspaper_id for row in others):
        raise NotPossible("不同报纸的栏目不能合并，请只选同一份报纸的。")


def refiled(content: Content, kind: type[Authority], moved: dict[int, int]) -> Content:
    """`content` under other rows of one kind, by their keys."""
    if kind is Column:
        column = content.columns["column_id"]
        return replace(content, columns=content.columns | {"column_id": moved.get(column, column)})
    people = dict.fromkeys((moved.get(key, key), role) for key, role in content.contributors)
    return replace(content, contributors=[list(person) for person in people])


def rename_authority(row: Authority, name: str, by: User, reason: str) -> BulkAct:
    """Give a row another name, and an address after it; the old ones lead to the new ones from now on.

    Raises NotPossible where a reason is missing, the name is no other one, or it is somebody else's.
    """
    with bulk_act(f"{AUTHORITIES[type(row)]}改名", by, reason_given(reason)) as act:
        rename_row(RowsOfAct(act, by), row, name)
        changed_by(act, shown_by(row))
    return act


def rename_row(rows: RowsOfAct, row: Authority, name: str) -> None:
    """As rename_authority, within an act."""
    name, kind = plain_name(type(row), name), type(row)
    held, old = holder_of(row, name), name_state(row)
    if held is not None and held.pk == row.pk:
        raise NotPossible("新的名称与现在的相同，没有要改的。")
    if held is not None and held.see_id is None:
        what = AUTHORITIES[kind]
        raise NotPossible(f"已有名为“{name}”的{what}。如果是同一个，请到列表勾选两者，用“合并所选”。")
    if held is not None:  # a name that it had before: the two change places
        new = {"name": held.name, "slug": held.slug, "see_id": None}
        rows.change([row, held], [new, old | {"see_id": row.pk}])
        return
    same = slugify(name, allow_unicode=True) == row.slug
    slugs = (row.slug, "") if same else (unused_slug(kind, name, **of_same_paper(row)), row.slug)
    rows.change([row], [{"name": name, "slug": slugs[0], "see_id": None}])
    rows.make(kind(**of_same_paper(row), name=old["name"], slug=slugs[1], see_id=row.pk))


def exchange_names(rows: RowsOfAct, ring: Sequence[Authority]) -> None:
    """Each row of a ring (all of one kind and newspaper) gets name and address of the one after it, the last those of
    the first. All at once, as no two may have one name at any moment; former names keep leading to their row."""
    states = [name_state(row) for row in ring]
    rows.change(ring, [*states[1:], states[0]])


def rings_of(takes: Mapping[int, int]) -> dict[int, list[int]]:
    """By whose name each row takes: each row of a closed ring -> that ring, each before the one whose name it gets."""
    found: dict[int, list[int]] = {}
    seen: set[int] = set()
    for key in takes:
        way: list[int] = []
        while key in takes and key not in seen:
            seen.add(key)
            way.append(key)
            key = takes[key]
        ring = way[way.index(key) :] if key in way else []
        found |= dict.fromkeys(ring, ring)
    return found


def holder_of(row: Authority, name: str) -> Any:
    """The row among the namesakes of `row` that has this name, a reference to `row` too; None where none has.
    Raises NotPossible where the name is empty, or a reference to another row."""
    field = type(row)._meta.get_field("name")
    if not name or len(name) > (field.max_length or 0):
        raise NotPossible(f"请写名称，不超过 {field.max_length} 字。")
    held = namesakes(row).filter(name=name).select_related("see").first()
    if held is not None and held.see_id not in (None, row.pk):
        raise NotPossible(f"“{name}”是“{held.see}”的原名称，现在通到那里，请另取一个名称。")
    return held


def split_name(
    row: Authority, name: str, articles: Iterable[int], by: User, reason: str, slug: str = ""
) -> tuple[Authority, BulkAct]:
    """File these of the articles that show `row` under another row: that of this name, or a new one with this address
    (`slug`; after the name where it is empty). A better reading of their sources leaves that alone.

    Raises NotPossible where a reason is missing, none of the articles shows `row`, or name or address are another's.
    """
    name = plain_name(type(row), name)
    with bulk_act(f"拆分{AUTHORITIES[type(row)]}", by, reason_given(reason)) as act:
        keys = list(articles_of_names([row]).filter(pk__in=articles).order_by("pk").values_list("pk", flat=True))
        if not keys:
            raise NotPossible("请至少勾选一篇文章。")
        other = row_for_split(RowsOfAct(act, by), row, name, slug.strip())
        note_change(row, by, [FieldChange(SPLIT_OFF, "", f"{len(keys)} 篇归 {other.name}")])
        for rows in rows_of(keys):
            pairs = [(each, refiled(content_of_rows(each), type(row), {row.pk: other.pk})) for each in rows]
            write_contents(pairs, Change(Revision.Kind.BULK, by, act.reason, act=act))
        changed_by(act, keys)
    return other, act


def row_for_split(rows: RowsOfAct, row: Authority, name: str, slug: str) -> Authority:
    """The row that articles of `row` go to: of this name already, a reference to `row` that stands again, or new."""
    held = holder_of(row, name)
    if held is not None and held.pk == row.pk:
        what = AUTHORITIES[type(row)]
        raise NotPossible(f"这就是现在的名称。两个同名的{what}要用名称区别，例如“{name}（摄影）”。")
    if held is not None:
        found: Authority = held
        if held.see_id:
            rows.change([found], [name_state(found) | {"see_id": None}])
        return found
    if slug:
        check_slug(row, slug)
    return rows.make(
        type(row)(**of_same_paper(row), name=name, slug=slug or unused_slug(type(row), name, **of_same_paper(row)))
    )


def check_slug(row: Authority, slug: str) -> None:
    try:
        validate_unicode_slug(slug)
    except ValidationError:
        raise NotPossible("地址名只能用汉字、字母、数字、横线和下划线。") from None
    if len(slug) > 100 or namesakes(row).filter(slug=slug).exists():
        raise NotPossible(f"地址名“{slug}”已经有了或太长（最多 100 字），请另取一个，或留空。")
