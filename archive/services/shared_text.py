"""Articles of which text stands in another as well, as a join or a split that was half taken back leaves them: shown
both, that text stands twice."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from archive.loader.checks import TELLING_AMONG_OTHERS, letters_of
from archive.models import NEVER_PUBLISHED, Article, BulkAct, Revision, Status
from archive.models.article import DIVIDING_VERBS, JOIN, SPLIT, ArticleQuerySet
from archive.models.prepared import any_of, as_one_value


def paragraph_texts(article: Article) -> set[str]:
    """The paragraphs of an article and its captions, without the blanks around them."""
    lines = [line for section in article.sections.all() for line in section.paragraphs]
    return {line.strip() for line in [*lines, *(figure.caption for figure in article.figures.all())]}


def joined_draft_into(article: Article) -> Article | None:
    """What a draft was joined to, whatever became of that since, until the join is taken back or the draft let go of;
    None of what readers know, whose verbs are a chief's."""
    return article.replaced_by if article.status in NEVER_PUBLISHED else None


def act_of_join(article: Article) -> BulkAct | None:
    """The act that joined an article to the one that replaced it, where it was not taken back."""
    joins = Revision.objects.filter(article=article, kind=Revision.Kind.MERGE, act__undone_at=None)
    last = joins.exclude(act=None).select_related("act").order_by("-number").first()
    return last.act if last else None


def related(article: Article) -> ArticleQuerySet:
    """All others to which text of an article may have gone, or whose text may stand in it: those that were split from
    or joined with it, and with those, and so on; what was taken back too, since any version can be restored."""
    keys, acts = {article.pk}, set[int | None]()
    while more := set(dividing(keys).values_list("act", flat=True)) - acts:
        acts |= more
        keys.update(Revision.objects.filter(act__in=more).values_list("article", flat=True))
    return Article.objects.filter(pk__in=keys - {article.pk})


def dividing(keys: Iterable[int]) -> QuerySet[Revision]:
    """The versions of articles that a split or a join kept."""
    return Revision.objects.filter(article__in=any_of(as_one_value(keys)), act__verb__in=DIVIDING_VERBS)


def links_others(article: Article) -> bool:
    """Whether text of an article went on to another, and it was split from or joined with a third, by acts that stand:
    without it nothing would tell that one of these may hold the text of the other."""
    kept = dividing([article.pk]).filter(act__undone_at=None)
    made_of = Q(act__verb=SPLIT, number=1) & ~Q(article__split_from=None)  # what it was before a split made it
    brought = kept.filter(Q(act__verb=JOIN) & ~Q(kind=Revision.Kind.MERGE) | made_of)
    beside = Revision.objects.filter(act__in=kept.values("act")).exclude(article=article)
    return kept.exclude(pk__in=brought.values("pk")).exists() and beside.values("article").distinct().count() > 1


def acts_that_link(article: Article) -> QuerySet[BulkAct]:
    """The splits and joins of an article that stand, the last one first: in this order they are taken back."""
    acts = BulkAct.objects.filter(pk__in=dividing([article.pk]).values("act"), undone_at=None)
    return acts.order_by("-pk")


def shared_by(one: Article, other: Article) -> set[str]:
    """The paragraphs of some length that both have; all that they share where that is all of one of them."""
    own, others = paragraph_texts(one), paragraph_texts(other)
    both = own & others
    return both if both in (own, others) else {line for line in both if len(letters_of(line)) >= TELLING_AMONG_OTHERS}


def standing_twice(article: Article) -> list[Article]:
    """Those that are or may be before readers with text that this article has, as an editor divided them: a version
    from before a split was restored, say."""
    others = may_share_with(article).shown_or_waiting().filter(replaced_by=None).with_parts()
    return [other for other in others if shared_by(article, other)]


def may_share_with(article: Article) -> ArticleQuerySet:
    """related(); and, as a draft by which text went on may be deleted since, all of the same file and issue that an
    editor divided: only what is of one of these is joined."""
    if not dividing([article.pk]).exists():
        return Article.objects.none()
    beside = Q(source=article.source_id) if article.source_id else Q()
    beside |= Q(issue=article.issue_id) if article.issue_id else Q()
    near = Article.objects.filter(beside).divided().exclude(pk=article.pk) if beside else Article.objects.none()
    return Article.objects.filter(Q(pk__in=related(article).values("pk")) | Q(pk__in=near.values("pk")))


def divided_among(keys: Iterable[int]) -> list[Article]:
    """Those of the articles of these keys that an editor split or joined, with their parts."""
    return list(Article.objects.filter(pk__in=list(keys)).divided().with_parts())


def standing_twice_among(keys: Iterable[int]) -> list[Article]:
    """Those of the articles of these keys with text that stands in another as well."""
    return [article for article in divided_among(keys) if standing_twice(article)]


def public_twice(keys: Iterable[int]) -> list[tuple[Article, Article]]:
    """Pairs of published articles that have the same text, of which the first is of these keys."""
    shown = [article for article in divided_among(keys) if article.status == Status.PUBLISHED]
    pairs = [(article, other) for article in shown for other in standing_twice(article)]
    return [(article, other) for article, other in pairs if other.status == Status.PUBLISHED]
