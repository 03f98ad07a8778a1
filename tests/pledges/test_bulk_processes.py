"""Real workers at one move on many engagements: killed at any moment or several at once, none is lost or doubled."""

import os
import signal
import time
import uuid
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import BulkOutcome, BulkState, PledgeState
from pledges.models import BulkItem, BulkRun, Pledge
from tests.support.mail_server import ALIAS, database_of_its_own, free_port, start_sender, wait_until

PLEDGES = 100
PATIENCE = 300  # seconds; a machine that is busy is no failure


@pytest.fixture
def database_url(db, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), database_of_its_own(tmp_path) as url:
        yield url


@pytest.fixture
def run(database_url):
    user = get_user_model().objects.using(ALIAS).create(username="officer", is_superuser=True)
    Pledge.objects.using(ALIAS).bulk_create(Pledge(language="en", title="Pond") for _number in range(PLEDGES))
    run = BulkRun.objects.using(ALIAS).create(
        key=uuid.uuid4(), user=user, move="spam", said={"assignee": None}, total=PLEDGES
    )
    BulkItem.objects.using(ALIAS).bulk_create(
        BulkItem(run=run, pledge=pledge, version=1) for pledge in Pledge.objects.using(ALIAS).all()
    )
    return run


@pytest.fixture
def start(database_url):
    """Start a worker, which ends with the test at the latest."""
    workers = []

    def start():
        workers.append(start_sender(database_url, free_port(), "--forever"))
        return workers[-1]

    yield start
    for worker in workers:
        if worker.poll() is None:
            worker.kill()
            worker.communicate()


def done(run):
    return run.items.using(ALIAS).filter(outcome=BulkOutcome.DONE).count()


def state(run):
    return BulkRun.objects.using(ALIAS).get(pk=run.pk).state


def held_by_nobody():
    """What time does by itself: the lease ends."""
    BulkRun.objects.using(ALIAS).update(leased_until=timezone.now())


def moved_once(number):
    """Whether ``number`` pledges were moved, each once, and the log has each once."""
    versions = Counter(Pledge.objects.using(ALIAS).values_list("version", flat=True))
    logged = Counter(ModelLogEntry.objects.using(ALIAS).values_list("object_id", flat=True))
    assert versions == Counter({1: PLEDGES - number, 2: number})
    assert len(logged) == number
    assert set(logged.values()) <= {1}


def stop(*workers):
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    for worker in workers:
        output = worker.communicate(timeout=PATIENCE)[0]
        assert worker.returncode == 0, output


def test_killed_workers_double_and_forget_nothing(start, run):
    for kill_at in (10, 40, 41):
        worker = start()
        wait_until(lambda number=kill_at: done(run) >= number, PATIENCE)
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
        moved_once(done(run))
        held_by_nobody()
    last = start()
    wait_until(lambda: state(run) == BulkState.DONE, PATIENCE)
    stop(last)
    moved_once(PLEDGES)
    assert set(Pledge.objects.using(ALIAS).values_list("state", flat=True)) == {PledgeState.SPAM}


def test_two_workers_that_take_it_from_each_other_move_none_twice(start, run):
    workers = [start() for _number in range(2)]
    end = time.monotonic() + PATIENCE
    while state(run) != BulkState.DONE:
        assert time.monotonic() < end, "waited in vain"
        held_by_nobody()
        time.sleep(0.05)
    stop(*workers)
    moved_once(PLEDGES)
    assert done(run) == PLEDGES
