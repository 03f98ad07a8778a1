"""What is held about a person goes when they wish it, the figures stay right, and a report says what went."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bbacms.core.models import CustomImage
from bbacms.core.private_storage import private_storage
from pledges.choices import (
    COUNTED_STATES,
    Erasure,
    ErasureWish,
    ExportFormat,
    MailKind,
    MailState,
    PledgeState,
    PrivacyClass,
)
from pledges.counting import count_totals
from pledges.inbox.export.run import Export
from pledges.inbox.search import search
from pledges.kept_totals import counted_anew, kept
from pledges.models import (
    Answer,
    ErasureRecord,
    ExportRecord,
    MatchKey,
    MemberLink,
    OutgoingMail,
    Pledge,
    PledgeDraft,
    PledgeNote,
)
from pledges.moves import MOVES, MoveNotAllowed, Said, apply, moves_from
from pledges.notes import write_note
from pledges.personal_data import journal
from pledges.personal_data.erasure import ERASE_ACTION, FORGET_ACTION, Wishes, erase, erase_by_staff
from pledges.personal_data.person import Person
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import (
    AnswerFactory,
    ContributionFactory,
    OutgoingMailFactory,
    PledgeDraftFactory,
    PledgeFileFactory,
)
from tests.factories.users import UserFactory
from tests.support.members_data import keyed_pledge, published_picture, shown_on_a_page

pytestmark = pytest.mark.django_db

ADDRESS = "an.peeters@example.org"
WITHDRAWN = ErasureWish.WITHDRAWN


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


def erase_all(address=ADDRESS, **wishes):
    return erase(Person(address), Wishes(**wishes))


class TestWhoMay:
    def test_an_officer_may_not(self):
        keyed_pledge(ADDRESS)
        officer = UserFactory(permissions=["pledges.use_inbox", "pledges.export_pledges"])
        with pytest.raises(PermissionDenied):
            erase_by_staff(Person(ADDRESS), officer, Wishes())
        assert Pledge.objects.get().email == ADDRESS

    def test_an_administrator_may_and_stands_in_the_record(self, admin):
        keyed_pledge(ADDRESS)
        assert erase_by_staff(Person(ADDRESS), admin, Wishes()).user == admin


class TestEachState:
    @pytest.mark.parametrize("state", sorted(set(PledgeState) - {*COUNTED_STATES, PledgeState.STOPPED}))
    def test_what_does_not_count_is_removed_open_or_not(self, state):
        pledge = keyed_pledge(ADDRESS, state=state)
        record = erase_all()
        assert not Pledge.objects.exists()
        assert record.numbers == {pledge.public_id: "removed"}

    @pytest.mark.parametrize("state", COUNTED_STATES)
    def test_what_counts_stays_without_a_name(self, state):
        pledge = keyed_pledge(ADDRESS, state=state, organisation="An’s garden", summary="With An", municipality="Genk")
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=3, accepted=3, place="An’s garden")
        before = count_totals()
        record = erase_all()
        left = Pledge.objects.get()
        assert (left.state, left.erasure) == (state, Erasure.WISH)
        assert (left.title, left.organisation, left.summary) == (pledge.public_id, "", "")
        assert (left.email, left.name, left.phone, left.municipality) == ("", "", "", "")
        assert left.contributions.get().place == ""
        assert count_totals() == before
        assert kept() == counted_anew()
        assert record.numbers == {pledge.public_id: "nameless"}

    @pytest.mark.parametrize("state", COUNTED_STATES)
    def test_what_counts_is_withdrawn_where_the_person_wishes_so(self, state):
        pledge = keyed_pledge(ADDRESS, state=state)
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=3, accepted=3)
        assert count_totals().engagements == 1
        record = erase_all(of={pledge.pk: WITHDRAWN})
        assert Pledge.objects.get().state == PledgeState.WITHDRAWN
        assert count_totals().engagements == 0
        assert kept() == counted_anew()
        assert record.numbers == {pledge.public_id: "withdrawn"}

    def test_of_a_stopped_one_the_figures_stay(self):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.STOPPED)
        ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), accepted=3)
        erase_all()
        assert Pledge.objects.get().contributions.count() == 1

    def test_one_that_is_held_stays_and_the_record_says_so(self, admin):
        pledge = keyed_pledge(ADDRESS, held_at="2026-01-01T00:00Z", held_because="A dispute")
        record = erase_all()
        assert Pledge.objects.get().email == ADDRESS
        assert record.numbers == {pledge.public_id: "held"}

    def test_an_erased_one_can_be_moved_no_more(self, admin):
        keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        erase_all()
        left = Pledge.objects.get()
        assert moves_from(left.state, erased=True) == []
        with pytest.raises(MoveNotAllowed):
            apply(left, MOVES["reopen"], admin, left.version, Said(reason="Again"))


class TestMerged:
    def test_one_that_counts_with_another_goes_and_the_other_stays(self):
        other = keyed_pledge("other@example.org", state=PledgeState.ACCEPTED)
        keyed_pledge(ADDRESS, merged_into=other)
        erase_all()
        assert Pledge.objects.get() == other

    @pytest.mark.parametrize("state", [PledgeState.SUBMITTED, PledgeState.ACCEPTED])
    def test_those_of_others_stand_by_themselves_again_once_it_counts_no_more(self, state):
        pledge = keyed_pledge(ADDRESS, state=state)
        other = keyed_pledge("other@example.org", state=PledgeState.ACCEPTED, merged_into=pledge)
        erase_all(of={pledge.pk: WITHDRAWN})
        other.refresh_from_db()
        assert other.merged_into is None
        assert count_totals().engagements == 1
        assert kept() == counted_anew()

    def test_those_of_others_go_on_counting_with_one_that_stays(self):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        other = keyed_pledge("other@example.org", merged_into=pledge)
        erase_all()
        other.refresh_from_db()
        assert other.merged_into == pledge
        assert count_totals().engagements == 1

    def test_both_of_one_person_go_at_once(self):
        pledge = keyed_pledge(ADDRESS)
        keyed_pledge(ADDRESS, merged_into=pledge)
        erase_all()
        assert not Pledge.objects.exists()


class TestSameAddress:
    @pytest.mark.parametrize("typed", ["AN.Peeters@Example.ORG", f"  {ADDRESS} "])
    def test_capitals_and_spaces_do_not_matter(self, typed):
        keyed_pledge(ADDRESS)
        erase_all(typed)
        assert not Pledge.objects.exists()

    @pytest.mark.parametrize(
        ("held", "asked"),
        [
            ("an+bba@example.org", "an@example.org"),
            ("a.n@gmail.com", "an@gmail.com"),
            ("an@googlemail.com", "a.n+x@gmail.com"),
        ],
    )
    def test_a_similar_one_is_offered_and_goes_only_when_chosen(self, held, asked):
        pledge = keyed_pledge(held)
        assert Person(asked).pledges == []
        assert Person(asked).similar == [pledge]
        erase_all(asked)
        assert Pledge.objects.exists()
        erase_all(asked, similar=[pledge.pk])
        assert not Pledge.objects.exists()

    @pytest.mark.parametrize("typed", ["", "  ", "an", "@", "an.peeters@example.orgs", "n.peeters@example.org"])
    def test_nothing_else_is_the_same(self, typed):
        pledge = keyed_pledge(ADDRESS)
        erase_all(typed, similar=[pledge.pk])
        assert Pledge.objects.exists()


class TestSecondContact:
    """The address stands in an engagement of somebody else."""

    @pytest.fixture
    def pledge(self, admin):
        pledge = keyed_pledge("other@example.org", name="Jo", title="A pond", place=f"ask {ADDRESS}")
        AnswerFactory(pledge=pledge, kind="email", display=ADDRESS.upper(), privacy=PrivacyClass.CONTACT)
        AnswerFactory(pledge=pledge, display="Kept")
        write_note(pledge, admin, f"Write to {ADDRESS} too")
        write_note(pledge, admin, "A good plan")
        OutgoingMailFactory(pledge=pledge, recipient="other@example.org", body=f"Second contact: {ADDRESS}")
        OutgoingMailFactory(pledge=pledge, recipient=ADDRESS, kind=MailKind.ADDRESS_CHANGED)
        return pledge

    def test_the_engagement_stays_and_names_the_person_no_more(self, pledge):
        record = erase_all()
        assert Pledge.objects.get().title == "A pond"
        assert Pledge.objects.get().place == "ask …"
        assert [answer.display for answer in Answer.objects.all()] == ["Kept"]
        assert [note.text for note in PledgeNote.objects.all()] == ["A good plan"]
        assert OutgoingMail.objects.get().body == "Second contact: …"
        assert not search(Pledge.objects.all(), "peeters").exists()
        assert record.counts == {"mentions": 1, "answers": 1, "notes": 1, "mails": 1}
        assert record.numbers == {}

    def test_by_a_link_alone_nothing_of_others_goes_and_staff_are_told_to_look(self, pledge):
        PledgeDraftFactory(answers={"anything": f"with {ADDRESS}"})
        record = erase(Person(ADDRESS), Wishes(), by_member=True)
        assert record.left == [{"mention": pledge.public_id}]
        assert Answer.objects.count() == 2
        assert PledgeNote.objects.count() == 2
        assert PledgeDraft.objects.exists()

    def test_the_history_of_the_case_says_so(self, pledge):
        erase_all()
        entries = ModelLogEntry.objects.filter(object_id=str(pledge.pk))
        assert [entry.action for entry in entries.order_by("pk")][-1] == FORGET_ACTION

    def test_the_other_member_is_found_as_before(self, pledge):
        erase_all()
        assert Person("other@example.org").pledges == [pledge]


class TestWithoutAnEngagement:
    def test_a_draft_goes_whatever_its_question_is_called(self):
        PledgeDraftFactory(answers={str(uuid.uuid4()): {"deep": [ADDRESS.upper()]}})
        PledgeDraftFactory(unfinished={"q": [f"{ADDRESS} or so"]})
        stays = PledgeDraftFactory(answers={str(uuid.uuid4()): "other@example.org"})
        record = erase_all()
        assert PledgeDraft.objects.get() == stays
        assert record.counts["drafts"] == 2

    def test_mails_and_links_that_belong_to_nothing_else_go(self):
        link = MemberLink.objects.create(address=ADDRESS, purpose="data", expires_at="2030-01-01T00:00Z")
        OutgoingMailFactory(pledge=None, recipient=ADDRESS, kind=MailKind.DATA).links.add(link)
        record = erase_all(ADDRESS.upper())
        assert not MemberLink.objects.exists()
        assert not OutgoingMail.objects.exists()
        assert (record.counts["mails"], record.counts["links"]) == (1, 1)

    def test_of_an_address_that_nobody_has_nothing_went_and_it_is_written_down_all_the_same(self):
        keyed_pledge("other@example.org")
        assert erase_all().counts == {}
        assert Pledge.objects.exists()


class TestReport:
    def test_it_counts_what_went_and_names_nobody(self, admin, django_capture_on_commit_callbacks):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        AnswerFactory(pledge=pledge, display="Secret")
        file = PledgeFileFactory(pledge=pledge)
        OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
        write_note(pledge, admin, "An called")
        pledge = apply(pledge, MOVES["reopen"], admin, pledge.version, Said(reason="An said so"))
        pledge = apply(pledge, MOVES["accept"], admin, pledge.version)
        with django_capture_on_commit_callbacks(execute=True):
            record = erase_all()
        assert record.counts == {"nameless": 1, "answers": 2, "files": 1, "mails": 2, "notes": 1, "links": 1, "log": 1}
        assert not file.file.storage.exists(file.file.name)
        assert not MatchKey.objects.exists()
        told = json.dumps([record.counts, record.numbers, record.left])
        assert "Peeters" not in told
        assert ADDRESS not in told
        entries = ModelLogEntry.objects.filter(object_id=str(pledge.pk)).order_by("pk")
        assert [entry.action for entry in entries][-3:] == ["pledges.reopen", "pledges.accept", ERASE_ACTION]
        assert "An said so" not in str([entry.data for entry in entries])

    def test_a_published_picture_goes_unless_a_page_shows_it(self, admin):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        image = published_picture(pledge, admin)
        record = erase_all()
        assert not CustomImage.objects.filter(pk=image.pk).exists()
        assert record.counts["pictures"] == 1
        assert not ModelLogEntry.objects.filter(label=image.title).exists()

    def test_one_that_a_page_shows_is_left_for_an_editor(self, admin):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        image = published_picture(pledge, admin)
        shown_on_a_page(image)
        record = erase_all()
        assert CustomImage.objects.filter(pk=image.pk).exists()
        assert record.left == [{"picture": image.pk}]


class TestJournal:
    def test_it_says_what_was_erased_and_not_whose_it_was(self):
        pledge = keyed_pledge(ADDRESS)
        record = erase_all()
        [entry] = journal.read()
        assert entry.key == str(record.key)
        assert entry.outcomes == {pledge.public_id: "removed"}
        assert ADDRESS not in json.dumps(entry.__dict__)
        assert journal.is_hash_of(ADDRESS.upper(), entry.address_hash)

    def test_where_it_cannot_be_written_nothing_is_erased(self, monkeypatch):
        keyed_pledge(ADDRESS)

        def full(*args, **kwargs):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(type(private_storage()), "_save", full)
        with pytest.raises(OSError, match="No space"):
            erase_all()
        assert Pledge.objects.exists()
        assert not ErasureRecord.objects.exists()


class TestRestoredBackup:
    """The database is as it was before the erasure; the private storage is not."""

    def restore(self, **columns):
        ErasureRecord.objects.all().delete()
        Pledge.objects.all().delete()
        self.begun(PledgeDraftFactory(answers={"q": ADDRESS}))
        return self.begun(keyed_pledge(ADDRESS, **columns))

    def begun(self, row):
        """As it was in the backup, a day before."""
        came = "created_at" if isinstance(row, PledgeDraft) else "submitted_at"
        type(row).objects.filter(pk=row.pk).update(**{came: timezone.now() - timedelta(days=1)})
        return row

    @pytest.mark.parametrize("wish", ErasureWish)
    def test_it_is_erased_once_more_as_it_was_wished(self, wish, capsys):
        pledge = keyed_pledge(ADDRESS, state=PledgeState.ACCEPTED)
        erase_all(of={pledge.pk: wish})
        self.restore(state=PledgeState.ACCEPTED, public_id=pledge.public_id)
        call_command("replay_erasures")
        left = Pledge.objects.get()
        assert (left.email, left.erasure) == ("", Erasure.WISH)
        assert left.state == (PledgeState.WITHDRAWN if wish is WITHDRAWN else PledgeState.ACCEPTED)
        assert not PledgeDraft.objects.exists()
        assert capsys.readouterr().out.splitlines() == ["Erasures done again: 1"]
        call_command("replay_erasures")
        assert capsys.readouterr().out.splitlines() == ["Erasures done again: 0"]

    def test_it_is_found_by_its_number_where_the_site_has_another_secret(self, settings):
        pledge = keyed_pledge(ADDRESS)
        erase_all()
        self.restore(public_id=pledge.public_id)
        settings.SECRET_KEY = "another"
        call_command("replay_erasures")
        assert not Pledge.objects.exists()

    def test_who_took_part_again_since_stays(self):
        pledge = keyed_pledge(ADDRESS)
        erase_all()
        self.restore(public_id=pledge.public_id)
        again = keyed_pledge(ADDRESS.upper())
        draft = PledgeDraftFactory(answers={"q": ADDRESS})
        call_command("replay_erasures")
        assert Pledge.objects.get() == again
        assert PledgeDraft.objects.get() == draft

    def test_one_of_whom_nothing_came_back_is_named_by_its_key(self, capsys):
        keyed_pledge(ADDRESS)
        record = erase_all()
        ErasureRecord.objects.all().delete()
        call_command("replay_erasures")
        assert str(record.key) in capsys.readouterr().out


def test_an_export_that_is_under_way_leaves_it_out(admin, monkeypatch):
    monkeypatch.setattr("pledges.inbox.export.run.BATCH", 1)
    for address in ("first@example.org", ADDRESS, "last@example.org"):
        keyed_pledge(address)
    export = Export(admin, Pledge.objects.order_by("pk"), ExportFormat.CSV, "")
    chunks = export.chunks()
    begun = b""
    while b"first@example.org" not in begun:
        begun += next(chunks)
    erase_all()
    written = begun + b"".join(chunks)
    assert b"last@example.org" in written
    assert ADDRESS.encode() not in written
    assert ExportRecord.objects.get().number == 2
