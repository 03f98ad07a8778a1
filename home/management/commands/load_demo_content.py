"""``manage.py load_demo_content``: fills an empty site with the Alliance's own content."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from home.demo.engagements import load_engagements
from home.demo.library import load_pictures
from home.demo.pages import (
    load_axis_pages,
    load_home_pages,
    load_join_pages,
    load_register_pages,
    load_standard_pages,
    load_story_indexes,
    open_join_pages,
)
from home.demo.site import feature_stories, fill_settings, place_site, remove_welcome_page
from home.demo.stories import load_stories
from home.demo.vocabulary import load_vocabulary
from home.models import HomePage
from pledges.shipped_form import create_shipped_form


class Command(BaseCommand):
    help = "Fill an empty site with the demo content. A site that has a home page is left exactly as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if HomePage.objects.exists():
            self.stdout.write("Demo content: the site has a home page, nothing to do.")
            return
        self._load()
        self._say("done")

    @transaction.atomic
    def _load(self) -> None:
        self._say("axes, objectives and lists")
        load_vocabulary()
        self._say("pictures")
        library = load_pictures(self._say)
        self._say("pages")
        homes = load_home_pages(library)
        site = place_site(homes["en"])
        remove_welcome_page()
        load_axis_pages(homes, library)
        indexes = load_story_indexes(homes)
        join_pages = load_join_pages(homes)
        register_page = load_register_pages(homes)
        standard_pages = load_standard_pages(homes, join_pages)
        # Last, because it leads to the privacy notice, and pages lead to it.
        open_join_pages(join_pages, create_shipped_form(standard_pages["privacy"]))
        self._say("stories")
        stories = load_stories(indexes["en"], library)
        feature_stories(homes, stories)
        fill_settings(site, indexes["en"], join_pages["en"], register_page, standard_pages)
        self._say("engagements")
        load_engagements(stories)

    def _say(self, what: str) -> None:
        self.stdout.write(f"Demo content: {what}")
        self.stdout.flush()
