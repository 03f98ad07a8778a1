"""Pages ask the database a fixed number of questions, however much there is to show."""

import pytest

from stories.models import StoryContribution, StoryCriterion
from tests.factories.core import CriterionFactory, IndicatorFactory, InitiativeFactory, ObjectiveFactory
from tests.factories.stories import StoryPageFactory
from tests.support.pages import accept, get_html, make_image, make_tree

pytestmark = pytest.mark.django_db

BUDGET = 15


@pytest.fixture
def tree():
    """A site where every page has a picture and everything it can have once."""
    tree = make_tree()
    picture = make_image()
    objective = tree.objective.objective
    tree.home.hero_image = tree.axis.image = tree.story.lead_image = picture
    tree.home.featured_stories = [("story", tree.story)]
    tree.home.save()
    tree.axis.save()
    block = {"image": {"image": picture.pk, "alt_text": "Pond", "decorative": False}, "caption": ""}
    story = tree.story
    story.body = [
        {"type": "text", "value": "<p>Text.</p>"},
        {"type": "picture", "value": block},
        {"type": "gallery", "value": {"pictures": [block, block]}},
    ]
    story.further_objectives = [ObjectiveFactory()]
    story.initiatives = [InitiativeFactory()]
    story.criteria = [StoryCriterion(criterion=CriterionFactory(objective=objective), locale=story.locale)]
    story.contributions = [StoryContribution(indicator=tree.indicator, quantity=3)]
    story.save()
    accept(objective, 12)
    add_stories(tree, 1)
    return tree


def add_stories(tree, number):
    """Add stories with a picture each, and engagements, for the objective of ``tree``."""
    picture = tree.home.hero_image
    for _number in range(number):
        story = StoryPageFactory(parent=tree.index, main_objective=tree.objective.objective, lead_image=picture)
        accept(tree.objective.objective, 1, story_key=story.translation_key)


def count_queries(client, visits, django_assert_max_num_queries):
    """Return the number of queries of each visit, once the site's caches are warm; fail above the budget."""
    counts = {}
    for name, (page, query) in visits.items():
        get_html(client, page, query)
        with django_assert_max_num_queries(BUDGET, info=name) as captured:
            get_html(client, page, query)
        counts[name] = len(captured)
    return counts


def test_budgets_hold_and_do_not_grow(client, tree, django_assert_max_num_queries):
    objective = tree.objective.objective
    visits = {
        "home": (tree.home, ""),
        "axis": (tree.axis, ""),
        "objective": (tree.objective, ""),
        "index": (tree.index, ""),
        "filtered index": (tree.index, f"?axis={objective.axis.code}&objective={objective.code}"),
        "story": (tree.story, ""),
        "standard": (tree.standard, ""),
    }
    add_stories(tree, 4)
    few = count_queries(client, visits, django_assert_max_num_queries)
    add_stories(tree, 45)
    for _number in range(45):
        IndicatorFactory(objective__axis=tree.axis.axis)
    many = count_queries(client, visits, django_assert_max_num_queries)
    assert many == few
