"""The ledgers: what they list, find, show and hand over, and that nobody changes them. And the texts of mails."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from pledges.choices import UNDELIVERED_STATES, MailState, PledgeState
from pledges.ledgers import list_view
from pledges.models import ErasureRecord, ExportRecord, MailText, OutgoingMail, RetentionRun
from tests.factories.home import HomePageFactory
from tests.factories.pledges import ConsentRecordFactory, MailTextFactory, OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.pledges.test_inbox import text_of
from tests.support.exports import csv_rows, xlsx_rows, xlsx_sheet
from tests.support.pages import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(group="Pledge officers"))
    return client


class TestOutgoingMail:
    def test_it_lists_what_went_wrong(self, desk):
        mail = OutgoingMailFactory(state=MailState.FAILED, error="SMTPRecipientsRefused 550", recipient="an@x.be")
        text = desk.get("/admin/outgoing-mail/").content.decode()
        for word in (mail.pledge.public_id, "failed", "SMTPRecipientsRefused 550", "an@x.be"):
            assert word in text

    def test_it_is_filtered_by_state_and_searched_by_number(self, desk):
        failed, sent = OutgoingMailFactory(state=MailState.FAILED), OutgoingMailFactory(state=MailState.SENT)
        for query, shown, hidden in (
            ({"state__exact": "failed"}, failed, sent),
            ({"q": sent.pledge.public_id}, sent, failed),
        ):
            text = desk.get("/admin/outgoing-mail/", query).content.decode()
            assert shown.pledge.public_id in text
            assert hidden.pledge.public_id not in text

    def test_the_inbox_counts_what_was_not_sent_and_what_came_back_and_links_to_these(self, desk):
        reached_nobody = [OutgoingMailFactory(state=state) for state in (MailState.FAILED, MailState.BOUNCED)]
        others = [OutgoingMailFactory(state=state) for state in MailState if state not in UNDELIVERED_STATES]
        page = BeautifulSoup(desk.get("/admin/inbox/").content, "html.parser")
        link = page.find("a", string=re.compile("2 mails could not be sent"))
        listing = desk.get(link["href"]).content.decode()
        for mail in reached_nobody:
            assert mail.pledge.public_id in listing
        for mail in others:
            assert mail.pledge.public_id not in listing

    def test_one_mail_is_shown_whole_and_as_text(self, desk):
        mail = OutgoingMailFactory(body="Dear <b>An</b>", subject="Received")
        text = desk.get(f"/admin/outgoing-mail/inspect/{mail.pk}/").content.decode()
        assert "Dear &lt;b&gt;An&lt;/b&gt;" in text
        assert "Received" in text


class TestSendAgain:
    """A mail that was given up goes out once more, from the page that says so."""

    BUTTON = "Send again"

    def page(self, client, mail):
        return client.get(f"/admin/outgoing-mail/inspect/{mail.pk}/")

    def press(self, client, mail, **options):
        return client.post(f"/admin/outgoing-mail/send-again/{mail.pk}/", **options)

    def test_it_goes_out_and_the_case_says_who_did_it(self, desk):
        mail = OutgoingMailFactory(state=MailState.FAILED, tries=6, error="550")
        form = (
            BeautifulSoup(self.page(desk, mail).content, "html.parser")
            .find("button", string=self.BUTTON)
            .find_parent("form")
        )
        response = desk.post(form["action"], follow=True)
        assert "The mail is on its way again." in text_of(response)
        assert response.redirect_chain == [(f"/admin/outgoing-mail/inspect/{mail.pk}/", 302)]
        mail.refresh_from_db()
        assert (mail.state, mail.tries, mail.error) == (MailState.QUEUED, 0, "")
        entry = ModelLogEntry.objects.for_instance(mail.pledge).get()
        assert (entry.action, entry.data) == ("pledges.send_again", {"mail": "receipt"})

    def test_one_about_no_engagement_too(self, desk):
        mail = OutgoingMailFactory(state=MailState.FAILED, pledge=None, recipient="an@example.org")
        self.press(desk, mail)
        mail.refresh_from_db()
        assert mail.state == MailState.QUEUED

    @pytest.mark.parametrize("state", [state for state in MailState if state != MailState.FAILED])
    def test_only_one_that_was_given_up(self, desk, state):
        mail = OutgoingMailFactory(state=state)
        assert self.BUTTON not in text_of(self.page(desk, mail))
        assert "it was not given up" in text_of(self.press(desk, mail, follow=True))
        mail.refresh_from_db()
        assert mail.state == state

    @pytest.mark.parametrize("columns", [{"state": PledgeState.SPAM}, {"spam_signs": "trap"}])
    def test_none_about_spam(self, desk, columns):
        mail = OutgoingMailFactory(state=MailState.FAILED, pledge=PledgeFactory(**columns))
        assert self.BUTTON not in text_of(self.page(desk, mail))
        assert "the engagement is spam" in text_of(self.press(desk, mail, follow=True))
        mail.refresh_from_db()
        assert mail.state == MailState.FAILED

    def test_whoever_may_only_read_is_told_so(self, client):
        reader = UserFactory()
        rights = ("access_admin", "view_outgoingmail")
        reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(reader)
        mail = OutgoingMailFactory(state=MailState.FAILED)
        assert self.BUTTON not in text_of(self.page(client, mail))
        response = self.press(client, mail, follow=True)
        assert "that is for those who work in the inbox" in text_of(response)
        mail.refresh_from_db()
        assert mail.state == MailState.FAILED

    def test_opening_the_address_sends_nothing(self, desk):
        mail = OutgoingMailFactory(state=MailState.FAILED)
        response = desk.get(f"/admin/outgoing-mail/send-again/{mail.pk}/")
        assert response["Location"] == f"/admin/outgoing-mail/inspect/{mail.pk}/"
        mail.refresh_from_db()
        assert mail.state == MailState.FAILED

    def test_a_post_without_token_is_refused(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(UserFactory(group="Pledge officers"))
        assert self.press(client, OutgoingMailFactory(state=MailState.FAILED)).status_code == 403

    def test_one_that_is_not_there(self, desk):
        assert desk.post("/admin/outgoing-mail/send-again/999999/").status_code == 404


def make_export(**columns):
    values = {"user": UserFactory(), "format": "csv", "filters": "/admin/inbox/", "number": 3, **columns}
    return ExportRecord.objects.create(**values)


def make_erasure(**columns):
    return ErasureRecord.objects.create(**{"key": uuid.uuid4(), "user": UserFactory(), **columns})


def make_run(day=None, **columns):
    run = RetentionRun.objects.create(**columns)
    if day:
        RetentionRun.objects.filter(pk=run.pk).update(begun_at=datetime.fromisoformat(day).replace(tzinfo=UTC))
    return run


MAKE = {
    "outgoing-mail": OutgoingMailFactory,
    "consents": ConsentRecordFactory,
    "exports": make_export,
    "retention-runs": make_run,
    "erasures": make_erasure,
}
every_ledger = pytest.mark.parametrize("ledger", MAKE)


def listed(client, ledger, query=""):
    """The keys of the rows on the page, by the links to them."""
    page = client.get(f"/admin/{ledger}/?{query}")
    assert page.status_code == 200, page.status_code
    return {int(key) for key in re.findall(rf"/admin/{ledger}/inspect/(\d+)/", page.content.decode())}


def taken(client, ledger, file_format="csv", query=""):
    response = client.get(f"/admin/{ledger}/?export={file_format}&{query}")
    assert f"{ledger}-{timezone.localdate().isoformat()}.{file_format}" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


class TestEveryLedger:
    @every_ledger
    def test_it_lists_its_rows_and_shows_each(self, desk, ledger):
        row = MAKE[ledger]()
        assert listed(desk, ledger) == {row.pk}
        assert desk.get(f"/admin/{ledger}/inspect/{row.pk}/").status_code == 200

    @every_ledger
    def test_it_stands_in_the_menu(self, desk, ledger):
        assert f'"url": "/admin/{ledger}/"' in desk.get("/admin/").content.decode()

    @every_ledger
    @pytest.mark.parametrize("verb", ["create/", "edit/{}/", "delete/{}/", "history/{}/"])
    def test_nobody_changes_it(self, client, admin_user, ledger, verb):
        row = MAKE[ledger]()
        client.force_login(admin_user)
        address = f"/admin/{ledger}/{verb.format(row.pk)}"
        for response in (client.get(address, follow=True), client.post(address, follow=True)):
            assert response.status_code == 404
        page = client.get(f"/admin/{ledger}/").content.decode()
        assert [verb for verb in ("create", "edit", "delete") if f"/admin/{ledger}/{verb}" in page] == []

    @every_ledger
    def test_queries_do_not_grow_with_the_rows(self, desk, ledger, django_assert_max_num_queries):
        def count(rows):
            for _row in range(rows):
                MAKE[ledger]()
            with django_assert_max_num_queries(25) as queries:
                desk.get(f"/admin/{ledger}/")
                taken(desk, ledger)
            return len(queries)

        count(1)
        assert count(3) == count(15)

    @pytest.mark.parametrize(
        ("ledger", "one", "other", "query"),
        [
            ("outgoing-mail", {"state": MailState.FAILED}, {}, "state__exact=failed"),
            ("consents", {"given": False}, {}, "given__exact=0"),
            ("consents", {"language": "fr"}, {}, "language__exact=fr"),
            ("exports", {"format": "xlsx"}, {}, "format__exact=xlsx"),
            ("erasures", {"by_member": True}, {}, "by_member__exact=1"),
            ("erasures", {"numbers": {"ABC-1": "removed"}}, {"numbers": {"XYZ-1": "held"}}, "q=abc-1"),
            ("retention-runs", {"finished_at": datetime(2026, 3, 1, tzinfo=UTC)}, {}, "finished_at__isnull=False"),
            ("retention-runs", {"day": "2026-03-01"}, {"day": "2026-03-02"}, "q=2026-03-01"),
        ],
    )
    def test_what_it_is_narrowed_down_to_is_listed_and_taken(self, desk, ledger, one, other, query):
        found, _left = MAKE[ledger](**one), MAKE[ledger](**other)
        assert listed(desk, ledger, query) == {found.pk}
        assert len(csv_rows(taken(desk, ledger, query=query))) == 2
        assert len(xlsx_rows(taken(desk, ledger, "xlsx", query))) == 2
        page = BeautifulSoup(desk.get(f"/admin/{ledger}/?{query}").content, "html.parser")
        links = [link["href"] for link in page.find_all("a") if "Download" in link.text]
        assert sorted(links) == sorted(f"/admin/{ledger}/?{query}&export={kind}" for kind in ("csv", "xlsx"))

    @pytest.mark.parametrize(
        ("ledger", "names"),
        [("exports", ("user",)), ("erasures", ("user",)), ("outgoing-mail", ("pledge",)), ("consents", ("pledge",))],
    )
    def test_it_is_searched_by_who_or_by_number(self, desk, ledger, names):
        found, left = MAKE[ledger](), MAKE[ledger]()
        (name,) = names
        word = found.user.username if name == "user" else found.pledge.public_id
        assert listed(desk, ledger, f"q={word}") == {found.pk} != {left.pk}

    @every_ledger
    @pytest.mark.parametrize(
        "query",
        [
            "nonsense=1",
            "user__password__startswith=a",
            "pledge__email__icontains=a",
            "pk__gt=0",
            "q=%00",
            "recorded_at__gte=never",
            "given__exact=perhaps",
        ],
    )
    def test_an_address_that_makes_no_sense_leads_to_the_whole_list(self, desk, ledger, query):
        MAKE[ledger]()
        for address in (f"/admin/{ledger}/?{query}", f"/admin/{ledger}/?export=csv&{query}"):
            response = desk.get(address)
            assert (response.status_code, response.get("Location")) == (302, f"/admin/{ledger}/")

    @every_ledger
    @pytest.mark.parametrize("query", ["p=x", "p=-3", "p=99", "o=99.x", "q=nothing-like-it", "export=exe"])
    def test_nor_does_this_harm(self, desk, ledger, query):
        MAKE[ledger]()
        assert desk.get(f"/admin/{ledger}/?{query}").status_code == 200

    @every_ledger
    @pytest.mark.parametrize("key", ["999999", "9" * 30, "abc", "-1", "1%00"])
    def test_a_row_that_is_not_there(self, desk, ledger, key):
        assert desk.get(f"/admin/{ledger}/inspect/{key}/").status_code == 404


class TestDownload:
    def test_mails_are_told_of_without_naming_anybody(self, desk):
        """Addresses leave by the export of the inbox alone, which keeps a record of it."""
        mail = OutgoingMailFactory(state=MailState.FAILED, error="550", recipient="an@example.org", subject="Dear An")
        headings, row = csv_rows(taken(desk, "outgoing-mail"))
        told = dict(zip(headings, row, strict=True))
        assert (told["Engagement"], told["State"], told["Error"]) == (
            mail.pledge.public_id,
            mail.get_state_display(),
            "550",
        )
        assert told["Written"] == f"{timezone.localtime(mail.created_at):%Y-%m-%d %H:%M}"
        assert not re.search("example.org|Dear An|Thank you", " ".join(row))

    def test_a_consent_has_its_whole_wording(self, desk):
        record = ConsentRecordFactory(wording="You may show it.\nEverywhere.", given=False)
        headings, row = xlsx_rows(taken(desk, "consents", "xlsx"))
        told = dict(zip(headings, row, strict=True))
        assert (told["Wording"], told["Given"]) == ("You may show it.\nEverywhere.", "no")
        assert told["Wording of the form"] == str(record.form_revision_id)

    @pytest.mark.parametrize("wording", ["=1+1", "@SUM(A1)", "+32 470", "-2+3", "\t=1"])
    def test_what_looks_like_a_formula_is_none(self, desk, wording):
        ConsentRecordFactory(wording=wording)
        assert f"'{wording}" in csv_rows(taken(desk, "consents"))[1]
        sheet = xlsx_sheet(taken(desk, "consents", "xlsx"))
        assert [cell.data_type for cell in sheet[2] if cell.value == wording] == ["s"]

    def test_it_is_in_the_language_of_its_reader_however_late_it_goes_out(self, client):
        reader = UserFactory(group="Pledge officers")
        UserProfile.objects.create(user=reader, preferred_language="nl")
        client.force_login(reader)
        mail = OutgoingMailFactory(state=MailState.FAILED)
        with translation.override("nl"):
            state, heading = mail.get_state_display(), str(OutgoingMail._meta.get_field("error").verbose_name)
        response = client.get("/admin/outgoing-mail/?export=csv")
        with translation.override("fr"):
            headings, row = csv_rows(b"".join(response.streaming_content), delimiter=";")
        assert state in row
        assert heading.capitalize() in headings

    def test_a_workbook_that_would_take_too_long_is_refused_with_the_way_out(self, desk, monkeypatch):
        monkeypatch.setattr(list_view, "MOST_ROWS", 1)
        for _row in range(2):
            OutgoingMailFactory()
        response = desk.get("/admin/outgoing-mail/?export=xlsx&state__exact=queued", follow=True)
        assert response.redirect_chain == [("/admin/outgoing-mail/?state__exact=queued", 302)]
        assert "Take the CSV file." in text_of(response)
        assert len(csv_rows(taken(desk, "outgoing-mail"))) == 3

    def test_batches_leave_nothing_out(self, desk, monkeypatch):
        monkeypatch.setattr(list_view, "BATCH", 2)
        numbers = {OutgoingMailFactory().pledge.public_id for _row in range(5)}
        assert {row[0] for row in csv_rows(taken(desk, "outgoing-mail"))[1:]} == numbers


class TestConsents:
    @pytest.mark.parametrize(("given", "word"), [(True, "yes"), (False, "no")])
    def test_a_withdrawal_is_told_in_words(self, desk, given, word):
        record = ConsentRecordFactory(given=given)
        for address in ("/admin/consents/", f"/admin/consents/inspect/{record.pk}/"):
            page = BeautifulSoup(desk.get(address).content, "html.parser")
            assert page.find(["td", "dd"], string=re.compile(rf"\s*{word}\s*")), address


class TestExports:
    def test_a_search_is_told_of_and_its_words_are_not_kept(self, desk):
        PledgeFactory(name="Ann Secret")
        b"".join(desk.post("/admin/inbox/export/?view=all&language=en&q=Secret", {"format": "csv"}))
        record = ExportRecord.objects.get()
        assert "Secret" not in record.filters
        for address in ("/admin/exports/", f"/admin/exports/inspect/{record.pk}/"):
            assert "with a search, whose words are not kept" in text_of(desk.get(address))
        headings, row = csv_rows(taken(desk, "exports"))
        assert dict(zip(headings, row, strict=True))["Search"] == "with a search, whose words are not kept"
        # The address still leads to the list, and a further export of that has no search.
        assert desk.get(record.filters).status_code == 200
        b"".join(desk.post(f"/admin/inbox/export/?view=all&{record.filters.split('?')[1]}", {"format": "csv"}))
        assert ExportRecord.objects.first().filters == "/admin/inbox/all/?language=en"

    @pytest.mark.parametrize("query", ["", "language=en", "q=", "q=+"])
    def test_without_one_nothing_is_told(self, desk, query):
        b"".join(desk.post(f"/admin/inbox/export/?view=all&{query}", {"format": "csv"}))
        assert "with a search" not in text_of(desk.get("/admin/exports/"))


class TestRetentionRuns:
    def test_it_says_how_much_went_even_where_that_is_nothing(self, desk):
        run = make_run(warned=4, removed=7, finished_at=timezone.now())
        page = BeautifulSoup(desk.get(f"/admin/retention-runs/inspect/{run.pk}/").content, "html.parser")
        told = {term.text: term.find_next("dd").text for term in page.find_all("dt")}
        assert (told["engagements announced"], told["engagements removed"], told["files removed"]) == ("4", "7", "0")


class TestErasures:
    @pytest.fixture
    def record(self):
        page = HomePageFactory(title="About <us>")
        return make_erasure(
            counts={"removed": 1, "answers": 12},
            numbers={"BBA-1": "removed", "BBA-2": "held"},
            left=[{"picture": make_image("Pond").pk}, {"picture": 999999}, {"page": page.pk}],
        )

    @pytest.fixture
    def page(self, desk, record):
        return desk.get(f"/admin/erasures/inspect/{record.pk}/")

    def test_it_says_in_words_what_went_and_what_became_of_each(self, page):
        text = text_of(page)
        for said in ("engagements removed: 1", "answers: 12", "BBA-1: removed", "BBA-2: kept: staff hold it"):
            assert said in text

    def test_it_leads_to_what_is_left_to_do(self, page, record):
        html = page.content.decode()
        assert f'href="/admin/images/{record.left[0]["picture"]}/"' in html
        assert "/admin/images/999999/" not in html, "it is gone already"
        assert f'href="/admin/pages/{record.left[2]["page"]}/edit/"' in html
        assert "About &lt;us&gt;" in html

    @pytest.mark.parametrize(("by_member", "who"), [(True, "the member, with a link"), (False, "Olga Peeters")])
    def test_it_says_who_did_it(self, desk, by_member, who):
        user = None if by_member else UserFactory(first_name="Olga", last_name="Peeters")
        make_erasure(user=user, by_member=by_member)
        assert who in text_of(desk.get("/admin/erasures/"))
        assert who in csv_rows(taken(desk, "erasures"))[1]

    def test_it_outlives_who_did_it(self, desk):
        record = make_erasure()
        record.user.delete()
        assert listed(desk, "erasures") == {record.pk}

    def test_it_can_be_taken_along(self, desk, record):
        row = csv_rows(taken(desk, "erasures"))[1]
        assert "engagements removed: 1\nanswers: 12" in row
        assert "BBA-1: removed\nBBA-2: kept: staff hold it" in row
        assert any("page “About <us>”" in cell for cell in row)


class TestMailTexts:
    def test_an_officer_writes_and_changes_one(self, desk):
        values = {"kind": "receipt", "language": "nl", "subject": "Dank u", "body": "Wij hebben het ontvangen."}
        assert desk.post("/admin/mail-texts/new/", values).status_code == 302
        text = MailText.objects.get()
        assert desk.post(f"/admin/mail-texts/edit/{text.pk}/", values | {"subject": "Bedankt"}).status_code == 302
        text.refresh_from_db()
        assert (text.subject, text.language) == ("Bedankt", "nl")
        assert "Bedankt" in desk.get("/admin/mail-texts/").content.decode()

    def test_a_second_text_for_the_same_mail_and_language_is_refused(self, desk):
        MailTextFactory(kind="receipt", language="nl")
        values = {"kind": "receipt", "language": "nl", "subject": "Dank u", "body": "Ontvangen."}
        response = desk.post("/admin/mail-texts/new/", values)
        assert response.status_code == 200
        assert "already exists" in response.content.decode()
        assert "Ontvangen." in response.content.decode()
        assert MailText.objects.count() == 1
