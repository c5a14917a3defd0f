"""Who changes articles, how and why: what their history says of each change."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from archive.models import BulkAct, ImportBatch, Revision

BY_EDITORS = {
    Revision.Kind.EDIT,
    Revision.Kind.STATUS,
    Revision.Kind.CORRECTION,
    Revision.Kind.MERGE,
    Revision.Kind.BULK,
    Revision.Kind.ISSUE,
}


def name_of(user: User | None) -> str:
    """What history calls an account, also once it is deleted; empty for none."""
    return (user.get_full_name() or user.get_username()) if user else ""


@dataclass(frozen=True)
class Change:
    """`by` is None where a program does it."""

    kind: Revision.Kind
    by: User | None = None
    reason: str = ""
    batch: ImportBatch | None = None
    act: BulkAct | None = None

    @property
    def marks(self) -> bool:
        """Whether what differs counts as changed by an editor: a better parser leaves it alone from now on."""
        return self.kind in BY_EDITORS

    def columns(self) -> dict[str, Any]:
        """The columns of Revision."""
        return {
            "kind": self.kind,
            "by": self.by,
            "by_name": name_of(self.by),
            "reason": self.reason,
            "batch": self.batch,
            "act": self.act,
        }
