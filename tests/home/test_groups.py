"""Rights that come with a later version."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from home.groups import PLEDGE_OFFICERS, add_rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def apps_of_migration():
    return MigrationExecutor(connection).loader.project_state([("home", "0004_export_rights")]).apps


def names(group):
    return set(group.permissions.values_list("codename", flat=True))


def test_a_right_is_added_beside_what_administrators_made_of_a_group(apps_of_migration):
    officers = Group.objects.get(name=PLEDGE_OFFICERS)
    officers.permissions.remove(*officers.permissions.exclude(codename="use_inbox"))
    add_rights(apps_of_migration, {PLEDGE_OFFICERS: ["pledges.export_pledges"]})
    assert names(officers) == {"use_inbox", "export_pledges"}


def test_a_group_that_was_deleted_does_not_come_back(apps_of_migration):
    Group.objects.get(name=PLEDGE_OFFICERS).delete()
    add_rights(apps_of_migration, {PLEDGE_OFFICERS: ["pledges.export_pledges"]})
    assert not Group.objects.filter(name=PLEDGE_OFFICERS).exists()


def test_a_right_that_does_not_exist_stops_the_migration(apps_of_migration):
    with pytest.raises(LookupError, match=r"pledges\.fly"):
        add_rights(apps_of_migration, {PLEDGE_OFFICERS: ["pledges.fly"]})
