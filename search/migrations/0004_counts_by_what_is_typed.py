from django.db import migrations, models


def copy_folded(apps, schema_editor):
    counts = apps.get_model('search', 'SuggestionCount').objects
    suggestion = apps.get_model('search', 'Suggestion').objects.filter(pk=models.OuterRef('suggestion'))
    counts.update(folded=models.Subquery(suggestion.values('folded')))


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_suggestions_by_spelling'),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestioncount',
            name='folded',
            field=models.CharField(default='', max_length=200, verbose_name='归一'),
        ),
        migrations.RunPython(copy_folded, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='suggestioncount',
            index=models.Index(fields=['newspaper', 'folded', 'articles', 'suggestion'], name='count_folded'),
        ),
    ]
