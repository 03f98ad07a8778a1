"""Factories of the engagement app."""

import uuid

import factory

from pledges.choices import MailKind, PrivacyClass
from pledges.models import Answer, JoinPage, OutgoingMail, Pledge, PledgeForm
from tests.factories.home import LocalisedPageFactory


class PledgeFormFactory(factory.django.DjangoModelFactory):
    """A form without questions and without a published wording; ``tests.support.join_forms`` composes real ones."""

    class Meta:
        model = PledgeForm

    name = "Join form"


class JoinPageFactory(LocalisedPageFactory):
    class Meta:
        model = JoinPage

    title = "Join us"


class PledgeFactory(factory.django.DjangoModelFactory):
    """A sent pledge that nobody has looked at yet."""

    class Meta:
        model = Pledge

    language = "en"
    title = factory.Sequence(lambda number: f"Engagement {number}")
    name = "An Peeters"
    email = factory.Sequence(lambda number: f"member{number}@example.org")


class AnswerFactory(factory.django.DjangoModelFactory):
    """An answer to a short text question."""

    class Meta:
        model = Answer

    pledge = factory.SubFactory(PledgeFactory)
    question_id = factory.LazyFunction(uuid.uuid4)
    order = factory.Sequence(int)
    kind = "short_text"
    label = "Question"
    value = factory.SelfAttribute("display")
    display = "An answer"
    privacy = PrivacyClass.STAFF


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    """A receipt that waits to be sent."""

    class Meta:
        model = OutgoingMail

    kind = MailKind.RECEIPT
    pledge = factory.SubFactory(PledgeFactory)
    recipient = factory.SelfAttribute("pledge.email")
    language = "en"
    subject = "Received"
    body = "Thank you."
