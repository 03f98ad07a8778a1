"""A person asks what is held about them, and sees, downloads, corrects or erases it, by a link alone."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from pledges.choices import (
    COUNTED_STATES,
    ErasureWish,
    LinkPurpose,
    MailKind,
    MailState,
    PledgeState,
    SpamSign,
)
from pledges.links import LIFETIMES, end_access, give_data_link, give_link
from pledges.mail.messages import queue_receipt
from pledges.mail.sender import send_due
from pledges.models import ErasureRecord, MailText, MemberLink, OutgoingMail, Pledge, PledgeDraft
from pledges.notes import write_note
from pledges.personal_data import asking, journal
from pledges.personal_data.asking import forget_questions
from pledges.spam import rate
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import (
    AnswerFactory,
    ConsentRecordFactory,
    ContributionFactory,
    OutgoingMailFactory,
    PledgeDraftFactory,
    PledgeFileFactory,
    PledgeFormFactory,
)
from tests.factories.users import UserFactory
from tests.support.join_forms import needed_questions, post, published_form, section
from tests.support.members import listed, read
from tests.support.members_data import keyed_pledge

pytestmark = pytest.mark.django_db

ADDRESS = "an.peeters@example.org"
ASK = "/en/pledge/my-data/"
ON_ITS_WAY = {
    "en": "a mail with a link is on its way",
    "nl": "is een mail met een link onderweg",
    "fr": "un mail contenant un lien est en route",
    "de": "ist eine Mail mit einem Link unterwegs",
}
SUBJECTS = {
    "en": "What we hold about you",
    "nl": "Wat wij over u bewaren",
    "fr": "Ce que nous conservons à votre sujet",
    "de": "Was wir über Sie speichern",
}


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def pledge():
    return keyed_pledge(ADDRESS, title="A pond for newts", form=PledgeFormFactory(retention_months=24))


def ask(client, address=ADDRESS, language="en", **headers):
    return post(client, f"/{language}/pledge/my-data/", {"email": address}, **headers)


def begun_draft(address, **more):
    """A draft in which ``address`` was given as the member's own; ``more`` are answers beside."""
    asked = needed_questions()
    form = published_form(section("Who", *asked.values()))
    answers = {asked["email"]["id"]: address, **more}
    return PledgeDraftFactory(form=form, form_revision=form.live_revision, answers=answers)


def link_to_data(address=ADDRESS, language="en"):
    return f"/{language}/pledge/my-data/{give_data_link(address).signed}/"


def erase_form(client, link):
    """What the page of the erasure would send as it stands."""
    page = BeautifulSoup(client.get(f"{link}?erase").content, "html.parser")
    ticked = {field["name"]: field["value"] for field in page.select("main input[type=radio][checked]")}
    return {"action": "erase", "seen": page.select_one("input[name=seen]")["value"], **ticked}


class TestAsking:
    @pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
    def test_the_link_comes_by_mail_in_the_language_of_the_page_and_opens_it(self, client, pledge, language):
        response = ask(client, language=language)
        assert response.status_code == 303
        assert ON_ITS_WAY[language] in read(client.get(response.url))
        assert send_due() == 1
        (message,) = django_mail.outbox
        assert (message.to, message.subject) == ([ADDRESS], SUBJECTS[language])
        path = re.search(rf"http://localhost(/{language}/pledge/my-data/\S+/)\n", message.body)[1]
        assert f'href="http://localhost{path}"' in message.alternatives[0].content
        page = client.get(path)
        assert page.status_code == 200
        assert pledge.public_id in read(page)

    def test_the_text_is_the_one_that_staff_wrote(self, client, pledge):
        MailText.objects.create(kind=MailKind.DATA, language="en", subject="Yours", body="Here: {data_url}")
        ask(client)
        send_due()
        assert django_mail.outbox[0].subject == "Yours"
        assert re.fullmatch(r"Here: http://localhost/en/pledge/my-data/\S+/", django_mail.outbox[0].body)

    @pytest.mark.parametrize("typed", ["AN.Peeters@Example.ORG", f"  {ADDRESS} "])
    def test_capitals_and_spaces_make_no_difference(self, client, pledge, typed):
        ask(client, typed)
        assert OutgoingMail.objects.get().recipient == ADDRESS

    @pytest.mark.parametrize(
        "other", ["n.peeters@example.org", "peeters@example.org", "an.peeters+x@example.org", "an.peeters@example.or"]
    )
    def test_nobody_gets_a_link_to_what_another_address_holds(self, client, pledge, other):
        begun_draft(ADDRESS)
        ask(client, other)
        assert not OutgoingMail.objects.exists()
        assert not MemberLink.objects.exists()

    @pytest.mark.parametrize(("stored", "typed"), [("an@straße.example", "an@strasse.example")])
    def test_two_addresses_that_only_fold_to_the_same_stay_apart(self, client, stored, typed):
        keyed_pledge(stored)
        ask(client, typed)
        assert not OutgoingMail.objects.exists()

    def test_what_was_begun_is_held_too(self, client):
        begun_draft(ADDRESS)
        ask(client)
        assert OutgoingMail.objects.get().recipient == ADDRESS

    def test_whoever_is_named_in_a_draft_of_somebody_else_does_not_see_it(self, client):
        begun_draft("bea@example.org", **{"11111111-1111-4111-8111-111111111111": ADDRESS})
        ask(client)
        assert not OutgoingMail.objects.exists()
        assert "We hold nothing" in read(client.get(link_to_data()))

    @pytest.mark.parametrize("limit", [False, True], ids=["below the limit", "above it"])
    def test_the_answer_does_not_tell_whether_an_address_is_known(self, client, pledge, limit, monkeypatch):
        if limit:
            monkeypatch.setattr(rate, "MOST_ASKED_A_DAY", 0)
        known, unknown = ask(client), ask(client, "nobody@example.org")
        assert (known.status_code, known.content, dict(known.headers)) == (
            unknown.status_code,
            unknown.content,
            dict(unknown.headers),
        )
        assert "@" not in known.url
        pages = [client.get(response.url) for response in (known, unknown)]
        assert pages[0].content == pages[1].content
        assert OutgoingMail.objects.count() == (0 if limit else 1)

    def test_nothing_is_kept_of_an_address_that_is_not_known(self, client):
        ask(client, "nobody@example.org")
        assert not MemberLink.objects.exists()
        assert not OutgoingMail.objects.exists()

    @pytest.mark.parametrize(
        "typed", ["", "nobody", "an@example.org\nBcc: all@example.org", "x" * 300 + "@a.be", "\x00"]
    )
    def test_a_bad_address_is_refused_with_what_was_typed(self, client, typed):
        response = ask(client, typed)
        assert response.status_code == 422
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one(".field--wrong .field__error")
        if "\x00" not in typed:
            assert page.find("input", attrs={"name": "email"}).get("value", "") == typed

    def test_a_bad_address_is_refused_in_the_language_of_the_reader(self, client):
        assert "Schrijf het adres" in read(ask(client, "", language="nl"))

    def test_a_new_link_ends_the_ones_before(self, client, pledge):
        first = link_to_data()
        ask(client, ADDRESS.upper())
        assert client.get(first).status_code == 404
        assert MemberLink.objects.filter(revoked_at=None).count() == 1

    def test_at_most_three_such_mails_a_day_go_to_an_address(self, client, pledge):
        answers = {(response.status_code, response.url) for response in (ask(client) for _time in range(4))}
        assert answers == {(303, f"{ASK}?sent")}
        assert OutgoingMail.objects.count() == 3

    def test_receipts_are_counted_apart(self, client, pledge):
        for _time in range(3):
            rate.count_to(ADDRESS)
        ask(client)
        assert OutgoingMail.objects.count() == 1

    def test_beyond_the_limit_of_a_connection_no_mail_goes_out(self, client, monkeypatch):
        assert rate.MOST_ASKED_A_DAY >= 20
        monkeypatch.setattr(rate, "MOST_ASKED_A_DAY", 2)
        for number in range(3):
            keyed_pledge(f"member-{number}@example.com")
            assert ask(client, f"member-{number}@example.com").status_code == 303
        assert OutgoingMail.objects.count() == 2
        client.defaults["REMOTE_ADDR"] = "192.0.2.9"
        ask(client, "member-2@example.com")
        assert OutgoingMail.objects.count() == 3

    def test_a_post_from_another_site_is_refused(self, client, pledge):
        assert ask(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert not OutgoingMail.objects.exists()

    def test_asking_needs_neither_cookie_nor_token_and_is_kept_by_nobody(self, pledge):
        client = Client(enforce_csrf_checks=True)
        for response in (client.get(ASK), ask(client), client.get(f"{ASK}?sent"), client.get(link_to_data())):
            assert response.status_code in (200, 303)
            assert not response.cookies
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex"
            assert response["Referrer-Policy"] == "same-origin"

    def test_a_sender_of_suspected_spam_may_ask_too(self, client):
        keyed_pledge(ADDRESS, spam_signs=SpamSign.TRAP)
        ask(client)
        assert OutgoingMail.objects.get().state == MailState.QUEUED

    def test_staff_read_in_the_ledger_that_somebody_asked_and_no_link(self, client, pledge):
        ask(client)
        client.force_login(UserFactory(is_superuser=True))
        sent = OutgoingMail.objects.get()
        assert client.get("/admin/outgoing-mail/").status_code == 200
        page = client.get(f"/admin/outgoing-mail/inspect/{sent.pk}/").content.decode()
        assert MemberLink.objects.get().signed not in page
        assert "my-data/…" in page

    def test_a_late_mail_carries_the_link_of_its_own_reader(self, client, pledge):
        keyed_pledge("bea@example.org")
        for address in (ADDRESS, ADDRESS, "bea@example.org"):
            ask(client, address)
        send_due()
        assert len(django_mail.outbox) == 3
        for message in django_mail.outbox:
            assert MemberLink.objects.filter(address=message.to[0]).latest("pk").signed in message.body

    def test_what_was_asked_long_ago_is_forgotten(self, client, pledge):
        ask(client)
        queue_receipt(pledge)
        old = timezone.now() - asking.KEPT_FOR - timedelta(minutes=1)
        assert forget_questions() == 0
        OutgoingMail.objects.update(created_at=old)
        MemberLink.objects.update(created_at=old)
        assert forget_questions() == 1
        assert OutgoingMail.objects.get().kind == MailKind.RECEIPT
        assert not MemberLink.objects.filter(purpose=LinkPurpose.DATA).exists()


class TestWorthlessLinks:
    def tried(self, client, link):
        """Looking and every button; what a reader then finds is the way to a new link."""
        before = (Pledge.objects.count(), OutgoingMail.objects.count(), MemberLink.objects.count())
        for response in (
            client.get(link),
            client.get(f"{link}?erase"),
            *(post(client, link, {"action": action}) for action in ("download", "open", "erase")),
        ):
            assert response.status_code == 404
            page = BeautifulSoup(response.content, "html.parser")
            assert "not valid any more" in page.h1.text
            assert page.main.find("a", href=ASK)
        assert before == (Pledge.objects.count(), OutgoingMail.objects.count(), MemberLink.objects.count())

    def test_one_that_is_a_day_old(self, client, pledge):
        assert LIFETIMES[LinkPurpose.DATA] == timedelta(hours=24)
        link = link_to_data()
        MemberLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        self.tried(client, link)

    def test_one_that_was_altered(self, client, pledge):
        link = link_to_data()
        signed = link.split("/")[4]
        for altered in (signed[:-1], signed[1:], signed.split(".")[0], "x"):
            self.tried(client, link.replace(signed, altered))

    @pytest.mark.parametrize("purpose", [LinkPurpose.MINE, LinkPurpose.CONFIRM])
    def test_one_of_another_purpose(self, client, pledge, purpose):
        self.tried(client, f"{ASK}{give_link(purpose, pledge).signed}/")

    @pytest.mark.parametrize("end", ["mine", "confirm", "resume"])
    def test_it_opens_nothing_else(self, client, pledge, end):
        signed = link_to_data().split("/")[4]
        assert client.get(f"/en/pledge/{signed}/{end}/").status_code == 404

    def test_one_of_an_address_whose_links_staff_revoked(self, client, pledge):
        link = link_to_data()
        end_access(pledge)
        self.tried(client, link)

    def test_one_that_was_used_to_erase(self, client, pledge):
        link = link_to_data()
        post(client, link, erase_form(client, link))
        self.tried(client, link)


class TestSeeing:
    def test_each_engagement_with_its_state_its_time_and_what_belongs_to_it(self, client, pledge):
        AnswerFactory.create_batch(2, pledge=pledge)
        PledgeFileFactory(pledge=pledge)
        ConsentRecordFactory(pledge=pledge)
        OutgoingMailFactory(pledge=pledge)
        OutgoingMailFactory(pledge=pledge, kind=MailKind.STAFF_NOTICE, recipient="staff@example.org")
        page = client.get(link_to_data())
        assert listed(page) == {
            "Your number": pledge.public_id,
            "Received": date_format(timezone.localtime(pledge.submitted_at), "DATE_FORMAT"),
            "State": "received",
            "How long we keep it": "As long as it is open, and 24 months after it is closed.",
            "Answers": "3",
            "Files": "1",
            "Consents": "1",
        }
        assert "A pond for newts" in read(page)
        assert "We keep 1 mail that we wrote to you." in read(page)

    @pytest.mark.parametrize(
        ("state", "columns", "said"),
        [
            (PledgeState.DECLINED, {}, "Until 31 January 2028, and as long as your personal link"),
            (PledgeState.SPAM, {}, "Until 1 May 2026"),
            (PledgeState.DECLINED, {"leaves_on": "2029-03-05"}, "Until 5 March 2029"),
            (PledgeState.DECLINED, {"held_at": "2026-02-01T12:00Z", "held_because": "Court"}, "for a legal reason"),
        ],
    )
    def test_how_long_a_closed_one_is_kept(self, client, pledge, state, columns, said):
        Pledge.objects.filter(pk=pledge.pk).update(state=state, state_since="2026-01-31T12:00Z", **columns)
        page = read(client.get(link_to_data()))
        assert said in page
        assert "Court" not in page

    def test_one_that_was_merged_says_with_which_it_goes(self, client, pledge):
        other = keyed_pledge("bea@example.org")
        Pledge.objects.filter(pk=pledge.pk).update(merged_into=other)
        assert f"As long as engagement {other.public_id}" in read(client.get(link_to_data()))

    def test_a_draft_is_named_with_its_end(self, client):
        begun_draft(ADDRESS)
        assert "removed 24 hours after you last typed" in read(client.get(link_to_data()))
        PledgeDraft.objects.update(kept_until="2027-05-01T10:00:00Z")
        assert "It is kept until 1 May 2027" in read(client.get(link_to_data()))

    def test_looking_changes_nothing(self, client, pledge):
        link = link_to_data()
        before = list(Pledge.objects.values()), list(MemberLink.objects.values())
        client.get(link)
        client.get(f"{link}?erase")
        assert before == (list(Pledge.objects.values()), list(MemberLink.objects.values()))

    def test_where_everything_went_meanwhile_it_says_so(self, client, pledge):
        link = link_to_data()
        pledge.delete()
        page = client.get(link)
        assert "We hold nothing about this address any more." in read(page)
        assert "Download everything" not in read(page)

    def test_the_personal_page_leads_here(self, client, pledge):
        mine = f"/fr/pledge/{give_link(LinkPurpose.MINE, pledge).signed}/mine/"
        assert BeautifulSoup(client.get(mine).content, "html.parser").main.find("a", href="/fr/pledge/my-data/")


class TestCorrecting:
    def test_it_leads_to_the_personal_page_of_that_engagement(self, client, pledge):
        keyed_pledge(ADDRESS, title="A hedge")
        response = post(client, link_to_data(), {"action": "open", "engagement": pledge.public_id})
        assert response.status_code == 303
        assert "A pond for newts" in read(client.get(response.url))

    def test_the_link_of_the_receipt_goes_on_working(self, client, pledge):
        received = f"/en/pledge/{give_link(LinkPurpose.MINE, pledge).signed}/mine/"
        response = post(client, link_to_data(), {"action": "open", "engagement": pledge.public_id})
        assert response.url == received
        assert client.get(received).status_code == 200

    @pytest.mark.parametrize("number", ["", "0000-0000", "other"])
    def test_it_opens_no_engagement_of_somebody_else(self, client, pledge, number):
        other = keyed_pledge("bea@example.org")
        link = link_to_data()
        number = other.public_id if number == "other" else number
        assert post(client, link, {"action": "open", "engagement": number}).url == link
        assert not MemberLink.objects.filter(purpose=LinkPurpose.MINE).exists()


class TestDownloading:
    def test_it_is_a_file_with_everything_but_the_notes_of_staff(self, client, pledge):
        AnswerFactory(pledge=pledge, label="Where?", display="Behind the school")
        write_note(pledge, UserFactory(is_superuser=True), "Rather vague")
        response = post(client, link_to_data(), {"action": "download"})
        assert response.status_code == 200
        assert response["Content-Disposition"] == 'attachment; filename="my-data.zip"'
        assert "no-store" in response["Cache-Control"]
        archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
        assert archive.namelist() == ["data.json"]
        text = archive.read("data.json").decode()
        assert "Behind the school" in text
        assert "Rather vague" not in text
        assert json.loads(text)["engagements"][0]["number"] == pledge.public_id

    def test_the_page_says_what_is_not_in_it(self, client, pledge):
        said = "Notes that staff wrote to each other are not in it; ask us for them."
        assert said in read(client.get(link_to_data()))

    def test_staff_read_on_the_case_that_the_member_has_it(self, client, pledge):
        post(client, link_to_data(), {"action": "download"}).getvalue()
        client.force_login(UserFactory(is_superuser=True))
        case = client.get(f"/admin/inbox/{pledge.pk}/").content.decode()
        assert "The member downloaded all that is held." in case


class TestErasing:
    def test_nothing_goes_before_it_was_confirmed(self, client, pledge):
        link = link_to_data()
        page = read(client.get(f"{link}?erase"))
        assert "A pond for newts" in page
        assert Pledge.objects.exists()

    def test_the_page_names_what_becomes_of_each(self, client, pledge):
        counted = keyed_pledge(ADDRESS, title="Counts", state=PledgeState.ACCEPTED)
        keyed_pledge(ADDRESS, title="Stopped", state=PledgeState.STOPPED)
        held = {"held_at": timezone.now(), "held_because": "A court case"}
        keyed_pledge(ADDRESS, title="Held", state=PledgeState.ACCEPTED, **held)
        page = BeautifulSoup(client.get(f"{link_to_data()}?erase").content, "html.parser")
        lists = {title.text: title.find_next("ul").text for title in page.main.select("h2") if title.find_next("ul")}
        assert "A pond for newts" in lists["Removed as a whole"]
        assert "Stopped" in lists["Left as a figure, without a name"]
        assert "Held" in lists["Kept"]
        assert "A court case" not in page.text
        choices = {field["name"] for field in page.select("main input[type=radio]")}
        assert choices == {f"wish-{counted.public_id}"}

    @pytest.mark.parametrize("state", COUNTED_STATES)
    @pytest.mark.parametrize("wish", ErasureWish)
    def test_what_counts_stays_without_a_name_or_is_withdrawn_as_was_chosen(self, client, state, wish):
        pledge = keyed_pledge(ADDRESS, state=state)
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=3, accepted=3)
        link = link_to_data()
        response = post(client, link, erase_form(client, link) | {f"wish-{pledge.public_id}": wish})
        assert response.status_code == 303
        left = Pledge.objects.get()
        assert (left.email, left.name) == ("", "")
        assert left.state == (PledgeState.WITHDRAWN if wish is ErasureWish.WITHDRAWN else state)

    def test_without_another_choice_it_stays_without_a_name(self, client):
        keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        link = link_to_data()
        post(client, link, erase_form(client, link))
        assert (Pledge.objects.get().state, Pledge.objects.get().email) == (PledgeState.ACCEPTED, "")

    def test_what_does_not_count_goes_with_everything(self, client, pledge):
        begun_draft(ADDRESS)
        PledgeFileFactory(pledge=pledge)
        ask(client)
        link = link_to_data()
        response = post(client, link, erase_form(client, link))
        rows = listed(client.get(response.url))
        assert (rows["Engagements removed"], rows["Drafts"], rows["Files"]) == ("1", "1", "1")
        assert not Pledge.objects.exists()
        assert not PledgeDraft.objects.exists()
        assert not OutgoingMail.objects.exists()
        assert not MemberLink.objects.exists()
        assert ErasureRecord.objects.get().by_member

    def test_what_is_held_stays_and_is_named(self, client):
        held = keyed_pledge(ADDRESS, held_at=timezone.now(), held_because="A court case")
        link = link_to_data()
        page = read(client.get(post(client, link, erase_form(client, link)).url))
        assert held.public_id in page
        assert "A court case" not in page
        assert Pledge.objects.get().email == ADDRESS

    @pytest.mark.parametrize("choice", ["", "everything", None])
    def test_a_choice_that_is_none_erases_nothing(self, client, choice):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        link = link_to_data()
        data = erase_form(client, link)
        del data[f"wish-{pledge.public_id}"]
        response = post(client, link, data if choice is None else data | {f"wish-{pledge.public_id}": choice})
        assert response.status_code == 422
        assert Pledge.objects.get().email == ADDRESS

    def test_a_wish_for_the_engagement_of_somebody_else_means_nothing(self, client, pledge):
        other = keyed_pledge("bea@example.org", state=PledgeState.ACCEPTED)
        link = link_to_data()
        post(client, link, erase_form(client, link) | {f"wish-{other.public_id}": ErasureWish.WITHDRAWN})
        assert Pledge.objects.get() == other
        assert Pledge.objects.get().state == PledgeState.ACCEPTED

    @pytest.mark.parametrize("meanwhile", ["accepted", "another one", "held"])
    def test_what_changed_meanwhile_is_shown_first(self, client, pledge, meanwhile):
        link = link_to_data()
        seen = erase_form(client, link)
        if meanwhile == "accepted":
            Pledge.objects.update(state=PledgeState.ACCEPTED)
        elif meanwhile == "held":
            Pledge.objects.update(held_at=timezone.now())
        else:
            keyed_pledge(ADDRESS)
        before = Pledge.objects.count()
        response = post(client, link, seen)
        assert response.status_code == 409
        assert "nothing was erased" in read(response)
        assert Pledge.objects.filter(email=ADDRESS).count() == before
        assert post(client, link, erase_form(client, link)).status_code == 303

    def test_where_it_cannot_be_written_down_nothing_is_erased(self, client, pledge, monkeypatch, caplog):
        def full(_entry):
            raise OSError(f"No space left for {ADDRESS}")

        monkeypatch.setattr(journal, "write", full)
        link = link_to_data()
        response = post(client, link, erase_form(client, link))
        assert response.status_code == 503
        assert "nothing was erased" in read(response)
        assert Pledge.objects.get().email == ADDRESS
        assert client.get(link).status_code == 200
        assert ADDRESS not in caplog.text

    @pytest.mark.parametrize("key", ["", "x", "00000000-0000-4000-8000-000000000000"])
    def test_the_page_of_what_went_needs_no_record(self, client, key):
        page = client.get(f"{ASK}?erased={key}")
        assert page.status_code == 200
        assert "It is erased" in read(page)

    def test_an_erasure_by_staff_is_not_told_there(self, client):
        key = "00000000-0000-4000-8000-000000000000"
        record = ErasureRecord.objects.create(key=key, numbers={"ABCD-EFGH": "held"})
        assert "ABCD-EFGH" not in read(client.get(f"{ASK}?erased={record.key}"))

    def test_a_post_from_another_site_erases_nothing(self, client, pledge):
        link = link_to_data()
        data = erase_form(client, link)
        assert post(client, link, data, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert Pledge.objects.exists()


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_no_page_falls_back_to_english(client, language):
    pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED, language=language, form=PledgeFormFactory())
    begun_draft(ADDRESS)
    link = link_to_data(language=language)
    pages = [client.get(address) for address in (f"/{language}/pledge/my-data/", link, f"{link}?erase")]
    pages.append(client.get(post(client, link, erase_form(client, link)).url))
    for page in pages:
        assert page.status_code == 200
        words = read(page)
        for english in ("What we hold", "Download", "Erase", "erased", "mail that we", "kept", "address"):
            assert english not in words, (english, words)
    assert pledge.public_id
