from django.db import migrations


def forget_what_was_written_instead(apps, schema_editor):
    places = apps.get_model("archive", "CorrectedPlace").objects.using(schema_editor.connection.alias)
    places.filter(is_kept=False).update(spans=[])


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0033_holdings_entries'),
    ]

    operations = [
        migrations.RunPython(forget_what_was_written_instead, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='correctedplace',
            name='is_kept',
        ),
    ]
