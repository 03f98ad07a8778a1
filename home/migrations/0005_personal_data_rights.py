"""Who works in the inbox may also read what the retention rules removed, and what was erased at somebody's wish."""

from django.db import migrations

from home.groups import COMMUNICATIONS, PLEDGE_OFFICERS, add_rights

LEDGERS = ("pledges.view_retentionrun", "pledges.view_erasurerecord")


def let_officers_read_the_ledgers(apps, schema_editor):
    add_rights(apps, {PLEDGE_OFFICERS: LEDGERS, COMMUNICATIONS: LEDGERS})


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_export_rights"),
        ("pledges", "0007_personal_data"),
    ]

    operations = [migrations.RunPython(let_officers_read_the_ledgers, migrations.RunPython.noop)]
