"""What holds for each page type: served, edited, previewed, drafts hidden, empty and over-full content."""

import pytest
from wagtail.models import Page

from home.models import AxisPage, HomePage, ObjectivePage, StandardPage
from pledges.models import JoinPage, RegisterPage
from stories.models import StoryIndexPage, StoryPage
from tests.support.pages import assert_editable, assert_previewable, get_html, make_tree

pytestmark = pytest.mark.django_db

PAGES = ["home", "axis", "objective", "index", "story", "standard", "join"]
# Sixty characters without a place to break.
LONG_WORD = "Biodiversitäts" + "wiederherstellungs" * 2 + "gesetzgebung"


@pytest.fixture
def tree():
    return make_tree()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_required_fields_only_is_whole(client, tree, name):
    page = getattr(tree, name)
    assert page.title in get_html(client, page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_edited_and_previewed(admin_client, tree, name):
    page = getattr(tree, name)
    assert_editable(admin_client, page)
    assert_previewable(admin_client, page)


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_not_served(client, tree, name):
    page = getattr(tree, name)
    address = page.url
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_word_of_sixty_characters_is_shown_whole(client, tree, name):
    page = getattr(tree, name)
    page.title = f"{LONG_WORD} <script>"
    page.save()
    html = get_html(client, page)
    assert LONG_WORD in html
    assert f"{LONG_WORD} <script>" not in html


@pytest.mark.parametrize("name", PAGES)
def test_reading_sets_no_cookie(client, tree, name):
    assert not client.get(getattr(tree, name).url).cookies


@pytest.mark.parametrize(
    ("model", "parents", "children"),
    [
        (HomePage, {Page}, {AxisPage, StandardPage, StoryIndexPage, JoinPage, RegisterPage}),
        (AxisPage, {HomePage}, {ObjectivePage}),
        (ObjectivePage, {AxisPage}, set()),
        (StoryIndexPage, {HomePage}, {StoryPage}),
        (StoryPage, {StoryIndexPage}, set()),
        (StandardPage, {HomePage, StandardPage}, {StandardPage}),
    ],
)
def test_where_a_page_may_stand(model, parents, children):
    assert set(model.allowed_parent_page_models()) == parents
    assert set(model.allowed_subpage_models()) == children
    assert model.page_description


def test_a_page_in_a_restricted_part_asks_for_its_password(client, tree):
    tree.axis.view_restrictions.create(restriction_type="password", password="hedgehog")
    response = client.get(tree.objective.url)
    assert tree.objective.target_statement not in response.content.decode()
    assert response.templates[0].name == "wagtailcore/password_required.html"


def test_a_restricted_page_above_does_not_show_its_title(admin_client, client, tree):
    tree.axis.title = "Secret axis"
    tree.axis.save()
    tree.axis.view_restrictions.create(restriction_type="login")
    home = get_html(client, tree.home)
    assert "Secret axis" not in home


def test_breadcrumbs_lead_home(client, tree):
    html = get_html(client, tree.objective)
    trail = html[html.index("breadcrumbs") : html.index("</nav>", html.index("breadcrumbs"))]
    assert trail.index(f'href="{tree.home.url}"') < trail.index(f'href="{tree.axis.url}"')


def test_an_address_below_a_leaf_is_not_found(client, tree):
    assert client.get(f"{tree.story.url}more/").status_code == 404
    assert client.get(f"{tree.home.url}nothing/here/").status_code == 404
