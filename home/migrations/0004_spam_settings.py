"""Moderators, who keep the settings, may switch the proof of work on."""

from django.db import migrations

from home.groups import COMMUNICATIONS, MODERATORS, add_rights

RIGHTS = {name: ("pledges.change_spamsettings",) for name in (MODERATORS, COMMUNICATIONS)}


def let_moderators_switch(apps, schema_editor):
    add_rights(apps, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_groups"),
        ("pledges", "0004_spam_signs"),
    ]

    operations = [migrations.RunPython(let_moderators_switch, migrations.RunPython.noop)]
