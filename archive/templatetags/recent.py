"""{% recent_of user as done %}: what somebody did last, single rows and whole acts alike."""

import datetime
from dataclasses import dataclass

from django import template
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from archive.models import BulkAct
from archive.services.act_titles import titles_of

register = template.Library()

SHOWN = 10
VERBS = {ADDITION: "新建", DELETION: "删除"}


@dataclass(frozen=True)
class DoneBefore:
    """Something done: by which verb, to what, of which kind, when; `address` is "" where it has no page any more."""

    verb: str
    name: str
    kind: str
    at: datetime.datetime
    address: str


@register.simple_tag
def recent_of(user: User) -> list[DoneBefore]:
    """The newest first. Acts that changed names are in the desk's log, by the name."""
    log = LogEntry.objects.filter(user=user).select_related("content_type").order_by("-action_time")[:SHOWN]
    acts = list(BulkAct.objects.filter(by=user, names=[]).order_by("-at", "-pk")[:SHOWN])
    titles = titles_of(acts)
    done = [
        *(DoneBefore(str(act), titles.get(act.pk, ""), "批量操作", act.at, _page_of(act)) for act in acts),
        *(_logged(entry) for entry in log),
    ]
    return sorted(done, key=lambda each: each.at, reverse=True)[:SHOWN]


def _page_of(act: BulkAct) -> str:
    return reverse("admin:archive_bulkact_change", args=[act.pk])


def _logged(entry: LogEntry) -> DoneBefore:
    address = "" if entry.is_deletion() else entry.get_admin_url() or ""
    kind = entry.content_type.name if entry.content_type else ""
    return DoneBefore(VERBS.get(entry.action_flag, "改"), entry.object_repr, kind, entry.action_time, address)
