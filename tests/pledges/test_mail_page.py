"""The HTML part of a mail: as easy to read as the text, and no way to lead a stranger anywhere."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail as django_mail
from wagtail.models import Site

from pledges.mail.messages import queue_receipt, queue_staff_notice
from pledges.mail.sender import send_due
from pledges.models import MailSettings
from tests.factories.pledges import AnswerFactory, PledgeFactory

pytestmark = pytest.mark.django_db


def page_of(pledge, queue=queue_receipt):
    """The HTML part of the mail about ``pledge``, as its reader gets it."""
    queue(pledge)
    send_due()
    return BeautifulSoup(django_mail.outbox[-1].alternatives[0].content, "html.parser")


def told(pledge, *answers, section="Who you are"):
    for order, (label, display) in enumerate(answers, start=1):
        AnswerFactory(pledge=pledge, section=section, label=label, display=display, order=order)
    return pledge


def test_sections_are_headings_and_answers_a_list():
    pledge = told(PledgeFactory(), ("Name", "An"), ("Why?", "For the birds"))
    page = page_of(pledge)
    assert [heading.get_text() for heading in page.select("h2")] == ["WHO YOU ARE"]
    assert [entry.get_text() for entry in page.select("h2 + ul > li")] == ["Name: An", "Why? For the birds"]
    assert pledge.title in [paragraph.get_text() for paragraph in page.select("p")]


@pytest.mark.parametrize("section", ["Who you are", ""])
def test_no_line_of_an_answer_looks_like_a_question(section):
    answer = "A pond\nAccepted: yes\n\nDECISION\nGranted: 100 euro"
    page = page_of(told(PledgeFactory(), ("Story", answer), ("Name", "An"), section=section))
    assert [entry.next_element.strip() for entry in page.select("ul > li")] == ["Story:", "Name: An"]
    assert page.select_one("blockquote").get_text("\n").split("\n") == [line for line in answer.split("\n") if line]
    assert "DECISION" not in [heading.get_text() for heading in page.select("h2")]


@pytest.mark.parametrize("typed", ["DECISION\nGranted: 100 euro", "A\n\nB"])
def test_a_title_stays_one_line_of_the_letter(typed):
    page = page_of(PledgeFactory(title=typed))
    assert " ".join(typed.split()) in [paragraph.get_text() for paragraph in page.select("p")]
    assert not page.select("h2")


@pytest.mark.parametrize(
    "typed",
    [
        "https://evil.example/win",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "www.evil.example",
        "evil@example.com",
        '<a href="https://evil.example">x</a>',
        "javascript:alert(1)",
    ],
)
def test_what_a_member_typed_leads_nowhere(typed):
    pledge = told(PledgeFactory(title=typed, name=typed), ("Story", typed), ("Long", f"{typed}\n{typed}"))
    page = page_of(pledge)
    assert typed in page.get_text()
    assert [link["href"].split("/")[-2] for link in page.select("a")] == ["confirm", "mine"]


def test_our_own_addresses_are_links_that_show_where_they_lead():
    site = Site.objects.get(is_default_site=True)
    MailSettings.objects.create(site=site, staff_recipients="staff@example.org")
    pledge = PledgeFactory()
    for queue in (queue_receipt, queue_staff_notice):
        links = page_of(pledge, queue).select("a")
        assert links
        for link in links:
            assert link.get_text() == link["href"]
            assert link["href"] in django_mail.outbox[-1].body


def test_an_address_at_the_end_of_a_sentence_leads_there():
    page = page_of(PledgeFactory(title="See http://localhost/en/."))
    assert "http://localhost/en/" in [link["href"] for link in page.select("a")]
