from django.db import migrations, models


def show_where_articles_lead(apps, schema_editor):
    """An accepted correction of an article that was joined to another is shown in that one."""
    articles = apps.get_model("archive", "Article").objects
    for correction in apps.get_model("archive", "Correction").objects.filter(state="accepted"):
        passed = [correction.article_id]
        while further := articles.filter(pk=passed[-1]).values_list("replaced_by", flat=True).first():
            if further in passed:
                break
            passed.append(further)
        correction.shown_in.add(passed[-1])


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
        migrations.RunPython(show_where_articles_lead, migrations.RunPython.noop),
    ]
