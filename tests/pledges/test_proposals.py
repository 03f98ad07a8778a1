"""What a member changes in an accepted engagement: staff read it beside what they accepted, and decide."""

import json

import pytest
from bs4 import BeautifulSoup
from django.utils.html import escape
from wagtail.models import ModelLogEntry

from pledges.changes import LOG_ACTION
from pledges.choices import MailKind, PledgeState, PrivacyClass
from pledges.models import ConsentRecord, OutgoingMail, Pledge, PledgeFile
from pledges.proposals import LEAVE_ACTION, TAKE_OVER_ACTION
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import (
    join_pages,
    needed_questions,
    published_form,
    question,
    section,
    texts,
    when,
)
from tests.support.mails import link_in
from tests.support.member_files import post_files, upload
from tests.support.members import Member, in_fields, name

pytestmark = pytest.mark.django_db

NOTICE = "The member changed this since it was accepted"
WAITS = "1 engagement to look at"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    school = question("yes_no", "With a school")
    return needed_questions() | {
        "website": question("web_address", "Website", meaning="website"),
        "school": school,
        "pupils": question("number", "Pupils", shown_when=when(school, "equals", "yes")),
        "note": question("short_text", "Note", privacy="staff"),
        "picture": question("file", "Picture", kinds=["picture"], largest=1, how_many=1, ask_rights=True),
        "newsletter": {
            "type": "consent",
            "id": "0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01",
            "value": {"label": texts("Newsletter"), "wording": texts("Send me news."), "purpose": "newsletter"},
        },
    }


@pytest.fixture
def member(asked):
    """Somebody who told more about an engagement that staff have accepted since."""
    form = published_form(
        section("All", *(asked[key] for key in ("title", "engagement", "actor_kind", "email"))),
        section("More", *(asked[key] for key in ("website", "school", "pupils", "note", "newsletter")), stage="more"),
        section("Picture", asked["picture"], stage="more"),
    )
    member = Member(join_pages(form)["en"], asked)
    member.begin(title="A pond", engagement="ha", actor_kind="citizen", email="an@example.org")
    member.send()
    member.received = member.token
    tell_more(member, website="https://old.example", school="yes", pupils="20", newsletter="on")
    Pledge.objects.update(state=PledgeState.ACCEPTED)
    return member


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(group="Pledge officers"))
    return client


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def tell_more(member, *files, rights="", **typed):
    member.token = member.received
    member.tell_more()
    member.post(1, **typed)
    ticked = {f"{name(member.asked['picture'])}-rights": rights} if rights else {}
    post_files(member.client, member.address(2), member.asked["picture"], *files, **ticked)
    assert member.send().url.endswith("?more")


def answers():
    return {answer.label: answer.display for answer in Pledge.objects.get().answers.all()}


def case(desk):
    return text_of(desk.get(f"/admin/inbox/{Pledge.objects.get().pk}/"))


def decide(desk, action, seen=None):
    pledge = Pledge.objects.get()
    numbers = seen or ",".join(str(change.pk) for change in pledge.proposals.all())
    return desk.post(f"/admin/inbox/{pledge.pk}/changes/{action}/", {"seen": numbers}, follow=True)


def test_what_staff_accepted_stays_and_what_the_member_says_now_stands_beside_it(member, desk):
    tell_more(member, website="https://new.example", school="no", newsletter="on", note="Later")
    assert answers()["Website"] == "https://old.example"
    assert answers()["Pupils"] == "20"
    assert Pledge.objects.get().website == "https://old.example"
    text = case(desk)
    assert NOTICE in text
    assert "Website https://old.example https://new.example" in text
    assert "Pupils 20 taken away" in text
    assert "Note not answered Later" in text
    assert "Newsletter" not in text.split(NOTICE)[1].split("Quantities")[0]


def test_it_waits_for_whoever_may_open_the_inbox_and_leads_to_the_engagement(member, desk, client):
    assert WAITS not in text_of(desk.get("/admin/"))
    tell_more(member, website="https://new.example", school="yes", pupils="20", newsletter="on")
    assert WAITS in text_of(desk.get("/admin/"))
    assert "A pond" in text_of(desk.get("/admin/inbox/all/?proposals=open"))
    client.force_login(UserFactory(group="Editors"))
    assert WAITS not in text_of(client.get("/admin/"))


def test_sending_the_same_again_makes_nothing_to_decide_on(member, desk):
    tell_more(member, website="https://old.example", school="yes", pupils="20", newsletter="on")
    assert NOTICE not in case(desk)


def test_taken_over_it_is_the_answer_and_fills_the_public_column(member, desk):
    before = Pledge.objects.get()
    tell_more(member, website="https://new.example", school="no", newsletter="on", note="Later")
    assert "taken over" in text_of(decide(desk, "take-over"))
    pledge = Pledge.objects.get()
    assert pledge.website == "https://new.example"
    assert answers()["Website"] == "https://new.example"
    assert "Pupils" not in answers()
    assert pledge.answers.get(label="Website").privacy == PrivacyClass.PUBLIC
    assert pledge.answers.get(label="Note").privacy == PrivacyClass.STAFF
    assert pledge.contributions.get() == before.contributions.get()
    text = case(desk)
    assert NOTICE not in text
    assert "The changes of the member were taken over." in text
    assert WAITS not in text_of(desk.get("/admin/"))


@pytest.mark.parametrize("action", ["take-over", "leave"])
def test_the_history_names_the_questions_and_never_what_was_answered(member, desk, action):
    tell_more(member, website="https://new.example", school="no", newsletter="on", note="Later")
    text = case(desk)
    decide(desk, action)
    changed = [member.asked[key]["id"] for key in ("website", "school", "note", "pupils")]
    by_member, by_staff = (
        ModelLogEntry.objects.filter(action=name).latest("pk").data
        for name in (LOG_ACTION, TAKE_OVER_ACTION if action == "take-over" else LEAVE_ACTION)
    )
    assert by_member["questions"] == changed
    assert set(by_staff["questions"]) == set(changed)
    assert "new.example" not in json.dumps([by_member, by_staff])
    assert text.count("Changed answers: Website With a school Note Pupils") == 1
    assert case(desk).count("Changed answers: Website") == 3


def test_left_as_it_is_nothing_but_the_notice_goes(member, desk):
    tell_more(member, website="https://new.example", school="no", newsletter="on")
    assert "stay as they were accepted" in text_of(decide(desk, "leave"))
    assert answers()["Website"] == Pledge.objects.get().website == "https://old.example"
    assert answers()["Pupils"] == "20"
    text = case(desk)
    assert NOTICE not in text
    assert "The changes of the member were not taken over." in text


@pytest.mark.parametrize("action", ["take-over", "leave"])
@pytest.mark.parametrize("seen", ["0", "x", "9" * 4000, "-1", f"{10**12},,²"])
def test_changes_that_nobody_saw_are_not_decided_on(member, desk, action, seen):
    tell_more(member, website="https://new.example", school="yes", pupils="20", newsletter="on")
    assert "look at it once more" in text_of(decide(desk, action, seen))
    assert NOTICE in case(desk)
    assert answers()["Website"] == "https://old.example"


def test_a_link_decides_nothing_and_nobody_without_the_inbox_does(member, desk, client):
    tell_more(member, website="https://new.example", school="yes", pupils="20", newsletter="on")
    pledge = Pledge.objects.get()
    assert desk.get(f"/admin/inbox/{pledge.pk}/changes/take-over/").url == f"/admin/inbox/{pledge.pk}/"
    client.force_login(UserFactory(group="Editors"))
    decide(client, "take-over")
    assert Pledge.objects.get().website == "https://old.example"


def test_the_member_goes_on_from_what_they_said_last(member):
    tell_more(member, website="https://new.example", school="yes", pupils="20", newsletter="on")
    member.token = member.received
    member.tell_more()
    assert in_fields(member.open(1))[name(member.asked["website"])] == "https://new.example"


def test_the_member_reads_that_staff_still_look_at_it(member):
    tell_more(member, website="https://new.example", school="yes", pupils="20", newsletter="on")
    mine = link_in(OutgoingMail.objects.get(kind=MailKind.RECEIPT), "mine")
    page = member.client.get(mine).content.decode()
    assert escape("What you changed since, and our staff have not looked at yet") in page
    assert "https://new.example" in page


def test_a_consent_that_is_taken_back_needs_nobody_to_agree(member, desk):
    tell_more(member, website="https://old.example", school="yes", pupils="20")
    assert not ConsentRecord.objects.latest("pk").given
    assert "Newsletter" not in answers()


def test_another_picture_stands_beside_the_accepted_one_until_staff_decide(member, desk):
    same = {"website": "https://old.example", "school": "yes", "pupils": "20", "newsletter": "on"}
    Pledge.objects.update(state=PledgeState.SUBMITTED)
    tell_more(member, upload("old.jpg"), rights="yes", **same)
    Pledge.objects.update(state=PledgeState.ACCEPTED)
    tell_more(member, upload("new.jpg"), **same)
    assert {file.name for file in PledgeFile.objects.all()} == {"old.jpg", "new.jpg"}
    # The rights are not given any more, whatever becomes of the rest.
    assert Pledge.objects.get().answers.get(kind="file").value[0]["rights"] is False
    decide(desk, "leave")
    assert [file.name for file in PledgeFile.objects.all()] == ["old.jpg"]
    tell_more(member, upload("new.jpg"), **same)
    decide(desk, "take-over")
    assert [file.name for file in PledgeFile.objects.all()] == ["new.jpg"]
    assert answers()["Picture"].startswith("new.jpg")


def test_a_reopened_engagement_is_changed_at_once_again(member, desk):
    tell_more(member, website="https://new.example", school="yes", pupils="20", newsletter="on")
    Pledge.objects.update(state=PledgeState.SUBMITTED)
    tell_more(member, website="https://third.example", school="yes", pupils="20", newsletter="on")
    assert answers()["Website"] == Pledge.objects.get().website == "https://third.example"
    assert NOTICE not in case(desk)
