"""Mails as their readers get them."""

import re
from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend

from pledges.links import unmask


def text_sent(mail):
    """The text of ``mail`` with its links written out, as the sender does."""
    return unmask(mail.body, {link.mask: link for link in mail.links.all()})


def link_in(mail, kind):
    """The address of ``kind``, such as "mine", in the text of ``mail``, without the host."""
    return re.search(rf"http://[^/]+(/\S+/{kind}/)", text_sent(mail))[1]


class RefusingBackend(BaseEmailBackend):
    """A mail server that knows no recipient, and says so as servers do: with the address."""

    def send_messages(self, email_messages):
        for message in email_messages:
            answers = {address: (550, f"<{address}> unknown".encode()) for address in message.to}
            raise SMTPRecipientsRefused(answers)
