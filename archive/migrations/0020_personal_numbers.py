"""Personal numbers: their rows, what was done about them, and the doubts that name them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Role -> what it may do with numbers from now on; a role that is made later has it from archive.services.editors.
LEAVES = {
    "上传": {"personalnumber": ["view"], "numberact": ["view"]},
    "编辑": {"personalnumber": ["view", "hide"], "numberact": ["view"]},
    "主编": {"personalnumber": ["add", "change", "delete", "view", "hide", "reveal"], "numberact": ["view"]},
}
NAMES = {"hide": "可以隐去号码", "reveal": "可以查看和恢复隐去的号码"}


def give_leaves(apps, schema_editor):
    """The roles that there are may do what they would be made with. (Django makes permissions after migrations only.)"""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for group in Group.objects.filter(name__in=LEAVES):
        for model, verbs in LEAVES[group.name].items():
            kind, _ = ContentType.objects.get_or_create(app_label="archive", model=model)
            for verb in verbs:
                name = NAMES.get(verb, f"Can {verb} {model}")
                leave, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=f"{verb}_{model}", defaults={"name": name}
                )
                group.permissions.add(leave)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0019_authorities"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.PositiveBigIntegerField(editable=False, unique=True, verbose_name="代号")),
                ("digits", models.CharField(editable=False, max_length=18, unique=True, verbose_name="号码")),
                (
                    "kind",
                    models.CharField(
                        choices=[("id_card", "身份证号码"), ("old_id_card", "15位身份证号码"), ("mobile", "手机号码")],
                        editable=False,
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("hidden", models.BooleanField(db_index=True, default=False, editable=False, verbose_name="已隐去")),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="发现时间")),
            ],
            options={
                "verbose_name": "个人号码",
                "verbose_name_plural": "个人号码",
                "ordering": ["-id"],
                "permissions": [
                    ("hide_personalnumber", "可以隐去号码"),
                    ("reveal_personalnumber", "可以查看和恢复隐去的号码"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("hidden", "隐去"),
                            ("restored", "恢复"),
                            ("revealed", "查看号码"),
                            ("taken", "下载原件"),
                        ],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("by_name", models.CharField(blank=True, max_length=150, verbose_name="操作人")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="number_acts",
                        to="archive.sourcefile",
                        verbose_name="原始文件",
                    ),
                ),
                (
                    "number",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="archive.personalnumber",
                        verbose_name="个人号码",
                    ),
                ),
            ],
            options={
                "verbose_name": "个人号码的处理记录",
                "verbose_name_plural": "个人号码的处理记录",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="problem",
            name="number",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="doubts",
                to="archive.personalnumber",
                verbose_name="个人号码",
            ),
        ),
        migrations.RunPython(give_leaves, migrations.RunPython.noop),
    ]
