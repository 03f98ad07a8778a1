"""All that is held about a person as one file, for them and for the officer who reviews it."""

import json
import zipfile

import pytest
from wagtail.models import ModelLogEntry

from pledges.choices import LinkPurpose, MailKind, PledgeState, PrivacyClass
from pledges.links import give_data_link
from pledges.mail.messages import queue_receipt
from pledges.models import ChangeRequest, MemberLink, PledgeFile, ProposedChange
from pledges.moves import MOVES, Said, apply
from pledges.notes import write_note
from pledges.personal_data.handover import TAKEN_ACTION, hand_to_member, handover
from pledges.personal_data.holding import hold
from pledges.personal_data.person import Person
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
from tests.support.join_forms import needed_questions, published_form, section
from tests.support.members_data import keyed_pledge, published_picture

pytestmark = pytest.mark.django_db

ADDRESS = "an.peeters@example.org"
NOTE, REASON, MESSAGE, HELD = "Zwaluwstaart", "Kwartelei", "Roodborstje", "Boerenzwaluw"


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer():
    return UserFactory(is_superuser=True, first_name="Marie", last_name="Curie")


@pytest.fixture
def pledge(officer):
    """An engagement that staff wrote notes about, declined with a reason and a message, and hold."""
    pledge = keyed_pledge(ADDRESS, phone="+32470123456", form=PledgeFormFactory())
    write_note(pledge, officer, NOTE)
    pledge = apply(pledge, MOVES["decline"], officer, pledge.version, Said(reason=REASON, message=MESSAGE))
    hold(pledge, officer, HELD)
    return pledge


def archive(*, for_staff=False, address=ADDRESS):
    return zipfile.ZipFile(handover(Person(address), for_staff=for_staff))


def data(**kwargs):
    return json.loads(archive(**kwargs).read("data.json"))


def only(**kwargs):
    """The one engagement there is."""
    (engagement,) = data(**kwargs)["engagements"]
    return engagement


class TestWhatIsInIt:
    def test_the_engagement_with_what_its_member_is_told_of_it(self, pledge):
        told = only()
        assert (told["number"], told["title"], told["state"]) == (pledge.public_id, pledge.title, "declined")
        assert (told["name"], told["email"], told["phone"]) == ("An Peeters", ADDRESS, "+32470123456")
        assert told["kept"] == "We keep it for a legal reason. Ask us about it."

    @pytest.mark.parametrize("privacy", PrivacyClass)
    def test_answers_stand_beside_their_questions(self, pledge, privacy):
        AnswerFactory(pledge=pledge, section="Where", label="Which place?", display="Genk", privacy=privacy)
        assert only()["answers"] == [{"section": "Where", "question": "Which place?", "answer": "Genk"}]

    def test_quantities_are_named_with_their_unit(self, pledge):
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=3, accepted=2, place="Behind it")
        (contribution,) = only()["contributions"]
        assert (contribution["declared"], contribution["accepted"], contribution["where"]) == (
            "3.000000",
            "2.000000",
            "Behind it",
        )
        assert contribution["objective"]
        assert contribution["unit"]

    def test_consents_have_the_words_that_were_shown(self, pledge):
        ConsentRecordFactory(pledge=pledge, wording="You may write to me", given=False)
        (consent,) = only()["consents"]
        assert (consent["wording"], consent["given"]) == ("You may write to me", False)

    def test_mails_to_the_person_with_their_text_and_no_link_that_works(self, pledge):
        queue_receipt(pledge)
        OutgoingMailFactory(pledge=pledge, kind=MailKind.STAFF_NOTICE, recipient="staff@example.org", body="New!")
        mails = data()["mails"]
        assert [mail["what"] for mail in mails] == ["engagement declined", "receipt to the member"]
        assert {mail["about_engagement"] for mail in mails} == {pledge.public_id}
        assert MESSAGE in mails[0]["text"]
        text = json.dumps(data())
        for link in MemberLink.objects.all():
            assert link.signed not in text
            assert link.key.hex not in text

    def test_mails_that_belong_to_no_engagement_and_the_links_that_were_asked_for(self):
        OutgoingMailFactory(pledge=None, recipient=ADDRESS.upper(), subject="Alone")
        OutgoingMailFactory(pledge=None, recipient="bea@example.org", subject="Hers")
        give_data_link(ADDRESS)
        held = data()
        assert [mail["subject"] for mail in held["mails"]] == ["Alone"]
        assert [link["for"] for link in held["links_to_this_data"]] == [LinkPurpose.DATA.label]

    def test_what_happened_and_when_without_who_and_why(self, pledge):
        history = only()["history"]
        assert [entry["what"] for entry in history] == ["Add a note", "Decline", "Keep for longer"]
        assert history[1]["state"] == "declined"
        assert all(set(entry) == {"when", "what", "state"} for entry in history)

    def test_what_staff_asked_and_what_the_member_changed_since(self, pledge):
        ChangeRequest.objects.create(pledge=pledge, pledge_version=1, message="Where is it?")
        ProposedChange.objects.create(
            pledge=pledge,
            question_id="11111111-1111-4111-8111-111111111111",
            form_revision=pledge.form.save_revision(),
            order=1,
            kind="short_text",
            label="Trees",
            value="7",
            display="7",
            privacy=PrivacyClass.STAFF,
        )
        told = only()
        assert told["asked_by_staff"][0]["message"] == "Where is it?"
        assert told["changes_that_wait_for_staff"] == [{"section": "", "question": "Trees", "answer": "7"}]

    def test_what_was_begun_as_it_was_typed(self):
        asked = needed_questions()
        form = published_form(section("Who", *asked.values()))
        answers = {asked["email"]["id"]: ADDRESS, asked["title"]["id"]: "A pond"}
        PledgeDraftFactory(form=form, form_revision=form.live_revision, answers=answers)
        (told,) = data()["drafts"]
        assert {"A pond", ADDRESS} <= {row["answer"] for row in told["answers"]}

    def test_nothing_of_anybody_else(self, pledge):
        keyed_pledge("bea@example.org", title="Hers")
        keyed_pledge("an.peeters+pond@example.org", title="Similar")
        AnswerFactory(pledge=keyed_pledge("carl@example.org", title="His"), display=f"My neighbour is {ADDRESS}")
        text = json.dumps(data())
        assert pledge.public_id in text
        for other in ("Hers", "Similar", "His", "My neighbour"):
            assert other not in text

    def test_an_address_without_anything_gets_an_empty_file(self):
        held = data(address="nobody@example.org")
        assert (held["engagements"], held["drafts"], held["mails"]) == ([], [], [])


class TestStaffWords:
    def test_notes_reasons_and_names_of_staff_are_left_out_and_that_is_said(self, pledge):
        one = archive()
        assert one.namelist() == ["data.json"]
        text = one.read("data.json").decode()
        for secret in (NOTE, REASON, HELD, "Curie", "Marie"):
            assert secret not in text
        assert "Notes that staff wrote" in json.loads(text)["about"]["left_out"]
        # What was meant for the member is there, so the others would have been seen.
        assert MESSAGE in text

    def test_an_officer_gets_them_beside_it(self, pledge):
        AnswerFactory(pledge=keyed_pledge("carl@example.org", public_id="CARL-CARL"), display=f"With {ADDRESS}")
        one = archive(for_staff=True)
        assert one.namelist() == ["data.json", "staff-notes.json"]
        words = json.loads(one.read("staff-notes.json"))
        (engagement,) = words["engagements"]
        assert [(note["who"], note["text"]) for note in engagement["notes"]] == [("Marie Curie", NOTE)]
        assert [reason["reason"] for reason in engagement["reasons"]] == [REASON, HELD]
        assert engagement["kept_because"] == HELD
        assert [(found["number"], found["answers"]) for found in words["named_in_engagements_of_others"]] == [
            ("CARL-CARL", 1)
        ]
        for secret in (NOTE, REASON, HELD):
            assert secret not in one.read("data.json").decode()


class TestFiles:
    def test_each_lies_where_the_data_say(self, pledge):
        PledgeFileFactory(pledge=pledge, name="plan.pdf", content=b"%PDF-1.4\none\n%%EOF\n")
        PledgeFileFactory(pledge=pledge, name="plan.pdf", content=b"%PDF-1.4\ntwo\n%%EOF\n")
        one = archive()
        told = json.loads(one.read("data.json"))["engagements"][0]["files"]
        assert [one.read(file["file"]) for file in told] == [b"%PDF-1.4\none\n%%EOF\n", b"%PDF-1.4\ntwo\n%%EOF\n"]
        assert [(file["name"], file["missing"]) for file in told] == [("plan.pdf", False)] * 2

    def test_a_published_picture_is_there_too(self, pledge, officer):
        accepted = keyed_pledge("bea@example.org", state=PledgeState.ACCEPTED)
        image = published_picture(accepted, officer)
        one = archive(address="bea@example.org")
        (picture,) = json.loads(one.read("data.json"))["engagements"][0]["published_pictures"]
        with image.file.open() as published:
            assert one.read(picture["file"]) == published.read()

    def test_one_that_the_storage_lost_is_named_as_missing(self, pledge):
        PledgeFileFactory(pledge=pledge, name="lost.pdf")
        PledgeFileFactory(pledge=pledge, name="there.pdf")
        lost = PledgeFile.objects.get(name="lost.pdf")
        lost.file.storage.delete(lost.file.name)
        one = archive()
        told = {file["name"]: file for file in json.loads(one.read("data.json"))["engagements"][0]["files"]}
        assert (told["lost.pdf"]["missing"], told["lost.pdf"]["file"]) == (True, None)
        assert one.read(told["there.pdf"]["file"])

    def test_one_of_a_draft(self):
        asked = needed_questions()
        form = published_form(section("Who", *asked.values()))
        draft = PledgeDraftFactory(form=form, form_revision=form.live_revision, answers={asked["email"]["id"]: ADDRESS})
        stored = PledgeFileFactory(pledge=keyed_pledge("bea@example.org"))
        PledgeFile.objects.filter(pk=stored.pk).update(pledge=None, draft=draft)
        one = archive()
        (file,) = json.loads(one.read("data.json"))["drafts"][0]["files"]
        assert one.read(file["file"]).startswith(b"%PDF")

    @pytest.mark.parametrize("name", ["../../etc/passwd", "..\\evil.pdf", "/etc/passwd", "a/b.pdf", ".."])
    def test_no_name_leads_out_of_the_folder_that_it_is_unpacked_to(self, pledge, name):
        PledgeFileFactory(pledge=pledge, name=name)
        (place,) = [place for place in archive().namelist() if place != "data.json"]
        assert place.startswith(f"files/{pledge.public_id}/")
        assert ".." not in place.split("/")
        assert place.count("/") == 2
        assert "\\" not in place

    def test_large_files_do_not_fill_the_memory(self, pledge, monkeypatch):
        monkeypatch.setattr("pledges.personal_data.handover.IN_MEMORY", 1000)
        PledgeFileFactory(pledge=pledge, content=b"%PDF-1.4\n" + bytes(5000))
        file = handover(Person(ADDRESS), for_staff=False)
        assert file._rolled
        assert zipfile.ZipFile(file).testzip() is None


def test_the_log_tells_when_the_member_took_it(pledge):
    hand_to_member(Person(ADDRESS)).close()
    entry = ModelLogEntry.objects.for_instance(pledge).get(action=TAKEN_ACTION)
    assert (entry.user_id, entry.data) == (None, {})
