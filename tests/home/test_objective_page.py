"""The page of one objective."""

import pytest

from bbacms.core.choices import IndicatorKind, Unit
from tests.factories.core import CriterionFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.home import HomePageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.pages import accept, assert_editable, get_html, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def test_a_small_share_is_told_in_words_behind_the_number(client, tree):
    accept(tree.objective.objective, 3)
    html = get_html(client, tree.objective)
    assert html.index("1,000") < html.index("3 ha") < html.index("less than 1 %") < html.index("progress-bar")


def test_what_is_not_accepted_moves_nothing(client, tree):
    pledge = accept(tree.objective.objective, 300)
    pledge.state = "submitted"
    pledge.save()
    html = get_html(client, tree.objective)
    assert "300" not in html
    assert "No voluntary engagement serves this objective yet" in html


def test_two_indicators_are_both_shown_and_a_share_has_no_sum(client, tree):
    IndicatorFactory(
        objective=tree.objective.objective,
        label="Infrastructure",
        kind=IndicatorKind.SHARE,
        unit=Unit.PERCENT,
        target=20,
    )
    accept(tree.objective.objective, 500)
    html = get_html(client, tree.objective)
    assert "Infrastructure" in html
    assert html.count("engaged so far") == 1
    assert "50 %" in html


def test_the_link_to_the_form_names_the_objective(client, tree):
    html = get_html(client, tree.objective)
    assert f'href="{tree.join.url}?objective={tree.objective.objective.code}">Engage for this objective<' in html


def test_what_the_editor_wrote_is_shown_and_what_is_missing_has_no_heading(client, admin_client, tree):
    html = get_html(client, tree.objective)
    for heading in ("What is to be achieved", "What you can do", "What else people gain", "Terms", "Why it matters"):
        assert heading not in html
    CriterionFactory(objective=tree.objective.objective, label="Native species")
    tree.objective.aims = [("entry", "More ponds")]
    tree.objective.actions = [("entry", "Dig one")]
    tree.objective.co_benefits = [("entry", "Cooler streets")]
    tree.objective.definitions = [("definition", {"term": "Pond", "text": "Still water"})]
    tree.objective.why = "<p>Frogs.</p>"
    tree.objective.save()
    html = get_html(client, tree.objective)
    for text in ("Native species", "More ponds", "Dig one", "Cooler streets", "Still water", "Frogs."):
        assert text in html
    assert_editable(
        admin_client,
        tree.objective,
        aims=[("entry", "More ponds")],
        definitions=[("definition", {"term": "Pond", "text": "Still water"})],
    )


def test_stories_are_told_apart_into_main_and_further(client, tree):
    further = StoryPageFactory(parent=tree.index, title="Helps too", main_objective=ObjectiveFactory())
    further.further_objectives = [tree.objective.objective]
    further.save()
    html = get_html(client, tree.objective)
    assert (
        html.index("A pond at school") < html.index("Projects that help this objective too") < html.index("Helps too")
    )


def test_a_story_that_names_the_objective_twice_is_shown_once(client, tree):
    tree.story.further_objectives = [tree.objective.objective]
    tree.story.save()
    assert get_html(client, tree.objective).count(f'href="{tree.story.url}"') == 1


def test_without_stories_it_invites_the_first(client, tree):
    tree.story.unpublish()
    html = get_html(client, tree.objective)
    assert "Nobody has told a story for this objective yet" in html
    assert f'href="{tree.join.url}?objective={tree.objective.objective.code}"' in html


def test_more_stories_than_fit_are_reached_through_the_index(client, tree):
    link = f'href="{tree.index.url}?objective={tree.objective.objective.code}"'
    assert link not in get_html(client, tree.objective)
    for _number in range(6):
        StoryPageFactory(parent=tree.index, main_objective=tree.objective.objective)
    assert link in get_html(client, tree.objective)


def test_a_story_in_another_language_comes_after_those_in_the_readers(client, tree):
    dutch = HomePageFactory(language="nl", translation_key=tree.home.translation_key)
    index = StoryIndexPageFactory(parent=dutch, title="Verhalen")
    StoryPageFactory(parent=index, title="Alleen Nederlands", main_objective=tree.objective.objective)
    html = get_html(client, tree.objective)
    assert html.index("A pond at school") < html.index("Alleen Nederlands")
    assert 'lang="nl" hreflang="nl">Alleen Nederlands' in html
