"""Every way in which a page is kept from readers."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories.home import StandardPageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory

HIDDEN_KINDS = ("draft", "unpublished", "scheduled", "expired", "password", "login", "group", "below_restricted")
# Those that answer with a form or a redirect at their own address, where the others are not found.
RESTRICTED_KINDS = ("password", "login", "group", "below_restricted")


def restrict(page: Page, kind: str = "password") -> PageViewRestriction:
    """Keep ``page`` and all below it from readers: ``password`` (it is ``moss``), ``login`` or ``group``."""
    types = {
        "password": PageViewRestriction.PASSWORD,
        "login": PageViewRestriction.LOGIN,
        "group": PageViewRestriction.GROUPS,
    }
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=types[kind], password="moss")
    if kind == "group":
        restriction.groups.add(Group.objects.get_or_create(name="Readers")[0])
    return restriction


def make_hidden_page(parent: Page, kind: str, factory: type = StandardPageFactory, **values: object) -> Page:
    """Make the page ``Hidden heron`` at ``hidden-heron`` below ``parent``, hidden in the way ``kind`` names."""
    now = timezone.now()
    if kind == "below_restricted":
        room = StoryIndexPageFactory if factory is StoryPageFactory else StandardPageFactory
        parent = room(parent=parent, slug="closed", title="Closed room")
        restrict(parent)
    page = factory(
        parent=parent,
        slug="hidden-heron",
        title="Hidden heron",
        **({"introduction": "Zwijnaarde"} if factory is StandardPageFactory else {}),
        **values,
        live=kind not in ("draft", "scheduled"),
        has_unpublished_changes=kind in ("draft", "scheduled"),
        first_published_at=None if kind == "draft" else now,
        last_published_at=None if kind == "draft" else now,
    )
    if kind == "unpublished":
        page.unpublish()
    elif kind == "scheduled":
        page.go_live_at = now + timedelta(days=1)
        page.save_revision().publish()
    elif kind == "expired":
        page.unpublish(set_expired=True)
    elif kind in RESTRICTED_KINDS and kind != "below_restricted":
        restrict(page, kind)
    page.refresh_from_db()
    return page
