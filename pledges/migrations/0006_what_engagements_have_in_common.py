"""Writes down what the engagements that are there already have in common."""

from django.db import migrations

from pledges.duplicates.keys import match_values

AT_ONCE = 500


def write_match_keys(apps, schema_editor):
    match_key = apps.get_model("pledges", "MatchKey")
    pledges = apps.get_model("pledges", "Pledge").objects.prefetch_related("contributions").order_by("pk")
    found = []
    for pledge in pledges.iterator(chunk_size=AT_ONCE):
        values = match_values(pledge, pledge.contributions.all())
        found += [match_key(pledge=pledge, kind=kind, value=value) for kind, value in values]
        if len(found) >= AT_ONCE:
            match_key.objects.bulk_create(found)
            found = []
    match_key.objects.bulk_create(found)


class Migration(migrations.Migration):
    dependencies = [("pledges", "0005_words_of_cases")]

    operations = [migrations.RunPython(write_match_keys, migrations.RunPython.noop)]
