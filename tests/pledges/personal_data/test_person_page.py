"""Staff look up what is held about a person, hand it over, and an administrator erases it."""

import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.storage import Storage
from django.test import Client
from django.utils import timezone

from pledges.choices import PledgeState
from pledges.models import ErasureRecord, Pledge
from pledges.notes import write_note
from pledges.personal_data.erasure import Wishes, erase
from pledges.personal_data.person import Person
from tests.factories.pledges import AnswerFactory, OutgoingMailFactory, PledgeDraftFactory, PledgeFileFactory
from tests.factories.users import UserFactory
from tests.support.members_data import keyed_pledge

pytestmark = pytest.mark.django_db

ADDRESS = "an.peeters@example.org"
PAGE, HAND_OVER, ERASE = (f"/admin/inbox/person/{end}" for end in ("", "hand-over/", "erase/"))
VISITOR, OFFICER_WITHOUT_EXPORT, ADMIN = "visitor", "officer without export", "administrator"
ROLES = (
    VISITOR,
    "account without group",
    "Editors",
    "Moderators",
    OFFICER_WITHOUT_EXPORT,
    "Pledge officers",
    "Communications team",
    ADMIN,
)
OFFICERS = {"Pledge officers", "Communications team", ADMIN}
# Who may do what; nobody else.
MAY = {PAGE: OFFICERS | {OFFICER_WITHOUT_EXPORT}, HAND_OVER: OFFICERS, ERASE: {ADMIN}}


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def browser(role, **options):
    client = Client(**options)
    if role == OFFICER_WITHOUT_EXPORT:
        user = UserFactory(permissions=["pledges.use_inbox"])
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
    elif role != VISITOR:
        group = role if role[0].isupper() else None
        client.force_login(UserFactory(group=group, is_superuser=role == ADMIN))
    return client


@pytest.fixture
def admin():
    return browser(ADMIN)


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def text_of(response):
    return " ".join(page_of(response).select_one(".inbox-case").get_text(" ").split())


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", MAY)
@pytest.mark.parametrize("role", ROLES)
def test_who_does_what(role, address, method):
    keyed_pledge(ADDRESS, title="A secret pond")
    response = getattr(browser(role), method)(address, {"address": ADDRESS, "sure": "1"} if method == "post" else {})
    allowed = role in MAY[address]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert (ADDRESS.encode() in content or b"A secret pond" in content) is (
        allowed and method == "post" and address == PAGE
    )
    assert Pledge.objects.filter(email=ADDRESS).exists() is not (allowed and method == "post" and address == ERASE)
    if not allowed:
        assert response.status_code in (302, 403, 405)
        assert not response.streaming


class TestLookingUp:
    def test_it_shows_everything_and_the_address_stands_in_no_link(self, admin):
        pledge = keyed_pledge(ADDRESS, title="A pond", state=PledgeState.ACCEPTED)
        AnswerFactory(pledge=pledge)
        OutgoingMailFactory(pledge=pledge)
        write_note(pledge, UserFactory(is_superuser=True), "A note")
        similar = keyed_pledge("an.peeters+bba@example.org", title="A hedge")
        other = keyed_pledge("other@example.org", title="A meadow", summary=f"With {ADDRESS}")
        PledgeDraftFactory(answers={"q": ADDRESS})
        response = admin.post(PAGE, {"address": ADDRESS.upper()})
        said = text_of(response)
        for words in ("A pond", "1 answer", "1 mail", "1 note of staff", "1 form that was begun and not sent"):
            assert words in said
        assert "Its address is similar: an.peeters+bba@example.org" in said
        assert "It stays, and counts, without a name." in said
        links = [link["href"] for link in page_of(response).select(".inbox-case a")]
        assert links == [f"/admin/inbox/{found.pk}/" for found in (pledge, similar, other)]
        assert not any("@" in link for link in links)

    def test_of_an_address_that_nobody_has_it_says_so(self, admin):
        assert "Nothing is held about this address." in text_of(admin.post(PAGE, {"address": "x@example.org"}))

    @pytest.mark.parametrize("typed", ["", "an", "an@", "a" * 300 + "@example.org", "an@example.org\x00"])
    def test_what_is_no_address_is_said_and_stays(self, admin, typed):
        response = admin.post(PAGE, {"address": typed})
        assert response.status_code == 422
        assert page_of(response).select_one(".w-field__errors").get_text(strip=True)
        assert page_of(response).select_one("[name=address]").get("value", "") == typed

    def test_the_queries_do_not_grow_much_with_what_hangs_on_an_engagement(self, admin, django_assert_max_num_queries):
        pledge = keyed_pledge(ADDRESS)
        for _number in range(20):
            AnswerFactory(pledge=pledge)
            OutgoingMailFactory(pledge=pledge)
        with django_assert_max_num_queries(50):
            admin.post(PAGE, {"address": ADDRESS})


class TestHandingOver:
    def test_the_file_has_it_all_and_the_history_tells_of_it(self, admin):
        pledge = keyed_pledge(ADDRESS, title="A pond")
        file = PledgeFileFactory(pledge=pledge)
        write_note(pledge, UserFactory(is_superuser=True), "An internal note")
        response = admin.post(HAND_OVER, {"address": ADDRESS})
        assert "no-store" in response["Cache-Control"]
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        names = archive.namelist()
        assert any(name.endswith(file.name) for name in names)
        assert "A pond" in archive.read("data.json").decode()
        assert "An internal note" not in archive.read("data.json").decode()
        assert "An internal note" in archive.read("staff-notes.json").decode()
        case = admin.get(f"/admin/inbox/{pledge.pk}/").content.decode()
        assert "All that is held about the person was put into a file." in case


class TestErasing:
    def test_it_leads_to_the_report(self, admin):
        pledge = keyed_pledge(ADDRESS)
        response = admin.post(ERASE, {"address": ADDRESS, "sure": "1"}, follow=True)
        record = ErasureRecord.objects.get()
        assert response.redirect_chain[0][0].endswith(f"/{record.pk}/")
        assert "It is erased. This is the report." in response.content.decode()
        assert pledge.public_id in response.content.decode()

    def test_unless_it_is_sure_nothing_goes(self, admin):
        keyed_pledge(ADDRESS)
        response = admin.post(ERASE, {"address": ADDRESS}, follow=True)
        assert "Nothing was erased" in response.content.decode()
        assert Pledge.objects.exists()

    def test_as_it_was_chosen(self, admin):
        nameless, withdrawn = (keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED) for _number in range(2))
        similar = keyed_pledge("an.peeters+x@example.org")
        unasked = keyed_pledge("other@example.org", state=PledgeState.ACCEPTED)
        wishes = {f"wish-{withdrawn.pk}": "withdrawn", f"wish-{unasked.pk}": "withdrawn", f"wish-{nameless.pk}": "?"}
        chosen = {"similar": [similar.pk, unasked.pk, "x"]}
        admin.post(ERASE, {"address": ADDRESS, "sure": "1", **wishes, **chosen})
        states = dict(Pledge.objects.values_list("pk", "state"))
        assert states == {
            nameless.pk: PledgeState.ACCEPTED,
            withdrawn.pk: PledgeState.WITHDRAWN,
            unasked.pk: PledgeState.ACCEPTED,
        }
        assert Pledge.objects.get(pk=unasked.pk).email == "other@example.org"

    def test_one_that_is_held_is_named_before_and_stays(self, admin):
        pledge = keyed_pledge(ADDRESS, held_at=timezone.now())
        assert "Let it go first, on its case." in text_of(admin.post(PAGE, {"address": ADDRESS}))
        admin.post(ERASE, {"address": ADDRESS, "sure": "1"})
        assert Pledge.objects.get(pk=pledge.pk).email == ADDRESS

    def test_where_the_journal_cannot_be_written_it_says_so(self, admin, monkeypatch):
        keyed_pledge(ADDRESS)

        def full(*args, **kwargs):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Storage, "save", full)
        response = admin.post(ERASE, {"address": ADDRESS, "sure": "1"}, follow=True)
        assert "the storage that remembers erasures cannot be written to" in response.content.decode()
        assert Pledge.objects.exists()

    def test_a_post_without_token_erases_nothing(self):
        keyed_pledge(ADDRESS)
        response = browser(ADMIN, enforce_csrf_checks=True).post(ERASE, {"address": ADDRESS, "sure": "1"})
        assert response.status_code == 403
        assert Pledge.objects.exists()


class TestByTheMember:
    """An erasure by a link leaves what others wrote; the dashboard leads to what staff have to look at."""

    @pytest.mark.parametrize("role", ["Editors", "Pledge officers"])
    def test_staff_are_told_what_it_left(self, role):
        other = keyed_pledge("other@example.org", summary=f"With {ADDRESS}")
        keyed_pledge(ADDRESS)
        erase(Person(ADDRESS), Wishes(), by_member=True)
        client = browser(role)
        line = page_of(client.get("/admin/")).find("a", href="/admin/erasures/?by_member__exact=1")
        assert bool(line) is (role == "Pledge officers")
        if line:
            assert "1 erasure by a member that left something to do" in line.get_text()
            assert "the member, with a link" in client.get(line["href"]).content.decode()
            record = ErasureRecord.objects.get()
            report = page_of(client.get(f"/admin/erasures/inspect/{record.pk}/"))
            assert report.find("a", href=f"/admin/inbox/{other.pk}/").get_text().startswith("engagement")

    def test_one_that_left_nothing_is_not_spoken_of(self, admin):
        keyed_pledge(ADDRESS)
        erase(Person(ADDRESS), Wishes(), by_member=True)
        assert "/admin/erasures/?" not in admin.get("/admin/").content.decode()
