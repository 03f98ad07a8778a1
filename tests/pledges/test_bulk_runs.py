"""A move on many engagements in the background: what is done, what is skipped, and what ends it."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges import bulk
from pledges.choices import BulkOutcome, BulkState, BulkStop, PledgeState
from pledges.models import BulkItem, BulkRun, Pledge
from pledges.moves import MOVES, Said, apply
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory
from tests.pledges.test_bulk_actions import all_that_match, make_pledges, said_to, shown_fields, text_of

OFFICERS = "Pledge officers"


@pytest.fixture
def officer(db):
    return UserFactory(group=OFFICERS)


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """A machine that is busy must not cut a run short that a test wants done."""
    monkeypatch.setattr(bulk, "SLICE", 3600)


def begin(user, name, pledges, said=None):
    rows = [(pledge.pk, pledge.version) for pledge in pledges]
    return bulk.begin(user, MOVES[name], rows, uuid.uuid4(), said=said or Said())


def first(number):
    """Ask to go on for ``number`` engagements, and for the step that each worker begins with."""
    asked = iter([True] * (number + 1))
    return lambda: next(asked, False)


def outcomes(run):
    return Counter(run.items.values_list("outcome", flat=True))


def as_it_is(run):
    return BulkRun.objects.get(pk=run.pk)


def report(client, run):
    return text_of(client.get(f"/admin/inbox/runs/{run.pk}/"))


def test_what_is_too_much_to_wait_for_goes_on_in_the_background(desk):
    make_pledges(bulk.AT_ONCE + 1)
    address = all_that_match("spam")
    page = desk.get(address)
    assert "It is done in the background." in text_of(page)
    assert desk.post(address, shown_fields(page)).status_code == 302
    run = BulkRun.objects.get()
    assert "Spam: 51 engagements are being moved in the background." in said_to(desk)
    assert not Pledge.objects.filter(version=2).exists()
    assert "It is under way." in report(desk, run)
    assert "Still to do 51" in report(desk, run)

    bulk.work_due()

    assert Pledge.objects.filter(version=2, state=PledgeState.SPAM).count() == 51
    assert as_it_is(run).state == BulkState.DONE
    text = report(desk, run)
    assert "Done 51" in text
    assert "None was left as it is." in text
    assert "under way" not in text


def test_as_many_as_one_can_wait_for_are_done_at_once(desk):
    make_pledges(bulk.AT_ONCE)
    address = all_that_match("spam")
    page = desk.get(address)
    assert "in the background" not in text_of(page)
    desk.post(address, shown_fields(page))
    assert Pledge.objects.filter(version=2).count() == bulk.AT_ONCE
    assert "Spam: done for 50 engagements." in said_to(desk)


def test_five_thousand_are_written_down_quickly(desk, django_assert_max_num_queries):
    make_pledges(5000)
    address = all_that_match("spam")
    with django_assert_max_num_queries(25):
        page = desk.get(address)
    assert "will be done for 5,000 engagements." in text_of(page)
    # SQLite takes some 200 rows in one query.
    with django_assert_max_num_queries(70):
        desk.post(address, shown_fields(page))
    run = BulkRun.objects.get()
    assert (run.total, run.items.values("pledge").distinct().count()) == (5000, 5000)
    with django_assert_max_num_queries(25):
        assert "Still to do 5,000" in report(desk, run)


def test_a_run_that_is_cut_off_goes_on_where_it_stopped(officer):
    pledges = make_pledges(8)
    run = begin(officer, "spam", pledges)
    bulk.work_due(first(3))
    assert outcomes(run) == {BulkOutcome.DONE: 3, BulkOutcome.LEFT: 5}
    assert as_it_is(run).state == BulkState.QUEUED
    bulk.work_due()
    assert outcomes(run) == {BulkOutcome.DONE: 8}
    assert Counter(Pledge.objects.values_list("version", flat=True)) == {2: 8}
    assert ModelLogEntry.objects.count() == 8


def test_a_move_that_is_cut_off_is_neither_made_nor_written_down(officer, monkeypatch):
    """As if the database went away, or the worker was killed, between the move and what is written of it."""
    run = begin(officer, "spam", make_pledges(3))
    real = bulk.apply

    def cut_off(*args):
        real(*args)
        raise OperationalError

    monkeypatch.setattr(bulk, "apply", cut_off)
    with pytest.raises(OperationalError):
        bulk.work_due()
    assert outcomes(run) == {BulkOutcome.LEFT: 3}
    assert not ModelLogEntry.objects.exists()

    monkeypatch.undo()
    bulk.work_due()
    assert outcomes(run) == {BulkOutcome.LEFT: 3}, "somebody may still be at it"
    BulkRun.objects.update(leased_until=timezone.now())
    bulk.work_due()
    assert outcomes(run) == {BulkOutcome.DONE: 3}


def test_what_another_worker_does_at_this_moment_is_left_to_it(officer):
    run = begin(officer, "spam", make_pledges(2))
    BulkRun.objects.update(lease_token=uuid.uuid4(), leased_until=timezone.now() + timedelta(seconds=30))
    bulk.work_due()
    bulk.work_on(run)
    assert outcomes(run) == {BulkOutcome.LEFT: 2}


def test_a_worker_that_lost_its_lease_stops(officer):
    run = begin(officer, "spam", make_pledges(bulk.STEP + 5))
    asked = 0

    def lose_it():
        nonlocal asked
        asked += 1
        if asked == 10:
            BulkRun.objects.update(lease_token=uuid.uuid4())
        return True

    bulk.work_due(lose_it)
    assert outcomes(run) == {BulkOutcome.DONE: bulk.STEP, BulkOutcome.LEFT: 5}
    assert as_it_is(run).state == BulkState.QUEUED


def test_a_worker_lets_go_when_its_time_is_over_and_takes_it_up_again(officer, monkeypatch):
    run = begin(officer, "spam", make_pledges(2))
    monkeypatch.setattr(bulk, "SLICE", 0)
    bulk.work_due()
    assert outcomes(run) == {BulkOutcome.LEFT: 2}
    monkeypatch.setattr(bulk, "SLICE", 3600)
    bulk.work_due()
    assert outcomes(run) == {BulkOutcome.DONE: 2}


def test_nobody_waits_for_the_long_run_of_another(officer):
    long, short = begin(officer, "take", make_pledges(20)), begin(officer, "spam", make_pledges(2))
    bulk.work_due(first(5))
    bulk.work_due(first(5))
    assert as_it_is(short).items.filter(outcome=BulkOutcome.DONE).count() == 2
    bulk.work_due(first(5))
    assert as_it_is(long).items.filter(outcome=BulkOutcome.DONE).count() == 10


def test_what_changed_after_it_was_chosen_is_skipped_with_the_reason(desk, officer):
    moved, gone, wrong, fine = make_pledges(4)
    Pledge.objects.filter(pk=wrong.pk).update(state=PledgeState.ACCEPTED)
    run = begin(officer, "spam", [moved, gone, wrong, fine])
    apply(moved, MOVES["accept"], UserFactory(group=OFFICERS), 1)
    gone.delete()
    bulk.work_due()
    assert outcomes(run) == {
        BulkOutcome.CHANGED: 1,
        BulkOutcome.GONE: 1,
        BulkOutcome.NOT_ALLOWED: 1,
        BulkOutcome.DONE: 1,
    }
    assert Pledge.objects.get(pk=moved.pk).state == PledgeState.ACCEPTED
    page = desk.get(f"/admin/inbox/runs/{run.pk}/")
    assert f'href="/admin/inbox/{moved.pk}/"' in page.content.decode()
    text = text_of(page)
    for words in (
        "Done 1",
        "Left as they are 3",
        "Somebody changed it after it was chosen.",
        "It was deleted.",
        "“Spam” is not possible for an engagement that is accepted.",
    ):
        assert words in text, words


def test_one_that_cannot_be_moved_stops_none_behind_it(desk, officer, monkeypatch, caplog):
    pledges = make_pledges(3)
    run = begin(officer, "spam", pledges)
    real = bulk.apply

    def stumble(pledge, *args):
        if pledge == pledges[0]:
            raise RuntimeError("of one")
        return real(pledge, *args)

    monkeypatch.setattr(bulk, "apply", stumble)
    bulk.work_due()
    assert outcomes(run) == {BulkOutcome.FAILED: 1, BulkOutcome.DONE: 2}
    assert f"Engagement {pledges[0].pk} of run {run.pk} was not moved: RuntimeError" in caplog.text
    assert "Something went wrong" in report(desk, run)


class TestStopped:
    @pytest.fixture
    def run(self, officer):
        run = begin(officer, "spam", make_pledges(4))
        bulk.work_due(first(1))
        return run

    @pytest.fixture
    def colleague(self, db):
        client = Client()
        client.force_login(UserFactory(group=OFFICERS))
        return client

    def end_of(self, run, why):
        bulk.work_due()
        bulk.work_due()
        run = as_it_is(run)
        assert (run.state, run.stopped_because) == (BulkState.STOPPED, why)
        assert run.finished_at is not None
        assert outcomes(run)[BulkOutcome.DONE] <= 1

    def test_by_a_right_that_was_taken_away(self, run, officer, colleague):
        officer.groups.clear()
        self.end_of(run, BulkStop.NO_RIGHT)
        text = report(colleague, run)
        assert "Whoever began it may not use the inbox any more." in text
        assert "Left as they are 3" in text
        assert text.count("It was not reached.") == 3

    def test_by_an_account_that_was_closed(self, run, officer):
        officer.is_active = False
        officer.save()
        self.end_of(run, BulkStop.NO_RIGHT)

    def test_by_an_account_that_was_deleted(self, run, officer, colleague):
        officer.delete()
        self.end_of(run, BulkStop.NO_USER)
        assert "The account of whoever began it was deleted." in report(colleague, run)

    def test_by_an_assignee_who_is_one_no_more(self, officer):
        whom = UserFactory(group=OFFICERS)
        run = begin(officer, "assign", make_pledges(2), Said(assignee=whom))
        whom.groups.remove(Group.objects.get(name=OFFICERS))
        self.end_of(run, BulkStop.NO_ASSIGNEE)
        assert not Pledge.objects.exclude(assignee=None).exists()

    def test_by_an_assignee_who_is_gone(self, officer):
        whom = UserFactory(group=OFFICERS)
        run = begin(officer, "assign", make_pledges(2), Said(assignee=whom))
        whom.delete()
        self.end_of(run, BulkStop.NO_ASSIGNEE)
        assert Counter(Pledge.objects.values_list("version", flat=True)) == {1: 2}


class TestRemoval:
    """What staff said with a move is not kept for ever."""

    def ended(self, user, **ago):
        run = begin(user, "spam", [PledgeFactory()])
        BulkRun.objects.filter(pk=run.pk).update(state=BulkState.DONE, finished_at=timezone.now() - timedelta(**ago))
        return run

    @pytest.mark.parametrize("state", [BulkState.DONE, BulkState.STOPPED])
    def test_one_that_ended_a_month_ago_goes_and_the_engagements_stay(self, officer, state):
        young, old = self.ended(officer, days=29, hours=23), self.ended(officer, days=30)
        BulkRun.objects.filter(pk=old.pk).update(state=state)
        assert bulk.remove_old_runs() == 1
        assert [item.run for item in BulkItem.objects.all()] == [young]
        assert Pledge.objects.count() == 2

    def test_one_that_is_under_way_stays_however_old_it_is(self, officer):
        run = begin(officer, "spam", [PledgeFactory()])
        BulkRun.objects.update(created_at=timezone.now() - timedelta(days=90))
        assert bulk.remove_old_runs() == 0
        assert BulkRun.objects.get() == run


class TestReports:
    def test_everybody_finds_their_own(self, desk, officer):
        mine = begin(officer, "spam", [PledgeFactory()])
        theirs = begin(UserFactory(group=OFFICERS), "archive", [PledgeFactory()])
        page = desk.get("/admin/inbox/runs/").content.decode()
        assert f"/admin/inbox/runs/{mine.pk}/" in page
        assert f"/admin/inbox/runs/{theirs.pk}/" not in page
        assert "Archive" in report(desk, theirs)
        assert 'href="/admin/inbox/runs/"' in desk.get("/admin/inbox/").content.decode()

    def test_without_any_it_says_so(self, desk):
        assert "You have not moved many engagements at once yet." in text_of(desk.get("/admin/inbox/runs/"))

    @pytest.mark.parametrize("number", ["999999", "9" * 30])
    def test_one_that_does_not_exist(self, desk, number):
        assert desk.get(f"/admin/inbox/runs/{number}/").status_code == 404

    def test_queries_do_not_grow_with_what_was_skipped(self, desk, officer, django_assert_max_num_queries):
        def count(number):
            run = begin(officer, "archive", make_pledges(number))
            BulkItem.objects.filter(run=run).update(outcome=BulkOutcome.NOT_ALLOWED, found=PledgeState.SUBMITTED)
            with django_assert_max_num_queries(25) as queries:
                report(desk, run)
            return len(queries)

        count(2)
        assert count(3) == count(40)
