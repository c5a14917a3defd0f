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
from archive.models import NEVER_PUBLISHED, Article, BulkAct
from archive.models.article import DIVIDING_VERBS
from archive.services import statuses
from archive.services.act_titles import titles_of
from archive.services.acts import BuiltOn, ChangedSince, NotPossible
from archive.services.authority_rows import names_told
from archive.services.bulk_acts import TakenBack, changed_since, foreseen, undo_act
from archive.services.dividing import split_off_by
from archive.services.moving import MOVE
from archive.services.statuses import BETWEEN_LABELS, changed_statuses, published_by

# Acts after which articles are other articles, or elsewhere.
REARRANGING = (*DIVIDING_VERBS, MOVE)

# Of what is taken back as a whole, or not at all.
WHOLE = "之后又改过这些的，整次不取消，会先告诉您。"

UNDOES = '做错了可以<a href="{}">撤销</a>。'
CHIEF_UNDOES = '要取消，请主编在<a href="{}">批量操作</a>里做。'


@admin.register(BulkAct)
class BulkActAdmin(ReadOnly):
    list_display = ["__str__", "concerned", "reason", "by_name", "at", "undone_at", "undone_by_name"]
    fields = [
        "verb",
        "reason",
        "articles",
        "problems",
        "items",
        "named",
        "by_name",
        "at",
        "undone_at",
        "undone_by_name",
    ]

    readonly_fields = ["named"]

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
            back = "已撤回" if published_by(act) else "文章回到操作之前"
            said = [f"{done.articles} 篇{back}"] if done.articles else []
            said += [f"{done.names} 个名称回到操作之前"] if done.names else []
            said += [f"{done.problems} 条存疑回到操作之前"] if done.problems else []
            said += [f"{done.items} 件又在待办里"] if done.items else []
            left = f"{done.articles_left} 篇之后又改过，没有动。" if done.articles_left else ""
            left += f"{done.problems_left} 条存疑之后又处理过，没有动。" if done.problems_left else ""
            self.message_user(request, f"已取消：{'，'.join(said) or '没有要改回的'}。{left}")
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
        context["undoing"] = [] if act.undone_at else told_ahead(act)
        context["is_own"] = act.by_id == signed_in(request).pk and request.user.has_perms(leave_to_do(act))
        return super().render_change_form(request, context, *args, **kwargs)


def told_ahead(act: BulkAct) -> list[str]:
    """What taking an act back does, a sentence for each kind of thing that it changed."""
    if act.verb in DIVIDING_VERBS:
        return ["文章回到操作之前的样子。", *told_of_split_off(act), WHOLE]
    will, told = foreseen(act), []
    if act.decided.exists():
        told += [f"这 {will.items} 条读者纠错重新待办。"]
        changed = will.articles + will.articles_left  # none where the text read so already
        return [*told, "采纳的文字在文章里改回。", WHOLE] if changed else told
    if will.items:
        told += [f"这 {will.items} 个文件又在待办里。"]
    if act.problems:
        told += [f"这 {will.problems} 条存疑回到操作之前。"]
    if will.problems_left:
        told += [f"有 {will.problems_left} 条存疑之后又处理过，不动。"]
    if will.names:
        told += [f"{will.names} 个名称和地址回到操作之前；名称之后又改过或合并过的，会先告诉您，什么都不动。"]
    return told + told_of_articles(act, will)


def told_of_split_off(act: BulkAct) -> list[str]:
    """What becomes of the article that a split made."""
    made = split_off_by(act)
    if made is None:
        return []
    return [f"拆出的《{made}》{'删去' if made.status in NEVER_PUBLISHED else '撤回，网址转到原来的一篇'}。"]


def told_of_articles(act: BulkAct, will: TakenBack) -> list[str]:
    """What becomes of the articles of an act that is taken back in parts."""
    if not will.articles + will.articles_left:
        return []
    elsewhere = changed_since(act).count() - will.articles_left
    if published_by(act):
        told = [
            f"这次发布的 {will.articles} 篇对读者撤回：读者可能已经看过，所以不再变回草稿，而是“已撤回”，"
            "原地址会说明已撤回和下面写的原因。"
        ]
        left, kept = "之后又改过状态，不动", "之后又改过，也撤回，改动保留"
    else:
        told = [f"这 {will.articles} 篇文章里这次改过的各项回到操作之前。"]
        left, kept = "之后又改过这些项，不动", "之后又改过别的项，那些改动保留"
    told += [f"有 {will.articles_left} 篇{left}。"] if will.articles_left else []
    return told + ([f"有 {elsewhere} 篇{kept}。"] if elsewhere else [])


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
