"""Factories of the stories app's pages."""

import factory
from django.utils import timezone

from stories.models import StoryIndexPage, StoryPage
from tests.factories.home import LocalisedPageFactory


class StoryIndexPageFactory(LocalisedPageFactory):
    class Meta:
        model = StoryIndexPage

    title = "Model projects"


class StoryPageFactory(LocalisedPageFactory):
    class Meta:
        model = StoryPage

    title = factory.Sequence(lambda n: f"Story {n}")
    first_published_at = factory.LazyFunction(timezone.now)
