"""What was done to many articles at once: on record, and to be taken back as a whole."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from archive.admin.base import ReadOnly, signed_in
from archive.admin.filters import address_back
from archive.admin.undoing_told import told_of
from archive.models import Article, BulkAct
from archive.models.article import DIVIDING_VERBS
from archive.services import statuses
from archive.services.act_titles import titles_of
from archive.services.acts import BuiltOn, ChangedSince, NotPossible
from archive.services.authority_rows import names_told
from archive.services.bulk_acts import changed_since, foreseen, undo_act
from archive.services.moving import MOVE
from archive.services.statuses import BETWEEN_LABELS, changed_statuses, published_by

# Acts after which articles are other articles, or elsewhere.
REARRANGING = (*DIVIDING_VERBS, MOVE)

# Of acts on more articles than these it is tried only when asked for what taking them back does: a trial takes as long
# as the deed, a thousand articles a second, in which nobody else can save.
TRIED_AT_ONCE = 500
TRIAL = "trial"

UNDOES = '做错了可以<a href="{}">撤销</a>。'
CHIEF_UNDOES = '要取消，请主编在<a href="{}">批量操作</a>里做。'


FACTS_OF_ACT = (
    "verb",
    "reason",
    "articles",
    "settled",
    "decided",
    "named",
    "by_name",
    "at",
    "undone_at",
    "undone_by_name",
)


@admin.register(BulkAct)
class BulkActAdmin(ReadOnly):
    list_display = ["__str__", "concerned", "reason", "by_name", "at", "undone_at", "undone_by_name"]
    readonly_fields = ["settled", "decided", "named"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What there is something to say of."""
        empty = {
            "settled": not obj.problems,
            "decided": not obj.items,
            "named": not obj.names,
            "reason": not obj.reason,
        }
        empty |= dict.fromkeys(("undone_at", "undone_by_name"), obj.undone_at is None)
        return [name for name in FACTS_OF_ACT if not empty.get(name)]

    @admin.display(description="存疑")
    def settled(self, act: BulkAct) -> str:
        """How many doubts the act settled."""
        return f"{act.problems} 条"

    @admin.display(description="纠错和文件")
    def decided(self, act: BulkAct) -> str:
        """How many corrections and files it decided on."""
        return f"{act.items} 件"

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """With the titles of all acts of the page, in a fixed number of queries."""
        changes = super().get_changelist_instance(request)
        titles = titles_of(changes.result_list)
        for act in changes.result_list:
            act.titles = titles.get(act.pk, "")
        return changes

    @admin.display(description="文章")
    def concerned(self, act: BulkAct) -> str:
        """Which articles the act was done to."""
        titles: str | None = getattr(act, "titles", None)
        return titles if titles is not None else titles_of([act]).get(act.pk, "")

    @admin.display(description="名称")
    def named(self, act: BulkAct) -> SafeString | str:
        """The names that the act changed, a line each: 周和 → 归入 周禾."""
        lines = [(said,) for said in names_told(act)]
        return format_html_join(mark_safe("<br>"), "{}", lines) or "没有改名称"

    def get_urls(self) -> list[URLPattern]:
        undo = require_POST(self.admin_site.admin_view(self.undo_view))
        return [path("<int:pk>/undo/", undo, name="archive_bulkact_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, act = signed_in(request), BulkAct.objects.filter(pk=pk).first()
        if not may_undo(user, act):
            raise PermissionDenied
        if act is None:
            raise Http404("没有这次批量操作。")
        try:
            done = undo_act(act, user, request.POST.get("reason", "")[:500])
        except NotPossible as error:
            self.message_user(request, told_refusal(error), messages.ERROR)
        else:
            told = format_html_join("", "{}", ((said,) for said in told_of(act, done)))
            self.message_user(request, format_html("已取消：{}", told))
            for article, other in done.twice:
                self.message_user(request, told_twice(article, other), messages.WARNING)
        return HttpResponseRedirect(address_back(request.POST) or reverse("admin:archive_bulkact_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        act = kwargs["obj"]
        if titles := self.concerned(act):
            context["subtitle"] = f"{act}：{titles}"
        context["published"] = published_by(act)
        context["rearranged"] = act.verb in REARRANGING
        context["may_undo"] = act.undone_at is None and may_undo(signed_in(request), act)
        context["edited_since"] = changed_since(act).count()
        if context["may_undo"] and (act.articles <= TRIED_AT_ONCE or TRIAL in request.GET):
            context |= tried(act, signed_in(request))
        context["is_own"] = act.by_id == signed_in(request).pk and request.user.has_perms(leave_to_do(act))
        return super().render_change_form(request, context, *args, **kwargs)


def tried(act: BulkAct, by: User) -> dict[str, Any]:
    """What the page of an act tells of taking it back, by trial: what that does, or why it cannot be."""
    try:
        will = foreseen(act, by)
    except NotPossible as error:
        return {"refused": told_refusal(error)}
    return {"undoing": told_of(act, will), "twice": [told_twice(*pair) for pair in will.twice]}


def told_refusal(error: NotPossible) -> SafeString | str:
    """Why an act cannot be taken back, with a link to the one that is to be taken back before, or to the history of the
    article that stands in the way."""
    if isinstance(error, ChangedSince):
        there = reverse("admin:archive_article_history", args=[error.change.article_id])
        return format_html('{}<a href="{}">看它的历史</a>', error, there)
    if not isinstance(error, BuiltOn):
        return str(error)
    there = reverse("admin:archive_bulkact_change", args=[error.act.pk])
    return format_html('{}<a href="{}">去取消那一次</a>', error, there)


def told_twice(article: Article, other: Article) -> SafeString:
    """That two articles have the same text, with a link to either."""
    told = (
        '<a href="{}">《{}》</a>与<a href="{}">《{}》</a>（{}，{}）有相同的文字，两篇都给读者看就有两遍：'
        "请撤回其中一篇，或删去重复的段落。"
    )
    pages = [reverse("admin:archive_article_change", args=[each.pk]) for each in (article, other)]
    return format_html(told, pages[0], article, pages[1], other, other.permanent_id, other.get_status_display())


def how_to_undo(user: User, act: BulkAct) -> SafeString:
    """Where an act is taken back, and by whom, for whoever has just done it."""
    return format_html(
        UNDOES if may_undo(user, act) else CHIEF_UNDOES, reverse("admin:archive_bulkact_change", args=[act.pk])
    )


def may_undo(user: User, act: BulkAct | None) -> bool:
    """Whether `user` may take that back: by his leave, or because he did it himself, may do so still, and nobody
    changed its articles since."""
    if user.has_perms(leave_to_undo(act)):
        return True
    return (
        act is not None
        and act.by_id == user.pk
        and user.has_perms(leave_to_do(act))
        and not changed_since(act).exists()
    )


def leave_to_do(act: BulkAct) -> list[str]:
    """What it takes to do that once more: the leave of each verb of status, to change articles for anything else."""
    verbs = {verb.label: f"archive.{verb.permission}" for verb in statuses.VERBS.values()}
    return [verbs.get(label, "archive.change_article") for label in act.verb.split(BETWEEN_LABELS)]


def leave_to_undo(act: BulkAct | None) -> list[str]:
    """Whoever may settle doubts, or change articles and names, may take that back, and whoever writes drafts what was
    split or joined where readers were shown nothing of it; what readers can reach is a chief's."""
    if act is None or changed_statuses(act):
        return ["archive.withdraw_article"]
    if act.problems:
        return ["archive.settle_problem"]
    if act.items:
        return ["archive.change_correction" if act.decided.exists() else "archive.add_article"]
    if act.verb in DIVIDING_VERBS:
        seen = Article.objects.given_out().filter(revisions__act=act).exists()
        return ["archive.withdraw_article" if seen else "archive.add_article"]
    kinds = {kind.removeprefix("archive.") for kind, *_ in act.names}
    return ["archive.change_article", *(f"archive.change_{kind}" for kind in sorted(kinds))]
