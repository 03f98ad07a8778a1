"""Templates and style sheets: all there, without inline code, without another host."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.fields import StreamField
from wagtail.models import get_page_models

ROOT = Path(settings.BASE_DIR)
OWN_APPS = ("core", "home", "stories", "pledges")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLE_SHEETS = sorted((ROOT / "static").rglob("*.css"))
# Names of formats, never fetched.
NAMESPACES = ("http://www.w3.org/", "https://schema.org")


def own_page_types() -> list[type]:
    return [model for model in get_page_models() if model._meta.app_label in OWN_APPS and not model._meta.abstract]


def blocks_below(block: Block) -> list[Block]:
    """Return ``block`` and every block it is made of."""
    if isinstance(block, BaseStreamBlock | BaseStructBlock):
        children = list(block.child_blocks.values())
    elif isinstance(block, ListBlock):
        children = [block.child_block]
    else:
        children = []
    return [block, *(found for child in children for found in blocks_below(child))]


def own_blocks() -> list[Block]:
    """Return every block of every StreamField of the site's own models."""
    from django.apps import apps

    fields = [
        field
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    return [block for field in fields for block in blocks_below(field.stream_block)]


class Scanner(HTMLParser):
    """Collects inline code and style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "style" or "style" in attributes:
            self.faults.append(f"style in <{tag}>")
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
            self.faults.append("inline <script>")
        self.faults += [f"{name} in <{tag}>" for name in attributes if name.startswith("on")]


def test_there_is_something_to_look_at():
    assert len(own_page_types()) == 8
    assert len(own_blocks()) > 20
    assert len(TEMPLATES) > 20
    assert STYLE_SHEETS


@pytest.mark.parametrize("model", own_page_types(), ids=lambda model: model._meta.label)
def test_page_type_has_its_template(model):
    get_template(model.template)


def test_blocks_that_name_a_template_have_it():
    named = {block.meta.template for block in own_blocks() if getattr(block.meta, "template", None)}

    assert named
    for name in named:
        get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles_and_has_no_inline_code(path):
    get_template(str(path.relative_to(ROOT / "templates")))

    # Template tags may stand inside attributes and hold quotes of their own.
    html = re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert Scanner(html).faults == []


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLE_SHEETS], ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_asked_from_another_host(path):
    text = path.read_text(encoding="utf-8")
    addresses = [
        address
        for address in re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", text)
        if not address.startswith(NAMESPACES)
    ]

    assert addresses == []


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ('<p style="color: red">', ["style in <p>"]),
        ("<style>p {}</style>", ["style in <style>"]),
        ("<script>alert(1)</script>", ["inline <script>"]),
        ('<a onclick="go()">', ["onclick in <a>"]),
        ('<script src="/static/a.js"></script><script type="application/ld+json">{}</script>', []),
    ],
)
def test_the_scanner_sees_what_it_should(html, faults):
    assert Scanner(html).faults == faults
