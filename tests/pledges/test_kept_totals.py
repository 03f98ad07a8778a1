"""The totals that the database keeps are those of a count from scratch, whatever is written and by whom."""

import random
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from bbacms.core.choices import IndicatorKind
from pledges.choices import PledgeState
from pledges.counting import count_totals
from pledges.kept_totals import FEW, counted_anew, fold_totals, kept
from pledges.models import Contribution, KeptTotal, Pledge
from pledges.moves import MoveError, Said, apply, moves_from
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
STEPS = 60
STATES = (PledgeState.ACCEPTED, PledgeState.COMPLETED, PledgeState.SUBMITTED, PledgeState.STOPPED)


def indicators():
    first, second = IndicatorFactory(), IndicatorFactory(kind=IndicatorKind.FLOW)
    return [first, second, IndicatorFactory(objective=first.objective), IndicatorFactory(objective=second.objective)]


class Writer:
    """Writes at random what any code may write, by rows and by whole tables; always the same for one ``seed``."""

    def __init__(self, seed):
        self.random, self.indicators = random.Random(seed), indicators()  # noqa: S311

    def write(self):
        often = [self.come, self.bring, self.bring_many, self.move, self.figure] * 3
        self.random.choice([*often, self.merge, self.go])()

    def some(self, queryset):
        keys = list(queryset.order_by("pk").values_list("pk", flat=True))
        return queryset.filter(pk__in=self.random.sample(keys, min(len(keys), self.random.randint(0, 3))))

    def come(self):
        PledgeFactory.create_batch(2, state=self.random.choice(STATES))

    def contribution(self, pledge):
        taken = set(pledge.contributions.values_list("indicator", flat=True))
        free = [indicator for indicator in self.indicators if indicator.pk not in taken]
        return [
            Contribution(pledge=pledge, objective=indicator.objective, indicator=indicator, **self.quantity())
            for indicator in self.random.sample(free, self.random.randint(0, len(free)))
        ]

    def quantity(self):
        year = self.random.choice([None, 2025, 2026])
        return {"accepted": self.random.choice([None, 0, 1, "2.25"]), "first_year": year, "last_year": year}

    def bring(self):
        for pledge in self.some(Pledge.objects.all()):
            for contribution in self.contribution(pledge):
                contribution.save()

    def bring_many(self):
        made = [
            contribution for pledge in self.some(Pledge.objects.all()) for contribution in self.contribution(pledge)
        ]
        Contribution.objects.bulk_create(made)

    def move(self):
        self.some(Pledge.objects.all()).update(state=self.random.choice(STATES))

    def figure(self):
        self.some(Contribution.objects.all()).update(**self.quantity())
        for row in self.some(Contribution.objects.all()):
            row.objective = self.random.choice(self.indicators).objective
            row.save()

    def merge(self):
        main = self.some(Pledge.objects.all()).first()
        if main:
            self.some(Pledge.objects.exclude(pk=main.pk)).update(merged_into=self.random.choice([main, None]))

    def go(self):
        self.some(Contribution.objects.all()).delete()
        self.some(Pledge.objects.filter(merged=None)).delete()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_written_the_kept_totals_are_those_counted_anew(seed):
    writer = Writer(seed)
    most = 0
    for _step in range(STEPS):
        writer.write()
        assert kept() == counted_anew()
        most = max(most, len(kept()))
    assert most > 3


def test_what_is_rolled_back_was_never_counted():
    with transaction.atomic():
        ContributionFactory(pledge=PledgeFactory(state=PledgeState.ACCEPTED))
        assert kept()
        transaction.set_rollback(True)
    assert kept() == {}


def test_many_rows_become_few_that_say_the_same():
    indicator = IndicatorFactory()
    for _time in range(FEW):
        ContributionFactory(pledge__state=PledgeState.ACCEPTED, indicator=indicator, accepted="0.1")
    Pledge.objects.filter(pk__in=Pledge.objects.values("pk")[:50]).delete()
    before = kept()
    assert fold_totals() > FEW
    assert kept() == before
    assert KeptTotal.objects.count() == len(before)
    assert fold_totals() == 0


def test_recount_says_where_the_kept_totals_are_wrong_and_puts_them_right():
    indicator = ContributionFactory(
        pledge=PledgeFactory(state=PledgeState.ACCEPTED), indicator=IndicatorFactory(), accepted=3
    ).indicator
    output = StringIO()
    call_command("recount", stdout=output)
    assert "All 3 sums are right." in output.getvalue()
    KeptTotal.objects.create(indicator=indicator, number=1, quantity=4)
    with pytest.raises(CommandError, match="1 of 3 sums differ"):
        call_command("recount", stdout=output)
    assert f"(None, {indicator.pk}, None, None): kept (2, Decimal('7.000000'))" in output.getvalue()
    call_command("recount", put_right=True, stdout=output)
    assert count_totals().per_indicator == {indicator.pk: 3}


def test_most_changes_of_an_engagement_write_nothing():
    pledge = PledgeFactory(state=PledgeState.ACCEPTED)
    ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), accepted=3)
    rows = KeptTotal.objects.count()
    Pledge.objects.update(title="Another", state=PledgeState.COMPLETED)
    assert KeptTotal.objects.count() == rows


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the test database of SQLite lives in one connection")
@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_people_who_move_the_same_cases_at_once_leave_the_totals_right():
    named = indicators()
    pledges = [PledgeFactory() for _number in range(6)]
    for pledge in pledges:
        for indicator in named[:3]:
            ContributionFactory(pledge=pledge, indicator=indicator, declared=3)
    user = UserFactory(is_superuser=True)
    names = {"accept", "decline", "reopen", "review"}  # from each state one of them goes on
    made, failed = [], []
    barrier = threading.Barrier(8)

    def work(seed):
        chance = random.Random(seed)  # noqa: S311
        left = 6
        barrier.wait()
        try:
            while left:  # ends: a move is refused only where somebody else has just made one
                pledge = Pledge.objects.get(pk=chance.choice(pledges).pk)
                move = chance.choice([move for move in moves_from(pledge.state) if move.name in names])
                try:
                    made.append(apply(pledge, move, user, pledge.version, Said(reason="Because", message="So it is")))
                except MoveError:
                    continue
                left -= 1
                if chance.random() < 0.2:
                    fold_totals()
        except Exception as error:
            failed.append(error)  # a thread cannot fail a test by itself
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[seed]) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(made) == 8 * 6
    assert kept() == counted_anew()
