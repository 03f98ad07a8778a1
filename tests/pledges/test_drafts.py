"""Begun engagements: nothing takes them away before their time, and nothing keeps them longer."""

import itertools
import logging
import time
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from pledges.management.commands import run_worker
from pledges.models import PledgeDraft
from tests.factories.pledges import OutgoingMailFactory, PledgeDraftFactory

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


def left_alone_for(hours):
    """A draft that was last changed so long ago, whenever it was begun."""
    draft = PledgeDraftFactory()
    then = timezone.now() - timedelta(hours=hours)
    PledgeDraft.objects.filter(pk=draft.pk).update(updated_at=then, created_at=timezone.now() - timedelta(hours=60))
    return draft


@pytest.fixture
def run_sender(monkeypatch):
    """Runs the mail sender for a number of looks, the clock standing ``seconds`` later at each."""

    def run(looks, seconds):
        command = run_worker.Command()
        clock = itertools.count(1000, seconds)
        pauses = iter(range(looks, 0, -1))
        now = [next(clock)]

        def pause(_seconds):
            now[0] = next(clock)
            command.stopping = next(pauses) == 1

        monkeypatch.setattr(run_worker.signal, "signal", lambda *_arguments: None)
        monkeypatch.setattr(run_worker.time, "sleep", pause)
        monkeypatch.setattr(run_worker.time, "monotonic", lambda: now[0])
        # The connection of the tests stays open.
        monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)
        monkeypatch.setattr(run_worker.connection, "close", lambda: None)
        call_command(command, forever=True)

    return run


def test_a_draft_goes_a_day_after_its_last_change(capsys):
    expired, kept = left_alone_for(24.1), left_alone_for(23.9)

    call_command("purge_drafts")

    assert list(PledgeDraft.objects.all()) == [kept]
    assert "Drafts removed: 1" in capsys.readouterr().out
    assert not PledgeDraft.objects.filter(pk=expired.pk).exists()


def test_the_mail_sender_removes_expired_drafts_when_it_starts(run_sender):
    left_alone_for(25)
    kept = PledgeDraftFactory()

    run_sender(looks=1, seconds=2)

    assert list(PledgeDraft.objects.all()) == [kept]


def test_the_mail_sender_removes_expired_drafts_once_an_hour(run_sender, monkeypatch):
    times = []
    monkeypatch.setattr(run_worker, "purge_expired", lambda: times.append(time.monotonic()))

    run_sender(looks=9, seconds=900)

    assert times == [1000, 4600, 8200]


def test_the_mail_sender_removes_old_moves_on_many_once_an_hour(run_sender, monkeypatch):
    times = []
    monkeypatch.setattr(run_worker, "remove_old_runs", lambda: times.append(time.monotonic()))

    run_sender(looks=9, seconds=900)

    assert times == [1000, 4600, 8200]


def test_mail_goes_out_while_drafts_cannot_be_removed_and_they_are_tried_again(run_sender, monkeypatch, caplog):
    tried = []

    def fail():
        tried.append(time.monotonic())
        OutgoingMailFactory()
        raise OperationalError("a line with personal data")

    monkeypatch.setattr(run_worker, "purge_expired", fail)
    with caplog.at_level(logging.WARNING):
        run_sender(looks=3, seconds=1900)

    assert tried == [1000, 2900, 4800]
    assert len(django_mail.outbox) == 2
    assert "OperationalError" in caplog.text
    assert "personal data" not in caplog.text


def test_whatever_is_wrong_with_a_chore_mail_goes_out_and_the_log_says_where_it_broke(run_sender, monkeypatch, caplog):
    tried = []

    def fail():
        tried.append(time.monotonic())
        OutgoingMailFactory()
        raise PermissionError(13, "not allowed", "plan-of-an-peeters.pdf")

    monkeypatch.setattr(run_worker, "purge_orphans", fail)
    with caplog.at_level(logging.WARNING):
        run_sender(looks=7, seconds=20)

    assert tried == [1000, 1060, 1120]
    assert len(django_mail.outbox) == 2
    assert "PermissionError in " in caplog.text
    assert "test_drafts.py" in caplog.text
    assert "peeters" not in caplog.text
