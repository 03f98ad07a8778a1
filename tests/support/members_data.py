"""Engagements with what is known of their members, for tests of what becomes of personal data."""

from bbacms.core.models import ActorKind
from bbacms.users.models import User
from pledges.choices import PledgeState
from pledges.duplicates.keys import keep_match_keys
from pledges.inbox.search import index_case
from pledges.models import PledgeForm
from pledges.notes import write_note
from pledges.pictures import publish_picture
from tests.factories.home import HomePageFactory
from tests.factories.pledges import ConsentRecordFactory, PledgeFactory, PledgeFileFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.picture_files import telling_files

PERSON = "lies.janssens@example.org"


def keyed_pledge(email, **columns):
    """An engagement that search and comparison find, as if it had been sent."""
    pledge = PledgeFactory(email=email, **columns)
    keep_match_keys(pledge)
    index_case(pledge)
    return pledge


def write_person() -> int:
    """A person of the site in a running site: an engagement that counts, one similar, one that names them; its key."""
    staff = User.objects.filter(is_superuser=True).first()
    common = {"form": PledgeForm.objects.first(), "actor_kind": ActorKind.objects.first(), "language": "nl"}
    pledge = keyed_pledge(PERSON, title="Een haag met een naam", state=PledgeState.ACCEPTED, **common)
    write_note(pledge, staff, "Telefonisch gesproken.")
    keyed_pledge(PERSON.replace("@", "+poel@"), title="Een poel van misschien dezelfde", **common)
    keyed_pledge("iemand.anders@example.org", title="Een weide van twee", summary=f"Samen met {PERSON}", **common)
    return pledge.pk


def published_picture(pledge, user):
    """The picture of the library that ``user`` made of a file of ``pledge``."""
    said = {"caption": "An’s frog", "credit": "An Peeters", "rights": True}
    content = telling_files()["pond.jpg"]
    file = PledgeFileFactory(pledge=pledge, name="pond.jpg", content_type="image/jpeg", content=content, said=said)
    ConsentRecordFactory(pledge=pledge, question_id=file.question_id)
    return publish_picture(file, user)[0]


def shown_on_a_page(image):
    """A story that shows ``image``."""
    index = StoryIndexPageFactory(parent=HomePageFactory(language="en"))
    return StoryPageFactory(parent=index, lead_image=image)
