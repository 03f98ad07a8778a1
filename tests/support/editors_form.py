"""Join forms for browser tests of their editor: drafts with a choice, or with a number, on the first screen."""

import uuid

from wagtail.models import Page

from pledges.models import PledgeForm
from tests.support.join_forms import needed_questions, question, ready_form, section, texts, when

NAME = "Form of an editor"
NAME_WITH_NUMBER = "Form that asks for a number"


def write() -> None:
    """Create it, or bring it back to its first wording."""
    asked = needed_questions()
    owner = question("one_of", "Who owns it", options=("We do", "Somebody else"))
    first = section("What", asked["title"], asked["engagement"], owner, _aside())
    second = section("Who", asked["actor_kind"], asked["email"])
    _save(NAME, first, second, section("Owner", question("short_text", "Name")))


def write_with_number() -> None:
    """Create one whose first screen asks for the depth only where there are more than five ponds."""
    asked = needed_questions()
    ponds = question("number", "Ponds")
    depth = question("number", "Depth", shown_when=when(ponds, "above", "5"))
    first = section("What", ponds, depth, asked["title"], asked["engagement"])
    _save(NAME_WITH_NUMBER, first, section("Who", asked["actor_kind"], asked["email"]))


def _aside() -> dict:
    value = {"heading": texts("Before you go on"), "text": texts("")}
    return {"type": "text", "id": str(uuid.uuid4()), "value": value}


def _save(name: str, *sections: dict) -> None:
    PledgeForm.objects.filter(name=name).delete()
    form = ready_form(*sections, name=name)
    form.privacy_page = Page.objects.get(slug="privacy")
    form.save()
    form.save_revision()
