"""Mails as their readers get them."""

import re

from pledges.links import unmask


def text_sent(mail):
    """The text of ``mail`` with its links written out, as the sender does."""
    return unmask(mail.body, {link.mask: link for link in mail.links.all()})


def link_in(mail, kind):
    """The address of ``kind``, such as "mine", in the text of ``mail``, without the host."""
    return re.search(rf"http://[^/]+(/\S+/{kind}/)", text_sent(mail))[1]
