"""The stamp of what readers may see. The triggers that change it are made after each migration (models/shown.py)."""

from typing import Any

from django.db import migrations, models


def forget_triggers(apps: Any, schema_editor: Any) -> None:
    """They name a table that an earlier release has not."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'shown\\_%' ESCAPE '\\'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


class Migration(migrations.Migration):
    dependencies = [("archive", "0020_personal_numbers")]

    operations = [
        migrations.CreateModel(
            name="ShownState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.BigIntegerField(verbose_name="标记")),
            ],
            options={"verbose_name": "读者所见的状态", "verbose_name_plural": "读者所见的状态"},
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_triggers),
    ]
