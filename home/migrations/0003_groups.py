"""Who may do what: the four groups that ship. Users, targets and erasure stay with administrators."""

from django.db import migrations

from home.groups import COMMUNICATIONS, EDITORS, MODERATORS, PLEDGE_OFFICERS, Rights, set_rights

SMALL_LISTS = ("costband", "initiative", "actorkind", "everydayaction")

editors = Rights(
    everywhere=frozenset({"wagtailadmin.access_admin"}),
    pages=frozenset({"wagtailcore.add_page", "wagtailcore.change_page"}),
    collections=frozenset(
        f"{library}.{action}_{kind}"
        for library, kind in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for action in ("add", "change", "choose")
    ),
)
moderators = editors | Rights(
    everywhere=frozenset(
        {
            # Its editor knows no moderation: whoever starts a translation there must be able to publish it.
            "wagtail_localize.submit_translation",
            "pledges.add_pledgeform",
            "pledges.change_pledgeform",
            "pledges.publish_pledgeform",
            "core.change_sitesettings",
            "pledges.change_spamsettings",
            "core.change_axis",
            "core.change_objective",
            *(f"core.{action}_{name}" for name in SMALL_LISTS for action in ("add", "change", "delete")),
        }
    ),
    pages=frozenset({"wagtailcore.publish_page", "wagtailcore.lock_page", "wagtailcore.unlock_page"}),
)
pledge_officers = Rights(
    everywhere=frozenset(
        {
            "wagtailadmin.access_admin",
            "pledges.use_inbox",
            "pledges.view_outgoingmail",
            "pledges.view_consentrecord",
            "pledges.add_mailtext",
            "pledges.change_mailtext",
            "pledges.delete_mailtext",
            # Notices tell about what only the inbox holds: nobody else may send them to an address of his own.
            "pledges.change_mailsettings",
        }
    )
)
RIGHTS = {
    EDITORS: editors,
    MODERATORS: moderators,
    PLEDGE_OFFICERS: pledge_officers,
    COMMUNICATIONS: moderators | pledge_officers,
}


def set_up_groups(apps, schema_editor):
    set_rights(apps, RIGHTS)


def let_the_team_approve(apps, schema_editor):
    """Wagtail's own moderation knows its Moderators alone; a draft of an editor also waits for the team."""
    team = apps.get_model("auth", "Group").objects.get(name=COMMUNICATIONS)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(groups__name=MODERATORS):
        task.groups.add(team)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_site_languages"),
        ("core", "0003_everyday_actions"),
        ("pledges", "0003_join_form"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RunPython(set_up_groups, migrations.RunPython.noop),
        migrations.RunPython(let_the_team_approve, migrations.RunPython.noop),
    ]
