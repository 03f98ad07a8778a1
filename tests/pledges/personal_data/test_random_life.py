"""Whatever happens to engagements, in whatever order: the totals are right, and nothing goes that may not."""

import random
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from bbacms.core.choices import IndicatorKind
from pledges.choices import CLOSED_STATES, ErasureWish, LinkPurpose, MailState, PledgeState
from pledges.kept_totals import counted_anew, kept
from pledges.links import give_link
from pledges.models import MemberLink, Pledge
from pledges.moves import MoveError, Said, apply, moves_from
from pledges.moves.table import marks_of
from pledges.personal_data.erasure import Wishes, erase
from pledges.personal_data.holding import hold, let_go
from pledges.personal_data.person import Person
from pledges.personal_data.retention import has_running_link, keep_retention
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.pledges import ContributionFactory, OutgoingMailFactory, PledgeFormFactory
from tests.factories.users import UserFactory
from tests.support.members_data import keyed_pledge

pytestmark = pytest.mark.django_db

STEPS = 150
ADDRESSES = [f"member{number}@example.org" for number in range(9)]
# Moves alone lead nowhere near the end of an engagement: follow-ups will.
ENDS = (PledgeState.COMPLETED, PledgeState.STOPPED)


class Life:
    """Does at random what members, staff, time and the nightly run do; always the same for one ``seed``."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311
        self.user = UserFactory(is_superuser=True)
        self.forms = [PledgeFormFactory(retention_months=months) for months in (1, 2, None)]
        self.indicators = [IndicatorFactory(), IndicatorFactory(kind=IndicatorKind.FLOW)]
        self.kind = ActorKindFactory()
        self.happened = set()

    def step(self):
        often = [self.come, self.move, self.move, self.time_passes, self.nightly, self.end] * 3
        chosen = self.random.choice(
            [*often, self.months_pass, self.merge, self.keep, self.let_go, self.erase, self.erase]
        )
        if chosen():
            self.happened.add(chosen.__name__)

    def one(self, **which):
        keys = list(Pledge.objects.filter(**which).order_by("pk").values_list("pk", flat=True))
        return Pledge.objects.get(pk=self.random.choice(keys)) if keys else None

    def come(self):
        for _number in range(3):
            form = self.random.choice([*self.forms, None])
            pledge = keyed_pledge(self.random.choice(ADDRESSES), form=form, actor_kind=self.kind)
            for indicator in self.random.sample(self.indicators, self.random.randint(0, 2)):
                year = self.random.choice([None, 2026])
                ContributionFactory(pledge=pledge, indicator=indicator, declared=2, first_year=year)
            state = self.random.choice([MailState.SENT, MailState.DROPPED])
            OutgoingMailFactory(pledge=pledge, state=state).links.add(give_link(LinkPurpose.MINE, pledge))
        return True

    def move(self):
        pledge = self.one()
        possible = moves_from(pledge.state, **marks_of(pledge)) if pledge else []
        if not possible:
            return False
        try:
            apply(pledge, self.random.choice(possible), self.user, pledge.version, Said(reason="x", message="y"))
        except MoveError:
            return False
        return True

    def end(self):
        pledge = self.one(state=PledgeState.ACCEPTED, merged_into=None)
        if pledge is None:
            return False
        Pledge.objects.filter(pk=pledge.pk).update(state=self.random.choice(ENDS), state_since=timezone.now())
        return True

    def merge(self):
        main, other = self.one(merged_into=None, erased_at=None), self.one(merged_into=None, merged=None)
        if main is None or other is None or main == other or other.is_erased:
            return False
        Pledge.objects.filter(pk=other.pk).update(merged_into=main, leaves_on=None)
        return True

    def time_passes(self):
        past = timedelta(days=self.random.choice([31, 31, 400]))
        Pledge.objects.update(state_since=F("state_since") - past)
        for pledge in Pledge.objects.filter(leaves_on__isnull=False):
            Pledge.objects.filter(pk=pledge.pk).update(leaves_on=pledge.leaves_on - past)
        MemberLink.objects.update(expires_at=F("expires_at") - past)
        return True

    def months_pass(self):
        went = [self.time_passes() and self.nightly() for _month in range(3)]
        return any(went)

    def keep(self):
        pledge = self.one(erased_at=None)
        if pledge is None:
            return False
        hold(pledge, self.user, "A dispute")
        return True

    def let_go(self):
        pledge = self.one(held_at__isnull=False)
        if pledge is None:
            return False
        return let_go(pledge, self.user)

    def nightly(self):
        before = {
            pledge.pk: (pledge, has_running_link(pledge)) for pledge in Pledge.objects.select_related("merged_into")
        }
        totals = counted_anew()
        run = keep_retention()
        assert counted_anew() == totals
        gone = [before[key] for key in before.keys() - set(Pledge.objects.values_list("pk", flat=True))]
        emptied = [before[pledge.pk] for pledge in Pledge.objects.filter(erasure="retention")]
        for pledge, could_be_reached in [*gone, *(row for row in emptied if not row[0].is_erased)]:
            main = pledge.merged_into or pledge
            assert main.state in CLOSED_STATES
            assert main.leaves_on is not None
            assert main.leaves_on <= timezone.localdate()
            assert not pledge.held_at
            assert not main.held_at
            assert not could_be_reached
        return bool(run.removed or run.made_nameless)

    def erase(self):
        address = self.random.choice(ADDRESSES)
        theirs = {pledge.pk: pledge for pledge in Pledge.objects.filter(email=address)}
        strangers = set(Pledge.objects.exclude(email=address).values_list("pk", flat=True))
        wish = self.random.choice(list(ErasureWish))
        before = self.counted()
        erase(Person(address), Wishes(of=dict.fromkeys(theirs, wish)))
        after = self.counted()
        assert strangers <= set(Pledge.objects.values_list("pk", flat=True))
        assert {pledge.pk for pledge in Pledge.objects.filter(email=address)} == {
            key for key, pledge in theirs.items() if pledge.held_at
        }
        went = theirs.keys() - {key for key, pledge in theirs.items() if pledge.held_at}
        for key, figures in before.items():
            is_withdrawn = key in went and wish is ErasureWish.WITHDRAWN
            assert after.get(key) == (None if is_withdrawn else figures)
        return bool(theirs)

    def counted(self):
        """By the key of each engagement that counts, what it brings."""
        rows = Pledge.objects.counted().prefetch_related("contributions")
        return {row.pk: sorted((one.indicator_id, one.accepted) for one in row.contributions.all()) for row in rows}


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.mark.parametrize("seed", range(3))
def test_the_totals_are_right_after_every_step_and_nothing_goes_that_may_not(seed):
    life = Life(seed)
    for _step in range(STEPS):
        life.step()
        assert kept() == counted_anew()
        nameless = Pledge.objects.filter(erased_at__isnull=False)
        assert not nameless.exclude(email="", name="", phone="").exists()
    assert {"come", "move", "months_pass", "erase"} <= life.happened
