"""Articles of which one holds the whole text of another, as a join leaves them: shown both, that text stands twice."""

from archive.models import NEVER_PUBLISHED, Article, BulkAct, Revision, Status


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


def standing_twice(article: Article) -> list[Article]:
    """The articles that were split off this one, or that it was split off, of which one holds the other's text: a
    version from before the split was restored, say."""
    root = article.split_from_id or article.pk
    family = Article.objects.filter(pk=root) | Article.objects.filter(split_from=root)
    others = family.exclude(pk=article.pk).exclude(status=Status.WITHDRAWN).filter(replaced_by=None).with_parts()
    own = paragraph_texts(article)
    return [other for other in others if (said := paragraph_texts(other)) and said <= own]
