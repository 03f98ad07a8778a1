"""Engagements are kept as long as their form says, staff are told before, and the figures stay."""

import threading
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import CLOSED_STATES, Erasure, LinkPurpose, MailState, PledgeState, PrivacyClass
from pledges.counting import count_totals
from pledges.kept_totals import counted_anew, kept
from pledges.links import give_link
from pledges.models import Answer, Contribution, MemberLink, OutgoingMail, Pledge, PledgeFile, RetentionRun
from pledges.moves import MOVES, Said, apply
from pledges.personal_data import holding, retention
from pledges.personal_data.retention import keep_nightly, keep_retention, last_day, leaving
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import (
    AnswerFactory,
    ContributionFactory,
    OutgoingMailFactory,
    PledgeFactory,
    PledgeFileFactory,
    PledgeFormFactory,
)
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

MONTHS = 24


@pytest.fixture
def form():
    return PledgeFormFactory(retention_months=MONTHS)


def closed(form, *, ago=timedelta(days=MONTHS * 31), state=PledgeState.DECLINED, **columns):
    """An engagement that was closed so long ago, by default longer than it is kept."""
    return PledgeFactory(form=form, state=state, state_since=timezone.now() - ago, **columns)


def announced(form, **columns):
    """One whose time is over, and whose removal was announced a month ago."""
    return closed(form, leaves_on=timezone.localdate(), **columns)


def exists(pledge):
    return Pledge.objects.filter(pk=pledge.pk).exists()


class TestNotice:
    def test_nothing_goes_before_it_was_announced_for_a_month(self, form):
        pledge = closed(form)
        run = keep_retention()
        pledge.refresh_from_db()
        assert (run.warned, run.removed) == (1, 0)
        assert pledge.leaves_on == timezone.localdate() + timedelta(days=30)

    def test_what_is_announced_goes_on_its_day(self, form):
        pledge = announced(form)
        run = keep_retention()
        assert (run.warned, run.removed) == (0, 1)
        assert not exists(pledge)

    def test_it_does_not_go_a_day_early(self, form):
        pledge = closed(form, leaves_on=timezone.localdate() + timedelta(days=1))
        assert keep_retention().removed == 0
        assert exists(pledge)

    def test_what_has_time_left_is_not_announced(self, form):
        pledge = closed(form, ago=timedelta(days=MONTHS * 30 - 60))
        assert keep_retention().warned == 0
        pledge.refresh_from_db()
        assert pledge.leaves_on is None

    def test_it_is_announced_once(self, form):
        closed(form)
        assert [keep_retention().warned, keep_retention().warned] == [1, 0]

    def test_a_limit_that_is_shortened_takes_nothing_by_surprise(self, form):
        pledge = closed(form, ago=timedelta(days=200))
        keep_retention()
        form.retention_months = 1
        form.save()
        assert (keep_retention().removed, keep_retention().removed) == (0, 0)
        pledge.refresh_from_db()
        assert pledge.leaves_on == timezone.localdate() + timedelta(days=30)

    def test_a_limit_that_is_lengthened_takes_the_announcement_back(self, form):
        pledge = announced(form)
        form.retention_months = 60
        form.save()
        assert keep_retention().removed == 0
        pledge.refresh_from_db()
        assert pledge.leaves_on is None

    @pytest.mark.parametrize("hours", [-1, 1])
    def test_a_clock_that_is_an_hour_wrong_takes_nothing_early(self, form, monkeypatch, hours):
        pledge = closed(form, leaves_on=timezone.localdate() + timedelta(days=1))
        now = timezone.now
        noon = now().astimezone(timezone.get_current_timezone()).replace(hour=12)
        monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(hours=hours))
        assert keep_retention().removed == 0
        assert exists(pledge)

    def test_a_clock_that_runs_years_ahead_for_one_night_takes_nothing(self, form, monkeypatch):
        pledge = closed(form, ago=timedelta(days=10))
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=10 * 365))
        assert keep_retention().removed == 0
        monkeypatch.setattr(timezone, "now", now)
        keep_retention()
        assert exists(pledge)
        pledge.refresh_from_db()
        assert pledge.leaves_on is None


class TestWhatStays:
    @pytest.mark.parametrize("state", sorted(set(PledgeState) - CLOSED_STATES))
    def test_an_open_case_never_goes(self, form, state):
        pledge = announced(form, state=state)
        keep_retention()
        assert exists(pledge)
        assert last_day(pledge) is None

    def test_a_reopened_one_is_announced_anew(self, form):
        pledge = announced(form)
        apply(pledge, MOVES["reopen"], UserFactory(is_superuser=True), pledge.version, Said(reason="A mistake"))
        pledge.refresh_from_db()
        assert pledge.leaves_on is None
        keep_retention()
        assert exists(pledge)

    def test_one_without_a_form_was_imported_and_holds_no_contact(self):
        pledge = announced(None)
        keep_retention()
        assert exists(pledge)

    def test_a_form_without_a_limit_keeps_all_but_spam(self):
        form = PledgeFormFactory(retention_months=None)
        stays, goes = announced(form), announced(form, state=PledgeState.SPAM)
        keep_retention()
        assert exists(stays)
        assert not exists(goes)

    @pytest.mark.parametrize(("state", "gone"), [(MailState.SENT, False), (MailState.DROPPED, True)])
    def test_never_while_a_link_of_it_still_runs_that_somebody_was_sent(self, form, state, gone):
        pledge = announced(form)
        mail = OutgoingMailFactory(pledge=pledge, state=state)
        mail.links.add(give_link(LinkPurpose.MINE, pledge))
        keep_retention()
        assert exists(pledge) is not gone
        MemberLink.objects.update(expires_at=timezone.now() - timedelta(days=2))
        keep_retention()
        assert not exists(pledge)

    def test_a_link_that_was_given_out_on_a_page_runs_too(self, form):
        pledge = announced(form)
        give_link(LinkPurpose.MINE, pledge)
        keep_retention()
        assert exists(pledge)

    def test_a_link_that_is_held_back_runs_too(self, form):
        pledge = announced(form)
        OutgoingMailFactory(pledge=pledge, state=MailState.HELD).links.add(give_link(LinkPurpose.MINE, pledge))
        keep_retention()
        assert exists(pledge)


class TestHold:
    @pytest.fixture
    def officer(self):
        return UserFactory(is_superuser=True)

    def test_it_stays_until_it_is_let_go_and_announced_again(self, form, officer):
        pledge = announced(form)
        holding.hold(pledge, officer, "  A dispute  ")
        keep_retention()
        pledge.refresh_from_db()
        assert (pledge.held_because, pledge.leaves_on) == ("A dispute", None)
        assert holding.let_go(pledge, officer)
        keep_retention()
        pledge.refresh_from_db()
        assert pledge.leaves_on == timezone.localdate() + timedelta(days=30)
        assert pledge.held_because == ""

    def test_it_takes_a_reason(self, form, officer):
        pledge = announced(form)
        with pytest.raises(ValidationError):
            holding.hold(pledge, officer, " ")
        pledge.refresh_from_db()
        assert pledge.held_at is None

    def test_it_takes_the_inbox(self, form):
        pledge = announced(form)
        for do in (lambda user: holding.hold(pledge, user, "Mine"), lambda user: holding.let_go(pledge, user)):
            with pytest.raises(PermissionDenied):
                do(UserFactory())

    def test_the_history_tells_of_it(self, form, officer):
        pledge = announced(form)
        holding.hold(pledge, officer, "A dispute")
        holding.let_go(pledge, officer)
        assert not holding.let_go(pledge, officer)
        actions = ModelLogEntry.objects.order_by("pk").values_list("action", "user")
        assert list(actions) == [(holding.HOLD_ACTION, officer.pk), (holding.LET_GO_ACTION, officer.pk)]


class TestWhatGoes:
    @pytest.mark.parametrize("state", [PledgeState.DECLINED, PledgeState.WITHDRAWN, PledgeState.SPAM])
    def test_what_does_not_count_is_removed_with_all_that_hangs_on_it(
        self, form, state, django_capture_on_commit_callbacks
    ):
        pledge = announced(form, state=state)
        file = PledgeFileFactory(pledge=pledge)
        OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
        with django_capture_on_commit_callbacks(execute=True):
            run = keep_retention()
        assert (run.removed, run.made_nameless, run.files, run.mails) == (1, 0, 1, 1)
        assert not exists(pledge)
        assert not OutgoingMail.objects.exists()
        assert not file.file.storage.exists(file.file.name)

    @pytest.mark.parametrize("state", [PledgeState.COMPLETED, PledgeState.STOPPED])
    def test_of_what_was_public_figures_and_public_words_stay(self, form, state):
        pledge = announced(form, state=state, organisation="School", summary="A pond", phone="+3225551234")
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), accepted=3, declared=3, place="Garden")
        for privacy in PrivacyClass:
            AnswerFactory(pledge=pledge, privacy=privacy, display=privacy)
        PledgeFileFactory(pledge=pledge)
        before = count_totals()
        run = keep_retention()
        assert (run.removed, run.made_nameless) == (0, 1)
        left = Pledge.objects.get()
        assert (left.name, left.email, left.phone) == ("", "", "")
        assert (left.organisation, left.summary, left.erasure) == ("School", "A pond", Erasure.RETENTION)
        assert [answer.display for answer in Answer.objects.all()] == [PrivacyClass.PUBLIC]
        assert not PledgeFile.objects.exists()
        assert Contribution.objects.get().place == "Garden"
        assert count_totals() == before
        assert kept() == counted_anew()

    def test_it_is_done_once(self, form):
        pledge = announced(form, state=PledgeState.COMPLETED)
        keep_retention()
        version = Pledge.objects.get(pk=pledge.pk).version
        assert keep_retention().made_nameless == 0
        assert Pledge.objects.get(pk=pledge.pk).version == version

    def test_spam_goes_after_ninety_days_whatever_its_form_says(self, form):
        pledge = closed(form, state=PledgeState.SPAM, ago=timedelta(days=61))
        keep_retention()
        pledge.refresh_from_db()
        assert pledge.leaves_on == timezone.localdate() + timedelta(days=30)
        assert last_day(pledge) == timezone.localdate(pledge.state_since) + timedelta(days=90)

    def test_the_months_are_those_of_the_calendar(self, form):
        pledge = closed(form, ago=timedelta(days=3))
        assert last_day(pledge) == timezone.localdate(pledge.state_since) + relativedelta(months=MONTHS)

    def test_what_counted_with_it_goes_with_it(self, form):
        pledge = announced(form, state=PledgeState.COMPLETED)
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), accepted=Decimal(2))
        merged = PledgeFactory(form=form, merged_into=pledge)
        before = count_totals()
        assert keep_retention().removed == 1
        assert not exists(merged)
        assert count_totals() == before

    def test_what_counted_with_it_and_is_held_keeps_it(self, form):
        pledge = announced(form)
        PledgeFactory(form=form, merged_into=pledge, held_at=timezone.now())
        keep_retention()
        assert exists(pledge)

    def test_the_log_outlives_it_and_names_nobody(self, form):
        pledge = announced(form)
        apply(pledge, MOVES["reopen"], UserFactory(is_superuser=True), pledge.version, Said(reason="An Peeters rang"))
        Pledge.objects.filter(pk=pledge.pk).update(
            state=PledgeState.DECLINED,
            state_since=timezone.now() - timedelta(days=MONTHS * 31),
            leaves_on=timezone.localdate(),
        )
        keep_retention()
        entries = ModelLogEntry.objects.filter(object_id=str(pledge.pk)).order_by("pk")
        assert [entry.action for entry in entries] == ["pledges.reopen", retention.EXPIRE_ACTION]
        assert "Peeters" not in str([entry.data for entry in entries])
        assert entries[0].data["to"] == PledgeState.SUBMITTED


class TestRuns:
    def test_one_that_was_killed_half_way_is_gone_on_with(self, form):
        pledges = [announced(form) for _number in range(3)]
        looks = iter([True, False])
        killed = keep_retention(lambda: next(looks))
        killed.refresh_from_db()
        assert (killed.removed, killed.finished_at) == (1, None)
        assert keep_retention().removed == 2
        assert not Pledge.objects.filter(pk__in=[pledge.pk for pledge in pledges]).exists()

    def test_of_two_at_once_each_engagement_is_taken_by_one(self, form):
        pledge = announced(form)
        other = RetentionRun.objects.create()
        found = list(leaving(timezone.localdate()))
        keep_retention()
        # The other run had found it too, before it was gone.
        retention.carry_out(found[0].pledge.pk, timezone.localdate(), other)
        other.refresh_from_db()
        assert other.removed == 0
        assert not exists(pledge)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="the test database of SQLite lives in one connection")
    @pytest.mark.usefixtures("migrated_rows")
    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_several_runs_at_the_same_moment_take_each_engagement_once(self):
        form = PledgeFormFactory(retention_months=MONTHS)
        stay = [announced(form, state=PledgeState.COMPLETED) for _number in range(6)]
        for pledge in (*stay, *(announced(form) for _number in range(6))):
            PledgeFileFactory(pledge=pledge)
            OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
        runs, failed = [], []
        barrier = threading.Barrier(4)

        def run():
            barrier.wait()
            try:
                runs.append(keep_retention())
            except Exception as error:
                failed.append(error)  # a thread cannot fail a test by itself
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert [sum(getattr(run, name) for run in runs) for name in ("removed", "made_nameless")] == [6, 6]
        assert [sum(getattr(run, name) for run in runs) for name in ("files", "mails")] == [12, 12]
        assert set(Pledge.objects.all()) == set(stay)

    def test_what_was_held_since_it_was_found_stays(self, form):
        pledge = announced(form)
        run = RetentionRun.objects.create()
        found = list(leaving(timezone.localdate()))
        holding.hold(pledge, UserFactory(is_superuser=True), "A dispute")
        retention.carry_out(found[0].pledge.pk, timezone.localdate(), run)
        assert exists(pledge)

    def test_a_file_that_is_missing_from_the_storage_holds_nothing_up(self, form, django_capture_on_commit_callbacks):
        pledge = announced(form)
        file = PledgeFileFactory(pledge=pledge)
        file.file.storage.delete(file.file.name)
        with django_capture_on_commit_callbacks(execute=True):
            keep_retention()
        assert not exists(pledge)

    def test_a_dry_run_says_what_goes_tonight_and_takes_nothing(self, form):
        goes, nameless = announced(form), announced(form, state=PledgeState.COMPLETED)
        closed(form)
        said = StringIO()
        call_command("keep_retention", dry_run=True, stdout=said)
        assert said.getvalue().splitlines() == [
            f"{goes.public_id} (declined) is removed",
            f"{nameless.public_id} (completed) is left without personal data",
            "Engagements that go tonight: 2",
        ]
        assert Pledge.objects.count() == 3
        assert not RetentionRun.objects.exists()
        assert not Pledge.objects.filter(erased_at__isnull=False).exists()

    def test_the_command_says_what_it_did(self, form):
        announced(form)
        said = StringIO()
        call_command("keep_retention", stdout=said)
        assert "Engagements removed: 1, left without personal data: 0" in said.getvalue()
        assert RetentionRun.objects.get().finished_at is not None

    @pytest.mark.parametrize(("hour", "runs"), [(2, 0), (3, 1), (23, 1)])
    def test_the_worker_does_it_once_a_night_after_the_backup(self, monkeypatch, hour, runs):
        at = timezone.localtime().replace(hour=hour, minute=30)
        monkeypatch.setattr(timezone, "now", lambda: at)
        done = [keep_nightly(), keep_nightly()]
        assert [run is not None for run in done] == [bool(runs), False]
        assert RetentionRun.objects.count() == runs

    def test_one_that_was_killed_is_gone_on_with_in_the_same_night(self, form, monkeypatch):
        at = timezone.localtime().replace(hour=4)
        monkeypatch.setattr(timezone, "now", lambda: at)
        announced(form)
        keep_nightly(lambda: False)
        assert keep_nightly().removed == 1
