"""On its case and in the lists staff read how long an engagement is kept, and keep it for longer with a reason."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from pledges.choices import PledgeState
from pledges.inbox.keeping import keeping_in_words
from pledges.models import Pledge
from tests.factories.pledges import PledgeFactory, PledgeFormFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

ROLES = ("Editors", "Moderators", "Pledge officers", "Communications team")
MAY = {"Pledge officers", "Communications team"}
DAY = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def form():
    return PledgeFormFactory(retention_months=24)


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(group="Pledge officers"))
    return client


def panel(client, pledge):
    page = BeautifulSoup(client.get(f"/admin/inbox/{pledge.pk}/").content, "html.parser")
    return page.select_one("#case-data")


class TestWords:
    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"state": "submitted"}, "It is kept while it is open, and for 24 months after it is closed."),
            (
                {"state": "declined"},
                "and as long as a personal link works. Staff are told 30 days before. Then it",
            ),
            ({"state": "completed"}, "Then contact data, files, mails and notes are removed; what is public, and its"),
            ({"state": "declined", "leaves_on": DAY}, f"It goes on {date_format(DAY)}. Then it is removed with"),
            ({"state": "declined", "held_at": timezone.now()}, "until somebody lets it go."),
            ({"state": "accepted", "erased_at": timezone.now(), "erasure": "wish"}, "erased at the wish of the member"),
        ],
    )
    def test_they_say_until_when_and_what_then(self, form, columns, said):
        pledge = PledgeFactory(form=form, **columns)
        assert said in keeping_in_words(Pledge.objects.get(pk=pledge.pk))

    def test_of_a_form_without_an_end(self):
        pledge = PledgeFactory(form=PledgeFormFactory(retention_months=None))
        assert keeping_in_words(pledge) == "It is kept while it is open. Its form sets no end after that."

    def test_of_an_imported_one(self):
        assert "imported" in keeping_in_words(PledgeFactory(form=None))


class TestCase:
    def test_it_is_kept_for_longer_with_a_reason_that_the_case_shows(self, form, desk):
        pledge = PledgeFactory(form=form, state=PledgeState.DECLINED, leaves_on=DAY)
        assert panel(desk, pledge).has_attr("open")
        response = desk.post(f"/admin/inbox/{pledge.pk}/keep/", {"reason": "A dispute <b>"}, follow=True)
        assert "It is kept until somebody lets it go." in response.content.decode()
        assert panel(desk, pledge).blockquote.get_text(strip=True) == "A dispute <b>"
        desk.post(f"/admin/inbox/{pledge.pk}/let-go/")
        assert panel(desk, pledge).blockquote is None

    def test_without_a_reason_it_is_asked_for(self, form, desk):
        pledge = PledgeFactory(form=form)
        response = desk.post(f"/admin/inbox/{pledge.pk}/keep/", {"reason": " "}, follow=True)
        assert "Please give a reason." in response.content.decode()
        assert Pledge.objects.get().held_at is None

    @pytest.mark.parametrize("action", ["keep", "let-go"])
    @pytest.mark.parametrize("role", ROLES)
    def test_who_may(self, form, role, action):
        pledge = PledgeFactory(form=form, held_at=None if action == "keep" else timezone.now())
        client = Client()
        client.force_login(UserFactory(group=role))
        client.post(f"/admin/inbox/{pledge.pk}/{action}/", {"reason": "Mine"})
        was_done = bool(Pledge.objects.get().held_at) is (action == "keep")
        assert was_done is (role in MAY)

    @pytest.mark.parametrize("action", ["keep", "let-go"])
    def test_a_get_leads_to_the_case_and_changes_nothing(self, form, desk, action):
        pledge = PledgeFactory(form=form)
        assert desk.get(f"/admin/inbox/{pledge.pk}/{action}/").url == f"/admin/inbox/{pledge.pk}/"
        assert Pledge.objects.get().held_at is None

    def test_one_that_is_gone_is_not_found(self, desk):
        assert desk.post("/admin/inbox/999/keep/", {"reason": "x"}).status_code == 404


class TestLists:
    def tabs(self, client):
        page = BeautifulSoup(client.get("/admin/inbox/").content, "html.parser")
        return [tab.contents[0].strip() for tab in page.select(".inbox-tabs__tab")]

    def test_to_do_tells_of_what_goes_soon_and_leads_to_it(self, form, desk):
        assert "Leaving soon" not in self.tabs(desk)
        pledge = PledgeFactory(form=form, state=PledgeState.DECLINED, leaves_on=DAY)
        assert "Leaving soon" in self.tabs(desk)
        page = BeautifulSoup(desk.get("/admin/inbox/").content, "html.parser")
        notice = page.find("a", string="1 engagement is removed within 30 days")
        listed = desk.get(notice["href"])
        assert list(listed.context["object_list"]) == [pledge]
        assert date_format(DAY, "DATE_FORMAT") in listed.content.decode()

    def test_the_dashboard_tells_of_it_too(self, form, desk):
        PledgeFactory(form=form, state=PledgeState.DECLINED, leaves_on=DAY)
        page = BeautifulSoup(desk.get("/admin/").content, "html.parser")
        [link] = page.find_all("a", href="/admin/inbox/leaving/")
        assert "1 engagement is removed within 30 days" in link.get_text()

    def test_those_that_go_first_come_first(self, form, desk):
        later = PledgeFactory(form=form, state=PledgeState.DECLINED, leaves_on=DAY)
        first = PledgeFactory(form=form, state=PledgeState.DECLINED, leaves_on=DAY - timedelta(days=3))
        assert list(desk.get("/admin/inbox/leaving/").context["object_list"]) == [first, later]


def test_members_read_how_long_their_contact_data_are_kept(client):
    from tests.support.join_forms import join_pages, needed_questions, published_form, section

    asked = needed_questions()
    form = published_form(
        section("What", asked["title"], asked["engagement"]), section("Who", asked["actor_kind"], asked["email"])
    )
    form.retention_months = 6
    form.save()
    page = client.get(join_pages(form)["en"].url).content.decode()
    assert "Your contact details are removed 6 months after your engagement is closed." in page
