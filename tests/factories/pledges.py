"""Factories of engagements as they stand in the database, whatever way they came in, and of their forms and mails."""

import uuid

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from pledges.choices import ConsentPurpose, MailKind, PledgeState, PrivacyClass
from pledges.models import (
    Answer,
    ConsentRecord,
    Contribution,
    JoinPage,
    MailText,
    OutgoingMail,
    Pledge,
    PledgeDraft,
    PledgeFile,
    PledgeForm,
    RegisterPage,
)
from tests.factories.core import ActorKindFactory, ObjectiveFactory
from tests.factories.home import LocalisedPageFactory


class PledgeFormFactory(DjangoModelFactory):
    """A form without questions and without a published wording."""

    class Meta:
        model = PledgeForm

    name = "Join form"


class PledgeDraftFactory(DjangoModelFactory):
    """An engagement that was just begun, to a wording of its own form; nothing is answered yet."""

    class Meta:
        model = PledgeDraft

    form = factory.SubFactory(PledgeFormFactory)
    form_revision = factory.LazyAttribute(lambda o: o.form.save_revision())
    language = "en"


class JoinPageFactory(LocalisedPageFactory):
    class Meta:
        model = JoinPage

    title = "Join us"


class RegisterPageFactory(LocalisedPageFactory):
    class Meta:
        model = RegisterPage

    title = "Voluntary engagements"
    counter_heading = "Voluntary engagements"


class PledgeFactory(DjangoModelFactory):
    """A sent pledge that nobody has looked at yet."""

    class Meta:
        model = Pledge

    language = "en"
    state = PledgeState.SUBMITTED
    title = factory.Sequence(lambda n: f"Engagement {n}")
    name = "An Peeters"
    email = factory.Sequence(lambda n: f"member{n}@example.org")
    actor_kind = factory.SubFactory(ActorKindFactory)


class ContributionFactory(DjangoModelFactory):
    """Names an objective alone unless an indicator is given, which brings its own objective."""

    class Meta:
        model = Contribution

    pledge = factory.SubFactory(PledgeFactory)
    indicator = None
    objective = factory.LazyAttribute(lambda o: o.indicator.objective if o.indicator else ObjectiveFactory())


class AnswerFactory(DjangoModelFactory):
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


class PledgeFileFactory(DjangoModelFactory):
    """A file of a sent pledge, listed by the answer to its question; ``said`` is what that tells of it beside."""

    class Meta:
        model = PledgeFile
        skip_postgeneration_save = True

    class Params:
        content = b"%PDF-1.4\n%%EOF\n"

    pledge = factory.SubFactory(PledgeFactory)
    question_id = factory.LazyFunction(uuid.uuid4)
    name = "plan.pdf"
    content_type = "application/pdf"
    size = factory.LazyAttribute(lambda o: len(o.content))
    file = factory.LazyAttribute(lambda o: ContentFile(o.content, o.name))

    @factory.post_generation
    def said(self, create, extracted, **kwargs):
        value = [{**self.entry, **(extracted or {})}]
        AnswerFactory(
            pledge=self.pledge, question_id=self.question_id, kind="file", label="Files", value=value, display=self.name
        )


class ConsentRecordFactory(DjangoModelFactory):
    """The tick that a picture may be shown."""

    class Meta:
        model = ConsentRecord

    pledge = factory.SubFactory(PledgeFactory)
    question_id = factory.LazyFunction(uuid.uuid4)
    purpose = ConsentPurpose.PICTURE
    given = True
    wording = "You may show it"
    language = "en"
    form_revision = factory.LazyFunction(lambda: PledgeFormFactory().save_revision())


class MailTextFactory(DjangoModelFactory):
    class Meta:
        model = MailText

    kind = MailKind.RECEIPT
    language = "en"
    subject = "Thank you"
    body = "We received it."


class OutgoingMailFactory(DjangoModelFactory):
    """A receipt that waits to be sent."""

    class Meta:
        model = OutgoingMail

    kind = MailKind.RECEIPT
    pledge = factory.SubFactory(PledgeFactory)
    recipient = factory.SelfAttribute("pledge.email")
    language = "en"
    subject = "Received"
    body = "Thank you."
