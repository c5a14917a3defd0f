"""Columns and contributors may be references to another (见): spellings that were merged, names that were given up."""

import django.db.models.deletion
from django.db import migrations, models

import archive.models.values


def reference(to):
    return models.ForeignKey(
        blank=True,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="references",
        to=to,
        verbose_name="见",
    )


class Migration(migrations.Migration):
    dependencies = [("archive", "0018_split_articles")]

    operations = [
        migrations.AddField("column", "see", reference("archive.column")),
        migrations.AddField("contributor", "see", reference("archive.contributor")),
        migrations.AddField(
            "bulkact",
            "names",
            models.JSONField("名称改动", default=list, editable=False, encoder=archive.models.values.ReadableJSON),
        ),
        migrations.AlterField("bulkact", "verb", models.CharField("操作", max_length=100)),
    ]
