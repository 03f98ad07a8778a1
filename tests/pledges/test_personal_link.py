"""The buttons of a case for a member who lost the mail, or whose link came into the wrong hands."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import (
    UNDELIVERED_STATES,
    LinkPurpose,
    MailKind,
    PledgeSource,
    PledgeState,
    SpamSign,
)
from pledges.links import give_link
from pledges.mail.sender import send_due
from pledges.models import OutgoingMail, Pledge, PledgeDraft, SentChange
from tests.factories.pledges import PledgeDraftFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import post
from tests.support.mails import link_in

pytestmark = pytest.mark.django_db

OFFICERS, TEAM, ADMIN, VISITOR = "Pledge officers", "Communications team", "administrator", "visitor"
ROLES = (VISITOR, "account without group", "Editors", "Moderators", OFFICERS, TEAM, ADMIN)
MAY_DECIDE = {OFFICERS, TEAM, ADMIN}


def browser(role):
    client = Client()
    if role != VISITOR:
        group = role if role[0].isupper() else None
        client.force_login(UserFactory(group=group, is_superuser=role == ADMIN))
    return client


@pytest.fixture
def desk():
    return browser(OFFICERS)


@pytest.fixture
def pledge():
    """An engagement whose receipt, with its link, came in long ago."""
    pledge = PledgeFactory(language="fr", email="an@example.org", title="Une mare")
    give_link(LinkPurpose.MINE, pledge)
    return pledge


def path_of(pledge):
    return f"/fr/pledge/{pledge.links.filter(purpose=LinkPurpose.MINE).latest('pk').signed}/mine/"


def case(pledge):
    return f"/admin/inbox/{pledge.pk}/"


def press(client, pledge, name):
    return client.post(f"{case(pledge)}link/{name}/", follow=True)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestSending:
    def test_a_new_link_goes_to_the_member_alone_and_the_old_one_ends(self, client, desk, pledge):
        old = path_of(pledge)
        page = press(desk, pledge, "send")
        assert "A new personal link is on its way to the member." in text_of(page)
        send_due()
        (message,) = django_mail.outbox
        assert message.to == ["an@example.org"]
        assert "Un nouveau lien" in message.subject
        new = link_in(OutgoingMail.objects.get(), "mine")
        assert new in message.body
        assert client.get(new).status_code == 200
        assert client.get(old).status_code == 404

    def test_the_history_says_who_did_it_and_no_address(self, desk, pledge):
        press(desk, pledge, "send")
        history = text_of(desk.get(case(pledge))).split("Notes and timeline")[1]
        assert "A new personal link was sent to the member." in history
        assert "an@example.org" not in str(list(ModelLogEntry.objects.values("label", "data")))

    def test_a_second_click_sends_no_second_mail_and_says_when_one_can_be_sent(self, desk, pledge):
        for _click in range(3):
            page = press(desk, pledge, "send")
        assert re.search(r"Another one can be sent from \d", text_of(page))
        assert OutgoingMail.objects.count() == 1
        assert pledge.links.filter(revoked_at__isnull=True).count() == 1
        OutgoingMail.objects.update(created_at=timezone.now() - timedelta(minutes=11))
        press(desk, pledge, "send")
        assert OutgoingMail.objects.count() == 2

    @pytest.mark.parametrize("state", UNDELIVERED_STATES)
    def test_after_a_mail_that_reached_nobody_one_need_not_wait(self, desk, pledge, state):
        press(desk, pledge, "send")
        OutgoingMail.objects.update(state=state)
        press(desk, pledge, "send")
        assert OutgoingMail.objects.count() == 2

    def test_the_ledger_shows_no_link_that_works(self, desk, pledge):
        press(desk, pledge, "send")
        page = desk.get(f"/admin/outgoing-mail/inspect/{OutgoingMail.objects.get().pk}/").content.decode()
        assert re.search(r"/fr/pledge/…\w+…/mine/", page)
        assert path_of(pledge) not in page


class TestRevoking:
    def test_the_link_ends_and_nobody_is_written_to(self, client, desk, pledge):
        old = path_of(pledge)
        assert client.get(old).status_code == 200
        assert "The personal link is revoked." in text_of(press(desk, pledge, "revoke"))
        assert client.get(old).status_code == 404
        assert post(client, old, {"action": "withdraw"}).status_code == 404
        assert not OutgoingMail.objects.exists()
        text = text_of(desk.get(case(pledge)))
        assert "The personal link was revoked." in text
        assert "No link works at the moment." in text

    def test_what_was_begun_through_it_ends_too_and_other_drafts_stay(self, client, desk, pledge):
        begun, other = PledgeDraftFactory(pledge=pledge), PledgeDraftFactory()
        saved = give_link(LinkPurpose.RESUME, begun)
        press(desk, pledge, "revoke")
        assert list(PledgeDraft.objects.all()) == [other]
        assert client.get(f"/en/pledge/{begun.token}/1/").status_code == 404
        assert client.get(f"/en/pledge/{saved.signed}/resume/").status_code == 404

    def test_every_other_address_of_the_engagement_ends_with_it(self, client, desk, pledge):
        Pledge.objects.filter(pk=pledge.pk).update(token="as-sent")
        SentChange.objects.create(pledge=pledge, token="changed")
        confirm = f"/fr/pledge/{give_link(LinkPurpose.CONFIRM, pledge).signed}/confirm/"
        addresses = [
            confirm,
            *(f"/fr/pledge/{token}/{end}/" for token in ("as-sent", "changed") for end in ("received", "1")),
        ]
        assert [client.get(each).status_code for each in addresses] == [200, 200, 303, 303, 303]
        press(desk, pledge, "revoke")
        assert [client.get(each).status_code for each in addresses] == [404] * 5
        assert post(client, "/fr/pledge/as-sent/more/", {}).status_code == 404
        assert not PledgeDraft.objects.exists()

    def test_a_mail_with_the_link_that_is_still_waiting_does_not_go_out(self, desk, pledge):
        press(desk, pledge, "send")
        press(desk, pledge, "revoke")
        send_due()
        assert not django_mail.outbox
        assert "not sent: its link was replaced or revoked" in text_of(desk.get(case(pledge)))
        press(desk, pledge, "send")
        send_due()
        assert len(django_mail.outbox) == 1

    def test_where_none_works_it_says_so(self, desk, pledge):
        pledge.links.update(expires_at=timezone.now())
        assert "revoke" not in desk.get(case(pledge)).content.decode()
        assert "there is nothing to revoke" in text_of(press(desk, pledge, "revoke"))
        assert "revoked." not in text_of(desk.get(case(pledge)))


class TestWhere:
    def test_the_buttons_are_folded_away(self, desk, pledge):
        html = desk.get(case(pledge)).content.decode()
        (folded,) = re.findall(r'<details class="inbox-case__panel" id="case-link">.*?</details>', html, re.DOTALL)
        assert "Send a new personal link" in folded
        assert "Revoke the personal link" in folded
        assert html.count("/link/") == folded.count("/link/") == 2

    @pytest.mark.parametrize(
        "values",
        [
            {"state": PledgeState.SPAM},
            {"spam_signs": SpamSign.TRAP},
            {"email": "", "name": ""},
            {"email": "", "source": PledgeSource.IMPORT},
        ],
        ids=["spam", "suspected", "without contact", "imported"],
    )
    def test_where_nobody_may_be_written_to_no_button_stands_and_none_works(self, desk, values):
        pledge = PledgeFactory(**values)
        give_link(LinkPurpose.MINE, pledge)
        assert "link/send/" not in desk.get(case(pledge)).content.decode()
        assert re.search("spam, so nothing is written|so no link can be sent", text_of(press(desk, pledge, "send")))
        assert not OutgoingMail.objects.exists()
        assert pledge.links.get().is_valid

    @pytest.mark.parametrize("values", [{"state": PledgeState.SPAM}, {"spam_signs": SpamSign.TRAP}])
    def test_the_link_of_spam_is_left_alone(self, desk, values):
        pledge = PledgeFactory(**values)
        give_link(LinkPurpose.MINE, pledge)
        assert "link/revoke/" not in desk.get(case(pledge)).content.decode()
        assert "nothing is written to its sender" in text_of(press(desk, pledge, "revoke"))
        assert pledge.links.get().is_valid

    @pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "completed", "stopped"])
    def test_whoever_is_decided_on_may_still_see_the_engagement(self, desk, state):
        press(desk, PledgeFactory(state=state), "send")
        assert OutgoingMail.objects.get().kind == MailKind.LINK


class TestWhoMay:
    @pytest.mark.parametrize("name", ["send", "revoke"])
    @pytest.mark.parametrize("role", ROLES)
    def test_those_who_decide(self, pledge, role, name):
        link = pledge.links.get()
        press(browser(role), pledge, name)
        link.refresh_from_db()
        assert link.is_valid is (role not in MAY_DECIDE)
        assert OutgoingMail.objects.exists() is (role in MAY_DECIDE and name == "send")

    @pytest.mark.parametrize("name", ["send", "revoke"])
    @pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
    def test_nothing_but_a_post(self, desk, pledge, name, method):
        getattr(desk, method)(f"{case(pledge)}link/{name}/")
        assert pledge.links.get().is_valid
        assert not OutgoingMail.objects.exists()

    @pytest.mark.parametrize("name", ["send", "revoke"])
    def test_a_post_without_token_is_refused(self, pledge, name):
        client = Client(enforce_csrf_checks=True)
        client.force_login(UserFactory(group=OFFICERS))
        assert client.post(f"{case(pledge)}link/{name}/").status_code == 403
        assert pledge.links.get().is_valid

    @pytest.mark.parametrize("name", ["send", "revoke"])
    def test_who_logs_in_on_the_way_arrives_at_the_case(self, desk, pledge, name):
        assert desk.get(f"{case(pledge)}link/{name}/")["Location"] == case(pledge)

    @pytest.mark.parametrize("name", ["send", "revoke", "x"])
    def test_an_engagement_or_an_act_that_does_not_exist_is_not_found(self, desk, pledge, name):
        assert desk.post(f"/admin/inbox/{pledge.pk + 1}/link/{name}/").status_code == 404
        assert desk.post(f"{case(pledge)}link/x/").status_code == 404
