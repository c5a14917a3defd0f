from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0027_signed_newspapers")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="looked_at",
            field=models.PositiveIntegerField(default=0, verbose_name="看过的文件数"),
        ),
    ]
