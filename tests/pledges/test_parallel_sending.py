"""Many posts of one draft at the same moment."""

import threading
import time
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.deletion import Collector
from django.test import Client

from pledges.changes import send_change
from pledges.choices import ConsentPurpose, LinkPurpose, MailKind
from pledges.consents import withdraw_consent
from pledges.drafts import find_draft, journey_of
from pledges.links import give_link
from pledges.models import ConsentRecord, OutgoingMail, Pledge, PledgeDraft, PledgeFile
from pledges.models.draft import new_token
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.pledges import PledgeFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture
from tests.support.join_forms import needed_questions, published_form, question, section, shown_version

SENDERS = 20


def sent_at_once(address, seen):
    """Press "Send" on the check page many times at the same moment; in turn where threads cannot share the database."""
    if connection.vendor != "postgresql":
        # The test database of SQLite lives in one connection.
        return [Client().post(address, seen) for _time in range(SENDERS)]
    responses = []
    barrier = threading.Barrier(SENDERS)

    def post():
        barrier.wait()
        try:
            responses.append(Client(raise_request_exception=False).post(address, seen))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _time in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return responses


def ready_draft(*more):
    """Somebody answered all that must be answered; ``more`` are questions of a second screen."""
    asked = needed_questions()
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    form = published_form(section("Part", *asked.values()), *([section("Further", *more)] if more else []))
    answers = {
        asked["title"]["id"]: "A meadow",
        asked["engagement"]["id"]: [{"indicator": "ha", "quantity": "2.5"}],
        asked["actor_kind"]["id"]: "citizen",
        asked["email"]["id"]: "an@example.org",
    }
    return PledgeDraft.objects.create(form=form, form_revision=form.live_revision, language="en", answers=answers)


@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_posts_at_the_same_moment_give_one_engagement_and_one_receipt():
    draft = ready_draft()
    check = f"/en/pledge/{draft.token}/check/"
    responses = sent_at_once(check, {"version": shown_version(Client(), check)})

    assert [response.status_code for response in responses] == [303] * SENDERS
    assert Pledge.objects.count() == 1
    assert OutgoingMail.objects.filter(kind=MailKind.RECEIPT).count() == 1
    number = Pledge.objects.get().public_id
    for response in responses:
        assert number in Client().get(response["Location"], follow=True).content.decode()


@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_posts_at_the_same_moment_change_a_sent_engagement_once():
    asked = needed_questions() | {"note": question("short_text", "Note")}
    ActorKindFactory(code="citizen")
    form = published_form(
        section("Part", *(asked[key] for key in ("title", "engagement", "actor_kind", "email"))),
        section("More", asked["note"], stage="more"),
    )
    pledge = PledgeFactory(form=form, form_revision=form.live_revision, token=new_token())
    draft = PledgeDraft.objects.create(
        form=form,
        form_revision=form.live_revision,
        language="en",
        answers={asked["note"]["id"]: "Behind the school"},
        pledge=pledge,
        stage="more",
    )

    check = f"/en/pledge/{draft.token}/check/"
    responses = sent_at_once(check, {"version": shown_version(Client(), check)})

    assert [response.status_code for response in responses] == [303] * SENDERS
    assert [answer.display for answer in pledge.answers.all()] == ["Behind the school"]
    assert Pledge.objects.get().version == pledge.version + 1
    for response in responses:
        page = Client().get(response["Location"], follow=True).content.decode()
        assert "Your changes are saved with your engagement." in page


@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_posts_at_the_same_moment_send_the_link_to_a_draft_three_times_at_most():
    form = published_form(section("Part", *needed_questions().values()))
    draft = PledgeDraft.objects.create(form=form, form_revision=form.live_revision, language="en")

    responses = sent_at_once(f"/en/pledge/{draft.token}/later/", {"email": "an@example.org"})

    assert sorted(response.status_code for response in responses) == [303] * 3 + [422] * (SENDERS - 3)
    assert OutgoingMail.objects.filter(kind=MailKind.RESUME).count() == 3


@pytest.fixture
def begun():
    """A change that was begun of a sent engagement with a consent in force."""
    asked = needed_questions() | {"note": question("short_text", "Note")}
    ActorKindFactory(code="citizen")
    form = published_form(
        section("Part", *(asked[key] for key in ("title", "engagement", "actor_kind", "email"))),
        section("More", asked["note"], stage="more"),
    )
    pledge = PledgeFactory(form=form, form_revision=form.live_revision, token=new_token())
    draft = PledgeDraft.objects.create(
        form=form,
        form_revision=form.live_revision,
        language="en",
        answers={asked["note"]["id"]: "Behind the school"},
        pledge=pledge,
        stage="more",
    )
    record = ConsentRecord.objects.create(
        pledge=pledge,
        question_id=uuid.uuid4(),
        purpose=ConsentPurpose.NEWSLETTER,
        given=True,
        wording="You may send me news.",
        language="en",
        form_revision=form.live_revision,
    )
    return pledge, draft, record


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only there two transactions write at the same moment")
@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_consent_withdrawn_while_a_change_is_sent_lets_both_come_to_an_end(begun, monkeypatch):
    pledge, draft, record = begun
    holds_the_first, lock, calls, failed = threading.Event(), QuerySet.select_for_update, [], []

    def lock_slowly(self, *args, **kwargs):
        """Between the two rows that withdrawing holds fast, let the sending come as far as it can."""
        if threading.current_thread().name == "withdrawing":
            calls.append(self.model)
            if len(calls) == 2:
                holds_the_first.set()
                time.sleep(1)
        return lock(self, *args, **kwargs)

    def run(job):
        try:
            job()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    def send():
        found = find_draft(draft.token)
        assert holds_the_first.wait(timeout=10)
        send_change(found, journey_of(found), seen=found.version)

    monkeypatch.setattr(QuerySet, "select_for_update", lock_slowly)
    withdrawing = threading.Thread(target=run, args=[lambda: withdraw_consent(pledge, record)], name="withdrawing")
    sending = threading.Thread(target=run, args=[send])
    for thread in (sending, withdrawing):
        thread.start()
    for thread in (sending, withdrawing):
        thread.join()

    assert not failed
    assert not ConsentRecord.objects.latest("pk").given


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the test database of SQLite lives in one connection")
@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_draft_deleted_while_it_is_sent_takes_no_file_of_an_engagement(monkeypatch, tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path
    plan = question("file", "Plan", kinds=["pdf"], largest=1, how_many=1)
    draft = ready_draft(plan)
    file = PledgeFile(draft=draft, question_id=plan["id"], name="plan.pdf", content_type="application/pdf", size=4)
    file.write(ContentFile(b"%PDF"))
    file.save()
    draft.answers[plan["id"]] = [file.entry]
    draft.save()
    link = give_link(LinkPurpose.RESUME, draft)
    check = f"/en/pledge/{draft.token}/check/"
    seen = {"version": shown_version(Client(), check)}

    def send():
        try:
            Client().post(check, seen)
        finally:
            connections.close_all()

    sender = threading.Thread(target=send)
    delete = Collector.delete

    def delete_later(collector):
        """As if the other tab pressed "Send" once it is known what has to go with the draft."""
        if PledgeDraft in collector.data and sender.ident is None:
            sender.start()
            sender.join(timeout=3)
        return delete(collector)

    monkeypatch.setattr(Collector, "delete", delete_later)
    Client().post(f"/en/pledge/{link.signed}/resume/", {"delete": "1"})
    sender.join()

    assert not PledgeDraft.objects.exists()
    assert PledgeFile.objects.count() == Pledge.objects.count()
