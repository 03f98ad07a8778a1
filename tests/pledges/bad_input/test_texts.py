"""Texts that are too long, of unusual letters, made to break a mail, and numbers in the reader's own way."""

import email
from email.policy import default

import pytest
from django.core import mail as django_mail
from wagtail.models import Site

from pledges.mail.sender import send_due
from pledges.models import MailSettings, OutgoingMail, Pledge, PledgeDraft
from tests.factories.users import UserFactory
from tests.support.join_forms import name, post
from tests.support.members import Member, in_fields, in_language, listed, mistakes, read
from tests.support.questions import HOSTILE

FIVE_MEGABYTES = 5 * 1024 * 1024
TOO_MUCH_TEXT = (
    "This is far more text than the form can take, so nothing of it was taken. Please go back in your browser, "
    "where it still stands, and shorten it. What you sent before is kept."
)
SENTENCES = {
    "emoji": "🌱 Een haag voor egels 🦔👩‍🌾",
    "combining characters": "Cafe\u0301 Zoe\u0308 n\u0303",
    "right to left": "حديقة للطيور גינה",
    "mixed directions": "Een haag (גדר) in Gent",
    "Chinese": "池塘 for newts",
}


@pytest.fixture
def staff(db):
    MailSettings.objects.create(site=Site.objects.get(is_default_site=True), staff_recipients="staff@example.org")


def delivered():
    """Every mail that the sender hands over, as it goes over the wire."""
    send_due()
    return [email.message_from_bytes(mail.message().as_bytes(), policy=default) for mail in django_mail.outbox]


class TestFiveMegabytes:
    def test_on_the_first_screen(self, member, what):
        response = member.begin(**what | {"title": "x" * FIVE_MEGABYTES})
        assert response.status_code == 413
        assert in_language("nl", TOO_MUCH_TEXT) in read(response)
        assert not PledgeDraft.objects.exists()

    def test_on_a_later_screen_what_was_sent_before_is_kept(self, member, what, who):
        member.begin(**what)
        member.post(3, **who | {"email": "an@"})
        member.save(3, **who | {"name": "An"})
        response = member.post(3, **who | {"story": "x" * FIVE_MEGABYTES})
        assert response.status_code == 413
        assert in_language("nl", TOO_MUCH_TEXT) in read(response)
        assert f'href="{member.address(3)}"' in response.content.decode()
        assert in_fields(member.open(3))[name(member.asked["name"])] == "An"
        assert in_fields(member.open(1))[name(member.asked["title"])] == "Een poel"

    def test_afterwards_beside_a_question_about_files(self, sent):
        sent.tell_more()
        sent.post(1, school="no")
        response = sent.client.post(sent.address(2), sent.fields({"note": "x" * FIVE_MEGABYTES}))
        assert response.status_code == 413
        assert in_language("nl", TOO_MUCH_TEXT) in read(response)
        assert sent.post(2, note="Behind the school").url == sent.address("check")

    @pytest.mark.parametrize("kind", ["resume", "mine", "confirm"])
    def test_to_the_link_of_a_mail(self, member, what, who, kind):
        member.begin(**what)
        post(member.client, member.address("later"), {"email": "an@example.org"})
        link = member.link("resume")
        if kind != "resume":
            member.post(3, **who)
            member.send()
            link = member.link(kind)
        assert post(member.client, link, {"action": "x" * FIVE_MEGABYTES}).status_code == 413
        assert member.client.get(link).status_code == 200


class TestTenThousandCharacters:
    @pytest.mark.parametrize(("key", "limit"), [("story", "5000"), ("name", "160")])
    def test_all_of_them_stand_there_again_with_how_many_fit(self, member, what, who, key, limit):
        text = "Een haag. " * 1000
        member.begin(**what)
        response = member.post(3, **who | {key: text})
        (mistake,) = mistakes(response)
        assert response.status_code == 422
        assert "tekens" in mistake
        assert limit in mistake
        assert str(len(text.strip())) in mistake
        assert in_fields(response)[name(member.asked[key])] == text
        assert in_fields(response)[name(member.asked["email"])] == "an@example.org"

    def test_unfinished_they_are_kept_whole(self, member, what, who):
        text = "Een haag. " * 1000
        member.begin(**what)
        member.save(3, **who | {"story": text})
        assert in_fields(member.open(3))[name(member.asked["story"])] == text

    def test_five_thousand_reach_staff_and_member(self, member, what, who):
        text = "Een haag. " * 499 + "Een einde."
        member.begin(**what)
        member.post(3, **who | {"story": text})
        member.send()
        assert Pledge.objects.get().answers.get(kind="long_text").display == text
        assert text in OutgoingMail.objects.get().body


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_every_letter_is_read_back_as_it_was_typed_to_the_last_mail(member, what, who, staff, text):
    member.begin(**what | {"title": text})
    member.post(3, **who | {"name": text, "story": f"{text}\n{text}"})
    assert listed(member.open("check"))["Title (nl)"] == text
    page = member.client.get(member.send().url)
    assert listed(page)["Title (nl)"] == text
    assert listed(member.client.get(member.link("mine")))["Story (nl)"] == f"{text}\n{text}"
    pledge = Pledge.objects.get()
    assert (pledge.title, pledge.name) == (text, text)
    receipt, notice = delivered()
    assert notice["Subject"].endswith(text)
    for part in receipt.get_body(("plain",)), receipt.get_body(("html",)):
        assert text in part.get_content()
    member.client.force_login(UserFactory(group="Pledge officers"))
    assert text in member.client.get(f"/admin/inbox/{pledge.pk}/").content.decode()


class TestHeaderInjection:
    ENDS = ["\r\n", "\n", "\r", "\u2028", "\u0085", "\x0b", "\x0c", "%0d%0a", "=?utf-8?q?=0d=0a?="]

    @pytest.mark.parametrize("end", ENDS, ids=ascii)
    @pytest.mark.parametrize("key", ["title", "name"])
    def test_a_name_adds_no_header_and_no_recipient_to_a_mail(self, member, what, who, staff, key, end):
        evil = f"An{end}Bcc: everyone@example.org{end}Subject: Win{end}{end}<b>Pay</b>"
        answers = what | who | {key: evil}
        member.begin(**{part: answers[part] for part in ("title", "engagement", "several")})
        member.post(3, **{part: answers[part] for part in answers if part in ("actor_kind", "email", "name")})
        member.send()
        receipt, notice = delivered()
        assert [each.recipients() for each in django_mail.outbox] == [["an@example.org"], ["staff@example.org"]]
        for message in (receipt, notice):
            assert not {"bcc", "cc"} & {header.lower() for header in message.keys()}  # noqa: SIM118  a mail is no dict
            assert len(message.get_all("Subject")) == len(message.get_all("To")) == 1
            assert "Win" not in message["Subject"] or "Bcc" in message["Subject"]
            assert "<b>Pay</b>" not in message.get_body(("html",)).get_content()
        assert notice["Reply-To"] == "an@example.org"

    @pytest.mark.parametrize(
        "address",
        [
            "an@example.org\r\nBcc: everyone@example.org",
            "an@example.org\nBcc: everyone@example.org",
            "an@example.org,everyone@example.org",
            "an@example.org;everyone@example.org",
            "An <an@example.org>",
            "an@example.org\u2028Bcc: everyone@example.org",
            "an@example.org%0d%0aBcc:everyone@example.org",
            '"an\r\nBcc: everyone"@example.org',
            "an@example.org ' OR 1=1",
        ],
        ids=ascii,
    )
    def test_an_address_that_is_more_than_one_is_refused_with_all_that_was_typed(self, member, what, who, address):
        member.begin(**what)
        response = member.post(3, **who | {"email": address, "story": "Long story"})
        assert response.status_code == 422
        assert len(mistakes(response)) == 1
        assert "everyone" not in mistakes(response)[0]
        assert in_fields(response)[name(member.asked["story"])] == "Long story"
        later = post(member.client, member.address("later"), {"email": address})
        assert later.status_code == 422
        assert len(mistakes(later)) == 1
        assert not OutgoingMail.objects.exists()

    @pytest.mark.parametrize("address", ['"an,everyone"@example.org', "an+bcc@example.org", "an@xn--bcher-kva.example"])
    def test_an_unusual_address_is_one_recipient(self, member, what, who, staff, address):
        member.begin(**what)
        member.post(3, **who | {"email": address})
        member.send()
        delivered()
        assert [len(each.recipients()) for each in django_mail.outbox] == [1, 1]
        assert len(delivered()[0]["To"].addresses) == 1


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("nl", "1.500,5", "1.500,5"),
        ("nl", "1.500", "1.500"),
        ("nl", "1 500,5", "1.500,5"),
        ("fr", "1 500,5", "1\u202f500,5"),
        ("fr", "1\u00a0500,5", "1\u202f500,5"),
        ("fr", "1\u202f500,5", "1\u202f500,5"),
        ("fr", "1.500", "1\u202f500"),
        ("en", "1,500.5", "1,500.5"),
        ("en", "1 500.5", "1,500.5"),
    ],
)
def test_a_number_in_the_readers_own_way_is_read_back_so_and_stored_the_same(
    pages, asked, what, who, language, typed, shown
):
    member = Member(pages[language], asked, language)
    member.begin(**what | {"trees": typed, "engagement-quantity": typed})
    member.post(3, **who)
    label = "Trees" if language == "en" else f"Trees ({language})"
    assert listed(member.open("check"))[label].replace("\u00a0", "\u202f") == shown
    member.send()
    pledge = Pledge.objects.get()
    meant = "1500.5" if "5" in typed[5:] else "1500"
    assert pledge.answers.get(kind="number").value == meant
    assert str(pledge.contributions.get().declared.normalize()) in (meant, "1.5E+3")


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_afterwards_too_nothing_that_is_typed_breaks_a_screen_or_is_lost(sent, typed):
    sent.tell_more()
    if "\ud800" in typed:
        typed = "%ED%A0%80"  # as a browser would have to write it
    response = sent.post(1, school="yes", pupils=typed, teacher="An")
    assert response.status_code == 422
    assert len(mistakes(response)) == 1
    assert "<script>alert" not in response.content.decode()
    assert in_fields(response)[name(sent.asked["teacher"])] == "An"
    if "\x00" not in typed:
        assert in_fields(response)[name(sent.asked["pupils"])].split() == typed.split()
