"""A join form for browser tests of its editor: a draft with a choice on its first screen."""

from wagtail.models import Page

from pledges.models import PledgeForm
from tests.support.join_forms import needed_questions, question, ready_form, section

NAME = "Form of an editor"


def write() -> None:
    """Create it, or bring it back to its first wording."""
    PledgeForm.objects.filter(name=NAME).delete()
    asked = needed_questions()
    owner = question("one_of", "Who owns it", options=("We do", "Somebody else"))
    first = section("What", asked["title"], asked["engagement"], owner)
    second = section("Who", asked["actor_kind"], asked["email"])
    form = ready_form(first, second, section("Owner", question("short_text", "Name")), name=NAME)
    form.privacy_page = Page.objects.get(slug="privacy")
    form.save()
    form.save_revision()
