"""Factories of engagements as they stand in the database, whatever way they came in."""

import factory
from factory.django import DjangoModelFactory

from pledges.choices import PledgeState
from pledges.models import Contribution, JoinPage, Pledge, PledgeForm
from tests.factories.core import ActorKindFactory, ObjectiveFactory
from tests.factories.home import LocalisedPageFactory


class PledgeFormFactory(DjangoModelFactory):
    class Meta:
        model = PledgeForm

    name = "Join form"


class JoinPageFactory(LocalisedPageFactory):
    class Meta:
        model = JoinPage

    title = "Join us"


class PledgeFactory(DjangoModelFactory):
    class Meta:
        model = Pledge

    language = "en"
    state = PledgeState.SUBMITTED
    title = factory.Sequence(lambda n: f"Engagement {n}")
    actor_kind = factory.SubFactory(ActorKindFactory)


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    pledge = factory.SubFactory(PledgeFactory)
    objective = factory.SubFactory(ObjectiveFactory)
