"""Notes: staff write them to each other on the case, and nobody else ever reads one."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.html import escape

from pledges.choices import PledgeState
from pledges.models import PledgeNote
from pledges.notes import write_note
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory

TEXT = "Phoned her: <b>the plan</b> follows.\nAsk again in May."

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def add(desk, pledge, text, **options):
    return desk.post(f"/admin/inbox/{pledge.pk}/notes/add/", {"text": text}, **options)


def test_a_note_is_kept_with_its_author_and_shown(desk, officer):
    pledge = PledgeFactory()
    response = add(desk, pledge, TEXT)
    assert response["Location"] == f"/admin/inbox/{pledge.pk}/#case-timeline"
    note = PledgeNote.objects.get()
    assert (note.pledge, note.author, note.text) == (pledge, officer, TEXT)
    page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    assert escape("<b>the plan</b>") in page
    assert "Only staff read this" in page
    pledge.refresh_from_db()
    assert (pledge.state, pledge.version) == (PledgeState.SUBMITTED, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please write something first."),
        (" \n ", "Please write something first."),
        ("x" * 5001, "at most 5000 characters"),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_kept_is_shown_again(desk, text, sentence):
    response = add(desk, PledgeFactory(), text)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert re.search(r'<details class="inbox-case__panel" id="case-timeline" open>', page)
    (typed,) = re.findall(r'<textarea name="text".*?>\n?(.*?)</textarea>', page, re.DOTALL)
    assert typed.strip() == text.strip()
    assert not PledgeNote.objects.exists()


def test_the_timeline_is_open_while_a_note_may_matter(desk, officer):
    pledge = PledgeFactory()
    address = f"/admin/inbox/{pledge.pk}/"
    opened = '<details class="inbox-case__panel" id="case-timeline" open>'
    assert opened not in desk.get(address).content.decode()
    write_note(pledge, officer, TEXT)
    assert opened in desk.get(address).content.decode()
    type(pledge).objects.update(state=PledgeState.DECLINED)
    assert opened not in desk.get(address).content.decode()


def test_a_note_is_never_changed(officer):
    note = write_note(PledgeFactory(), officer, TEXT)
    note.text = "Something else"
    with pytest.raises(TypeError, match="never changed"):
        note.save()


def test_whoever_may_not_decide_writes_none(client):
    pledge = PledgeFactory()
    with pytest.raises(PermissionDenied):
        write_note(pledge, UserFactory(group="Moderators"), TEXT)
    client.force_login(UserFactory(group="Moderators"))
    assert add(client, pledge, TEXT).status_code == 302
    assert not PledgeNote.objects.exists()


def test_a_post_without_token_is_refused(officer):
    pledge, client = PledgeFactory(), Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert add(client, pledge, TEXT).status_code == 403
    assert not PledgeNote.objects.exists()


def test_a_get_leads_to_the_case(desk):
    pledge = PledgeFactory()
    response = desk.get(f"/admin/inbox/{pledge.pk}/notes/add/")
    assert (response.status_code, response["Location"]) == (302, f"/admin/inbox/{pledge.pk}/#case-timeline")
