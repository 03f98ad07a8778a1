"""Taking the last move back, for as long as its mail has not gone out."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.changes import begin_change
from pledges.choices import MailKind, MailState, PledgeState
from pledges.counting import count_totals
from pledges.mail.sender import claim_next, send_due
from pledges.models import ChangeRequest, OutgoingMail, Pledge
from pledges.moves import HOLD, MOVES, MoveNotAllowed, Said, StalePledge, apply, undo, undoable, withdraw
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory

SAID = Said(reason="because", message="Please say where.")
COLUMNS = ("state", "decided_at", "spam_signs", "assignee_id", "archived_at", "merged_into_id")


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


def columns(pledge):
    return {name: getattr(pledge, name) for name in COLUMNS}


def minute_passes():
    """What was written a moment ago was written a minute ago."""
    for entry in ModelLogEntry.objects.all():
        ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=entry.timestamp - HOLD)
    for mail in OutgoingMail.objects.all():
        OutgoingMail.objects.filter(pk=mail.pk).update(due_at=mail.due_at - HOLD)


@pytest.mark.parametrize("name", [*MOVES])
def test_every_move_is_taken_back_whole(officer, name):
    move = MOVES[name]
    state = sorted(move.sources)[0]
    somebody = UserFactory(group="Pledge officers")
    archived = timezone.now() - timedelta(days=3) if name == "restore" else None
    decided = timezone.now() - timedelta(days=9) if state == PledgeState.COMPLETED else None
    other = PledgeFactory()
    merged_into = other if name == "separate" else None
    pledge = PledgeFactory(
        state=state, assignee=somebody, archived_at=archived, decided_at=decided, merged_into=merged_into
    )
    row = ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=5, accepted=Decimal("4.5"))
    before = columns(pledge)
    said = Said(reason="because", message="Where?", figures={row.pk: Decimal(3)}, assignee=officer)
    if name == "merge":
        said = Said(into=other, into_version=1)
    after = apply(pledge, move, officer, 1, said)
    assert undoable(after) is move

    restored = undo(after, officer, after.version)

    row.refresh_from_db()
    restored.archived_at = before["archived_at"] if restored.archived_at else restored.archived_at
    assert columns(restored) == before
    assert row.accepted == Decimal("4.5")
    assert restored.version == 3
    assert not ChangeRequest.objects.exists()
    assert not OutgoingMail.objects.exclude(state=MailState.TAKEN_BACK).exists()
    minute_passes()
    assert send_due() == 0
    assert undoable(restored) is None


def test_accepting_by_mistake_changes_no_total(officer):
    row = ContributionFactory(indicator=IndicatorFactory(), declared=5)
    accepted = apply(row.pledge, MOVES["accept"], officer, 1)
    assert count_totals().engagements == 1
    undo(accepted, officer, 2)
    assert count_totals().engagements == 0
    row.refresh_from_db()
    assert row.accepted is None


def test_what_was_said_to_be_no_spam_is_suspected_again_and_its_mails_wait(officer):
    pledge = PledgeFactory(spam_signs="trap")
    receipt = OutgoingMail.objects.create(
        kind=MailKind.RECEIPT, pledge=pledge, recipient=pledge.email, language="en", state=MailState.HELD
    )
    free = apply(pledge, MOVES["not_spam"], officer, 1)
    suspected = undo(free, officer, 2)
    receipt.refresh_from_db()
    assert (suspected.is_suspected, receipt.state) == (True, MailState.HELD)


def test_after_a_minute_the_mail_goes_out_and_nothing_is_taken_back(officer):
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    assert send_due() == 0
    minute_passes()
    assert undoable(accepted) is None
    with pytest.raises(MoveNotAllowed, match="too late"):
        undo(accepted, officer, 2)
    assert send_due() == 1
    assert Pledge.objects.get().state == PledgeState.ACCEPTED


def test_a_mail_that_a_sender_holds_is_on_its_way(officer):
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    OutgoingMail.objects.update(due_at=timezone.now())
    assert claim_next() is not None
    with pytest.raises(MoveNotAllowed, match="on its way"):
        undo(accepted, officer, 2)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.version) == (PledgeState.ACCEPTED, 2)
    assert OutgoingMail.objects.get().state == MailState.QUEUED


def test_what_came_after_is_never_taken_back_with_it(officer):
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    taken = apply(accepted, MOVES["take"], officer, 2)
    with pytest.raises(StalePledge):
        undo(taken, officer, 2)
    withdraw(taken)
    taken.refresh_from_db()
    assert undoable(taken) is None
    with pytest.raises(MoveNotAllowed):
        undo(taken, officer, taken.version)
    assert taken.state == PledgeState.WITHDRAWN


def test_it_is_taken_back_once(officer):
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    restored = undo(accepted, officer, 2)
    with pytest.raises(MoveNotAllowed):
        undo(restored, officer, 3)


@pytest.mark.parametrize("group", [None, "Editors", "Moderators"])
def test_whoever_lacks_the_inbox_takes_nothing_back(officer, group):
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    with pytest.raises(PermissionDenied):
        undo(accepted, UserFactory(group=group), 2)
    accepted.refresh_from_db()
    assert accepted.state == PledgeState.ACCEPTED


def test_the_log_keeps_both(officer):
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    undo(accepted, officer, 2)
    assert [entry.action for entry in ModelLogEntry.objects.order_by("pk")] == ["pledges.accept", "pledges.undo"]


def test_the_button_stands_on_the_case_for_a_minute(client, officer):
    client.force_login(officer)
    pledge = PledgeFactory()
    page = client.post(f"/admin/inbox/{pledge.pk}/accept/", {"version": 1}, follow=True).content.decode()
    assert "Undo “Accept”" in page
    page = client.post(f"/admin/inbox/{pledge.pk}/undo/", {"version": 2}, follow=True).content.decode()
    assert "Undone: the engagement is as it was before" in page
    assert "Undo “" not in page
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SUBMITTED


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_forged_version_takes_nothing_back(client, officer, version):
    client.force_login(officer)
    accepted = apply(PledgeFactory(), MOVES["accept"], officer, 1)
    response = client.post(f"/admin/inbox/{accepted.pk}/undo/", {"version": version}, follow=True)
    assert response.status_code == 200
    accepted.refresh_from_db()
    assert accepted.state == PledgeState.ACCEPTED


def test_a_member_who_began_to_correct_meanwhile_loses_nothing(officer):
    """The link of the letter is the one of the receipt: taking the letter back leaves it working."""
    pledge = PledgeFactory()
    asked = apply(pledge, MOVES["ask_changes"], officer, 1, SAID)
    assert begin_change(asked, "join") is None  # this one has no form
    undo(asked, officer, 2)
    assert pledge.links.get().is_valid
