"""Writes contents to rows, in a number of queries that does not grow with the number of articles."""

from collections.abc import Sequence

from django.utils import timezone

from archive.loader.content import COLUMNS, CONTENT_PARTS, Content, content_of_rows
from archive.models import Article, ArticleSection, Contribution, Figure, ImportBatch, Revision

# SQLite takes a bounded number of values a statement, and an update has some thirty an article.
UPDATE_PORTION = 100


def add_articles(contents: Sequence[Content], ids: Sequence[str], batch: ImportBatch | None) -> list[Article]:
    """New articles with these permanent ids."""
    articles = Article.objects.bulk_create(
        [Article(permanent_id=id_, batch=batch, **content.columns) for id_, content in zip(ids, contents, strict=True)]
    )
    write_parts(articles, contents)
    return articles


def change_articles(pairs: Sequence[tuple[Article, Content]], batch: ImportBatch | None) -> list[int]:
    """Bring articles to these contents, save what an editor changed; returns the keys of those that differed.

    With a batch, what they were is kept as its revision of them.
    """
    differing = []
    for article, wanted in pairs:
        before = content_of_rows(article)
        after = wanted.keeping(article.edited_fields, before)
        if after.as_json() != before.as_json():
            differing.append((article, before, after))
    if batch:
        Revision.objects.bulk_create(
            [Revision(article=article, batch=batch, content=before.as_json()) for article, before, _ in differing],
            ignore_conflicts=True,  # the first of a batch is what the articles were before it
        )
    now = timezone.now()
    for article, _, after in differing:
        for name, value in after.columns.items():
            setattr(article, name, value)
        article.modified_at = now
    articles = [article for article, _, _ in differing]
    attributes = [name.removesuffix("_id") for name in COLUMNS]
    Article.objects.bulk_update(articles, [*attributes, "modified_at"], batch_size=UPDATE_PORTION)
    for part, model in zip(CONTENT_PARTS, (ArticleSection, Figure, Contribution), strict=True):
        anew = [
            (article, after) for article, before, after in differing if getattr(before, part) != getattr(after, part)
        ]
        model._default_manager.filter(article__in=[article for article, _ in anew]).delete()
        write_parts([article for article, _ in anew], [after for _, after in anew], (part,))
    return [article.pk for article in articles]


def write_parts(articles: Sequence[Article], contents: Sequence[Content], parts: Sequence[str] = CONTENT_PARTS) -> None:
    """Sections, figures and contributions of articles that have none yet."""
    pairs = list(zip(articles, contents, strict=True))
    if "sections" in parts:
        ArticleSection.objects.bulk_create(
            ArticleSection(article=article, position=n, level=level, heading=heading, body=body)
            for article, content in pairs
            for n, (level, heading, body) in enumerate(content.sections)
        )
    if "captions" in parts:
        Figure.objects.bulk_create(
            Figure(article=article, position=n, caption=caption, after_paragraph=after)
            for article, content in pairs
            for n, (caption, after) in enumerate(content.captions)
        )
    if "contributors" in parts:
        Contribution.objects.bulk_create(
            Contribution(article=article, position=n, contributor_id=contributor, role=role)
            for article, content in pairs
            for n, (contributor, role) in enumerate(content.contributors)
        )
