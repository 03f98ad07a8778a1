"""Compose the mails to members and staff, each in its reader's language, and put them into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Site
from wagtail.users.models import UserProfile

from bbacms.core.line_ends import with_plain_line_ends
from bbacms.core.models import SiteSettings
from bbacms.core.models.names import LANGUAGE_CODES
from pledges.askable import labels_of
from pledges.choices import LinkPurpose, MailKind, PledgeSource, PrivacyClass
from pledges.links import give_link, keep_link, link_for_letter, masked_address
from pledges.mail.outbox import queue
from pledges.mail.page import INDENT
from pledges.mail.texts import BODY_PLACEHOLDERS, SHIPPED, Text, fill
from pledges.models import Answer, MailSettings, MailText, MemberLink, OutgoingMail, Pledge, PledgeDraft

STAFF_LANGUAGE = "en"
# Not seen themselves, but Persian and Hindi are written with them, and so are families among the emoji.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Letter:
    """A mail that was composed and is not in the outbox yet; ``links`` stand masked in ``body``."""

    kind: MailKind
    recipient: str
    language: str
    subject: str
    body: str
    reply_to: str
    links: Sequence[MemberLink] = ()


def queue_receipt(pledge: Pledge) -> OutgoingMail | None:
    """Queue the receipt to the member, in the language of the pledge.

    Returns None, and queues nothing, for an imported pledge and for one without an address.
    """
    if not is_written_to(pledge):
        return None
    site = _default_site()
    language = _supported(pledge.language)
    confirm, mine = give_link(LinkPurpose.CONFIRM, pledge), give_link(LinkPurpose.MINE, pledge)
    values = {
        "number": pledge.public_id,
        "title": pledge.title,
        "name": pledge.name,
        "confirm_url": masked_address(confirm, language, site),
        "my_url": masked_address(mine, language, site),
        "answers": _answers_as_text(list(pledge.answers.all())),
        "site_name": _site_name(site),
    }
    return _queue_filled(
        MailKind.RECEIPT,
        pledge,
        values,
        recipient=pledge.email,
        language=language,
        reply_to=_contact_address(site),
        links=(confirm, mine),
    )


def queue_new_link(pledge: Pledge) -> OutgoingMail:
    """Queue a new personal link to the member, in the language of the pledge; the one before works no more."""
    site = _default_site()
    language = _supported(pledge.language)
    link = give_link(LinkPurpose.MINE, pledge)
    values = {
        "number": pledge.public_id,
        "title": pledge.title,
        "name": pledge.name,
        "my_url": masked_address(link, language, site),
        "site_name": _site_name(site),
    }
    return _queue_filled(
        MailKind.LINK,
        pledge,
        values,
        recipient=pledge.email,
        language=language,
        reply_to=_contact_address(site),
        links=(link,),
    )


def queue_address_changed(pledge: Pledge) -> OutgoingMail | None:
    """Queue the notice to the address that ``pledge`` had until now; it names nothing but the number.

    Returns None, and queues nothing, where there was no address.
    """
    if not pledge.email:
        return None
    site = _default_site()
    return _queue_filled(
        MailKind.ADDRESS_CHANGED,
        pledge,
        {"number": pledge.public_id, "site_name": _site_name(site)},
        recipient=pledge.email,
        language=_supported(pledge.language),
        reply_to=_contact_address(site),
    )


def queue_resume(draft: PledgeDraft, recipient: str, link: MemberLink) -> OutgoingMail:
    """Queue the link to a saved draft, in the language it is filled in."""
    site = _default_site()
    language = _supported(draft.language)
    with translation.override(language):
        until = date_format(timezone.localtime(link.expires_at), "DATE_FORMAT")
    values = {"resume_url": masked_address(link, language, site), "kept_until": until, "site_name": _site_name(site)}
    return _queue_filled(
        MailKind.RESUME,
        draft,
        values,
        recipient=recipient,
        language=language,
        reply_to=_contact_address(site),
        links=(link,),
    )


def queue_data_link(link: MemberLink, language: str) -> OutgoingMail:
    """Queue the link to all that is held about an address to that address, in the ``language`` it was asked for in."""
    site = _default_site()
    with translation.override(language):
        until = date_format(timezone.localtime(link.expires_at), "DATETIME_FORMAT")
    values = {"data_url": masked_address(link, language, site), "works_until": until, "site_name": _site_name(site)}
    return _queue_filled(
        MailKind.DATA,
        None,
        values,
        recipient=link.address,
        language=language,
        reply_to=_contact_address(site),
        links=(link,),
    )


def is_written_to(pledge: Pledge) -> bool:
    """Whether letters to the member of ``pledge`` go out at all: not for an imported one, nor without an address."""
    return pledge.source != PledgeSource.IMPORT and bool(pledge.email)


def compose_letter(
    kind: MailKind, pledge: Pledge, *, message: str = "", questions: Sequence[str] = ()
) -> Letter | None:
    """The letter of a move of staff as ``queue_letter`` would queue it; nothing is written.

    ``questions`` are the ids of those the member should look at again; they are named as the member read them.
    Returns None where no letter goes out. A link that is given out with the letter is not saved yet.
    """
    if not is_written_to(pledge):
        return None
    site, language = _default_site(), _supported(pledge.language)
    links = [link_for_letter(LinkPurpose.MINE, pledge)] if "my_url" in BODY_PLACEHOLDERS[kind] else []
    labels = labels_of(pledge, questions)
    values = {
        "number": pledge.public_id,
        "title": pledge.title,
        "name": pledge.name,
        "message": message.strip(),
        "questions": "\n".join(f"- {label}" for label in labels),
        "my_url": masked_address(links[0], language, site) if links else "",
        "site_name": _site_name(site),
    }
    return _filled(
        kind, values, recipient=pledge.email, language=language, reply_to=_contact_address(site), links=links
    )


def queue_letter(
    kind: MailKind, pledge: Pledge, *, message: str = "", questions: Sequence[str] = (), hold: timedelta
) -> OutgoingMail | None:
    """Queue the letter of a move of staff, in the language of the pledge; it goes out when ``hold`` is over.

    Returns None, and queues nothing, for an imported pledge and for one without an address.
    """
    letter = compose_letter(kind, pledge, message=message, questions=questions)
    if letter is None:
        return None
    for link in letter.links:
        keep_link(link)
    return _queue(letter, pledge, hold)


def queue_staff_notice(pledge: Pledge) -> list[OutgoingMail]:
    """Queue one notice for each address in the mail settings of the default site; none for an imported pledge.

    Each is written in the language its reader chose for the admin, else in English. Answering it writes to the
    member. Its text holds public answers only: those for staff and the contact data stay in the inbox.
    """
    site = _default_site()
    if pledge.source == PledgeSource.IMPORT or site is None:
        return []
    recipients = list(dict.fromkeys(MailSettings.for_site(site).recipients))
    languages = _languages_of_staff(recipients)
    values = {
        "number": pledge.public_id,
        "title": pledge.title,
        "answers": _answers_as_text(list(pledge.answers.filter(privacy=PrivacyClass.PUBLIC))),
        "site_name": _site_name(site),
        "inbox_url": _inbox_url(pledge),
    }
    return [
        _queue_filled(
            MailKind.STAFF_NOTICE,
            pledge,
            values,
            recipient=recipient,
            language=languages.get(recipient.lower(), STAFF_LANGUAGE),
            reply_to=pledge.email,
        )
        for recipient in recipients
    ]


def _queue_filled(
    kind: MailKind,
    of: Pledge | PledgeDraft | None,
    values: dict[str, str],
    *,
    recipient: str,
    language: str,
    reply_to: str,
    links: Sequence[MemberLink] = (),
) -> OutgoingMail:
    return _queue(_filled(kind, values, recipient=recipient, language=language, reply_to=reply_to, links=links), of)


def _filled(
    kind: MailKind,
    values: dict[str, str],
    *,
    recipient: str,
    language: str,
    reply_to: str,
    links: Sequence[MemberLink] = (),
) -> Letter:
    text = _text(kind, language)
    # Typed by anybody: lines of their own would read as lines of the letter.
    values |= {key: " ".join(values[key].split()) for key in ("title", "name") if key in values}
    return Letter(
        kind=kind,
        recipient=recipient,
        language=language,
        subject=_one_line(fill(text.subject, values)),
        body=fill(text.body, values),
        reply_to=reply_to,
        links=links,
    )


def _queue(letter: Letter, of: Pledge | PledgeDraft | None, hold: timedelta = timedelta(0)) -> OutgoingMail:
    return queue(
        letter.kind,
        of,
        recipient=letter.recipient,
        language=letter.language,
        subject=letter.subject,
        body=letter.body,
        reply_to=letter.reply_to,
        links=letter.links,
        hold=hold,
    )


def _text(kind: MailKind, language: str) -> Text:
    """The text that staff wrote for ``kind`` in ``language``, else the shipped one."""
    own = MailText.objects.filter(kind=kind, language=language).first()
    return Text(own.subject, with_plain_line_ends(own.body)) if own else SHIPPED[kind, language]


def _one_line(subject: str) -> str:
    """``subject`` without line breaks and other control characters, cut to the length of its column.

    A title is typed by anybody: a line break in it would begin a header of its own.
    """
    printable = "".join(character if character.isprintable() or character in JOINERS else " " for character in subject)
    limit = OutgoingMail._meta.get_field("subject").max_length or 0
    line = " ".join(printable.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _answers_as_text(answers: list[Answer]) -> str:
    """The answers under the headings of their sections; a question that was left empty is left out."""
    given = [answer for answer in answers if answer.display]
    sections = []
    for section, group in groupby(given, key=lambda answer: answer.section):
        lines = [section.upper()] if section else []
        lines += [_answer_as_text(answer) for answer in group]
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def _answer_as_text(answer: Answer) -> str:
    lines = answer.display.splitlines()
    # A question ends with a mark of its own.
    label = answer.label if answer.label.endswith(("?", ".", ":", "!")) else f"{answer.label}:"
    if len(lines) == 1:
        return f"{label} {lines[0]}"
    return "\n".join([label, *(f"{INDENT}{line}" for line in lines)])


def _languages_of_staff(addresses: list[str]) -> dict[str, str]:
    """The language each member of staff chose for the admin, by address in lower case."""
    wanted = {address.lower() for address in addresses}
    profiles = UserProfile.objects.exclude(preferred_language="").values_list("user__email", "preferred_language")
    return {email.lower(): _supported(language) for email, language in profiles if email.lower() in wanted}


def _supported(language: str) -> str:
    code = language.split("-")[0]
    return code if code in LANGUAGE_CODES else STAFF_LANGUAGE


def _default_site() -> Site | None:
    return Site.objects.filter(is_default_site=True).first()


def _contact_address(site: Site | None) -> str:
    return SiteSettings.for_site(site).contact_email if site else ""


def _site_name(site: Site | None) -> str:
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME


def _inbox_url(pledge: Pledge) -> str:
    """The address of the pledge in the inbox, as the inbox registered it with Wagtail; else that of the admin."""
    path = AdminURLFinder().get_edit_url(pledge) or reverse("wagtailadmin_home")
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
