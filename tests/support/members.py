"""Somebody who fills in a join form, in a browser of their own: what they send, and what they read."""

from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from pledges.choices import MailKind
from pledges.models import OutgoingMail
from tests.support.join_forms import name, post, send, shown_version, take_time
from tests.support.mails import link_in


def read(response):
    """What a page says, without its markup."""
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def in_language(language, sentence):
    """How ``sentence``, one of the interface, reads in ``language``."""
    with translation.override(language):
        return gettext(sentence)


def listed(response):
    """The answers that a page lists, by question."""
    rows = BeautifulSoup(response.content, "html.parser").select(".summary-list__row")
    return {next(row.dt.stripped_strings): row.dd.get_text("\n", strip=True) for row in rows}


def in_fields(response):
    """What stands in the fields of a page, by field name; of boxes and choices what is ticked."""
    found = {}
    for field in BeautifulSoup(response.content, "html.parser").main.select("input[name], textarea, select"):
        if field.name == "textarea":
            # A browser drops the line break that every template writes first.
            found[field["name"]] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.find("option", selected=True)
            found[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                found[field["name"]] = field["value"]
        else:
            found[field["name"]] = field.get("value", "")
    return found


def mistakes(response):
    """The sentences of the error summary."""
    return [
        line.get_text(strip=True) for line in BeautifulSoup(response.content, "html.parser").select(".error-summary li")
    ]


class Member:
    """``asked`` are the question blocks of the form by short names; what is typed is given by these names."""

    def __init__(self, page, asked, language="en"):
        self.page, self.asked, self.language = page, asked, language
        self.client = Client(raise_request_exception=False)
        self.token = ""

    def fields(self, typed):
        """What a browser sends for ``typed``; a name with a dash stands for a field within a question."""
        return {
            name(self.asked[key.split("-")[0]]) + key[len(key.split("-")[0]) :]: said for key, said in typed.items()
        }

    def begin(self, **typed):
        """Send the first screen from the join page."""
        response = post(self.client, f"/{self.language}/pledge/start/{self.page.pk}/", self.fields(typed))
        if response.status_code == 303:
            self.token = response.url.split("/")[3]
        return response

    def save_first(self, **typed):
        """Press "Save and finish later" on the join page; returns the token of the draft."""
        data = self.fields(typed) | {"later": "1"}
        response = post(self.client, f"/{self.language}/pledge/start/{self.page.pk}/", data)
        self.token = response.url.split("/")[3]
        return self.token

    def address(self, end):
        return f"/{self.language}/pledge/{self.token}/{end}/"

    def open(self, end):
        return self.client.get(self.address(end))

    def post(self, end, /, **typed):
        return post(self.client, self.address(end), self.fields(typed))

    def save(self, end, /, **typed):
        """Press "Save and finish later"."""
        return post(self.client, self.address(end), self.fields(typed) | {"later": "1"})

    def seen(self):
        """What the open check page would send."""
        take_time(self.token)
        return {"version": shown_version(self.client, self.address("check"))}

    def press_send(self, seen):
        """Press "Send" on a check page that was open with ``seen``."""
        return post(self.client, self.address("check"), seen)

    def send(self):
        return send(self.client, self.address("check"))

    def tell_more(self):
        """From the received page to "Tell us more"; the member goes on there."""
        response = post(self.client, self.address("more"), {})
        self.token = response.url.split("/")[3]
        return response

    def link(self, kind):
        """The address of ``kind`` in the newest mail that holds one."""
        mail_kind = MailKind.RESUME if kind == "resume" else MailKind.RECEIPT
        return link_in(OutgoingMail.objects.filter(kind=mail_kind).latest("pk"), kind)
