"""The home page: who, what, how far, and how to join."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bbacms.core.choices import Unit
from tests.factories.core import IndicatorFactory
from tests.factories.home import AxisPageFactory, HomePageFactory, ObjectivePageFactory
from tests.factories.pledges import JoinPageFactory, PledgeFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.pages import accept, get_html, make_image, make_tree, outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def dutch_home(tree):
    return HomePageFactory(language="nl", translation_key=tree.home.translation_key)


def titles_of_cards(html):
    return re.findall(r'class="card__link"[^>]*>([^<]+)<', html)


def test_the_hero_leads_to_the_join_form_and_the_stories(client, tree):
    html = get_html(client, tree.home)
    hero = html[html.index('class="hero') : html.index("2 axes")]
    assert f'href="{tree.join.url}">Join us<' in hero
    assert f'href="{tree.index.url}">Read the stories<' in hero


def test_without_join_page_there_is_no_dead_button(client, tree):
    tree.join.unpublish()
    html = get_html(client, tree.home)
    assert "Join us" not in html
    assert "Are you ready?" not in html


def test_the_hero_picture_has_its_text_and_credit(client, tree):
    tree.home.hero_image = make_image()
    tree.home.hero_image_alt = "A river between hedges"
    tree.home.save()
    tree.home.hero_image.credit = "Somebody, CC0"
    tree.home.hero_image.save()
    html = get_html(client, tree.home)
    assert [image["alt"] for image in outline(html).images] == ["A river between hedges"]
    assert "Picture: Somebody, CC0" in html


def test_the_counter_counts_accepted_engagements(client, tree):
    accept(tree.objective.objective, 12)
    accept(tree.objective.objective)
    PledgeFactory(state="submitted")
    PledgeFactory(state="withdrawn")
    html = get_html(client, tree.home)
    assert re.search(r'large-figure__number">2<', html)
    assert "12 ha" in html


def test_nothing_accepted_yet_says_zero_and_no_sums(client, tree):
    html = get_html(client, tree.home)
    assert re.search(r'large-figure__number">0<', html)
    assert "add up to" not in html


def test_an_objective_row_has_target_and_engagements(client, tree):
    IndicatorFactory(objective=tree.objective.objective, unit=Unit.KILOMETRE, target=4000)
    accept(tree.objective.objective)
    html = get_html(client, tree.home)
    row = html[html.index("objective-row__stop") :]
    assert "1,000 ha · 4,000 km" in row
    assert f'href="{tree.objective.url}"' in row
    assert re.search(r'objective-row__count">1</span>\s*engagement\s*<', row)


def test_a_missing_translation_is_linked_and_named(client, tree):
    home = dutch_home(tree)
    html = get_html(client, home)
    row = html[html.index("objective-row__stop") :]
    assert "Ponds and hedges NL" in row
    assert f'href="{tree.objective.url}" hreflang="en"' in row
    assert "language-note" in row
    assert "What we want to do." not in html


def test_a_translated_objective_is_linked_in_the_readers_language(client, tree):
    home = dutch_home(tree)
    axis = AxisPageFactory(parent=home, axis=tree.axis.axis, introduction="<p>Wat we willen.</p>")
    page = ObjectivePageFactory(parent=axis, objective=tree.objective.objective)
    html = get_html(client, home)
    assert f'href="{page.url}"' in html
    assert tree.objective.url not in html
    assert "Wat we willen." in html


def test_an_objective_without_any_page_is_named_but_not_linked(client, tree):
    tree.objective.unpublish()
    html = get_html(client, tree.home)
    assert "Ponds and hedges" in html
    assert tree.objective.url not in html


def test_chosen_stories_appear_in_the_order_chosen(client, tree):
    stories = [StoryPageFactory(parent=tree.index, title=title) for title in ("First", "Second", "Third")]
    tree.home.featured_stories = [("story", stories[2]), ("story", stories[0])]
    tree.home.save()
    assert titles_of_cards(get_html(client, tree.home)) == ["Third", "First"]


def test_without_a_choice_the_six_newest_appear(client, tree):
    now = timezone.now()
    tree.story.first_published_at = now - timedelta(days=99)
    tree.story.save()
    for age in (5, 1, 3, 2, 4, 6):
        StoryPageFactory(parent=tree.index, title=f"Age {age}", first_published_at=now - timedelta(days=age))
    assert titles_of_cards(get_html(client, tree.home)) == [f"Age {age}" for age in (1, 2, 3, 4, 5, 6)]


def test_a_chosen_draft_does_not_appear(client, tree):
    draft = StoryPageFactory(parent=tree.index, title="Draft", live=False)
    tree.home.featured_stories = [("story", draft)]
    tree.home.save()
    assert titles_of_cards(get_html(client, tree.home)) == ["A pond at school"]


def test_a_chosen_story_appears_in_the_readers_language_where_it_exists(client, tree):
    home = dutch_home(tree)
    index = StoryIndexPageFactory(parent=home, title="Verhalen")
    StoryPageFactory(parent=index, title="Een vijver", translation_key=tree.story.translation_key)
    other = StoryPageFactory(parent=tree.index, title="Only English")
    home.featured_stories = [("story", other), ("story", tree.story)]
    home.save()
    html = get_html(client, home)
    assert titles_of_cards(html) == ["Only English", "Een vijver"]
    assert ("en", "Only English") in outline(html).languages
    assert ("en", "Een vijver") not in outline(html).languages


def test_search_engines_read_who_the_alliance_is(client, tree):
    html = get_html(client, tree.home)
    entry = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    assert (entry["@type"], entry["name"]) == ("Organization", "Belgian Biodiversity Alliance")


def test_the_join_page_of_the_readers_language_is_used(client, tree):
    home = dutch_home(tree)
    join = JoinPageFactory(parent=home, title="Doe mee")
    html = get_html(client, home)
    assert f'href="{join.url}"' in html
    assert tree.join.url not in html
