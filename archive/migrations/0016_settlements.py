"""What was said to a doubt is kept each time; creations and deletions outlive the account of who did them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import archive.models.values

ADDITION, DELETION = 1, 3  # as django.contrib.admin.models has them


def keep_settlements(apps, schema_editor):
    """The last settlement of a doubt is the first that is on record."""
    Problem = apps.get_model("archive", "Problem")
    batch = []
    for problem in Problem.objects.exclude(settled_at=None).only("state", "settled_at", "settled_by_name").iterator():
        problem.settlements = [[problem.state, problem.settled_by_name, problem.settled_at.isoformat(), ""]]
        batch.append(problem)
    Problem.objects.bulk_update(batch, ["settlements"], batch_size=100)


def keep_log(apps, schema_editor):
    """What the desk's log says of articles written in by hand, and of what was deleted, is kept as row changes."""
    RowChange, LogEntry = apps.get_model("archive", "RowChange"), apps.get_model("admin", "LogEntry")
    RowChange.objects.filter(added=True).update(how="added")
    log = LogEntry.objects.filter(content_type__app_label="archive", action_flag__in=(ADDITION, DELETION))
    for entry in log.select_related("user", "content_type").order_by("pk").iterator():
        model = entry.content_type.model
        if not (entry.object_id or "").isdecimal() or (entry.action_flag == ADDITION and model != "article"):
            continue
        who = entry.user
        row = RowChange.objects.create(
            kind=f"archive.{model}",
            row_id=int(entry.object_id),
            name=entry.object_repr,
            by=who,
            by_name=f"{who.first_name} {who.last_name}".strip() or who.username,
            how="added" if entry.action_flag == ADDITION else "deleted",
        )
        RowChange.objects.filter(pk=row.pk).update(at=entry.action_time)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0015_row_changes"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("bulkact", "problems", models.PositiveIntegerField("条数", default=0)),
        migrations.AddField(
            "problem",
            "act",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="doubts",
                to="archive.bulkact",
                verbose_name="批量操作",
            ),
        ),
        migrations.AddField(
            "problem",
            "settlements",
            models.JSONField(
                "处理经过", default=list, editable=False, encoder=archive.models.values.ReadableJSON
            ),
        ),
        migrations.AddField(
            "rowchange",
            "how",
            models.CharField(
                "操作",
                max_length=10,
                choices=[("added", "新建"), ("changed", "修改"), ("deleted", "删除")],
                default="changed",
            ),
        ),
        migrations.AddField("rowchange", "name", models.CharField("名称", max_length=300, blank=True)),
        migrations.RunPython(keep_settlements, migrations.RunPython.noop),
        migrations.RunPython(keep_log, migrations.RunPython.noop),
        migrations.RemoveField("rowchange", "added"),
    ]
