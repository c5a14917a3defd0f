"""王 伟, as justified lines set it, and 王伟 are one contributor from now on: rows are renamed, or joined to the other."""

from django.db import migrations

from archive.language.names import person_name


def join_names(apps, schema_editor):
    Contributor = apps.get_model("archive", "Contributor")
    joined = {}
    for one in Contributor.objects.order_by("pk"):
        name = person_name(one.name)
        if name == one.name:
            continue
        other = Contributor.objects.filter(name=name).first()
        if other is None:
            Contributor.objects.filter(pk=one.pk).update(name=name)  # the address stays
        else:
            join_contributions(apps.get_model("archive", "Contribution"), one.pk, other.pk)
            joined[one.pk] = other.pk
    if joined:
        rewrite_versions(apps.get_model("archive", "Revision"), joined)
        Contributor.objects.filter(pk__in=joined).delete()


def join_contributions(Contribution, one, other):
    """Whoever signed an article under both in one role signed it once."""
    for row in Contribution.objects.filter(contributor=one):
        if Contribution.objects.filter(article=row.article_id, contributor=other, role=row.role).exists():
            row.delete()
        else:
            Contribution.objects.filter(pk=row.pk).update(contributor=other)


def rewrite_versions(Revision, joined):
    """So that an earlier version can be restored with the contributor that there is."""
    for key, content in Revision.objects.order_by("pk").values_list("pk", "content").iterator(200):
        people = content["contributors"]
        if any(person in joined for person, _ in people):
            renamed = dict.fromkeys((joined.get(person, person), role) for person, role in people)
            content["contributors"] = [list(person) for person in renamed]
            Revision.objects.filter(pk=key).update(content=content)


class Migration(migrations.Migration):
    dependencies = [("archive", "0013_issue_days")]

    operations = [migrations.RunPython(join_names, migrations.RunPython.noop)]
