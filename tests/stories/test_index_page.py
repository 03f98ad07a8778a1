"""The list of model projects with its filters."""

import re

import pytest

from bbacms.core.choices import Region
from tests.factories.core import ObjectiveFactory
from tests.factories.home import HomePageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.pages import get_html, make_tree, outline

pytestmark = pytest.mark.django_db

NOTICE = "The address named a filter that does not exist here"


@pytest.fixture
def tree():
    return make_tree()


def titles(html):
    return re.findall(r'class="card__link"[^>]*>([^<]+)<', html)


def count(html):
    return re.search(r'<h2 id="results">\s*([^<]+?)\s*</h2>', html)[1]


def test_filters_narrow_the_list_and_are_kept_in_the_form(client, tree):
    other = ObjectiveFactory(label="Roofs")
    StoryPageFactory(parent=tree.index, title="A roof", main_objective=other, region=Region.BRUSSELS)
    roof_and_pond = StoryPageFactory(parent=tree.index, title="Both", main_objective=other, region=Region.FLANDERS)
    roof_and_pond.further_objectives = [tree.objective.objective]
    roof_and_pond.save()
    assert set(titles(get_html(client, tree.index))) == {"A roof", "Both", "A pond at school"}
    html = get_html(client, tree.index, f"?objective={other.code}")
    assert set(titles(html)) == {"A roof", "Both"}
    assert f'<option value="{other.code}" selected>Roofs</option>' in html
    html = get_html(client, tree.index, f"?axis={tree.axis.axis.code}")
    assert set(titles(html)) == {"Both", "A pond at school"}
    assert titles(get_html(client, tree.index, f"?objective={other.code}&region=brussels")) == ["A roof"]


def test_the_form_works_without_script_and_every_field_has_a_label(client, tree):
    html = get_html(client, tree.index)
    form = html[html.index("<form class") : html.index("</form>")]
    assert 'method="get"' in form
    for name in ("axis", "objective", "region"):
        assert f'<label for="id_{name}">' in form
        assert f'<select name="{name}"' in form
    assert 'type="submit"' in form


@pytest.mark.parametrize(
    "query",
    [
        "?objective=A9-9",
        "?axis=%00",
        "?region=mars",
        "?objective=" + "x" * 5000,
        "?region=' OR 1=1 --",
        "?axis=%F0%9F%A6",
    ],
)
def test_an_unknown_filter_is_left_out_and_said(client, tree, query):
    html = get_html(client, tree.index, query)
    assert NOTICE in html
    assert titles(html) == ["A pond at school"]


def test_a_known_filter_still_counts_beside_an_unknown_one(client, tree):
    html = get_html(client, tree.index, f"?objective={tree.objective.objective.code}&region=mars&utm_source=x")
    assert NOTICE in html
    assert titles(html) == ["A pond at school"]
    assert NOTICE not in get_html(client, tree.index, "?utm_source=x&region=")


def test_filters_that_fit_nothing_say_so_and_lead_back(client, tree):
    html = get_html(client, tree.index, "?region=abroad")
    assert "No model project fits these filters" in html
    assert f'<a href="{tree.index.url}">Show all</a>' in html
    assert count(html) == "0 model projects"


def test_an_empty_index_is_not_broken(client, tree):
    tree.story.unpublish()
    assert "There are no model projects yet" in get_html(client, tree.index)


def test_twelve_a_page_with_filters_kept_on_the_way(client, tree):
    for _number in range(13):
        StoryPageFactory(parent=tree.index, region=Region.BRUSSELS)
    html = get_html(client, tree.index, "?region=brussels")
    assert len(titles(html)) == 12
    assert count(html) == "13 model projects"
    assert 'href="?region=brussels&amp;page=2"' in html
    assert len(titles(get_html(client, tree.index, "?region=brussels&page=2"))) == 1


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("0", 12),
        ("-1", 12),
        ("abc", 12),
        ("", 12),
        ("1000000000", 2),
        ("9" * 5000, 12),
        ("2", 2),
        ("²", 12),
        ("1.5", 12),
    ],
)
def test_any_page_number_gives_a_page(client, tree, page, expected):
    for _number in range(13):
        StoryPageFactory(parent=tree.index)
    assert len(titles(get_html(client, tree.index, f"?page={page}"))) == expected


def test_stories_of_other_languages_come_last_and_are_marked(client, tree):
    dutch = HomePageFactory(language="nl", translation_key=tree.home.translation_key)
    index = StoryIndexPageFactory(parent=dutch, title="Verhalen")
    StoryPageFactory(parent=tree.index, title="Only English")
    StoryPageFactory(parent=index, title="Een vijver", translation_key=tree.story.translation_key)
    html = get_html(client, index)
    assert titles(html) == ["Een vijver", "Only English"]
    found = outline(html)
    assert ("en", "Only English") in found.languages
    assert ("en", "Een vijver") not in found.languages
    assert "language-note" in html[html.index("Only English") :]
    assert "language-note" not in html[html.index("Een vijver") : html.index("Only English")]


def test_a_draft_translation_leaves_the_original_in_the_list(client, tree):
    dutch = HomePageFactory(language="nl", translation_key=tree.home.translation_key)
    index = StoryIndexPageFactory(parent=dutch, title="Verhalen")
    StoryPageFactory(parent=index, title="Een vijver", translation_key=tree.story.translation_key, live=False)
    assert titles(get_html(client, index)) == ["A pond at school"]


def test_drafts_and_restricted_stories_are_absent(client, tree):
    StoryPageFactory(parent=tree.index, title="Draft", live=False)
    secret = StoryPageFactory(parent=tree.index, title="Secret")
    secret.view_restrictions.create(restriction_type="login")
    assert titles(get_html(client, tree.index)) == ["A pond at school"]
