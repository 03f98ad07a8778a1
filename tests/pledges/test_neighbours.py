"""The way from case to case inside a list, and on after a decision."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from pledges.inbox import neighbours
from pledges.inbox.desk import DESK
from pledges.inbox.neighbours import Place
from pledges.inbox.search import index_cases
from pledges.inbox.shown import pledges_shown
from pledges.models import Pledge
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def way(response):
    """What the case offers: the list, the one before, the place, the one after."""
    nav = page_of(response).select_one(".inbox-way")
    before, after = nav.select_one("a[rel=prev]"), nav.select_one("a[rel=next]")
    texts = [item.get_text(" ", strip=True) for item in nav.select("li") if not item.a]
    return nav.a["href"], before and before["href"], " ".join(texts), after and after["href"]


def make_all_kinds():
    """Cases of every state and age, many of the same moment, some answered, changed, archived or leaving."""
    for number, state in enumerate(["submitted", "in_review", "changes_requested", "accepted", "spam", "declined"] * 4):
        moment = NOW - timedelta(days=number % 5)
        pledge = PledgeFactory(
            title=f"Case {number % 7}",
            state=state,
            state_since=moment - timedelta(days=25),
            answered_at=moment if state == "submitted" and number % 3 == 0 else None,
            proposed_at=moment if state == "accepted" and number % 2 == 0 else None,
            spam_signs="trap" if number % 4 == 0 else "",
            archived_at=moment if state == "declined" else None,
            leaves_on=NOW.date() + timedelta(days=number % 3) if state in ("spam", "declined") else None,
        )
        Pledge.objects.filter(pk=pledge.pk).update(submitted_at=moment)


@pytest.mark.parametrize("query", ["", "language=en", "ordering=title", "ordering=-submitted_at"])
@pytest.mark.parametrize("view", DESK)
def test_one_can_walk_through_every_list_from_end_to_end(officer, view, query):
    UserFactory(group="Pledge officers")
    make_all_kinds()
    Pledge.objects.filter(pk__in=list(Pledge.objects.values_list("pk", flat=True)[::2])).update(assignee=officer)
    params = QueryDict(f"in={view}&{query}")
    place = Place.read(officer, params)
    listed = list(pledges_shown(officer, view, params))
    assert listed
    for number, pledge in enumerate(listed):
        around = place.around(pledge)
        assert (around.number, around.total) == (number + 1, len(listed))
        before = place.url_of(listed[number - 1].pk) if number else None
        after = place.url_of(listed[number + 1].pk) if number + 1 < len(listed) else None
        assert (around.previous and around.previous.url) == before
        assert (around.next and around.next.url) == after


class TestCase:
    def test_the_list_leads_to_the_case_and_the_case_through_the_list(self, desk):
        pledges = [PledgeFactory(language="nl", state_since=NOW - timedelta(days=9 - day)) for day in range(3)]
        PledgeFactory(language="fr")
        listed = page_of(desk.get("/admin/inbox/results/?language=nl&p=1&_w_filter_fragment=1"))
        links = [row.a["href"] for row in listed.select("tbody tr")]
        assert links == [f"/admin/inbox/{pledge.pk}/?language=nl&in=to-do" for pledge in pledges]
        assert way(desk.get(links[1])) == ("/admin/inbox/?language=nl", links[0], "2 of 3", links[2])
        assert way(desk.get(links[0]))[1] is None
        assert way(desk.get(links[2]))[3] is None

    def test_a_case_that_is_to_do_is_found_there_wherever_one_comes_from(self, desk):
        first, second = (PledgeFactory(state_since=NOW - timedelta(days=9 - day)) for day in range(2))
        next_url = f"/admin/inbox/{second.pk}/?in=to-do"
        assert way(desk.get(f"/admin/inbox/{first.pk}/")) == ("/admin/inbox/", None, "1 of 2", next_url)

    def test_a_case_that_is_not_to_do_and_comes_from_no_list_offers_none(self, desk):
        PledgeFactory()
        done = PledgeFactory(state="declined")
        assert way(desk.get(f"/admin/inbox/{done.pk}/")) == ("/admin/inbox/", None, "", None)

    @pytest.mark.parametrize(
        "query", ["in=nonsense", "in=%00", "in=to-do&in=all", "in=all&objective=x", "in=all&q=%00", "in=all&ordering=;"]
    )
    def test_a_forged_list_is_no_error(self, desk, query):
        pledge = PledgeFactory()
        assert desk.get(f"/admin/inbox/{pledge.pk}/?{query}").status_code == 200
        response = desk.post(f"/admin/inbox/{pledge.pk}/accept/?{query}", {"version": 1}, follow=True)
        assert response.status_code == 200
        pledge.refresh_from_db()
        assert pledge.state == "accepted"

    def test_far_down_a_long_list_nothing_is_counted(self, desk, officer, monkeypatch):
        monkeypatch.setattr(neighbours, "COUNTED", 3)
        pledges = [PledgeFactory(state_since=NOW - timedelta(days=9 - day)) for day in range(6)]
        assert way(desk.get(f"/admin/inbox/{pledges[1].pk}/?in=to-do"))[2] == "2 of many"
        _list, before, place, after = way(desk.get(f"/admin/inbox/{pledges[4].pk}/?in=to-do"))
        assert (place, before, after) == (
            "",
            f"/admin/inbox/{pledges[3].pk}/?in=to-do",
            f"/admin/inbox/{pledges[5].pk}/?in=to-do",
        )

    @pytest.mark.parametrize("query", ["in=all", "in=to-do&language=en&q=case"])
    def test_it_takes_one_query_however_long_the_list(self, officer, query, django_assert_num_queries):
        make_all_kinds()
        index_cases(Pledge.objects.all())
        pledge = Pledge.objects.to_do().last()
        # The permissions of the officer are looked up once.
        assert officer.has_perm("pledges.use_inbox")
        with django_assert_num_queries(1):
            around = Place.read(officer, QueryDict(query)).around(pledge)
        assert around.number


class TestAfterAMove:
    def move(self, desk, pledge, name, query, **data):
        address = f"/admin/inbox/{pledge.pk}/{name}/?{query}"
        return desk.post(address, {"version": pledge.version, **data}, follow=True)

    def next_link(self, response):
        link = page_of(response).select_one(".messages a")
        return link.get_text(strip=True), link["href"]

    def test_the_message_leads_to_the_one_behind_it_in_the_same_list(self, desk):
        for title, day, language in (("a", 1, "nl"), ("b", 2, "nl"), ("other", 3, "fr"), ("c", 4, "nl")):
            PledgeFactory(title=title, language=language, state_since=NOW - timedelta(days=9 - day))
        a, b, c = Pledge.objects.filter(language="nl").order_by("title")
        query = "language=nl&in=to-do"
        response = self.move(desk, b, "accept", query)
        assert response.redirect_chain == [(f"/admin/inbox/{b.pk}/?{query}", 302)]
        assert self.next_link(response) == ("Next: c", f"/admin/inbox/{c.pk}/?{query}")
        assert self.next_link(self.move(desk, c, "accept", query)) == ("Next: a", f"/admin/inbox/{a.pk}/?{query}")
        last = self.next_link(self.move(desk, a, "accept", query))
        assert last == ("Back to the inbox", "/admin/inbox/?language=nl")

    def test_undo_and_a_refused_move_stay_in_the_list(self, desk):
        pledge = PledgeFactory()
        refused = self.move(desk, pledge, "decline", "in=all", reason="")
        form = page_of(refused).find("form", action=f"/admin/inbox/{pledge.pk}/decline/?in=all")
        assert form
        moved = page_of(self.move(desk, pledge, "accept", "in=all"))
        undo = moved.find("form", action=f"/admin/inbox/{pledge.pk}/undo/?in=all")
        response = desk.post(undo["action"], {"version": 2}, follow=True)
        assert response.redirect_chain == [(f"/admin/inbox/{pledge.pk}/?in=all", 302)]

    def test_a_case_opened_from_a_mail_leads_on_through_what_is_to_do(self, desk):
        pledge, other = PledgeFactory(), PledgeFactory(title="Other")
        response = self.move(desk, pledge, "accept", "")
        assert response.redirect_chain == [(f"/admin/inbox/{pledge.pk}/", 302)]
        assert self.next_link(response) == ("Next: Other", f"/admin/inbox/{other.pk}/?in=to-do")
