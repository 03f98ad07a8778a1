"""The page before an export, what goes out for which list, and who may have it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from pledges.choices import PledgeState
from pledges.inbox.desk import DESK
from pledges.inbox.export import views
from pledges.models import ExportRecord, Pledge
from pledges.permissions import pledge_policy
from tests.factories.core import ActorKindFactory, ObjectiveFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.exports import exported

PAGE = "/admin/inbox/export/"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def numbers_listed(client, view, query):
    return [pledge.public_id for pledge in client.get(f"{DESK[view].url}?{query}").context["object_list"]]


@pytest.fixture
def mixed(db):
    """Engagements that each filter keeps some of."""
    objective, kind = ObjectiveFactory(code="A1-1", label="Wetlands"), ActorKindFactory()
    for number, state in enumerate([*PledgeState.values, *PledgeState.values]):
        pledge = PledgeFactory(
            state=state,
            title=f"Pond {number}" if number % 2 else f"Hedge {number}",
            language="nl" if number % 3 else "fr",
            spam_signs="trap" if number % 5 == 0 else "",
            proposed_at=timezone.now() if number % 4 == 0 else None,
            archived_at=timezone.now() if number % 7 == 0 else None,
            **({"actor_kind": kind} if number % 2 else {}),
        )
        if number % 3 == 0:
            ContributionFactory(pledge=pledge, objective=objective)
            ContributionFactory(pledge=pledge)
        received = timezone.now() - timedelta(days=number % 6, seconds=number)
        Pledge.objects.filter(pk=pledge.pk).update(submitted_at=received)
    return {"objective": objective.pk, "kind": kind.pk, "day": (timezone.localdate() - timedelta(days=3)).isoformat()}


class TestWhatGoesOut:
    @pytest.mark.parametrize("view", DESK)
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "state=accepted&state=submitted",
            "objective={objective}",
            "actor_kind={kind}",
            "language=nl",
            "proposals=open",
            "submitted_at_from={day}",
            "submitted_at_to={day}",
            "q=pond",
            "q=nothing-like-it",
            "language=nl&actor_kind={kind}&q=POND",
            "ordering=title",
            "ordering=-submitted_at&p=2",
            "state=nonsense",
            "objective=99999999999999999999999",
            "q=%00",
        ],
    )
    def test_it_is_what_the_list_shows_in_its_order(self, desk, mixed, view, query):
        query = query.format(**mixed)
        listed = numbers_listed(desk, view, query.replace("p=2", ""))
        assert [row["Number"] for row in exported(desk, f"view={view}&{query}")] == listed
        page = desk.get(f"{PAGE}?view={view}&{query}")
        assert f"{len(listed)} engagement" in text_of(page)

    def test_the_lists_lead_to_it_with_what_they_are_narrowed_down_to(self, desk, mixed):
        for view, address in (("to-do", "/admin/inbox/"), ("all", "/admin/inbox/all/results/")):
            listed = desk.get(f"{address}?language=nl&q=pond&p=1&_w_filter_fragment=1").content.decode()
            link = re.search(rf'href="({PAGE}\?[^"]+)"', listed)[1].replace("&amp;", "&")
            assert sorted(link.split("?")[1].split("&")) == sorted(["language=nl", "q=pond", f"view={view}"])

    def test_the_page_says_in_words_what_it_will_be(self, desk, mixed):
        response = desk.get(f"{PAGE}?view=all&language=nl&objective={mixed['objective']}&q=pond")
        text = text_of(response)
        for words in ("List All", "Language Dutch", "Objective Wetlands", "Search “pond”", "contact data"):
            assert words in text
        assert "Filter none" in text_of(desk.get(PAGE))
        back = f'href="/admin/inbox/all/?language=nl&amp;objective={mixed["objective"]}&amp;q=pond"'
        assert back in response.content.decode()

    def test_opening_the_page_writes_nothing(self, desk, mixed):
        desk.get(PAGE)
        assert not ExportRecord.objects.exists()

    @pytest.mark.parametrize("view", ["nonsense", "export", "", "%00"])
    def test_there_is_no_such_list(self, desk, view):
        assert desk.get(f"{PAGE}?view={view}").status_code == 404
        assert desk.post(f"{PAGE}?view={view}", {"format": "csv"}).status_code == 404

    @pytest.mark.parametrize("data", [{}, {"format": "pdf"}, {"format": "CSV"}, {"format": "\x00"}])
    def test_another_format_is_asked_for_again(self, desk, mixed, data):
        response = desk.post(f"{PAGE}?view=all&language=nl", data)
        assert response.status_code == 422
        assert "Please choose one of the two formats." in text_of(response)
        assert "Language Dutch" in text_of(response)
        assert not ExportRecord.objects.exists()

    def test_what_is_too_much_for_a_workbook_is_offered_as_csv_alone(self, desk, mixed, monkeypatch):
        monkeypatch.setattr(views, "MOST_ROWS", 3)
        assert b'value="xlsx"' not in desk.get(f"{PAGE}?view=all").content
        assert "at most 3 engagements" in text_of(desk.get(f"{PAGE}?view=all"))
        response = desk.post(f"{PAGE}?view=all", {"format": "xlsx"})
        assert response.status_code == 422
        assert "There are too many engagements for an Excel workbook." in text_of(response)
        assert len(exported(desk)) == Pledge.objects.count()

    def test_an_empty_list_gives_the_headings(self, desk):
        assert exported(desk) == []

    def test_it_is_saved_and_kept_nowhere_on_the_way(self, desk):
        response = desk.post(f"{PAGE}?view=all", {"format": "csv"})
        assert response["Content-Disposition"] == f'attachment; filename="engagements-{timezone.localdate()}.csv"'
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        assert response["Content-Type"] == "text/csv; charset=utf-8"


class TestRights:
    def may_export(self, user):
        client = Client()
        client.force_login(user)
        page, file = client.get(PAGE).status_code, client.post(PAGE, {"format": "csv"})
        assert (page == 200) is file.streaming
        assert (page == 200) is ExportRecord.objects.filter(user=user).exists()
        return page == 200

    def user_with(self, *codenames):
        user = UserFactory()
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        return user

    @pytest.mark.parametrize(
        ("codenames", "allowed"),
        [
            ((), False),
            (("use_inbox",), False),
            (("export_pledges",), False),
            (("use_inbox", "export_pledges"), True),
        ],
    )
    def test_it_takes_the_inbox_and_the_right_to_export(self, db, codenames, allowed):
        user = self.user_with(*codenames)
        assert self.may_export(user) is allowed
        assert (user in pledge_policy.users_with_permission("export")) is allowed

    def test_it_can_be_taken_from_a_group(self, desk, officer):
        group = Group.objects.get(name="Pledge officers")
        assert self.may_export(officer)
        group.permissions.remove(Permission.objects.get(codename="export_pledges"))
        assert desk.get(PAGE).status_code == 302
        assert not desk.post(PAGE, {"format": "csv"}).streaming
        assert PAGE not in desk.get("/admin/inbox/").content.decode()
        assert ExportRecord.objects.count() == 1

    def test_a_post_without_token_is_refused(self, officer):
        client = Client(enforce_csrf_checks=True)
        client.force_login(officer)
        assert client.post(PAGE, {"format": "csv"}).status_code == 403
        assert not ExportRecord.objects.exists()

    def test_an_account_that_was_closed_gets_nothing(self, desk, officer):
        officer.is_active = False
        officer.save()
        assert not desk.post(PAGE, {"format": "csv"}).streaming

    def test_it_can_be_given_in_the_form_of_a_group(self, client, admin_user):
        client.force_login(admin_user)
        page = client.get(f"/admin/groups/edit/{Group.objects.get(name='Editors').pk}/").content.decode()
        assert str(Permission.objects.get(codename="export_pledges").pk) in re.findall(
            r'name="permissions" value="(\d+)"', page
        )
