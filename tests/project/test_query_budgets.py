"""Pages ask the database a fixed number of questions, in every language, however much there is to show."""

from dataclasses import dataclass

import pytest
from django.core.cache import cache

from bbacms.core.models import Criterion, Objective, SiteSettings
from stories.models import StoryContribution, StoryCriterion, StoryIndexPage, StoryPage
from tests.factories.core import (
    CostBandFactory,
    CriterionFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
)
from tests.factories.home import AxisPageFactory, HomePageFactory, ObjectivePageFactory, StandardPageFactory
from tests.factories.pledges import JoinPageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.pages import Tree, accept, get_html, make_image, make_tree

pytestmark = pytest.mark.django_db

BUDGET = 15


@dataclass
class Material:
    """What pages of every language share."""

    tree: Tree
    further: list[Objective]
    criteria: list[Criterion]
    pictures: list


@pytest.fixture
def material():
    """A site where every page has a picture, and a menu."""
    tree = make_tree()
    pictures = [make_image(f"Picture {number}") for number in range(4)]
    tree.home.hero_image = tree.axis.image = pictures[0]
    tree.home.featured_stories = [("story", tree.story)]
    tree.home.save()
    tree.axis.save()
    menu = [("entry", {"page": page, "highlighted": False}) for page in (tree.axis, tree.index, tree.standard)]
    SiteSettings.objects.create(
        site=tree.home.sites_rooted_here.get(), header_menu=menu, footer_menu=[("page", tree.standard)]
    )
    criteria = [CriterionFactory(objective=tree.objective.objective) for _number in range(2)]
    further = [ObjectiveFactory(axis=tree.axis.axis) for _number in range(2)]
    accept(tree.objective.objective, 12)
    return Material(tree, further, criteria, pictures)


def picture_block(image):
    return {"image": {"image": image.pk, "alt_text": "Pond", "decorative": False}, "caption": "A pond"}


def make_rich_story(index: StoryIndexPage, material: Material, **values) -> StoryPage:
    """Make a story that has everything a story can have, but no engagement behind it."""
    pictures = [picture_block(image) for image in material.pictures]
    story = StoryPageFactory(
        parent=index,
        lead_image=material.pictures[0],
        main_objective=material.tree.objective.objective,
        cost_band=CostBandFactory(),
        place="Genk",
        region="flanders",
        participants=[("participant", {"name": "City of Genk", "role": "Lead"})],
        benefits=[("benefit", "Shade")],
        body=[
            {"type": "text", "value": "<p>Text.</p>"},
            {"type": "picture", "value": pictures[1]},
            {"type": "gallery", "value": {"pictures": pictures[1:3]}},
        ],
        **values,
    )
    story.further_objectives = material.further
    story.initiatives = [InitiativeFactory(), InitiativeFactory()]
    story.criteria = [StoryCriterion(criterion=criterion, locale=story.locale) for criterion in material.criteria]
    story.contributions = [
        StoryContribution(indicator=material.tree.indicator, quantity=quantity) for quantity in (3, 5)
    ]
    story.save()
    return story


def add_pictures(story: StoryPage):
    """Give a story three pictures more, each by itself and in a gallery."""
    pictures = [picture_block(make_image(f"More {number}")) for number in range(3)]
    body = list(story.body.raw_data)
    body += [{"type": "picture", "value": block} for block in pictures]
    body += [{"type": "gallery", "value": {"pictures": pictures}}]
    StoryPage.objects.filter(pk=story.pk).update(body=body)


def add_stories(index: StoryIndexPage, material: Material, number: int):
    """Add stories below ``index`` with a picture each, and engagements, for the objective of the site."""
    objective = material.tree.objective.objective
    for position in range(number):
        picture = material.pictures[position % len(material.pictures)]
        story = StoryPageFactory(parent=index, main_objective=objective, lead_image=picture)
        accept(objective, 1, story_key=story.translation_key)


def pages_in(language: str, material: Material) -> dict:
    """Return one page of every type in ``language``: that of the site in English, else made as translations."""
    tree = material.tree
    if language == "en":
        home, axis, objective, index = tree.home, tree.axis, tree.objective, tree.index
        standard = tree.standard
    else:
        home = HomePageFactory(
            language=language, translation_key=tree.home.translation_key, hero_image=material.pictures[0]
        )
        home.featured_stories = [("story", tree.story)]
        home.save()
        axis = AxisPageFactory(parent=home, axis=tree.axis.axis, translation_key=tree.axis.translation_key)
        axis.image = material.pictures[0]
        axis.save()
        objective = ObjectivePageFactory(
            parent=axis, objective=tree.objective.objective, translation_key=tree.objective.translation_key
        )
        index = StoryIndexPageFactory(parent=home, translation_key=tree.index.translation_key)
        standard = StandardPageFactory(parent=home)
        JoinPageFactory(parent=home, translation_key=tree.join.translation_key)
    story = make_rich_story(index, material)
    engaged = make_rich_story(index, material)
    accept(tree.objective.objective, 4, story_key=engaged.translation_key)
    return {
        "home": home,
        "axis": axis,
        "objective": objective,
        "index": index,
        "story": story,
        "engaged": engaged,
        "standard": standard,
    }


def count_queries(client, visits, django_assert_max_num_queries):
    """Return the number of queries of each visit, once the site's caches are warm; fail above the budget.

    Making a picture's sizes leaves them in the cache of this process; readers are served by others.
    """
    counts = {}
    cache.clear()
    for name, (page, query) in visits.items():
        get_html(client, page, query)
        with django_assert_max_num_queries(BUDGET, info=name) as captured:
            get_html(client, page, query)
        counts[name] = len(captured)
    return counts


@pytest.mark.parametrize("language", ["en", "nl"])
def test_budgets_hold_and_do_not_grow(client, material, language, django_assert_max_num_queries):
    pages = pages_in(language, material)
    objective = material.tree.objective.objective
    visits = {name: (page, "") for name, page in pages.items()}
    visits["filtered index"] = (pages["index"], f"?axis={objective.axis.code}&objective={objective.code}")
    add_stories(pages["index"], material, 4)
    few = count_queries(client, visits, django_assert_max_num_queries)
    add_stories(pages["index"], material, 30)
    add_pictures(pages["story"])
    for _number in range(30):
        IndicatorFactory(objective__axis=material.tree.axis.axis)
    many = count_queries(client, visits, django_assert_max_num_queries)
    assert many == few


def test_a_picture_costs_one_query_wherever_the_page_shows_it(client, material, django_assert_max_num_queries):
    """As the large picture and as the one other sites show."""
    home = material.tree.home
    cache.clear()
    get_html(client, home)
    with django_assert_max_num_queries(BUDGET) as captured:
        html = get_html(client, home)
    asked = [query for query in captured.captured_queries if 'FROM "core_customrendition"' in query["sql"]]
    assert 'property="og:image"' in html
    assert "<picture" in html
    assert len(asked) == 1
