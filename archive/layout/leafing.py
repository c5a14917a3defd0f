"""By what a newspaper can be leafed through: its days, and the lists in which it has something."""

from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Exists, QuerySet, Value, When

from archive.models import (
    Column,
    Contribution,
    Issue,
    Newspaper,
    PaperSection,
    SignedNewspaper,
    Status,
)
from archive.models.prepared import prepared

# Route and name of each list of a newspaper, in the order in which its menu has them.
LISTS = (("sections", "版块"), ("columns", "栏目"), ("contributors", "作者"))


class Leafing(NamedTuple):
    """By what readers can leaf through a newspaper: by days, if it has issues, and by those of `LISTS` in which it has
    something."""

    by_days: bool
    lists: list[tuple[str, str]]

    @property
    def ways(self) -> str:
        """日期、栏目和作者; "" where it has texts alone."""
        *names, last = [*(["日期"] if self.by_days else []), *(name for _, name in self.lists)] or [""]
        return f"{'、'.join(names)}和{last}" if names else last


def leafing_through(own: int) -> Leafing:
    """The newspaper of this key: one query."""
    ((by_days, *held),) = _has_lists(own=own)
    return Leafing(by_days, [each for each, has in zip(LISTS, held, strict=True) if has])


@prepared
def _has_lists(own: Any) -> "QuerySet[Newspaper, tuple[bool, bool, bool, bool]]":
    held = (
        Issue.objects.for_readers().filter(newspaper=own),
        PaperSection.objects.for_readers().filter(newspaper=own),
        Column.objects.for_readers().filter(newspaper=own),
    )
    signatures = Contribution.objects.filter(article__newspaper=own, article__status=Status.PUBLISHED).order_by()
    # A CASE, and no AND, of which SQLite looks at both sides.
    signed = Case(
        When(Exists(SignedNewspaper.objects.filter(pk=own)), then=Exists(signatures)),
        default=Value(False),
        output_field=BooleanField(),
    )
    lists = (Exists(rows.order_by()) for rows in held)
    return Newspaper.objects.filter(pk=own).order_by().values_list(*lists, signed)
