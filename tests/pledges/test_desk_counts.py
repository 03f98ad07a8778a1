"""The counts that the database keeps are those of a recount, whatever way an engagement was written."""

import threading
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import F
from django.utils import timezone

from pledges.choices import PledgeState
from pledges.inbox import counts
from pledges.inbox.counts import MARKS, fold_counts, kept_counts
from pledges.inbox.desk import DESK
from pledges.models import DeskCount, Pledge
from pledges.moves import MOVES, Said, apply, undo, withdraw
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture


def recount():
    """Engagements by the marks they carry, counted one by one."""
    return Counter(
        (
            pledge.state,
            pledge.archived_at is not None,
            pledge.is_suspected,
            pledge.merged_into_id is not None,
            pledge.is_to_do,
        )
        for pledge in Pledge.objects.all()
    )


def kept():
    """The same from the kept counts; what adds up to nothing counts nothing."""
    sums = Counter()
    for row in DeskCount.objects.all():
        sums[tuple(getattr(row, mark) for mark in MARKS)] += row.number
    return Counter({marks: number for marks, number in sums.items() if number})


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


@pytest.fixture
def few(monkeypatch):
    """Lets even a handful of rows be summed up."""
    monkeypatch.setattr(counts, "FEW", 1)


@pytest.mark.django_db
class TestEveryWayOfWriting:
    def test_one_that_comes_in_and_one_that_is_saved_again(self):
        pledge = PledgeFactory()
        assert kept() == recount() == Counter({("submitted", False, False, False, True): 1})
        pledge.spam_signs = "trap"
        pledge.save()
        assert kept() == recount() == Counter({("submitted", False, True, False, True): 1})

    def test_many_at_once(self):
        pledges = Pledge.objects.bulk_create(
            Pledge(language="en", title="A pond", state=state) for state in PledgeState for _time in range(3)
        )
        assert sum(kept().values()) == len(pledges)
        assert kept() == recount()
        Pledge.objects.filter(state=PledgeState.SUBMITTED).update(state=PledgeState.IN_REVIEW, spam_signs="trap")
        Pledge.objects.filter(state=PledgeState.DECLINED).update(archived_at=timezone.now())
        Pledge.objects.filter(state=PledgeState.ACCEPTED).update(proposed_at=timezone.now())
        for pledge in (changed := list(Pledge.objects.filter(state=PledgeState.SPAM))):
            pledge.state = PledgeState.WITHDRAWN
        Pledge.objects.bulk_update(changed, ["state"])
        assert kept() == recount()
        Pledge.objects.filter(state=PledgeState.WITHDRAWN).delete()
        assert kept() == recount()

    def test_merged_into_another_and_taken_apart(self):
        kept_one, double = PledgeFactory.create_batch(2, state=PledgeState.ACCEPTED)
        Pledge.objects.filter(pk=double.pk).update(merged_into=kept_one)
        assert kept() == recount()
        assert kept_counts()["accepted"] == 1
        Pledge.objects.filter(pk=double.pk).update(merged_into=None)
        assert kept() == recount()

    def test_moves_and_what_takes_them_back(self, officer):
        for name in ("accept", "spam", "review", "take"):
            after = apply(PledgeFactory(spam_signs="trap"), MOVES[name], officer, 1)
            assert kept() == recount(), name
            undo(after, officer, 2)
            assert kept() == recount(), name
        declined = apply(PledgeFactory(), MOVES["decline"], officer, 1, Said(reason="because"))
        apply(declined, MOVES["archive"], officer, 2)
        withdraw(PledgeFactory())
        assert kept() == recount()

    def test_what_changes_no_mark_writes_no_count(self):
        PledgeFactory.create_batch(3)
        rows = DeskCount.objects.count()
        Pledge.objects.update(title="Another", version=F("version") + 1)
        assert DeskCount.objects.count() == rows

    def test_what_was_not_kept_was_not_counted(self):
        PledgeFactory()
        with transaction.atomic():
            PledgeFactory()
            transaction.set_rollback(True)
        assert kept() == recount()
        assert sum(kept().values()) == 1

    def test_migrate_counts_what_was_written_without_the_triggers(self):
        PledgeFactory.create_batch(2)
        DeskCount.objects.all().delete()
        call_command("migrate", verbosity=0)
        assert kept() == recount()
        PledgeFactory()
        assert kept() == recount()


@pytest.mark.django_db
def test_each_list_holds_what_its_count_says(officer):
    for state in PledgeState:
        for marks in (
            {},
            {"spam_signs": "trap"},
            {"archived_at": timezone.now()},
            {"proposed_at": timezone.now()},
            {"merged_into": PledgeFactory(state=state)},
        ):
            PledgeFactory(state=state, **marks)
    for name, number in kept_counts().items():
        assert number == DESK[name].pledges(officer).count() > 0, name


@pytest.mark.django_db
class TestFolding:
    def test_it_says_the_same_in_fewer_rows(self, few):
        pledges = [PledgeFactory() for _time in range(6)]
        for pledge in pledges[:3]:
            pledge.state = PledgeState.ACCEPTED
            pledge.save()
        assert fold_counts() > 6
        assert DeskCount.objects.count() == 2
        assert kept() == recount()
        pledges[0].delete()
        assert kept() == recount()

    def test_it_leaves_nothing_of_what_is_gone(self, few):
        for pledge in [PledgeFactory() for _time in range(3)]:
            pledge.delete()
        fold_counts()
        assert not DeskCount.objects.exists()

    def test_few_rows_are_left_alone(self):
        PledgeFactory.create_batch(5)
        assert fold_counts() == 0
        assert kept() == recount()

    def test_it_goes_on_until_few_are_left(self, monkeypatch):
        monkeypatch.setattr(counts, "FEW", 4)
        monkeypatch.setattr(counts, "BATCH", 10)
        for _time in range(35):
            PledgeFactory()
        fold_counts()
        assert DeskCount.objects.count() <= 4
        assert kept() == recount()


@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestRealTransactions:
    @pytest.mark.parametrize("time", range(2))
    def test_tables_that_were_emptied_start_at_nothing(self, time):
        """The first time leaves engagements to what empties the tables after each such test."""
        assert kept() == recount() == Counter()
        PledgeFactory.create_batch(2)
        assert kept() == recount()

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
    def test_several_workers_fold_while_engagements_are_written(self, few, monkeypatch):
        monkeypatch.setattr(counts, "BATCH", 7)
        pledges = PledgeFactory.create_batch(20)

        def in_a_thread(work):
            try:
                work()
            finally:
                connections.close_all()

        def write(own):
            for state in (PledgeState.IN_REVIEW, PledgeState.ACCEPTED, PledgeState.DECLINED):
                for pledge in own:
                    Pledge.objects.filter(pk=pledge.pk).update(state=state)

        def fold():
            for _time in range(10):
                fold_counts()

        jobs = [lambda own=pledges[start::2]: write(own) for start in range(2)] + [fold] * 3
        threads = [threading.Thread(target=in_a_thread, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert kept() == recount()
        fold_counts()
        assert kept() == recount() == Counter({("declined", False, False, False, False): 20})
