"""Who works in the inbox may also take data out of it, and read who did; both can be taken from a group again."""

from django.db import migrations

from home.groups import COMMUNICATIONS, PLEDGE_OFFICERS, add_rights

EXPORT = ("pledges.export_pledges", "pledges.view_exportrecord")


def let_officers_export(apps, schema_editor):
    add_rights(apps, {PLEDGE_OFFICERS: EXPORT, COMMUNICATIONS: EXPORT})


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_groups"),
        ("pledges", "0004_the_desk"),
    ]

    operations = [migrations.RunPython(let_officers_export, migrations.RunPython.noop)]
