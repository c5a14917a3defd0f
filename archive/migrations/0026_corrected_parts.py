from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0025_deleted_drafts")]

    operations = [
        migrations.RenameField(model_name="correction", old_name="paragraph", new_name="number"),
        migrations.AlterField(
            model_name="correction",
            name="number",
            field=models.PositiveIntegerField(help_text="这一部分里的，提交时从 1 数起", verbose_name="第几个"),
        ),
        migrations.AddField(
            model_name="correction",
            name="part",
            field=models.CharField(
                choices=[
                    ("kicker", "引题"),
                    ("title", "标题"),
                    ("subtitle", "副题"),
                    ("heading", "小标题"),
                    ("paragraph", "段"),
                    ("caption", "图片说明"),
                ],
                default="paragraph",
                max_length=10,
                verbose_name="哪一部分",
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="printed",
            field=models.TextField(help_text="提交时的文字", verbose_name="原文"),
        ),
    ]
