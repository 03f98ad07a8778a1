"""Closed lists of the engagement app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PledgeState(models.TextChoices):
    """Where a sent pledge stands. A pledge that is not sent yet is a ``PledgeDraft``."""

    SUBMITTED = "submitted", _("new")
    IN_REVIEW = "in_review", _("in review")
    CHANGES_REQUESTED = "changes_requested", _("waiting for the member")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    SPAM = "spam", _("spam")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")
    WITHDRAWN = "withdrawn", _("withdrawn")


# The states in which a pledge counts as engaged (architecture: "Pledge life").
COUNTED_STATES = (PledgeState.ACCEPTED, PledgeState.COMPLETED)


class PledgeSource(models.TextChoices):
    """How a pledge came in. An imported one has no contact, no consent record and gets no mail."""

    FORM = "form", _("join form")
    IMPORT = "import", _("imported")


class FormState(models.TextChoices):
    """Whether members can fill in a join form, and why not."""

    OPEN = "open", _("open")
    SCHEDULED = "scheduled", _("scheduled")
    CLOSED = "closed", _("closed")
    DRAFT = "draft", _("draft")


class Meaning(models.TextChoices):
    """What a question asks for, where other parts must know: each at most once a form.

    Sending a pledge copies the answer into the column of the same name; register, inbox, mail and export read
    only those columns.
    """

    TITLE = "title", _("title of the engagement")
    SUMMARY = "summary", _("summary")
    NAME = "name", _("name of the contact person")
    ORGANISATION = "organisation", _("organisation")
    ACTOR_KIND = "actor_kind", _("kind of actor")
    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("telephone")
    MUNICIPALITY = "municipality", _("municipality")
    PLACE = "place", _("place")
    START = "start", _("start date")
    END = "end", _("end date")
    WEBSITE = "website", _("website")
    PICTURE = "picture", _("picture")
    LOGO = "logo", _("logo")


# Without these a form cannot be opened: nobody could decide on, or answer, what comes in.
REQUIRED_MEANINGS = (Meaning.TITLE, Meaning.ACTOR_KIND, Meaning.EMAIL)

# Who sees these follows from what they are, whatever the editor ticked.
CONTACT_MEANINGS = (Meaning.NAME, Meaning.EMAIL, Meaning.PHONE)


class PrivacyClass(models.TextChoices):
    """Who may see an answer."""

    PUBLIC = "public", _("public: may be shown once accepted")
    STAFF = "staff", _("staff: stays in the admin")
    CONTACT = "contact", _("contact: never leaves the inbox")


class ConditionTest(models.TextChoices):
    """How a condition looks at an earlier answer. An answer that was not given meets none of them."""

    EQUALS = "equals", _("is")
    IS_NOT = "is_not", _("is not")
    ONE_OF = "one_of", _("is one of")
    CONTAINS = "contains", _("contains")
    ABOVE = "above", _("is above")
    BELOW = "below", _("is below")
    FILLED = "filled", _("is filled in")


class SectionStage(models.TextChoices):
    """When members meet a section."""

    JOIN = "join", _("in the join form")
    MORE = "more", _("afterwards, as “Tell us more”")


class MailState(models.TextChoices):
    """Where an outgoing mail stands."""

    QUEUED = "queued", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class MailKind(models.TextChoices):
    """What a mail is for; each has an editable text in four languages."""

    RECEIPT = "receipt", _("receipt to the member")
    STAFF_NOTICE = "staff_notice", _("notice to staff")
