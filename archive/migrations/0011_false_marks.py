"""Mends what a save without a change did: a browser's line ends in texts, and texts marked as edited that nobody edited."""

import json

from django.db import migrations
from django.db.models import Q

PORTION = 500
# Model, its text that a browser sent back with other line ends.
TEXTS = [("ArticleSection", "body"), ("Figure", "caption"), ("Article", "editor_note")]


def plain_line_ends(apps, schema_editor):
    for name, field in TEXTS:
        model = apps.get_model("archive", name)
        for row in model.objects.filter(**{f"{field}__contains": "\r"}).only("pk", field).iterator(PORTION):
            text = getattr(row, field).replace("\r\n", "\n").replace("\r", "\n")
            model.objects.filter(pk=row.pk).update(**{field: text})


def bare(text):
    return "".join(text.split())


def is_as_it_came(article, sections):
    """Whether the sections hold what the source has for them, white space aside."""
    texts = [bare(part) for section in sections for part in (section.heading, *section.body.split("\n")) if bare(part)]
    claims = [claim for claim in article.claims if claim[0].startswith("sections/")]
    record = next((claim[3] for claim in article.claims if claim[0] == "record"), "")
    if record:  # a line of a file of ready-made articles, of which the claims tell only how many paragraphs it gave
        try:
            came = bare(json.dumps(json.loads(record), ensure_ascii=False))
        except ValueError:
            return False
        written = [json.dumps(text, ensure_ascii=False)[1:-1] for text in texts]
        return len(claims) == len(texts) > 0 and all(text in came for text in written)
    return bool(claims) and "".join(bare(claim[3]) for claim in claims) == "".join(texts)


def unmark(apps, schema_editor):
    Article, Section = apps.get_model("archive", "Article"), apps.get_model("archive", "ArticleSection")
    marked = Article.objects.filter(~Q(edited_fields=[]), edited_fields__icontains="sections").order_by("pk")
    for article in marked.only("pk", "claims", "edited_fields").iterator(PORTION):
        sections = Section.objects.filter(article=article.pk).order_by("position", "pk")
        if "sections" in article.edited_fields and is_as_it_came(article, list(sections)):
            marks = [name for name in article.edited_fields if name != "sections"]
            Article.objects.filter(pk=article.pk).update(edited_fields=marks)


class Migration(migrations.Migration):
    dependencies = [("archive", "0010_versions")]

    operations = [
        migrations.RunPython(plain_line_ends, migrations.RunPython.noop),
        migrations.RunPython(unmark, migrations.RunPython.noop),
    ]
