"""Outgoing mail: the texts staff edit, the settings, and the outbox itself."""

from __future__ import annotations

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from pledges.admin_forms import MailTextForm
from pledges.choices import UNDELIVERED_STATES, MailKind, MailState
from pledges.mail.texts import BODY_PLACEHOLDERS, CLOSED, SUBJECT_PLACEHOLDERS, in_braces, unknown_braces
from pledges.models.draft import PledgeDraft
from pledges.models.link import MemberLink
from pledges.models.pledge import Pledge


def validate_email_lines(value: str) -> None:
    """Raise ``ValidationError`` unless every line that is not empty holds one e-mail address."""
    for line in filter(None, map(str.strip, value.splitlines())):
        try:
            validate_email(line)
        except ValidationError as error:
            raise ValidationError(_("“%(line)s” is not an e-mail address."), params={"line": line}) from error


@register_setting(icon="mail", order=200)
class MailSettings(BaseSiteSetting):
    """Who receives the notice that a new engagement came in."""

    staff_recipients = models.TextField(
        _("who receives staff mail"),
        blank=True,
        validators=[validate_email_lines],
        help_text=_("One e-mail address a line. Each new engagement is announced to all of them."),
    )

    panels = [FieldPanel("staff_recipients")]

    class Meta:
        verbose_name = _("mail settings")

    @property
    def recipients(self) -> list[str]:
        """The addresses, without empty lines."""
        return [line.strip() for line in self.staff_recipients.splitlines() if line.strip()]


class MailText(models.Model):
    """Subject and text of one kind of mail in one language, as staff wrote it; without one the shipped text serves."""

    kind = models.CharField(_("mail"), max_length=20, choices=MailKind.choices, help_text=_("When it is sent."))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        help_text=_("A member is written to in the language of the engagement, staff in that of their admin."),
    )
    subject = models.CharField(_("subject"), max_length=160, help_text=_("One line, as short as you can."))
    body = models.TextField(_("text"), help_text=_("Plain text. An empty line begins a new paragraph."))

    base_form_class = MailTextForm
    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]), FieldPanel("subject"), FieldPanel("body")]

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        ordering = ["kind", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once_per_language")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_language_display()})"

    def clean(self) -> None:
        """Refuse what stands in braces and is no name that is filled in."""
        super().clean()
        errors = {
            field: _braces_error(unknown[0], known)
            for field, known in (
                ("subject", SUBJECT_PLACEHOLDERS.get(self.kind, ())),
                ("body", BODY_PLACEHOLDERS.get(self.kind, ())),
            )
            if (unknown := unknown_braces(getattr(self, field), known))
        }
        if errors and self.kind:
            raise ValidationError(errors)


def _braces_error(piece: str, known: tuple[str, ...]) -> ValidationError:
    """Say of ``piece``, braces of a text and what is in them, why it would not be filled in."""
    if closed := CLOSED.fullmatch(piece):
        sentence = _("{%(name)s} is not known here. You can use: %(known)s.")
        return ValidationError(sentence, params={"name": _shortened(closed[1]), "known": in_braces(known)})
    sentence = _(
        "Something is wrong with the braces in “%(part)s”. Please write one before a name and one behind it. "
        "You can use: %(known)s."
    )
    return ValidationError(sentence, params={"part": _shortened(piece), "known": in_braces(known)})


def _shortened(piece: str) -> str:
    """``piece`` as one line that fits into a sentence: without its end brace it may be all the rest of a text."""
    return Truncator(" ".join(piece.split())).chars(30)


def new_message_id() -> str:
    """Return the Message-ID of a mail: fixed when it is written, so that a copy sent twice can be recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{domain}>"


class OutgoingMailQuerySet(models.QuerySet):
    def undelivered(self) -> OutgoingMailQuerySet:
        """Mails that could not be sent, or that came back."""
        return self.filter(state__in=UNDELIVERED_STATES)


class OutgoingMail(models.Model):
    """One mail of the outbox, written in the transaction of what it tells about."""

    kind = models.CharField(_("mail"), max_length=20, choices=MailKind.choices)
    pledge = models.ForeignKey(
        Pledge, on_delete=models.CASCADE, null=True, related_name="mails", verbose_name=_("engagement")
    )
    draft = models.ForeignKey(PledgeDraft, on_delete=models.CASCADE, null=True, related_name="mails", editable=False)
    recipient = models.EmailField(_("to"))
    reply_to = models.EmailField(_("replies to"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    message_id = models.CharField(max_length=255, default=new_message_id)
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(_("text"))
    # Staff read the text, so each address in it has dots for its secret until the mail is sent.
    links = models.ManyToManyField(MemberLink, related_name="mails", editable=False)
    # The version that a move of staff made: undoing the move takes this mail back.
    pledge_version = models.PositiveIntegerField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    # A worker writes both when it takes the mail; its result counts only while the token is still its own.
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.CharField(_("error"), max_length=255, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_state_due"),
            models.Index(fields=["-created_at", "-id"], name="mail_written"),
        ]
        # What comes back names the mail by it.
        constraints = [models.UniqueConstraint(fields=["message_id"], name="mail_message_id_once")]

    def __str__(self) -> str:
        return self.pledge.public_id if self.pledge else str(self.pk)
