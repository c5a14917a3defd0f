"""Names that an archive files things under: one stands for each person or rubric, and others refer to it (见)."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from archive.models.status import ShownQuerySet

Row = TypeVar("Row", bound=models.Model)


class AuthorityQuerySet(ShownQuerySet[Any]):
    """Standing names, and what any name or address leads to."""

    def for_readers(self) -> Self:
        """Those of which readers were ever given an article, and the references to such a one."""
        shown = self.model._default_manager.filter(self.seen_by_readers())
        return self.filter(Q(self.seen_by_readers()) | Q(see__in=shown))

    def standing(self) -> Self:
        """Those that articles show: no references."""
        return self.filter(see=None)

    def reached_by(self, **by: object) -> Self:
        """Those that match `by` themselves, or that a reference leads to that does."""
        by_reference = {f"references__{name}": value for name, value in by.items()}
        return self.filter(Q(**by) | Q(**by_reference)).distinct()


class AuthorityName(models.Model):
    """A name under which articles are filed (an authority record, as libraries call it), or a reference to one: a
    spelling or an address that was merged or given up. A reference keeps its name and address, so that both lead on;
    no article shows it, and none leads to another reference."""

    see = models.ForeignKey(
        "self", models.PROTECT, verbose_name="见", null=True, blank=True, editable=False, related_name="references"
    )

    class Meta:
        abstract = True


def led_to(row: Row) -> Row:
    """What a reference leads to; any other row itself."""
    leads_to: Row | None = row.see if isinstance(row, AuthorityName) else None  # type: ignore[assignment]
    return leads_to or row


def with_references(rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """`rows` with what the references among them lead to, in the same query."""
    return rows.select_related("see") if issubclass(rows.model, AuthorityName) else rows
