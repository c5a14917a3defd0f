import django.db.models.deletion
from django.db import migrations, models


def copy_spellings(apps, schema_editor):
    counts = apps.get_model('search', 'SuggestionCount').objects
    suggestion = apps.get_model('search', 'Suggestion').objects.filter(pk=models.OuterRef('suggestion'))
    counts.update(
        spelling=models.Subquery(suggestion.values('spelling')), initials=models.Subquery(suggestion.values('initials'))
    )


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0001_initial'),
        ('search', '0002_vocabulary'),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestioncount',
            name='initials',
            field=models.CharField(default='', max_length=200, verbose_name='首字母'),
        ),
        migrations.AddField(
            model_name='suggestioncount',
            name='spelling',
            field=models.CharField(default='', max_length=800, verbose_name='拼音'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='articles',
            field=models.PositiveIntegerField(default=0, verbose_name='篇数'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='initials',
            field=models.CharField(max_length=200, verbose_name='首字母'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='spelling',
            field=models.CharField(max_length=800, verbose_name='拼音'),
        ),
        migrations.AlterField(
            model_name='suggestioncount',
            name='suggestion',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='counts', to='search.suggestion', verbose_name='提示'),
        ),
        migrations.RunPython(copy_spellings, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['spelling', 'articles'], name='suggestion_spelled'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['initials', 'spelling', 'articles'], name='suggestion_begun'),
        ),
        migrations.AddIndex(
            model_name='suggestioncount',
            index=models.Index(fields=['newspaper', 'spelling', 'articles', 'suggestion'], name='count_spelled'),
        ),
        migrations.AddIndex(
            model_name='suggestioncount',
            index=models.Index(fields=['newspaper', 'initials', 'spelling', 'articles', 'suggestion'], name='count_begun'),
        ),
    ]
