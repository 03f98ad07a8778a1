"""Loads the pages: home, axes, objectives, standard pages, story index, join page and register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from wagtail.models import Locale, Page

from bbacms.core.models import LANGUAGE_CODES, Axis, BasePage, Objective
from home.demo.library import PictureLibrary
from home.demo.reader import read_content, rich_text
from home.models import AxisPage, HomePage, ObjectivePage, StandardPage
from pledges.models import JoinPage, PledgeForm, RegisterPage
from stories.models import StoryIndexPage


def translation_key(name: str) -> UUID:
    """Return the key that the translations of one demo page share; the same at every load."""
    return uuid5(NAMESPACE_URL, f"https://biodiversity-alliance.be/demo/{name}")


def publish_below(parent: Page, page: BasePage, language: str, key: str) -> None:
    """Add ``page`` below ``parent`` in ``language`` and publish it, with a first revision."""
    page.locale = Locale.objects.get(language_code=language)
    page.translation_key = translation_key(key)
    parent.add_child(instance=page)
    page.save_revision().publish()


def load_home_pages(library: PictureLibrary) -> dict[str, HomePage]:
    """Create the home page in four languages below the root and return them by language."""
    root = Page.get_first_root_node()
    pages = {}
    for language, data in read_content("home").items():
        page = HomePage(
            title=data["title"],
            slug=language,
            search_description=data["seo_description"],
            review_note=data.get("review_note", ""),
            hero_image=library.image("hero"),
            hero_image_alt=library.alt("hero", language),
            introduction=rich_text(data["intro"]),
            **{
                field: data[field]
                for field in (
                    "name",
                    "tagline",
                    "invitation",
                    "join_label",
                    "stories_label",
                    "objectives_heading",
                    "counter_heading",
                    "join_heading",
                    "join_text",
                    "stories_heading",
                )
            },
        )
        publish_below(root, page, language, "home")
        pages[language] = page
    return pages


def load_axis_pages(homes: dict[str, HomePage], library: PictureLibrary) -> None:
    """Create the axis pages in four languages and the English objective pages below them."""
    objective_pages = read_content("objective_pages")
    for code, translations in read_content("axis_pages").items():
        axis = Axis.objects.get(code=code)
        use = f"axis-{axis.order}"
        for language in LANGUAGE_CODES:
            data = translations[language]
            page = AxisPage(
                title=data["title"],
                slug=data["slug"],
                search_description=data["seo_description"],
                review_note=data.get("review_note", ""),
                axis=axis,
                introduction=rich_text([data["intro"]]),
                why=rich_text(data["why"]),
                image=library.image(use),
                image_alt=library.alt(use, language),
            )
            publish_below(homes[language], page, language, f"axis/{code}")
            if language == "en":
                for objective in axis.objectives.all():
                    _create_objective_page(page, objective, objective_pages[objective.code])


def _create_objective_page(parent: AxisPage, objective: Objective, data: dict[str, Any]) -> None:
    page = ObjectivePage(
        title=data["title"],
        slug=data["slug"],
        search_description=data["seo_description"],
        review_note=data.get("review_note", ""),
        objective=objective,
        target_statement=data["target_statement"],
        why=rich_text(data["why"]),
        aims=_entries(data["aims"]),
        co_benefits=_entries(data["co_benefits"]),
        actions=_entries(data["actions"]),
        definitions=[("definition", definition) for definition in data.get("definitions", [])],
    )
    publish_below(parent, page, "en", f"objective/{objective.code}")


def _entries(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [("entry", text) for text in texts]


def load_story_indexes(homes: dict[str, HomePage]) -> dict[str, StoryIndexPage]:
    """Create the story index in four languages and return them by language."""
    indexes = {}
    for language, data in read_content("interface")["story_index"].items():
        page = StoryIndexPage(
            title=data["title"],
            slug=data["slug"],
            introduction=data["intro"],
            review_note=data.get("review_note", ""),
        )
        publish_below(homes[language], page, language, "stories")
        indexes[language] = page
    return indexes


def load_join_pages(homes: dict[str, HomePage]) -> dict[str, JoinPage]:
    """Create the join page in four languages, still without a form, and return them by language."""
    pages = {}
    for language, data in read_content("interface")["join"].items():
        page = JoinPage(
            title=data["title"],
            slug=data["slug"],
            introduction=rich_text([data["intro"]]),
            review_note=data.get("review_note", ""),
        )
        publish_below(homes[language], page, language, "join")
        pages[language] = page
    return pages


def open_join_pages(pages: dict[str, JoinPage], form: PledgeForm) -> None:
    """Put the same form on the join pages of all languages."""
    for page in pages.values():
        page.form = form
        page.save_revision().publish()


def load_register_pages(homes: dict[str, HomePage]) -> RegisterPage:
    """Create the register page in four languages and return the English one."""
    pages = {}
    for language, data in read_content("interface")["register"].items():
        pages[language] = RegisterPage(
            title=data["title"],
            slug=data["slug"],
            introduction=data["intro"],
            counter_heading=data["counter_heading"],
            review_note=data["review_note"],
        )
        publish_below(homes[language], pages[language], language, "register")
    return pages["en"]


def load_standard_pages(homes: dict[str, HomePage], join_pages: dict[str, JoinPage]) -> dict[str, StandardPage]:
    """Create the standard pages in the languages that each is written in, and return the English ones by name."""
    pages = {}
    for name, translations in read_content("standard_pages").items():
        for language, data in translations.items():
            page = StandardPage(
                title=data["title"],
                slug=data["slug"],
                search_description=data["seo_description"],
                review_note=data.get("review_note", ""),
                introduction=data["intro"],
                body=[_standard_block(block, language, join_pages[language]) for block in data["body"]],
            )
            publish_below(homes[language], page, language, f"standard/{name}")
            if language == "en":
                pages[name] = page
    return pages


def _standard_block(block: dict[str, Any], language: str, join_page: JoinPage) -> tuple[str, Any]:
    kind = block["type"]
    if kind == "heading":
        return kind, block["text"]
    if kind == "text":
        return kind, rich_text(block["paragraphs"])
    if kind == "my_data_link":
        with translation.override(language):
            address = reverse("pledges:ask_data")
        return "text", format_html('<p><a href="{}">{}</a></p>', address, block["text"])
    if kind == "accordion":
        entries = [{"title": entry["title"], "text": rich_text([entry["text"]])} for entry in block["items"]]
        return kind, {"entries": entries}
    return kind, {
        "title": block["title"],
        "text": block["text"],
        "page": join_page,
        "link_text": join_page.title,
    }
