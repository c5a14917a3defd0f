from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0026_corrected_parts")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="looked_at",
            field=models.PositiveIntegerField(default=0, verbose_name="看过的文件数"),
        ),
    ]
