"""The first thing staff see after logging in: what waits for them, in a menu that fits on one screen."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.menu import admin_menu
from wagtail_localize.operations import translate_object

from bbacms.core.dashboard import WhatWaitsPanel
from pledges.choices import UNDELIVERED_STATES, MailState
from tests.factories.home import StandardPageFactory
from tests.factories.pledges import OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.trees import make_home_pages

pytestmark = pytest.mark.django_db

ENGAGEMENT, MAIL, DRAFT, TRANSLATION = "engagements to look at", "mail", "draft", "translation"
# What each role may see waiting.
ROLES = {
    "Editors": {TRANSLATION},
    "Moderators": {DRAFT, TRANSLATION},
    "Pledge officers": {ENGAGEMENT, MAIL},
    "Communications team": {ENGAGEMENT, MAIL, DRAFT, TRANSLATION},
    "administrator": {ENGAGEMENT, MAIL, DRAFT, TRANSLATION},
}


def make_work(homes, numbers):
    """For each number one of everything that can wait, beside one that is done with."""
    for number in numbers:
        pledge = PledgeFactory(state="submitted")
        PledgeFactory(state="accepted")
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
    return panel, panel.find_all(class_="what-waits__line")


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
        kinds = (ENGAGEMENT, MAIL, DRAFT, TRANSLATION)
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


class TestFirstCases:
    """The shortest way: from the first page straight to a case, and decided there."""

    @pytest.fixture
    def homes(self):
        return make_home_pages()

    def test_the_first_five_are_named_with_a_way_to_each(self, client, homes):
        for number in range(7):
            since = timezone.now() - timedelta(days=9 - number)
            PledgeFactory(title=f"Pond {number}", organisation=f"Town {number}", state_since=since)
        log_in(client, "Pledge officers")
        panel, _lines = waiting_links(client)
        first = panel.select(".what-waits__first li")
        assert [item.a.get_text() for item in first] == [f"Pond {number}" for number in range(5)]
        assert first[0].span.get_text() == "Town 0 · new"

    def test_from_login_to_accepted_takes_two_page_loads(self, client, homes):
        pledge = PledgeFactory()
        log_in(client, "Communications team")
        panel, _lines = waiting_links(client)
        case = BeautifulSoup(client.get(panel.select_one(".what-waits__first a")["href"]).content, "html.parser")
        form = case.find("form", action=re.compile("/accept/"))
        fields = {field["name"]: field["value"] for field in form.find_all("input")}
        # The answer to the button is the second page.
        assert client.post(form["action"], fields, follow=True).status_code == 200
        pledge.refresh_from_db()
        assert pledge.state == "accepted"

    def test_what_is_overdue_has_a_line_of_its_own(self, client, homes):
        PledgeFactory(state_since=timezone.now() - timedelta(days=20))
        log_in(client, "Pledge officers")
        _panel, lines = waiting_links(client)
        (overdue,) = [line for line in lines if "overdue" in line.get_text()]
        assert overdue["href"] == "/admin/inbox/overdue/"
        assert length_of_list(client, overdue["href"]) == 1


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


def inbox_entry(role):
    """What the menu's script is given for the inbox, and the queries that asked the database about engagements."""
    PledgeFactory.create_batch(2)
    PledgeFactory(state="declined")
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(group=role)
    with CaptureQueriesContext(connection) as queries:
        entries = [entry.js_args()[0] for entry in admin_menu.render_component(request)]
    asked = [query for query in queries if "pledges_" in query["sql"]]
    return next((entry for entry in entries if entry["name"] == "inbox"), None), asked


class TestMenu:
    @pytest.mark.parametrize("role", ["Pledge officers", "Communications team"])
    def test_the_inbox_says_how_many_wait(self, role):
        entry, asked = inbox_entry(role)
        assert entry["attrs"] == {"data-waiting": "2", "aria-label": "Inbox, 2 to do"}
        assert len(asked) == 1

    def test_with_nothing_to_do_it_says_nothing(self):
        request = RequestFactory().get("/admin/")
        request.user = UserFactory(group="Pledge officers")
        (entry,) = [item for item in admin_menu.render_component(request) if item.name == "inbox"]
        assert entry.attrs == {}

    @pytest.mark.parametrize("role", ["Editors", "Moderators"])
    def test_whoever_lacks_it_gets_neither_entry_nor_query(self, role):
        assert inbox_entry(role) == (None, [])

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
