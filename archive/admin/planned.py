"""What is done to many articles is done as the plan showed it: where they are others, or of other versions, the plan is
shown anew instead, with what changed."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.http import HttpRequest

from archive.admin.plain_forms import whole_number
from archive.models import Article, Revision
from archive.services.drafts import fingerprint_of

# Articles named that were changed since the plan was made.
NAMED = 20
Fingerprint = Callable[[QuerySet[Article]], str]


def is_sure(request: HttpRequest) -> bool:
    """Whether the plan was sent back to be done."""
    return "sure" in request.POST


def is_as_seen(request: HttpRequest, chosen: QuerySet[Article], of: Fingerprint = fingerprint_of) -> bool:
    """Whether these are the articles, in the versions, that the plan which was sent back showed; within the transaction
    in which it is done."""
    return request.POST.get("seen") == of(chosen)


def planned(request: HttpRequest, chosen: QuerySet[Article], of: Fingerprint = fingerprint_of) -> dict[str, Any]:
    """What the page of a plan carries (article/_planned.html), and `since`, what is not as in the one that was sent
    back: the articles changed since, and how many were chosen then.

    Taken before the plan is made: what somebody changes while it is made may be on the page or not, and either way is
    not as the page says when it is sent back.
    """
    since = None
    if is_sure(request) and not is_as_seen(request, chosen, of):
        newest = whole_number(request.POST.get("newest", ""))
        changed = chosen.filter(Exists(Revision.objects.filter(article=OuterRef("pk"), pk__gt=newest)))
        since = {"articles": changed[:NAMED], "count": whole_number(request.POST.get("count", ""))}
    newest = Revision.objects.aggregate(newest=Max("pk"))["newest"] or 0  # first: none of those seen is later
    return {"newest": newest, "seen": of(chosen), "count": chosen.count(), "since": since}


def not_planned(chosen: QuerySet[Article]) -> dict[str, Any]:
    """The same of a page that only asks what is to be done."""
    return {"count": chosen.count(), "since": None}


def chosen_again(request: HttpRequest, action: str) -> dict[str, Any]:
    """What sends the same choice of the list to the same action once more (article/_chosen.html)."""
    return {
        "action": action,
        "selected": request.POST.getlist("_selected_action"),
        "across": request.POST.get("select_across", "0"),
        "here": request.get_full_path(),
    }
