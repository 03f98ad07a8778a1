"""What every page type has to do: be served, be edited, be previewed, and hold to the rules of good HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

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
    draft = page.get_latest_revision_as_object()
    for name, parts in streams.items():
        assert [child.block_type for child in getattr(draft, name)] == [kind for kind, _value in parts]


def assert_previewable(page: Page) -> None:
    """The preview of the page, saved or not, shows its title."""
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert response.status_code == 200
    response.render()
    assert page.title in response.content.decode()
