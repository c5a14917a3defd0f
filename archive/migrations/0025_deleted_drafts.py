from django.db import migrations, models

import archive.models.values


class Migration(migrations.Migration):
    dependencies = [("archive", "0024_source_pages")]

    operations = [
        migrations.AddField(
            model_name="sourcefile",
            name="deleted",
            field=models.JSONField(
                default=list,
                editable=False,
                encoder=archive.models.values.ReadableJSON,
                verbose_name="编辑删去的草稿",
            ),
        ),
    ]
