"""An address is found where it stands, and nowhere where it is only the end, or the beginning, of a longer one."""

import pytest

from pledges.choices import MailKind
from pledges.models import ChangeRequest, Pledge
from pledges.notes import write_note
from pledges.personal_data.erasure import Wishes, erase
from pledges.personal_data.person import Person, same_address
from tests.factories.pledges import AnswerFactory, ContributionFactory, OutgoingMailFactory, PledgeDraftFactory
from tests.factories.users import UserFactory
from tests.support.members_data import keyed_pledge

pytestmark = pytest.mark.django_db

SHORT = "n@example.org"
LONGER = ("an@example.org", "a.n@example.org", "a+n@example.org", "n@example.org.be", "n@example.organic")


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def written_everywhere(address):
    """An engagement of somebody who has ``address`` and names it wherever one may write."""
    said = f"Write to {address}."
    pledge = keyed_pledge(address, title=said, summary=said)
    AnswerFactory(pledge=pledge, display=said)
    ContributionFactory(pledge=pledge, place=said)
    OutgoingMailFactory(pledge=pledge, kind=MailKind.STAFF_NOTICE, recipient="staff@example.com", body=said)
    ChangeRequest.objects.create(pledge=pledge, pledge_version=1, message=said)
    write_note(pledge, UserFactory(is_superuser=True), said)
    return pledge


def rows_of(pledge):
    relations = (pledge.answers, pledge.contributions, pledge.mails, pledge.change_requests, pledge.notes)
    return [Pledge.objects.filter(pk=pledge.pk).values().get(), *(list(rows.values()) for rows in relations)]


@pytest.mark.parametrize("longer", LONGER)
def test_an_erasure_leaves_a_longer_address_of_somebody_else_alone(longer):
    other = written_everywhere(longer)
    keyed_pledge(SHORT)
    before = rows_of(other)
    erase(Person(SHORT), Wishes(), by_member=True)
    assert rows_of(other) == before
    assert not Pledge.objects.filter(email=SHORT).exists()


@pytest.mark.parametrize("longer", LONGER)
def test_a_draft_with_a_longer_address_is_not_theirs(longer):
    PledgeDraftFactory(answers={"a": longer})
    assert not Person(SHORT).drafts
    assert not Person(SHORT).is_known


@pytest.mark.parametrize("around", ["{}", "<{}>", "mailto:{}", "{}, {}", "({})", "Write to {}.", "{}\nbye", "„{}“"])
def test_the_address_itself_is_found_whatever_stands_around_it(around):
    pledge = keyed_pledge("bea@example.org")
    AnswerFactory(pledge=pledge, display=around.format(SHORT.upper(), SHORT))
    (found,) = Person(SHORT).mentions()
    assert (found.pledge, found.answers.count()) == (pledge, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("An@Example.org ", "an@example.org", True),
        ("an@straße.example", "an@strasse.example", False),
        ("an@example.org", "n@example.org", False),
        ("", " ", False),
    ],
)
def test_which_addresses_are_the_same(one, other, same):
    assert same_address(one, other) is same
