"""What is overtaken by what came after: letters that wait out their minute, changes to what is closed, suspicions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pledges.choices import MailKind, MailState, PledgeState, PrivacyClass
from pledges.models import OutgoingMail, Pledge, ProposedChange
from pledges.moves import MOVES, Said, apply, undo, withdraw
from pledges.proposals import ChangedAgainError, take_over
from tests.factories.pledges import AnswerFactory, OutgoingMailFactory, PledgeFactory, PledgeFormFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
BECAUSE = Said(reason="because", message="Sorry.")


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def changed():
    """An accepted engagement whose member changed an answer since."""
    answer = AnswerFactory(pledge=PledgeFactory(state=PledgeState.ACCEPTED, proposed_at=timezone.now()))
    revision = PledgeFormFactory().save_revision()
    shared = {"question_id": answer.question_id, "form_revision": revision, "order": 1, "kind": "short_text"}
    words = {"label": "Question", "value": "Other", "display": "Other", "privacy": PrivacyClass.STAFF}
    ProposedChange.objects.create(pledge=answer.pledge, **shared, **words)
    return Pledge.objects.get()


def letters(pledge):
    return dict(OutgoingMail.objects.filter(pledge=pledge).values_list("kind", "state"))


class TestLetters:
    def test_one_that_still_waits_does_not_go_out_after_another_decision(self, officer):
        pledge = apply(PledgeFactory(), MOVES["accept"], officer, 1)
        pledge = apply(pledge, MOVES["reopen"], officer, 2, BECAUSE)
        assert letters(pledge) == {MailKind.ACCEPTED: MailState.TAKEN_BACK}
        apply(pledge, MOVES["decline"], officer, 3, BECAUSE)
        expected = {MailKind.ACCEPTED: MailState.TAKEN_BACK, MailKind.DECLINED: MailState.QUEUED}
        assert letters(pledge) == expected

    def test_it_waits_again_where_that_decision_is_undone(self, officer):
        pledge = apply(PledgeFactory(), MOVES["accept"], officer, 1)
        pledge = apply(pledge, MOVES["reopen"], officer, 2, BECAUSE)
        undo(pledge, officer, 3)
        assert letters(pledge) == {MailKind.ACCEPTED: MailState.QUEUED}

    def test_it_does_not_go_out_either_once_the_member_withdrew(self, officer):
        pledge = apply(PledgeFactory(), MOVES["accept"], officer, 1)
        withdraw(pledge)
        assert letters(pledge) == {MailKind.ACCEPTED: MailState.TAKEN_BACK}

    def test_assigning_it_to_somebody_leaves_its_letter(self, officer):
        pledge = apply(PledgeFactory(), MOVES["accept"], officer, 1)
        apply(pledge, MOVES["take"], officer, 2)
        assert letters(pledge) == {MailKind.ACCEPTED: MailState.QUEUED}

    def test_the_receipt_is_never_taken_back(self, officer):
        receipt = OutgoingMailFactory(due_at=timezone.now() + timedelta(seconds=50))
        apply(receipt.pledge, MOVES["accept"], officer, 1)
        receipt.refresh_from_db()
        assert receipt.state == MailState.QUEUED


class TestChanges:
    def test_an_accepted_one_waits_for_staff(self, changed):
        assert changed.is_to_do
        assert changed.waits_since == changed.proposed_at

    @pytest.mark.parametrize("name", ["withdraw_for_member", "reopen"])
    def test_closed_it_waits_for_nobody(self, changed, officer, name):
        pledge = apply(changed, MOVES[name], officer, 1, BECAUSE)
        if name == "reopen":
            pledge = apply(pledge, MOVES["decline"], officer, 2, BECAUSE)
        assert (pledge.is_to_do, pledge.waits_since) == (False, None)

    @pytest.mark.parametrize(
        "values", [{"state": "withdrawn"}, {"archived_at": timezone.now()}, {"merged_into": "other"}]
    )
    def test_what_is_closed_archived_or_merged_takes_nothing_over(self, client, changed, officer, values):
        if "merged_into" in values:
            values = {"merged_into": PledgeFactory()}
        Pledge.objects.filter(pk=changed.pk).update(**values)
        seen = list(ProposedChange.objects.values_list("pk", flat=True))
        with pytest.raises(ChangedAgainError):
            take_over(changed, officer, seen)
        client.force_login(officer)
        assert b"take-over" not in client.get(f"/admin/inbox/{changed.pk}/").content


class TestSuspicion:
    def test_starting_to_look_lets_no_mail_out(self, officer):
        mail = OutgoingMailFactory(pledge=PledgeFactory(spam_signs="trap"), state=MailState.HELD)
        pledge = apply(mail.pledge, MOVES["review"], officer, 1)
        mail.refresh_from_db()
        assert (pledge.is_suspected, mail.state) == (True, MailState.HELD)
        assert undo(pledge, officer, 2).is_suspected

    def test_saying_that_it_is_none_does(self, officer):
        mail = OutgoingMailFactory(pledge=PledgeFactory(spam_signs="trap"), state=MailState.HELD)
        pledge = apply(mail.pledge, MOVES["review"], officer, 1)
        pledge = apply(pledge, MOVES["not_spam"], officer, 2)
        mail.refresh_from_db()
        assert (pledge.is_suspected, mail.state) == (False, MailState.QUEUED)

    def test_a_failed_mail_about_spam_is_not_sent_again(self, client, officer):
        mail = OutgoingMailFactory(pledge=PledgeFactory(state=PledgeState.SPAM), state=MailState.FAILED)
        client.force_login(officer)
        client.post(f"/admin/inbox/{mail.pledge_id}/mails/{mail.pk}/send-again/")
        mail.refresh_from_db()
        assert mail.state == MailState.FAILED
