"""The changes of a row that articles show, in words that an editor reads."""

import datetime
from dataclasses import dataclass

from django.db import models

from archive.layout.differences import TextPiece, character_difference
from archive.models import Problem, RowChange


@dataclass(frozen=True)
class ShownChange:
    """One change: by whom, when, and (label, pieces of the difference) of each field."""

    by_name: str
    at: datetime.datetime
    how: str
    fields: list[tuple[str, list[TextPiece]]]


def settlements_of(problem: Problem) -> list[ShownChange]:
    """Each settlement of a doubt, the newest first."""
    shown, before = [], Problem.State.OPEN
    for state, by_name, at, how, *_ in problem.settlements:
        said = [("状态", character_difference(before.label, Problem.State(state).label))]
        shown.append(ShownChange(by_name, datetime.datetime.fromisoformat(at), how, said))
        before = Problem.State(state)
    return shown[::-1]


def changes_of(row: models.Model) -> list[ShownChange]:
    """What editors changed in a row, the newest first."""
    kept = RowChange.objects.filter(kind=row._meta.label_lower, row_id=row.pk)
    return [
        ShownChange(
            change.by_name,
            change.at,
            change.get_how_display(),
            [(label, character_difference(before, after)) for label, before, after in change.fields],
        )
        for change in kept
    ]
