"""The first thing staff see after logging in: what waits for them, in a menu that fits on one screen."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.admin.menu import admin_menu
from wagtail_localize.operations import translate_object

from bbacms.core.dashboard import WhatWaitsPanel
from pledges.choices import UNDELIVERED_STATES, MailState
from tests.factories.home import StandardPageFactory
from tests.factories.pledges import OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.trees import make_home_pages

pytestmark = pytest.mark.django_db

ENGAGEMENT, SPAM, MAIL, DRAFT, TRANSLATION = "engagements to decide on", "spam", "mail", "draft", "translation"
# What each role may see waiting.
ROLES = {
    "Editors": {TRANSLATION},
    "Moderators": {DRAFT, TRANSLATION},
    "Pledge officers": {ENGAGEMENT, SPAM, MAIL},
    "Communications team": {ENGAGEMENT, SPAM, MAIL, DRAFT, TRANSLATION},
    "administrator": {ENGAGEMENT, SPAM, MAIL, DRAFT, TRANSLATION},
}


def make_work(homes, numbers):
    """For each number one of everything that can wait, beside one that is done with."""
    for number in numbers:
        pledge = PledgeFactory(state="submitted")
        PledgeFactory(state="accepted")
        PledgeFactory(spam_signs="trap")
        # Of every second one the mail could not be sent, of the others it came back.
        OutgoingMailFactory(pledge=pledge, state=UNDELIVERED_STATES[number % 2])
        OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
        page = StandardPageFactory(parent=homes["en"], title=f"Handed in {number}", live=False)
        page.save_revision()
        page.get_workflow().start(page, UserFactory(group="Editors"))
        translate_object(StandardPageFactory(parent=homes["en"], title=f"Source {number}"), [homes["nl"].locale])


def log_in(client, role):
    group = None if role == "administrator" else role
    user = UserFactory(group=group, is_superuser=role == "administrator")
    client.force_login(user)
    return user


def waiting_links(client):
    panel = BeautifulSoup(client.get("/admin/").content, "html.parser").find(class_="what-waits")
    return panel, panel.find_all("a")


def length_of_list(client, address):
    context = client.get(address).context
    return context["page_obj"].paginator.count if "page_obj" in context else context["view"].paginator.count


@pytest.mark.parametrize("role", ROLES)
class TestWhatWaits:
    def test_each_line_counts_what_its_list_shows(self, client, role):
        make_work(make_home_pages(), numbers=range(2))
        log_in(client, role)
        _panel, links = waiting_links(client)
        texts = [link.get_text(strip=True) for link in links]
        kinds = (ENGAGEMENT, SPAM, MAIL, DRAFT, TRANSLATION)
        assert {kind for kind in kinds if any(kind in t for t in texts)} == ROLES[role]
        assert len(links) == len(ROLES[role])
        for link in links:
            assert re.match(r"2 [a-z]+s ", link.get_text(strip=True))
            assert length_of_list(client, link["href"]) == 2

    def test_with_nothing_to_do_it_says_so(self, client, role):
        make_home_pages()
        log_in(client, role)
        panel, links = waiting_links(client)
        assert not links
        assert "Nothing at the moment." in panel.get_text()

    def test_more_work_asks_the_database_no_more(self, client, role):
        homes = make_home_pages()
        make_work(homes, numbers=range(1))
        user = log_in(client, role)
        client.get("/admin/")
        counted = count_queries(user)
        make_work(homes, numbers=range(1, 4))
        assert count_queries(user) == counted


def count_queries(user):
    """Queries of the panel alone; the rest of the page is Wagtail's."""
    request = RequestFactory().get("/admin/")
    request.user = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as queries:
        WhatWaitsPanel().render_html({"request": request})
    return len(queries)


def menu_of(role):
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(group=role)
    items = admin_menu.menu_items_for_request(request)
    return request, {str(item.label): item for item in sorted(items, key=lambda item: item.order)}


class TestMenu:
    def test_the_communications_team_has_eight_entries_in_the_order_of_the_day(self):
        make_home_pages()
        _request, menu = menu_of("Communications team")
        everyday = ["Inbox", "Pages", "Images", "Documents", "Join forms", "Lists", "Reports", "Settings"]
        assert list(menu) == everyday

    @pytest.mark.parametrize(
        ("role", "ledger"), [("Moderators", False), ("Pledge officers", True), ("Communications team", True)]
    )
    def test_ledgers_stand_among_the_lists_for_those_who_may_see_them(self, role, ledger):
        request, menu = menu_of(role)
        entries = [str(item.label) for item in menu["Lists"].menu.menu_items_for_request(request)]
        assert ("Outgoing mail" in entries) is ledger
        assert ("Objectives" in entries) is (role != "Pledge officers")


class TestBranding:
    def test_the_login_names_the_alliance(self, client):
        page = client.get("/admin/login/").text
        assert "Sign in - Belgian Biodiversity Alliance" in re.sub(r"\s+", " ", page)
        assert BeautifulSoup(page, "html.parser").h1.get_text() == "Belgian Biodiversity Alliance"

    def test_the_admin_has_our_sign_and_icon(self, client):
        make_home_pages()
        log_in(client, "Editors")
        page = client.get("/admin/").text
        assert "favicon.svg" in page
        assert re.search(r'sidebar-branding-logo><div class="brand-mark">\s*<svg class="mark"', page)
