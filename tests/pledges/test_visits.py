"""Who looked at contact data: in the log once an hour, in one folded line on the case, and in nobody's way."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import PrivacyClass
from pledges.inbox import timeline
from pledges.models import Pledge
from pledges.moves import MOVES, apply
from tests.factories.pledges import AnswerFactory, PledgeFactory, PledgeFileFactory
from tests.factories.users import UserFactory
from tests.pledges.test_inbox import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers", first_name="Olga", last_name="Peeters")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def colleague():
    return UserFactory(group="Pledge officers", first_name="Ann", last_name="Claes")


def case(pledge):
    return f"/admin/inbox/{pledge.pk}/"


def noted(action="pledges.see"):
    return ModelLogEntry.objects.filter(action=action)


def folded(client, pledge):
    """The line of the timeline that lists visits, as a person reads it; None where it has none."""
    page = BeautifulSoup(client.get(case(pledge)).content, "html.parser")
    title = page.find(lambda tag: tag.name == "summary" and "Who looked at it" in tag.text)
    return title and re.sub(r"\s+", " ", title.parent.text).strip()


class TestLooking:
    def test_it_is_noted_with_who_and_names_nobody_else(self, desk, officer):
        pledge = PledgeFactory(name="Ann Secret", email="ann@example.org")
        desk.get(case(pledge))
        entry = noted().get()
        assert (entry.user, entry.label, entry.data) == (officer, pledge.public_id, {})
        assert str(entry.message) == "It was looked at."

    def test_twice_within_an_hour_is_once_and_after_that_again(self, desk):
        pledge = PledgeFactory()
        for _time in range(2):
            desk.get(case(pledge))
        assert noted().count() == 1
        noted().update(timestamp=timezone.now() - timedelta(hours=1))
        desk.get(case(pledge))
        assert noted().count() == 2

    def test_everybody_and_every_case_is_noted(self, client, officer, colleague):
        pledges = [PledgeFactory(), PledgeFactory()]
        for user in (officer, colleague):
            client.force_login(user)
            for pledge in pledges:
                client.get(case(pledge))
        assert noted().values("user", "object_id").distinct().count() == 4

    def test_who_sees_it_through_a_refused_form_is_noted_too(self, desk):
        pledge = PledgeFactory()
        assert desk.post(f"{case(pledge)}notes/add/", {"text": ""}).status_code == 422
        assert noted().count() == 1

    def test_comparing_shows_both(self, desk):
        first, second = PledgeFactory(), PledgeFactory()
        for _time in range(2):
            desk.get(f"{case(first)}compare/{second.pk}/")
        assert sorted(noted().values_list("label", flat=True)) == sorted([first.public_id, second.public_id])

    @pytest.mark.parametrize(
        ("columns", "answer", "times"),
        [
            ({"name": "", "email": "", "phone": ""}, PrivacyClass.STAFF, 0),
            ({"name": "", "email": "", "phone": ""}, PrivacyClass.CONTACT, 1),
            ({"name": "", "email": "", "phone": "0470"}, PrivacyClass.PUBLIC, 1),
        ],
    )
    def test_only_where_there_is_contact_to_see(self, desk, columns, answer, times):
        pledge = PledgeFactory(**columns)
        AnswerFactory(pledge=pledge, privacy=answer)
        desk.get(case(pledge))
        assert noted().count() == times

    @pytest.mark.parametrize("group", ["Editors", "Moderators", None])
    def test_whoever_is_refused_sees_nothing_and_is_not_noted(self, client, group):
        client.force_login(UserFactory(group=group))
        client.get(case(PledgeFactory()))
        assert not noted().exists()

    def test_the_log_outlives_the_case(self, desk):
        pledge = PledgeFactory()
        desk.get(case(pledge))
        Pledge.objects.all().delete()
        assert noted().get().object_id == str(pledge.pk)

    def test_looking_again_costs_no_query(self, desk, django_assert_max_num_queries):
        def count(pledge):
            with django_assert_max_num_queries(25) as queries:
                desk.get(case(pledge))
            return len(queries)

        pledge = PledgeFactory()
        desk.get(case(PledgeFactory()))
        first = count(pledge)
        assert count(pledge) == first - 1


class TestFiles:
    def test_each_download_is_noted_with_the_file(self, desk, officer):
        file = PledgeFileFactory()
        for _time in range(2):
            desk.get(f"{case(file.pledge)}files/{file.pk}/")
        rows = noted("pledges.open_file").values_list("user", "object_id", "data")
        assert list(rows) == [(officer.pk, str(file.pledge_id), {"file": str(file.pk)})] * 2

    def test_one_that_is_gone_from_the_store_was_not_handed_over(self, desk):
        file = PledgeFileFactory()
        file.file.storage.delete(file.file.name)
        desk.get(f"{case(file.pledge)}files/{file.pk}/")
        assert not noted("pledges.open_file").exists()


class TestTimeline:
    def test_all_of_it_is_one_line_at_the_end(self, desk, colleague):
        file = PledgeFileFactory()
        pledge = file.pledge
        assert folded(desk, pledge) is None
        desk.get(f"{case(pledge)}files/{file.pk}/")
        apply(pledge, MOVES["review"], colleague, 1)
        page = BeautifulSoup(desk.get(case(pledge)).content, "html.parser")
        lines = [line.text for line in page.select(".inbox-case__timeline > li")]
        assert len(lines) == 3
        assert "Received" in lines[1]
        assert lines[2].count("Olga Peeters") == 2
        assert "A file was downloaded." in lines[2]
        # What happened last is not that somebody looked.
        assert "The engagement is in review." in page.select_one("#case-timeline > summary").text

    def test_the_newest_are_listed_and_the_others_counted(self, desk, officer, colleague, monkeypatch):
        monkeypatch.setattr(timeline, "VISITS_SHOWN", 2)
        pledge = PledgeFactory()
        for user, days in ((colleague, 9), (officer, 5), (officer, 3)):
            entry = ModelLogEntry.objects.log_action(pledge, "pledges.see", user=user)
            noted().filter(pk=entry.pk).update(timestamp=timezone.now() - timedelta(days=days))
        text = folded(desk, pledge)
        assert "the last 2 of 3 times" in text
        assert text.count("Olga Peeters") == 2
        assert "Ann Claes" not in text


class TestNobodysWay:
    def test_a_look_of_a_colleague_is_no_change(self, desk, client, colleague):
        file = PledgeFileFactory()
        address = re.search(r'data-case-watch="([^"]+)"', desk.get(case(file.pledge)).content.decode())[1]
        client.force_login(colleague)
        client.get(case(file.pledge))
        client.get(f"{case(file.pledge)}files/{file.pk}/")
        client.force_login(UserFactory(group="Pledge officers"))
        assert client.get(address).json() == {"notice": ""}

    def test_a_move_can_still_be_undone(self, desk, colleague):
        pledge = apply(PledgeFactory(), MOVES["accept"], colleague, 1)
        for _time in range(2):
            assert "Undo “Accept”" in text_of(desk.get(case(pledge)))
        desk.post(f"{case(pledge)}undo/", {"version": 2})
        pledge.refresh_from_db()
        assert pledge.state == "submitted"
