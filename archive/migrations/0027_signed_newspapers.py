"""The newspapers that name who wrote. Triggers fill the table, made after each migration (models/signed.py)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def forget_triggers(apps: Any, schema_editor: Any) -> None:
    """They name a table that an earlier release has not."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'signed\\_%' ESCAPE '\\'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


class Migration(migrations.Migration):
    dependencies = [("archive", "0026_corrected_parts")]

    operations = [
        migrations.CreateModel(
            name="SignedNewspaper",
            fields=[
                (
                    "newspaper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="archive.newspaper",
                        verbose_name="报纸",
                    ),
                ),
            ],
            options={"verbose_name": "有署名的报纸", "verbose_name_plural": "有署名的报纸"},
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_triggers),
    ]
