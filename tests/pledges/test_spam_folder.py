"""What staff see of suspected spam, what they can do with it, and what becomes of its mails."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from pledges.choices import MailKind, MailState, PledgeState
from pledges.inbox.search import index_cases
from pledges.mail.sender import send_due
from pledges.models import OutgoingMail, Pledge
from pledges.moves import MOVES, MoveNotAllowed, Said, apply, moves_from
from tests.factories.pledges import OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def suspected():
    """An engagement that fell into the trap, with its receipt held back."""
    pledge = PledgeFactory(title="Cheap watches", spam_signs="trap too_fast")
    OutgoingMailFactory(pledge=pledge, state=MailState.HELD)
    return pledge


def titles(response):
    return [pledge.title for pledge in response.context["object_list"]]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def move(desk, pledge, name, **data):
    return desk.post(f"/admin/inbox/{pledge.pk}/{name}/", {"version": pledge.version, **data}, follow=True)


class TestFolder:
    def test_it_holds_what_is_suspected_before_what_was_filed(self, desk, suspected):
        PledgeFactory(title="A pond")
        PledgeFactory(title="Filed long ago", spam_signs="trap", state=PledgeState.SPAM)
        PledgeFactory(title="Put away", state=PledgeState.SPAM, archived_at=timezone.now())
        assert titles(desk.get("/admin/inbox/spam/")) == ["Cheap watches", "Filed long ago"]
        index_cases(Pledge.objects.all())
        assert titles(desk.get("/admin/inbox/spam/results/", {"q": "watches"})) == ["Cheap watches"]
        assert len(titles(desk.get("/admin/inbox/all/"))) == 4

    def test_what_is_suspected_waits_with_the_rest(self, desk, suspected):
        PledgeFactory(title="A pond")
        assert titles(desk.get("/admin/inbox/")) == ["Cheap watches", "A pond"]

    def test_the_tabs_say_how_many(self, desk, suspected):
        PledgeFactory()
        text = text_of(desk.get("/admin/inbox/"))
        for tab in ("To do 2", "Spam 1", "All 2"):
            assert tab in text

    def test_one_in_review_stays_in_the_folder(self, desk, suspected):
        suspected.state = PledgeState.IN_REVIEW
        suspected.save()
        response = desk.get("/admin/inbox/spam/")
        assert titles(response) == ["Cheap watches"]
        assert "Spam 1" in text_of(response)

    @pytest.mark.parametrize("address", ["/admin/inbox/", "/admin/inbox/spam/", "/admin/inbox/all/"])
    def test_it_is_told_from_a_new_one(self, desk, suspected, address):
        PledgeFactory(title="A pond")
        rows = BeautifulSoup(desk.get(address).content, "html.parser").select("tbody tr")
        tags = {row.a.get_text(strip=True): row.select_one(".w-status").get_text(strip=True).lower() for row in rows}
        assert tags["Cheap watches"] == "suspected spam"
        assert tags.get("A pond", "new") == "new"

    def test_an_empty_folder_says_so(self, desk):
        assert "Nothing here looks like spam." in text_of(desk.get("/admin/inbox/spam/"))

    def test_it_stands_with_what_waits_on_the_first_page(self, desk, suspected):
        panel = BeautifulSoup(desk.get("/admin/").content, "html.parser").find(class_="what-waits")
        line = panel.find(class_="what-waits__line")
        assert "1 engagement to look at" in line.get_text()
        assert titles(desk.get(line["href"])) == ["Cheap watches"]
        assert "suspected spam" in panel.get_text()

    @pytest.mark.parametrize("group", ["Editors", "Moderators", None])
    def test_whoever_lacks_the_inbox_sees_neither_it_nor_its_count(self, suspected, group):
        client = Client()
        client.force_login(UserFactory(group=group))
        for address in ("/admin/inbox/spam/", "/admin/inbox/spam/results/"):
            assert client.get(address).status_code == 302
        page = client.get("/admin/").content
        assert b"to look at" not in page
        assert b"data-waiting" not in page
        client.post(f"/admin/inbox/{suspected.pk}/not_spam/", {"version": 1})
        suspected.refresh_from_db()
        assert (suspected.spam_signs, suspected.version) == ("trap too_fast", 1)
        assert OutgoingMail.objects.get().state == MailState.HELD


class TestCase:
    def test_it_says_why_and_what_happens_to_the_mails(self, desk, suspected):
        text = text_of(desk.get(f"/admin/inbox/{suspected.pk}/"))
        assert "A field was filled in that people do not see." in text
        assert "It was filled in and sent faster than a person can." in text
        assert "This may be spam" in text
        assert "held back: the engagement may be spam" in text

    def test_an_ordinary_one_says_nothing_of_spam_but_offers_to_file_it(self, desk):
        page = desk.get(f"/admin/inbox/{PledgeFactory().pk}/").content.decode()
        assert "may be spam" not in page
        assert "/spam/" in page
        assert "/not_spam/" not in page

    def test_not_spam_is_the_first_thing_offered(self, suspected):
        names = [move.name for move in moves_from(suspected.state, suspected=True) if move.is_main]
        assert names == ["not_spam", "accept", "ask_changes", "decline", "spam"]

    def test_one_that_was_filed_still_says_why(self, desk, suspected, officer):
        apply(suspected, MOVES["spam"], officer, 1)
        text = text_of(desk.get(f"/admin/inbox/{suspected.pk}/"))
        assert "Why it was suspected of being spam" in text
        assert "A field was filled in that people do not see." in text
        assert "not sent: the engagement is spam" in text


class TestMoves:
    def test_not_spam_puts_it_into_the_waiting_list_and_sends_its_mails(self, desk, suspected):
        text = text_of(move(desk, suspected, "not_spam"))
        assert "The engagement is not spam and waits for a decision." in text
        assert "suspected spam → new" in text
        assert titles(desk.get("/admin/inbox/")) == ["Cheap watches"]
        assert titles(desk.get("/admin/inbox/spam/")) == []
        assert send_due() == 1
        assert [mail.to for mail in django_mail.outbox] == [[suspected.email]]

    @pytest.mark.parametrize(("name", "state"), [("accept", PledgeState.ACCEPTED), ("decline", PledgeState.DECLINED)])
    def test_a_decision_says_that_it_is_not_spam(self, officer, suspected, name, state):
        pledge = apply(suspected, MOVES[name], officer, 1, Said(reason="because"))
        assert (pledge.state, pledge.spam_signs) == (state, "")
        assert OutgoingMail.objects.get(kind=MailKind.RECEIPT).state == MailState.QUEUED
        reopened = apply(pledge, MOVES["reopen"], officer, 2, Said(reason="because"))
        assert list(Pledge.objects.to_do()) == [reopened]

    def test_spam_drops_the_mails_where_staff_can_see_it(self, desk, suspected):
        move(desk, suspected, "spam")
        suspected.refresh_from_db()
        assert suspected.state == PledgeState.SPAM
        assert OutgoingMail.objects.get().state == MailState.DROPPED
        assert send_due() == 0
        assert titles(desk.get("/admin/inbox/")) == []

    def test_what_was_filed_by_mistake_gets_its_mails_after_all(self, officer, suspected):
        pledge = apply(suspected, MOVES["spam"], officer, 1)
        pledge = apply(pledge, MOVES["not_spam"], officer, 2)
        assert list(Pledge.objects.to_do()) == [pledge]
        assert send_due() == 1

    def test_filing_an_ordinary_one_and_taking_it_back_sends_no_mail_again(self, officer):
        mail = OutgoingMailFactory(state=MailState.SENT)
        pledge = apply(mail.pledge, MOVES["spam"], officer, 1)
        apply(pledge, MOVES["not_spam"], officer, 2)
        mail.refresh_from_db()
        assert mail.state == MailState.SENT

    @pytest.mark.parametrize("state", [PledgeState.SUBMITTED, PledgeState.IN_REVIEW, PledgeState.ACCEPTED])
    def test_not_spam_is_not_possible_where_nothing_is_suspected(self, officer, state):
        pledge = PledgeFactory(state=state)
        with pytest.raises(MoveNotAllowed):
            apply(pledge, MOVES["not_spam"], officer, 1)

    def test_whoever_clears_the_folder_is_led_on_within_it(self, desk, suspected):
        PledgeFactory(title="A pond")
        other = PledgeFactory(spam_signs="trap")
        page = desk.post(f"/admin/inbox/{suspected.pk}/spam/?in=spam", {"version": 1}, follow=True).content.decode()
        assert f'href="/admin/inbox/{other.pk}/?in=spam"' in page
        assert other.title in BeautifulSoup(page, "html.parser").select_one(".messages a").get_text()

    def test_two_people_at_once_are_noticed(self, desk, suspected, officer):
        apply(suspected, MOVES["not_spam"], officer, 1)
        text = text_of(move(desk, suspected, "spam"))
        assert "It is now: new." in text
        assert OutgoingMail.objects.get().state == MailState.QUEUED

    def test_the_refusal_of_a_stale_move_names_a_suspected_one_as_such(self, desk, suspected):
        Pledge.objects.filter(pk=suspected.pk).update(version=2)
        assert "It is now: suspected spam." in text_of(move(desk, suspected, "accept"))


class TestMails:
    def test_the_sender_leaves_what_is_held(self, suspected):
        waiting = OutgoingMailFactory()
        assert send_due() == 1
        assert [mail.to for mail in django_mail.outbox] == [[waiting.recipient]]
        assert suspected.mails.get().state == MailState.HELD

    def test_the_ledger_tells_held_mails_from_waiting_ones(self, desk, suspected):
        page = desk.get(f"/admin/outgoing-mail/?state__exact={MailState.HELD}")
        assert "held back: the engagement may be spam" in text_of(page)
        assert suspected.public_id in text_of(page)
