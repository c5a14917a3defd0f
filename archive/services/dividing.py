"""Splits an article in two, and joins it with the next one or another of its issue.

What either would make can be had before it is done. Each is one act, which is taken back as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from archive.loader.changes import Change
from archive.loader.checks import text_fingerprint
from archive.loader.content import GROUPS, Content, content_of_rows
from archive.loader.rows import add_articles, write_contents
from archive.models import NEVER_PUBLISHED, Article, BulkAct, Revision, Status
from archive.models.article import JOIN, SPLIT, ArticleQuerySet
from archive.models.prepared import any_of, as_one_value
from archive.services.acts import ChangedSince, NotPossible, bulk_act, changed_by, last_change
from archive.services.articles import (
    new_permanent_id,
    opened_at,
    proposed_contributors,
    registered,
)
from archive.services.marked_text import LEVEL_MARKS, TEXT, marked_text, read_marked, with_marked_text
from archive.services.statuses import with_status

# What becomes of the title of an article that is joined to the one before it.
AS_HEADING, AS_PARAGRAPH, LEFT_OUT = "heading", "paragraph", "none"


@dataclass(frozen=True)
class SplitPlace:
    """`line` of the marked text (from 1) is the first of the second article, which gets these decks; where that line is
    nothing but the title, it does not stand in the text as well."""

    line: int
    title: str
    byline: str = ""


def check_dividable(article: Article) -> None:
    """NotPossible for what readers are no longer shown, or what was joined to another."""
    if article.status == Status.WITHDRAWN or article.replaced_by_id:
        raise NotPossible("这篇已经撤回或并入别的一篇，不能拆分或合并。")


def split_contents(article: Article, place: SplitPlace) -> tuple[Content, Content]:
    """What the two articles hold; the contributors of the second are those of its byline that are registered when it is
    saved. NotPossible where either would have no text."""
    check_dividable(article)
    content = content_of_rows(article)
    lines = marked_text(content).splitlines()
    ahead, rest = lines[: max(0, place.line - 1)], list(dropwhile(is_empty, lines[max(0, place.line - 1) :]))
    if rest and place.title and words_without_mark(rest[0]) == place.title:
        rest = rest[1:]
    first, second = (with_marked_text(content, "\n".join(part)) for part in (ahead, rest))
    for part in (first, second):
        if not part.sections and not part.captions:
            raise NotPossible("拆开的一边没有正文：请另选一行，作为后一篇的开头。")
    paragraphs = [line for _, _, body in second.sections for line in body.splitlines()]
    columns: dict[str, Any] = {
        **dict.fromkeys(("kicker", "subtitle", "dateline", "source_key"), ""),
        **{"title": place.title, "byline": place.byline, "corrects_id": None, "claims": []},
        "fingerprint": text_fingerprint(paragraphs),
    }
    return first, replace(second, columns=second.columns | columns, contributors=[])


def is_empty(line: str) -> bool:
    """Whether a line shows nothing."""
    return not line.strip()


def words_without_mark(line: str) -> str:
    """What a line of a marked text says without its mark."""
    body = read_marked(line)
    return "\n".join([body.note, *(f"{heading}{text}" for _, heading, text in body.sections)]).strip()


def split_article(article_id: int, place: SplitPlace, by: User, version: int | None = None) -> tuple[BulkAct, Article]:
    """Make two articles of one; the second has an id of its own and the status of the first.

    Raises NotPossible, or StaleVersion where the article was changed since `version`.
    """
    with transaction.atomic():
        article = opened_at(article_id, version)
        whole = content_of_rows(article)
        first, second = split_contents(article, place)
        second.contributors = registered(proposed_contributors(place.byline))
        # Its first version is the whole article, not published, so that its history tells what was cut.
        unseen = Status.DRAFT if article.status == Status.PUBLISHED else article.status
        draft = replace(whole, columns=whole.columns | {"status": unseen, "claims": [], "source_key": ""})
        (made,) = add_articles([draft], [new_permanent_id()], None)
        Article.objects.filter(pk=made.pk).update(split_from=article.split_from_id or article.pk)
        with bulk_act(SPLIT, by, f"《{article}》拆出《{place.title}》") as act:
            change = Change(Revision.Kind.EDIT, by, act.reason, act=act)
            changed_by(act, write_contents([(article, first), (opened_at(made.pk, None), second)], change))
        made.refresh_from_db()
    return act, made


def split_off_by(act: BulkAct) -> Article | None:
    """The article that a split made."""
    return Article.objects.filter(revisions__act=act, revisions__number=1).exclude(split_from=None).first()


def take_back_split(act: BulkAct, change: Change) -> list[int]:
    """Let the article go that a split made: a draft is deleted, the address of a published one leads to the article
    that it came from. Returns the keys of those that are changed. NotPossible where it was changed since. No
    split or join that stands was built on it (bulk_acts.built_on), so that a draft links no others."""
    made = split_off_by(act)
    if made is None:
        return []
    former = act.revisions.exclude(article=made).get().article
    then = made.revisions.filter(number=2).first()
    touched = set(Content.from_json(then.content).differing(content_of_rows(made)) if then else ())
    if made.status == former.status == Status.WITHDRAWN:  # with it: readers are shown neither, whatever is put back
        touched.discard("status")
    if touched:
        last = last_change(made.revisions.get(number=1), touched)
        raise ChangedSince(act, last, "可以在它的历史里恢复拆分时的版本，或把两篇合并。")
    if made.status in NEVER_PUBLISHED:
        made.delete()
        return []
    return write_contents([(made, with_status(made, Status.WITHDRAWN, change.reason, former))], change)


def take_split_off_along(act: BulkAct, turned: Mapping[int, tuple[str, str]], change: Change) -> list[int]:
    """Give what was split off articles since an act the status that these were given when the act was taken back, where
    it is still of the same as they were before that (`turned`: both, by key): their text has one fate. Returns the
    keys."""
    changed: list[int] = []
    origins = Article.objects.in_bulk(list(turned))
    for key, origin in split_off_since(act, turned).items():
        row, (former, _) = opened_at(key, None), turned[origin]
        if row.status == former and row.replaced_by_id is None:
            columns = {name: getattr(origins[origin], name) for name in GROUPS["status"]}
            content = content_of_rows(row)
            changed += write_contents([(row, replace(content, columns=content.columns | columns))], change)
    return changed


def split_off_since(act: BulkAct, keys: Iterable[int]) -> dict[int, int]:
    """What splits that stand made of these articles after an act, and of what was made of them, by key: of which of
    `keys` it was."""
    origin = {key: key for key in keys}
    splits = Revision.objects.filter(act__pk__gt=act.pk, act__verb=SPLIT, act__undone_at=None)
    made = splits.filter(number=1).exclude(article__split_from=None)
    fresh = origin.keys()
    while fresh:
        cut = splits.filter(article__in=any_of(as_one_value(fresh)))
        of = dict(cut.exclude(pk__in=made.values("pk")).values_list("act", "article"))
        pairs = made.filter(act__in=any_of(as_one_value(of))).values_list("article", "act")
        found = {key: origin[of[act]] for key, act in pairs if key not in origin}
        origin |= found
        fresh = found.keys()
    return {key: of for key, of in origin.items() if key not in set(keys)}


def joined_to(keys: Iterable[int]) -> list[int]:
    """The articles that readers knew and that lead to these, or to what leads to them."""
    found = set(keys)
    fresh, own = found, set(found)
    while fresh:
        leading = Article.objects.filter(status=Status.WITHDRAWN, replaced_by__in=any_of(as_one_value(fresh)))
        fresh = set(leading.values_list("pk", flat=True)) - found
        found |= fresh
    return sorted(found - own)


def following(article: Article) -> Article | None:
    """The article after this one that it can be joined with: of the same file, or page of the issue, and status."""
    of_file, of_page = Q(source=article.source_id), Q(issue=article.issue_id, page=article.page_id)
    if not (article.source_id or article.issue_id):
        return None
    further = Q(position__gt=article.position) | Q(position=article.position, pk__gt=article.pk)
    rows = Article.objects.filter(of_file if article.source_id else of_page, status=article.status, replaced_by=None)
    return rows.filter(further).order_by("position", "pk").with_parts().first()


def joinable(article: Article) -> ArticleQuerySet:
    """What it may be joined with: all others of its issue or file and of its status, page by page."""
    beside = Q(source=article.source_id) if article.source_id else Q()
    beside |= Q(issue=article.issue_id) if article.issue_id else Q()
    rows = Article.objects.filter(beside, status=article.status, replaced_by=None).exclude(pk=article.pk)
    return rows.select_related("page__section").order_by("page__number", "position", "pk") if beside else rows.none()


def joined_content(article: Article, other: Article, title_as: str = AS_HEADING) -> Content:
    """What `article` holds with the text of `other` after its own. A byline and contributors are taken over where it
    has none. NotPossible where the two are not of one status."""
    for each in (article, other):
        check_dividable(each)
    if article.status != other.status or article.pk == other.pk:
        raise NotPossible("只能把状态相同的两篇合并：请先发布草稿，或先撤回已发布的。")
    content, added = content_of_rows(article), content_of_rows(other)
    mark = {AS_HEADING: f"{LEVEL_MARKS[2]} ", AS_PARAGRAPH: f"{TEXT}："}.get(title_as)
    headline = [f"{mark}{other.headline}"] if mark and other.headline else []
    content = with_marked_text(content, "\n".join([marked_text(content), *headline, marked_text(added)]))
    if not content.columns["byline"]:
        content.columns = content.columns | {"byline": added.columns["byline"]}
        content.contributors = content.contributors or added.contributors
    return content


def join_articles(article_id: int, other_id: int, title_as: str, by: User, version: int | None = None) -> BulkAct:
    """Put the text of another article after that of the first; the address of the other leads there from then on.

    Raises NotPossible, or StaleVersion where the first was changed since `version`.
    """
    with transaction.atomic():
        article, other = opened_at(article_id, version), opened_at(other_id, None)
        content = joined_content(article, other, title_as)
        reason = f"《{other}》并入《{article}》"
        if article.status == Status.PUBLISHED:
            gone = with_status(other, Status.WITHDRAWN, reason, article)
        else:  # no reader knows its address: it stays a draft, out of the queue
            gone = content_of_rows(other)
            gone.columns["replaced_by_id"] = article.pk
        with bulk_act(JOIN, by, reason) as act:
            changed = write_contents([(article, content)], Change(Revision.Kind.EDIT, by, reason, act=act))
            changed += write_contents([(other, gone)], Change(Revision.Kind.MERGE, by, reason, act=act))
            changed_by(act, changed)
    return act
