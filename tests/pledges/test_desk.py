"""The lists of the desk: what each holds, in which order, what narrows it, and what it costs to look at one."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from bbacms.core.choices import Region
from pledges.choices import PledgeState
from pledges.inbox.desk import DESK
from pledges.inbox.search import index_cases
from pledges.inbox.shown import pledges_shown
from pledges.models import Contribution, DeskCount, Pledge
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers", first_name="Ann", last_name="Officer")


@pytest.fixture
def colleague():
    return UserFactory(group="Pledge officers", first_name="Bob", last_name="Colleague")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def titles(response):
    return [pledge.title for pledge in response.context["object_list"]]


def shown(user, view, query=""):
    return [pledge.title for pledge in pledges_shown(user, view, QueryDict(query))]


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def tabs_of(response):
    tabs = page_of(response).select(".inbox-tabs__tab")
    return {str(tab.contents[0]).strip(): tab.span.get_text() for tab in tabs}


class TestViews:
    def test_to_do_starts_with_answers_and_then_with_who_waits_longest(self, officer):
        PledgeFactory(title="new", state_since=days_ago(3))
        PledgeFactory(title="answered later", state_since=days_ago(1), answered_at=days_ago(1))
        PledgeFactory(title="answered", state_since=days_ago(2), answered_at=days_ago(2))
        PledgeFactory(title="changed", state="accepted", state_since=days_ago(90), proposed_at=days_ago(4))
        PledgeFactory(title="may be spam", spam_signs="trap", state_since=days_ago(5))
        PledgeFactory(title="accepted", state="accepted")
        PledgeFactory(title="asked", state="changes_requested")
        assert shown(officer, "to-do") == ["answered", "answered later", "may be spam", "changed", "new"]

    def test_overdue_is_what_staff_left_two_weeks_and_members_a_month(self, officer):
        for title, state, days, proposed in (
            ("new, in time", "submitted", 13, None),
            ("new, late", "submitted", 15, None),
            ("in review, late", "in_review", 16, None),
            ("asked, in time", "changes_requested", 29, None),
            ("asked, late", "changes_requested", 31, None),
            ("changed, in time", "accepted", 90, 13),
            ("changed, late", "accepted", 90, 20),
            ("accepted", "accepted", 90, None),
        ):
            proposed_at = days_ago(proposed) if proposed else None
            PledgeFactory(title=title, state=state, state_since=days_ago(days), proposed_at=proposed_at)
        assert shown(officer, "overdue") == ["asked, late", "changed, late", "in review, late", "new, late"]

    def test_each_state_is_found_in_its_lists(self, officer):
        now = timezone.now()
        for state in PledgeState:
            PledgeFactory(title=state, state=state)
        PledgeFactory(title="put away", state="completed", archived_at=now)
        PledgeFactory(title="old spam", state="spam", archived_at=now)
        PledgeFactory(title="double", state="accepted", merged_into=Pledge.objects.get(title="accepted"))
        assert set(shown(officer, "waiting")) == {"changes_requested"}
        assert set(shown(officer, "accepted")) == {"accepted", "completed"}
        assert set(shown(officer, "spam")) == {"spam"}
        assert set(shown(officer, "archive")) == {"put away", "old spam"}
        assert len(shown(officer, "all")) == Pledge.objects.count()

    def test_mine_and_unassigned_are_offered_where_several_share_the_work(self, desk, officer):
        PledgeFactory(title="mine", assignee=officer)
        assert "Mine" not in tabs_of(desk.get("/admin/inbox/"))
        other = UserFactory(group="Communications team")
        PledgeFactory(title="theirs", assignee=other)
        PledgeFactory(title="nobody's", state="changes_requested")
        PledgeFactory(title="done", state="declined", assignee=officer)
        tabs = tabs_of(desk.get("/admin/inbox/"))
        assert (tabs["Mine"], tabs["Unassigned"]) == ("1", "1")
        assert titles(desk.get("/admin/inbox/mine/")) == ["mine"]
        assert titles(desk.get("/admin/inbox/unassigned/")) == ["nobody's"]

    @pytest.mark.parametrize("name", DESK)
    def test_each_has_an_address_and_says_so_when_it_is_empty(self, desk, name):
        view = DESK[name]
        response = desk.get(view.url)
        assert str(view.empty) in page_of(response).get_text()
        assert str(view.empty) in page_of(desk.get(f"{view.url}results/")).get_text()
        PledgeFactory.create_batch(2, title="Somewhere else", state="withdrawn")
        narrowed = desk.get(view.url, {"q": "nowhere"})
        assert str(view.empty) not in page_of(narrowed).get_text()

    def test_the_tabs_count_the_lists_and_not_what_is_looked_for(self, desk):
        PledgeFactory.create_batch(3)
        PledgeFactory(state="declined")
        tabs = tabs_of(desk.get("/admin/inbox/", {"q": "nothing like it", "language": "de"}))
        assert (tabs["To do"], tabs["All"]) == ("3", "4")


class TestRows:
    def test_a_row_says_how_much_and_since_when(self, desk):
        pledge = PledgeFactory(title="A wood", state_since=days_ago(3))
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(unit="ha"), declared=1200)
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(unit="km"), declared=5, accepted=3)
        (row,) = page_of(desk.get("/admin/inbox/")).select("tbody tr")
        text = " ".join(row.get_text(" ").split())
        assert "1,200 ha, 3 km" in text
        assert "3 days" in text

    def test_its_tag_says_why_it_waits(self, desk):
        PledgeFactory(title="new")
        PledgeFactory(title="answered", answered_at=timezone.now())
        PledgeFactory(title="changed", state="accepted", proposed_at=timezone.now())
        PledgeFactory(title="doubtful", spam_signs="trap")
        rows = page_of(desk.get("/admin/inbox/")).select("tbody tr")
        tags = {row.a.get_text(strip=True): row.select_one(".w-status").get_text(strip=True).lower() for row in rows}
        assert tags == {
            "new": "new",
            "answered": "answered by the member",
            "changed": "changed by the member",
            "doubtful": "suspected spam",
        }

    def test_it_can_be_sorted(self, officer):
        for title in ("b", "a", "c"):
            PledgeFactory(title=title)
        assert shown(officer, "to-do", "ordering=title") == ["a", "b", "c"]
        assert shown(officer, "all", "ordering=-title") == ["c", "b", "a"]
        assert shown(officer, "all", "ordering=email") == shown(officer, "all")

    def test_a_whole_list_is_not_counted_by_reading_it(self, desk):
        for _time in range(30):
            PledgeFactory()
        DeskCount.objects.exclude(pk=DeskCount.objects.first().pk).delete()
        DeskCount.objects.update(number=40)
        assert "40 voluntary engagements" in page_of(desk.get("/admin/inbox/all/")).get_text().lower()
        narrowed = desk.get("/admin/inbox/all/", {"language": "en"})
        assert "30 voluntary engagements" in page_of(narrowed).get_text().lower()

    @pytest.mark.parametrize("view", ["to-do", "overdue", "unassigned", "all"])
    def test_queries_do_not_grow(self, desk, colleague, view, django_assert_max_num_queries):
        def count(rows):
            for _row in range(rows):
                pledge = PledgeFactory(state_since=days_ago(40))
                for _contribution in range(2):
                    ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=1)
            with django_assert_max_num_queries(25) as queries:
                assert desk.get(DESK[view].url, {"language": "en", "objective": objective}).status_code == 200
            return len(queries)

        objective = IndicatorFactory().objective_id
        desk.get("/admin/inbox/")
        assert count(3) == count(12)


class TestFilters:
    @pytest.fixture
    def wanted(self, officer, colleague):
        """One engagement that each filter below finds, beside one that none does."""
        indicator = IndicatorFactory()
        wanted = PledgeFactory(
            title="wanted",
            language="fr",
            region=Region.BRUSSELS,
            assignee=colleague,
            email_confirmed_at=timezone.now(),
            answered_at=timezone.now(),
        )
        ContributionFactory(pledge=wanted, indicator=indicator, declared=1)
        other = PledgeFactory(title="other", region=Region.FLANDERS, submitted_at=days_ago(50))
        Pledge.objects.filter(pk=other.pk).update(submitted_at=days_ago(50))
        ContributionFactory(pledge=other, indicator=IndicatorFactory(), declared=1)
        return wanted

    @pytest.mark.parametrize(
        "name", ["objective", "indicator", "region", "actor_kind", "language", "submitted_at_from", "assignee", "email"]
    )
    def test_each_keeps_what_it_names(self, desk, officer, wanted, colleague, name):
        row = Contribution.objects.get(pledge=wanted)
        value = {
            "objective": row.objective_id,
            "indicator": row.indicator_id,
            "region": "brussels",
            "actor_kind": wanted.actor_kind_id,
            "language": "fr",
            "submitted_at_from": days_ago(2).date().isoformat(),
            "assignee": colleague.pk,
            "email": "confirmed",
        }[name]
        assert shown(officer, "to-do", f"{name}={value}") == ["wanted"]
        response = desk.get("/admin/inbox/all/", {name: value})
        assert titles(response) == ["wanted"]
        (pill,) = response.context["active_filters"]
        assert name not in pill.removed_filter_url

    def test_they_combine_with_each_other_the_words_and_the_view(self, officer, wanted):
        index_cases(Pledge.objects.all())
        query = "region=brussels&language=fr&email=confirmed&q=want"
        assert shown(officer, "to-do", query) == ["wanted"]
        assert shown(officer, "accepted", query) == []
        assert shown(officer, "to-do", f"{query}&region=flanders") == ["wanted"]
        assert shown(officer, "to-do", query.replace("fr", "nl")) == []

    def test_what_nobody_looks_after_and_what_is_not_confirmed(self, officer, wanted):
        PledgeFactory(title="without address", email="", assignee=officer)
        assert shown(officer, "all", "assignee=nobody") == ["other"]
        assert set(shown(officer, "all", f"assignee=nobody&assignee={officer.pk}")) == {"other", "without address"}
        assert shown(officer, "all", "email=unconfirmed") == ["other"]

    def test_people_can_be_chosen_where_there_are_several(self, desk, officer):
        assert 'name="assignee"' not in desk.get("/admin/inbox/").content.decode()
        UserFactory(group="Pledge officers", first_name="Bob", last_name="Colleague")
        page = desk.get("/admin/inbox/").content.decode()
        assert 'name="assignee"' in page
        assert "Bob Colleague" in page

    @pytest.mark.parametrize(
        "query",
        [
            "region=mars",
            "indicator=99999999999999999999999",
            "indicator=x",
            "assignee=99999999999999999999999",
            "assignee=%00",
            "email=perhaps",
            "submitted_at_from=yesterday",
            "q=%00",
        ],
    )
    def test_what_makes_no_sense_shows_nothing(self, desk, officer, wanted, query):
        """Whatever is done with “all that match” is then done to none."""
        assert shown(officer, "all", query) == []
        for address in ("/admin/inbox/", "/admin/inbox/all/results/"):
            assert titles(desk.get(f"{address}?{query}")) == []

    def test_an_unknown_view_shows_nothing_and_a_stranger_sees_nothing(self, officer, wanted):
        assert shown(officer, "nonsense") == []
        assert shown(UserFactory(group="Editors"), "all") == []
