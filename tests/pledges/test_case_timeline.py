"""One timeline of everything that happened to a case."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from pledges.changes import LOG_ACTION
from pledges.choices import ConsentPurpose, MailState
from pledges.consents import WITHDRAWN_CONSENT_ACTION
from pledges.inbox.timeline import DEED, MAIL, NOTE, timeline_of
from pledges.models import Contribution, OutgoingMail, PledgeNote
from pledges.moves import MOVES, Said, apply, undo
from pledges.notes import write_note
from pledges.personal_data.retention import EXPIRE_ACTION
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers", first_name="Ann", last_name="Claes")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def timeline(pledge):
    return timeline_of(
        pledge,
        ModelLogEntry.objects.for_instance(pledge),
        mails=pledge.mails.all(),
        notes=pledge.notes.all(),
        requests=pledge.change_requests.all(),
        criteria={},
    )


def deed(pledge, action):
    entry = ModelLogEntry.objects.filter(action=action).latest("pk")
    (line,) = [line for line in timeline(pledge) if line.when == entry.timestamp]
    return line


def move(pledge, name, user, **said):
    pledge.refresh_from_db()
    return apply(pledge, MOVES[name], user, pledge.version, Said(**said))


def test_it_holds_moves_mails_notes_and_the_beginning_the_newest_first(officer):
    pledge = PledgeFactory()
    write_note(pledge, officer, "Phoned them.")
    pledge = move(pledge, "accept", officer)
    OutgoingMail.objects.update(state=MailState.SENT, sent_at=timezone.now() + timedelta(minutes=1))
    lines = timeline(pledge)
    assert [line.kind for line in lines] == [MAIL, DEED, NOTE, DEED]
    assert [line.what for line in lines] == ["engagement accepted", "The engagement is accepted.", "Note", "Received"]
    assert [line.who for line in lines] == [f"to {pledge.email}", "Ann Claes", "Ann Claes", ""]
    assert lines[0].states == "sent"
    assert lines[1].states == "new → accepted"


def test_a_note_stands_there_once_and_the_log_does_not_repeat_its_words(officer):
    pledge = PledgeFactory()
    write_note(pledge, officer, "Phoned them.")
    assert [line.said for line in timeline(pledge) if line.kind == NOTE] == [[("", "Phoned them.")]]
    assert "Phoned" not in str(ModelLogEntry.objects.values_list("data", "label"))
    assert len(timeline(pledge)) == 2


def test_what_was_asked_for_stands_with_the_request(officer):
    pledge = PledgeFactory()
    where = AnswerFactory(pledge=pledge, label="Waar?")
    move(pledge, "ask_changes", officer, message="Please say where.", questions=(str(where.question_id),))
    assert deed(pledge, "pledges.ask_changes").said == [
        ("To the member", "Please say where."),
        ("To be looked at again", "Waar?"),
    ]


def test_the_member_answers_and_changes(officer):
    pledge = PledgeFactory()
    log(instance=pledge, action=LOG_ACTION, data={"stage": "join", "answers_request": True})
    line = deed(pledge, LOG_ACTION)
    assert (line.what, line.who) == ("The member answered what was asked.", "the member")
    log(instance=pledge, action=LOG_ACTION, data={"stage": "more", "answers_request": False})
    assert deed(pledge, LOG_ACTION).what == "The member changed answers."


def test_what_the_nightly_run_removed_was_not_the_members_deed(officer):
    pledge = PledgeFactory()
    log(instance=pledge, action=EXPIRE_ACTION, data={"erasure": "nameless"})
    assert deed(pledge, EXPIRE_ACTION).who == "the retention rules"


def test_changed_figures_are_named_with_their_unit(officer):
    row = ContributionFactory(indicator=IndicatorFactory(label="Wetlands"), declared=300)
    move(row.pledge, "change_figures", officer, reason="Measured", figures={row.pk: Decimal(250)})
    said = dict(deed(row.pledge, "pledges.change_figures").said)
    assert said == {"Reason": "Measured", "Counted": "Wetlands: not known → 250 ha"}
    # The member may have named something else since.
    Contribution.objects.all().delete()
    assert dict(deed(row.pledge, "pledges.change_figures").said)["Counted"] == "not known → 250"


def test_who_was_given_it_is_named(officer):
    pledge, other = PledgeFactory(), UserFactory(group="Pledge officers", first_name="Bea", last_name="Dox")
    move(pledge, "assign", officer, assignee=other)
    assert deed(pledge, "pledges.assign").states == "nobody → Bea Dox"
    get_user_model().objects.filter(pk=other.pk).delete()
    assert deed(pledge, "pledges.assign").states == "nobody → somebody who is no longer here"


def test_what_was_undone_is_named(officer):
    pledge = move(PledgeFactory(), "accept", officer)
    undo(pledge, officer, pledge.version)
    assert dict(deed(pledge, "pledges.undo").said)["Undone"] == "Accept"


def test_a_consent_taken_back_says_which(officer):
    pledge = PledgeFactory()
    log(instance=pledge, action=WITHDRAWN_CONSENT_ACTION, data={"purpose": ConsentPurpose.NEWSLETTER})
    assert dict(deed(pledge, WITHDRAWN_CONSENT_ACTION).said) == {"About": "send a newsletter"}


@pytest.mark.parametrize(
    "data", [{}, {"purpose": "gone", "mail": "gone", "undone": "pledges.gone"}, {"from": "gone", "to": "gone"}]
)
def test_what_no_longer_exists_breaks_nothing(officer, data):
    pledge = PledgeFactory()
    for action in ("pledges.undo", "pledges.ask_changes", WITHDRAWN_CONSENT_ACTION):
        log(instance=pledge, action=action, user=officer, data=data)
    assert len(timeline(pledge)) == 4


def test_the_author_of_a_note_may_be_gone(officer):
    pledge, author = PledgeFactory(), UserFactory(is_superuser=True)
    write_note(pledge, author, "Phoned them.")
    get_user_model().objects.filter(pk=author.pk).delete()
    assert [line.who for line in timeline(pledge) if line.kind == NOTE] == ["somebody who is no longer here"]


def test_the_text_of_a_mail_can_be_unfolded(desk, officer):
    pledge = PledgeFactory(language="nl")
    pledge = move(pledge, "decline", officer, reason="r", message="Beste, dit past niet.")
    page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    (letter,) = re.findall(r'<pre class="inbox-case__letter" lang="nl">(.*?)</pre>', page, re.DOTALL)
    assert "Beste, dit past niet." in letter
    assert pledge.mails.get().subject in page


def test_questions_to_the_database_do_not_grow_with_what_happened(officer, django_assert_num_queries):
    pledge = PledgeFactory()

    def count():
        loaded = type(pledge).objects.prefetch_related("answers", "contributions__indicator").get(pk=pledge.pk)
        entries, mails, notes = (
            list(rows) for rows in (ModelLogEntry.objects.for_instance(loaded), loaded.mails.all(), loaded.notes.all())
        )
        requests = list(loaded.change_requests.all())
        with django_assert_num_queries(1):
            lines = timeline_of(loaded, entries, mails=mails, notes=notes, requests=requests, criteria={})
        return len(lines)

    write_note(pledge, officer, "One")
    few = count()
    for number in range(5):
        write_note(pledge, UserFactory(is_superuser=True), f"Note {number}")
        move(pledge, "ask_changes", officer, message="Where?")
        move(pledge, "reopen", UserFactory(is_superuser=True), reason="again")
        log(instance=pledge, action=LOG_ACTION, data={"questions": [str(uuid.uuid4())]})
        OutgoingMailFactory(pledge=pledge)
    assert count() == few + 30
    assert PledgeNote.objects.count() == 6
