"""Page types of the stories app, one per module."""

from stories.models.index_page import StoryIndexPage
from stories.models.story import StoryContribution, StoryCriterion, StoryPage

__all__ = ["StoryContribution", "StoryCriterion", "StoryIndexPage", "StoryPage"]
