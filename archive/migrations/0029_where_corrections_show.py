from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0028_files_looked_at")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="shown_in",
            field=models.ManyToManyField(
                editable=False, related_name="shown_corrections", to="archive.article", verbose_name="见于"
            ),
        ),
    ]
