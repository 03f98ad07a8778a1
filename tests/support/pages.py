"""What every page type has to do: be served, be edited, be previewed, and hold to the rules of good HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield
from wagtail_factories import ImageFactory

from bbacms.core.models import CustomImage, Indicator, Objective
from bbacms.core.pictures import make_renditions
from home.models import AxisPage, HomePage, ObjectivePage, StandardPage
from pledges.choices import PledgeState
from pledges.models import JoinPage, Pledge
from stories.models import StoryIndexPage, StoryPage
from tests.factories.core import IndicatorFactory
from tests.factories.home import AxisPageFactory, HomePageFactory, ObjectivePageFactory, StandardPageFactory
from tests.factories.pledges import ContributionFactory, JoinPageFactory, PledgeFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "use",
    "rect",
    "path",
}
# Elements that tell a reader nothing when they hold neither words nor a picture.
NEVER_EMPTY = {"h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "a", "button", "label", "figcaption", "option", "summary"}


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.empty: list[str] = []
        self.ids: list[str] = []
        self.languages: list[tuple[str, str]] = []
        self._open: list[list[Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"] or "")
        if tag == "img":
            self.images.append(attributes)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(tag)
        if tag in {"img", "svg", "input", "select"}:
            for entry in self._open:
                entry[2] = True
        if tag not in VOID:
            self._open.append([tag, attributes, bool(attributes.get("aria-label"))])

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attributes, filled = self._open.pop()
            if name in NEVER_EMPTY and not filled:
                self.empty.append(f"{name} {attributes}")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip():
            for entry in self._open:
                entry[2] = True
            for entry in reversed(self._open):
                if entry[1].get("lang"):
                    self.languages.append((entry[1]["lang"], data.strip()))
                    break


def outline(html: str) -> _Outline:
    """Return headings, images, ids, empty elements and (language, text) pairs of a page."""
    parser = _Outline()
    parser.feed(html)
    return parser


def get_html(client: Client, page: Page, query: str = "") -> str:
    """Return what a visitor gets at the page's own address, and hold it to what every page must be."""
    response = client.get(page.get_url() + query)
    assert response.status_code == 200, response.status_code
    html = response.content.decode()
    found = outline(html)
    assert found.headings.count("h1") == 1, found.headings
    levels = [int(name[1]) for name in found.headings]
    assert all(after - before <= 1 for before, after in pairwise(levels)), found.headings
    assert all("alt" in image for image in found.images), found.images
    assert found.empty == []
    assert len(found.ids) == len(set(found.ids)), found.ids
    return html


def assert_editable(admin_client: Client, page: Page, **streams: list[tuple[str, Any]]) -> None:
    """The editor opens, and what it shows can be saved. Streams are drawn by script, so their parts are given here."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin_client.get(address)
    assert response.status_code == 200
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    names = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    data.update(nested_form_data({name: streamfield(streams.get(name, [])) for name in names}))
    saved = admin_client.post(address, data)
    assert saved.status_code == 302, saved.context and saved.context["form"].errors
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, parts in streams.items():
        assert [child.block_type for child in getattr(draft, name)] == [kind for kind, _value in parts]


def assert_previewable(admin_client: Client, page: Page, **changes: Any) -> str:
    """The editor's own preview, of the page as it is typed and of a page not saved yet, shows what was typed.

    ``changes`` are values of the form beside the title; returned is the preview of the stored page.
    """
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = admin_client.get(address).content.decode()
    data = querydict_from_html(form, form_id="page-edit-form")
    names = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    data.update(nested_form_data({name: streamfield([]) for name in names}))
    for name, value in {"title": "Typed and not saved", "slug": "typed-and-not-saved", **changes}.items():
        data.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    edited = _preview(admin_client, reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)

    place = [page._meta.app_label, page._meta.model_name, page.get_parent().pk]
    add = reverse("wagtailadmin_pages:preview_on_add", args=place)
    # A new page has no stored rows in its inline panels yet, and a page just begun has nothing but a title.
    for name in [name for name in data if name.endswith("-INITIAL_FORMS")]:
        data[name] = "0"
    _preview(admin_client, add, data)
    rich = {field.name for field in page._meta.get_fields() if isinstance(field, RichTextField)}
    for name in [name for name in data if name != "title" and not name.endswith(("_FORMS", "-count"))]:
        data[name] = "null" if name in rich else ""
    admin_client.delete(add)
    assert admin_client.post(add, data).status_code == 200
    # Either the page or, while a choice is missing that it cannot do without, the admin's sentence that says so.
    assert admin_client.get(add, {"in_preview_panel": "true", "mode": ""}).status_code == 200
    return edited


def _preview(admin_client: Client, address: str, data: QueryDict) -> str:
    """Send the form as the editor's preview panel does, and return what the panel then shows."""
    assert admin_client.post(address, data).json() == {"is_valid": True, "is_available": True}
    response = admin_client.get(address, {"in_preview_panel": "true", "mode": ""})
    assert response.status_code == 200
    html = response.content.decode()
    assert response.templates[0].name != "wagtailadmin/generic/preview_error.html"
    assert data["title"] in html
    return html


@dataclass
class Tree:
    """One page of every type in English, an axis, and an objective with an indicator of 1000 ha."""

    home: HomePage
    axis: AxisPage
    objective: ObjectivePage
    index: StoryIndexPage
    story: StoryPage
    standard: StandardPage
    join: JoinPage
    indicator: Indicator


def make_tree() -> Tree:
    """Make the smallest whole site."""
    home = HomePageFactory()
    indicator = IndicatorFactory(objective__axis__label="Green and blue", objective__label="Ponds and hedges")
    axis = AxisPageFactory(parent=home, axis=indicator.objective.axis)
    index = StoryIndexPageFactory(parent=home)
    return Tree(
        home=home,
        axis=axis,
        objective=ObjectivePageFactory(parent=axis, objective=indicator.objective),
        index=index,
        story=StoryPageFactory(parent=index, title="A pond at school", main_objective=indicator.objective),
        standard=StandardPageFactory(parent=home, title="About us"),
        join=JoinPageFactory(parent=home, title="Take part"),
        indicator=indicator,
    )


def accept(objective: Objective, quantity: int | None = None, **values: Any) -> Pledge:
    """Make an accepted engagement for ``objective``, with ``quantity`` of its first indicator where one is given."""
    pledge = PledgeFactory(state=PledgeState.ACCEPTED, **values)
    indicator = objective.indicators.first() if quantity is not None else None
    ContributionFactory(pledge=pledge, objective=objective, indicator=indicator, declared=quantity, accepted=quantity)
    return pledge


def make_image(title: str = "A picture") -> CustomImage:
    """Make a picture with every size the site uses, as uploading one does."""
    image = ImageFactory(title=title, file__width=1200, file__height=800)
    make_renditions(image)
    return image
