"""Closed lists of the engagement app."""

from __future__ import annotations

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

# The states in which a pledge waits for a decision by staff.
WAITING_STATES = frozenset({PledgeState.SUBMITTED, PledgeState.IN_REVIEW})


# What a member reads of the state of an engagement, where that is not what staff read.
MEMBER_LABELS = {
    PledgeState.SUBMITTED: _("received"),
    PledgeState.IN_REVIEW: _("received"),
    PledgeState.CHANGES_REQUESTED: _("waiting for your answer"),
    PledgeState.SPAM: _("received"),
}

# What a member may still correct: nobody has decided on it.
UNDECIDED_STATES = (PledgeState.SUBMITTED, PledgeState.IN_REVIEW, PledgeState.CHANGES_REQUESTED)

# What a member may still add to, or withdraw.
OPEN_STATES = (*UNDECIDED_STATES, PledgeState.ACCEPTED)

# What is over: the retention rules count from here, and it may be archived (architecture: "Pledge life").
CLOSED_STATES = frozenset(
    {
        PledgeState.DECLINED,
        PledgeState.SPAM,
        PledgeState.WITHDRAWN,
        PledgeState.COMPLETED,
        PledgeState.STOPPED,
    }
)


class PledgeSource(models.TextChoices):
    """How a pledge came in. An imported one has no contact, no consent record and gets no mail."""

    FORM = "form", _("join form")
    PAPER = "paper", _("paper, typed in by staff")
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
    ENTERPRISE_NUMBER = "enterprise_number", _("enterprise number")
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


class AutocompletePurpose(models.TextChoices):
    """What a question asks members about themselves, in the words that browsers know (WCAG 1.3.5)."""

    NAME = "name", _("full name")
    GIVEN_NAME = "given-name", _("first name")
    FAMILY_NAME = "family-name", _("family name")
    ORGANIZATION = "organization", _("organisation")
    ORGANIZATION_TITLE = "organization-title", _("function in the organisation")
    EMAIL = "email", _("e-mail address")
    TEL = "tel", _("telephone")
    URL = "url", _("website")
    STREET_ADDRESS = "street-address", _("street and number")
    POSTAL_CODE = "postal-code", _("postcode")
    MUNICIPALITY = "address-level2", _("municipality")
    COUNTRY = "country-name", _("country")


class FileKind(models.TextChoices):
    """What a file may be. Office documents are not among them: what is packed in one is not seen without unpacking."""

    PICTURE = "picture", _("picture (JPEG, PNG, WebP, AVIF or HEIC)")
    PDF = "pdf", _("PDF")


class ConditionTest(models.TextChoices):
    """How a condition looks at an earlier answer. An answer that was not given meets none of them."""

    EQUALS = "equals", _("is")
    IS_NOT = "is_not", _("is not")
    ONE_OF = "one_of", _("is one of")
    CONTAINS = "contains", _("contains")
    ABOVE = "above", _("is above")
    BELOW = "below", _("is below")
    FILLED = "filled", _("is filled in")


class SpamSign(models.TextChoices):
    """Why an engagement may be spam, in words for staff. A column holds the codes of several with spaces between."""

    TRAP = "trap", _("A field was filled in that people do not see.")
    TOO_FAST = "too_fast", _("It was filled in and sent faster than a person can.")
    TOO_MANY = "too_many", _("Very many engagements came from the same connection on that day.")
    NO_PROOF = (
        "no_proof",
        _("The sender’s browser did not do the small sum that is asked of it. So it is where scripts are off."),
    )
    TOO_MANY_TO = "too_many_to", _("Very many engagements named this e-mail address on that day.")

    @classmethod
    def read(cls, codes: str) -> list[SpamSign]:
        """The signs whose codes a column holds, in the order of this list; codes that no longer exist are left out."""
        found = codes.split()
        return [sign for sign in cls if sign in found]


class SectionStage(models.TextChoices):
    """When members meet a section."""

    JOIN = "join", _("in the join form")
    MORE = "more", _("afterwards, as “Tell us more”")


class ConsentPurpose(models.TextChoices):
    """What a consent is for; one box has one purpose."""

    NAME = "name", _("name a citizen in public")
    PICTURE = "picture", _("show a picture")
    NEWSLETTER = "newsletter", _("send a newsletter")
    OTHER = "other", _("something else")


class LinkPurpose(models.TextChoices):
    """What a link in a mail is for."""

    RESUME = "resume", _("go on with a draft")
    MINE = "mine", _("see, complete or withdraw an engagement")
    CONFIRM = "confirm", _("confirm an e-mail address")
    DATA = "data", _("see what is held about an e-mail address")


class MailState(models.TextChoices):
    """Where an outgoing mail stands."""

    QUEUED = "queued", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    # The mails of suspected spam: nothing goes out before staff have looked at the engagement.
    HELD = "held", _("held back: the engagement may be spam")
    DROPPED = "dropped", _("not sent: the engagement is spam")
    CANCELLED = "cancelled", _("not sent: its link was replaced or revoked")
    TAKEN_BACK = "taken_back", _("not sent: the decision was taken back")
    # Taken by the mail server, and sent back later.
    BOUNCED = "bounced", _("came back: it could not be delivered")


# What never reached its reader, and never will by itself: somebody has to look at it.
UNDELIVERED_STATES = (MailState.FAILED, MailState.BOUNCED)


class MatchKind(models.TextChoices):
    """What two engagements may have in common that makes one look like the other."""

    EMAIL = "email", _("the same e-mail address")
    ENTERPRISE = "enterprise", _("the same enterprise number")
    ORGANISATION = "organisation", _("the same organisation and place")
    CONTRIBUTION = "contribution", _("the same quantity in the same place")


class BulkState(models.TextChoices):
    """Where a move on many engagements stands."""

    QUEUED = "queued", _("waiting")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class BulkStop(models.TextChoices):
    """Why a move on many engagements ended before its end."""

    NO_USER = "no_user", _("The account of whoever began it was deleted.")
    NO_RIGHT = "no_right", _("Whoever began it may not use the inbox any more.")
    NO_ASSIGNEE = "no_assignee", _("Whoever was to get the engagements may not use the inbox any more.")


class BulkOutcome(models.TextChoices):
    """What became of one engagement among many."""

    LEFT = "left", _("still to do")
    DONE = "done", _("done")
    NOT_ALLOWED = "not_allowed", _("Its state does not allow it.")
    CHANGED = "changed", _("Somebody changed it after it was chosen.")
    GONE = "gone", _("It was deleted.")
    FAILED = "failed", _("Something went wrong; the log of the site has more.")


# What stands in the place of a state where a mark beside it is what a move failed at.
ARCHIVED, NOT_ARCHIVED, MERGED, ERASED = "archived", "not_archived", "merged", "erased"


class ExportFormat(models.TextChoices):
    """What an export is written as."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class MailKind(models.TextChoices):
    """What a mail is for; each has an editable text in four languages."""

    RECEIPT = "receipt", _("receipt to the member")
    STAFF_NOTICE = "staff_notice", _("notice to staff")
    RESUME = "resume", _("link to a saved draft")
    LINK = "link", _("new personal link to the member")
    ADDRESS_CHANGED = "address_changed", _("notice to the former e-mail address")
    ACCEPTED = "accepted", _("engagement accepted")
    CHANGES_REQUESTED = "changes_requested", _("changes asked for")
    DECLINED = "declined", _("engagement declined")
    WITHDRAWN = "withdrawn", _("engagement withdrawn by staff")
    DATA = "data", _("link to what is held about a person")


class Erasure(models.TextChoices):
    """Why the personal data of an engagement are gone, while its figures stay."""

    WISH = "wish", _("erased at the wish of the member")
    RETENTION = "retention", _("removed at the end of its time")


class ErasureWish(models.TextChoices):
    """What a person wants of an engagement that counts, once their data are gone."""

    NAMELESS = "nameless", _("It stays, and counts, without a name.")
    WITHDRAWN = "withdrawn", _("It is withdrawn, and counts no more.")
