"""Begun engagements: nothing takes them away from a member before their time."""

import pytest
from django.core.management import call_command

from pledges.models import PledgeDraft
from tests.factories.pledges import PledgeDraftFactory

pytestmark = pytest.mark.django_db


def test_purging_old_wordings_leaves_those_that_members_are_filling_in():
    draft = PledgeDraftFactory()
    form = draft.form
    free = form.save_revision()
    latest = form.save_revision()

    call_command("purge_revisions", verbosity=0)

    assert PledgeDraft.objects.filter(pk=draft.pk).exists()
    assert set(form.revisions.all()) == {draft.form_revision, latest}
    assert not form.revisions.filter(pk=free.pk).exists()


def test_a_draft_is_named_by_its_number_alone():
    draft = PledgeDraftFactory(answers={"q": "an@example.org"})
    assert str(draft) == str(draft.pk)
