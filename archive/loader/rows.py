"""Writes contents to rows, in a number of queries that does not grow with the number of articles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils import timezone

from archive.loader.changes import Change
from archive.loader.content import COLUMNS, CONTENT_PARTS, RETIRED, Content, content_of_rows, never_draft_again
from archive.loader.number_doubts import doubt_numbers
from archive.loader.section_numbers import numbers_after, section_numbers
from archive.models import Article, ArticleSection, Contribution, Figure, ImportBatch, Revision, Status
from archive.models.printed import note_numbers, public

# SQLite takes a bounded number of values a statement, and an update has some thirty an article.
UPDATE_PORTION = 100


def add_articles(contents: Sequence[Content], ids: Sequence[str], batch: ImportBatch | None) -> list[Article]:
    """New articles with these permanent ids."""
    note_numbers(contents)
    contents = [public(content) for content in contents]
    articles = Article.objects.bulk_create(
        [Article(permanent_id=id_, batch=batch, **content.columns) for id_, content in zip(ids, contents, strict=True)]
    )
    write_parts(articles, contents)
    doubt_numbers(contents, [article.pk for article in articles])
    return articles


def change_articles(
    pairs: Sequence[tuple[Article, Content]], batch: ImportBatch | None, change: Change | None = None
) -> list[int]:
    """Bring articles to these contents, save what an editor changed; returns the keys of those that differed.

    `change` says what brings them there, where it is no load of `batch`.
    """
    wanted = [(article, content.keeping(article.edited_fields, content_of_rows(article))) for article, content in pairs]
    return write_contents(wanted, change or Change(Revision.Kind.IMPORT, batch=batch))


def discard_drafts(articles: Iterable[Article]) -> None:
    """Delete drafts that their file no longer has. Nobody but the desk saw them, and no editor changed them."""
    Article.objects.filter(pk__in=[article.pk for article in articles]).delete()


def write_contents(
    pairs: Sequence[tuple[Article, Content]], change: Change, edited: Mapping[int, list[str]] | None = None
) -> list[int]:
    """Make these the contents of articles; returns the keys of those that differed. What was published once is never
    made a draft again, but withdrawn.

    `edited` gives, by key, which fields count as edited from now on, where that does not follow from the change.

    Each of those has one version more, and what it was is kept with who made the change. Only inside a transaction
    that read the articles (with the database to itself, as every writing transaction has it).
    """
    note_numbers(pairs)
    rows = [(article, content_of_rows(article), public(after)) for article, after in pairs]
    compared = [(article, before, never_draft_again(before, after, change.reason)) for article, before, after in rows]
    differing = [(article, before, after) for article, before, after in compared if before.differing(after)]
    keep_versions([(article, before) for article, before, _ in differing], change)
    for article, before, after in differing:
        for name, value in after.columns.items():
            setattr(article, name, value)
        if edited and article.pk in edited:
            article.edited_fields = edited[article.pk]
        elif change.marks:
            article.edited_fields = sorted({*article.edited_fields, *fields_marked(before, after)})
    articles = [article for article, _, _ in differing]
    # A statement that sets what none of them changed would take several times as long.
    columns = [name for name in COLUMNS if any(old.columns[name] != new.columns[name] for _, old, new in differing)]
    attributes = [name.removesuffix("_id") for name in columns]
    extra = ["edited_fields", "version", "modified_at"]
    Article.objects.bulk_update(articles, [*attributes, *extra], batch_size=UPDATE_PORTION)
    for part, model in zip(CONTENT_PARTS, (ArticleSection, Figure, Contribution), strict=True):
        anew = [
            (article, after) for article, before, after in differing if getattr(before, part) != getattr(after, part)
        ]
        model._default_manager.filter(article__in=[article for article, _ in anew]).delete()
        write_parts([article for article, _ in anew], [after for _, after in anew], (part,), anew=True)
    keys = [article.pk for article in articles]
    doubt_numbers([after for _, _, after in differing], keys)
    return keys


def fields_marked(before: Content, after: Content) -> set[str]:
    """The fields that count as changed by an editor. That a draft was published is none, nor that one was published
    again whose import was undone: a load would have, too. (One that an editor withdrew is marked from then on.)"""
    status, reason = before.columns["status"], before.columns["withdrawn_reason"]
    decided = status == Status.PUBLISHED or reason in RETIRED
    return {name for name in before.differing(after) if decided or name != "status"}


def keep_versions(pairs: Sequence[tuple[Article, Content]], change: Change) -> None:
    """Keep what articles were before a change, and count their versions up (on the objects, which the caller saves)."""
    now = timezone.now()
    Revision.objects.bulk_create(
        [
            Revision(
                article=article,
                number=article.version,
                at=now,
                content=before.as_json(),
                edited_fields=article.edited_fields,
                **change.columns(),
            )
            for article, before in pairs
        ],
        batch_size=UPDATE_PORTION,
    )
    for article, _ in pairs:
        article.version += 1
        article.modified_at = now


def sections_of(article: Article, content: Content, *, anew: bool) -> Iterator[ArticleSection]:
    """The rows of the sections of a content; `anew` where they take the place of those prefetched with the article."""
    places = range(1, len(content.sections) + 1)
    numbers: Sequence[int] = places
    if anew:
        old = list(article.sections.all())
        words = [(heading, body) for _, heading, body in content.sections]
        numbers = numbers_after(section_numbers(old), [(section.heading, section.body) for section in old], words)
    for place, number, (level, heading, body) in zip(places, numbers, content.sections, strict=True):
        named = None if number == place else number
        yield ArticleSection(article=article, position=place - 1, number=named, level=level, heading=heading, body=body)


def write_parts(
    articles: Sequence[Article],
    contents: Sequence[Content],
    parts: Sequence[str] = CONTENT_PARTS,
    *,
    anew: bool = False,
) -> None:
    """Sections, figures and contributions of articles that have none yet; or none any more (`anew`), where the former
    ones are prefetched."""
    pairs = list(zip(articles, contents, strict=True))
    if "sections" in parts:
        ArticleSection.objects.bulk_create(
            row for article, content in pairs for row in sections_of(article, content, anew=anew)
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
