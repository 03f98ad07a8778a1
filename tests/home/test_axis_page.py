"""The page of one axis."""

import pytest

from tests.factories.core import ObjectiveFactory
from tests.factories.stories import StoryPageFactory
from tests.support.pages import get_html, make_image, make_tree, outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def test_it_lists_its_own_objectives_only(client, tree):
    ObjectiveFactory(axis=tree.axis.axis, label="Second of this axis")
    ObjectiveFactory(label="Of another axis")
    html = get_html(client, tree.axis)
    assert f'href="{tree.objective.url}"' in html
    assert "Second of this axis" in html
    assert "Of another axis" not in html


def test_it_shows_stories_of_its_objectives_main_or_further(client, tree):
    elsewhere = ObjectiveFactory()
    StoryPageFactory(parent=tree.index, title="Of another axis", main_objective=elsewhere)
    both = StoryPageFactory(parent=tree.index, title="Helps here too", main_objective=elsewhere)
    both.further_objectives = [tree.objective.objective]
    both.save()
    html = get_html(client, tree.axis)
    assert "A pond at school" in html
    assert "Helps here too" in html
    assert "Of another axis" not in html
    assert f'href="{tree.index.url}?axis={tree.axis.axis.code}"' in html


def test_without_stories_it_invites_the_first(client, tree):
    tree.story.unpublish()
    assert "Yours could be the first" in get_html(client, tree.axis)


def test_without_reason_there_is_no_heading_for_it(client, tree):
    assert "Why it matters" not in get_html(client, tree.axis)
    tree.axis.why = "<p>Because.</p>"
    tree.axis.save()
    assert "Why it matters" in get_html(client, tree.axis)


def test_its_picture_has_a_text(client, tree):
    tree.axis.image = make_image()
    tree.axis.image_alt = "Hedges between fields"
    tree.axis.save()
    assert [image["alt"] for image in outline(get_html(client, tree.axis)).images] == ["Hedges between fields"]
