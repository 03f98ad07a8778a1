"""What is not public appears on no surface: one table of surfaces by ways to hide a page."""

import re

import pytest
from wagtail.models import Site

from bbacms.core.models import SiteSettings
from stories.models import StoryPage
from tests.factories.core import IndicatorFactory, ObjectiveFactory
from tests.factories.home import AxisPageFactory, ObjectivePageFactory, StandardPageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.hidden import HIDDEN_KINDS, RESTRICTED_KINDS, make_hidden_page, restrict
from tests.support.trees import translation_of

pytestmark = pytest.mark.django_db

SURFACES = {
    "search by title": "/en/search/?q=heron",
    "search by text": "/en/search/?q=Zwijnaarde",
    "search by beginning": "/en/search/?q=her",
    "sitemap": "/sitemap.xml",
    "api list": "/api/v2/pages/?limit=50",
    "api list of a type": "/api/v2/pages/?type=home.StandardPage&fields=*",
    "api search": "/api/v2/pages/?search=heron",
    "api filter": "/api/v2/pages/?slug=hidden-heron",
    "not found page in another language": "/fr/hidden-heron/",
    "home page": "/en/",
}


@pytest.mark.parametrize("surface", SURFACES)
def test_hidden_page_is_on_no_surface(client, hidden_page, surface):
    StandardPageFactory(parent=hidden_page.get_site().root_page, title="Open heron", introduction="Zwijnaarde")

    text = client.get(SURFACES[surface]).content.decode()

    assert "hidden-heron" not in text.replace("slug=hidden-heron", "").replace('"/fr/hidden-heron/"', "")
    assert "Hidden heron" not in text
    assert "Closed room" not in text


@pytest.mark.parametrize("surface", [name for name in SURFACES if name not in ("home page",)])
def test_the_same_surfaces_do_show_a_public_page(client, homes, surface):
    """Without this, the table above could pass because a surface shows nothing at all."""
    StandardPageFactory(parent=homes["en"], title="Hidden heron", slug="hidden-heron", introduction="Zwijnaarde")

    assert "hidden-heron" in client.get(SURFACES[surface]).content.decode().replace("/fr/hidden-heron/", "")


def test_by_its_own_address_it_is_not_found_or_asks_for_permission(client, hidden_page, request):
    kind = request.node.callspec.params["hidden_page"]

    response = client.get(hidden_page.url)

    if kind in RESTRICTED_KINDS:
        assert response.status_code in (200, 302)
        assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]
    else:
        assert response.status_code == 404
    assert b"Hidden heron" not in response.content
    assert b"Zwijnaarde" not in response.content


def test_by_its_number_the_api_does_not_find_it(client, hidden_page):
    assert client.get(f"/api/v2/pages/{hidden_page.pk}/").status_code == 404
    assert client.get(f"/api/v2/pages/find/?id={hidden_page.pk}").status_code == 404
    assert client.get(f"/api/v2/pages/find/?html_path=/en/{hidden_page.slug}/").status_code == 404
    assert client.get(f"/api/v2/pages/?child_of={hidden_page.pk}").status_code == 400


def test_staff_see_no_more_of_it_in_the_open_interfaces(admin_client, hidden_page):
    for address in ("/sitemap.xml", "/api/v2/pages/?limit=50", "/en/search/?q=heron"):
        assert "hidden-heron" not in admin_client.get(address).content.decode()


@pytest.mark.parametrize("kind", HIDDEN_KINDS)
def test_hidden_story_is_not_on_the_list_of_stories_or_the_home_page(client, homes, kind):
    index = StoryIndexPageFactory(parent=homes["en"], slug="stories")
    StoryPageFactory(parent=index, title="Open heron", slug="open-heron")
    make_hidden_page(index, kind, factory=StoryPageFactory)

    for address in ("/en/stories/", "/en/"):
        html = client.get(address).content.decode()
        assert "Open heron" in html
        assert "Hidden heron" not in html
        assert "hidden-heron" not in html


@pytest.mark.parametrize("kind", HIDDEN_KINDS)
def test_hidden_axis_page_lends_the_home_page_neither_text_nor_link(client, homes, kind):
    axis = IndicatorFactory(objective__axis__label="Green and blue").objective.axis
    make_hidden_page(homes["en"], kind, factory=AxisPageFactory, axis=axis, introduction="<p>Zwijnaarde</p>")

    html = client.get("/en/").content.decode()

    assert "Green and blue" in html
    assert "Zwijnaarde" not in html
    assert "hidden-heron" not in html


@pytest.mark.parametrize("kind", HIDDEN_KINDS)
def test_hidden_objective_page_is_linked_from_no_page(client, homes, kind):
    objective = IndicatorFactory(objective__label="Ponds and hedges").objective
    further = ObjectiveFactory(axis=objective.axis, label="Old orchards")
    axis = AxisPageFactory(parent=homes["en"], slug="axis", axis=objective.axis)
    stories = StoryIndexPageFactory(parent=homes["en"], slug="stories")
    story = StoryPageFactory(parent=stories, slug="pond", main_objective=objective)
    story.further_objectives = [further]
    story.save()
    make_hidden_page(axis, kind, factory=ObjectivePageFactory, objective=objective)
    shown = ObjectivePageFactory(parent=axis, slug="old-orchards", objective=further)

    for address in ("/en/", "/en/axis/", "/en/stories/pond/"):
        html = client.get(address).content.decode()
        assert "Ponds and hedges" in html
        assert "hidden-heron" not in html
        assert f'href="{shown.url}"' in html


@pytest.mark.parametrize("kind", ["unpublished", "password"])
@pytest.mark.parametrize("closed", ["en", "fr"])
def test_closed_language_is_linked_from_no_page(client, homes, kind, closed):
    """A home page that is not public closes its language: no page of another language leads into it."""
    closed_home, dutch_home = homes[closed], homes["nl"]
    indicator = IndicatorFactory(objective__label="Ponds and hedges")
    objective = indicator.objective
    axis = AxisPageFactory(parent=closed_home, axis=objective.axis)
    ObjectivePageFactory(parent=axis, objective=objective)
    closed_stories = StoryIndexPageFactory(parent=closed_home)
    StoryPageFactory(parent=closed_stories, title="Closed heron", main_objective=objective)
    about = StandardPageFactory(parent=closed_home, title="About")
    translation_of(axis, dutch_home, title="As", slug="as", axis=objective.axis, introduction="<p>Water</p>")
    translation_of(closed_stories, dutch_home, title="Verhalen", slug="verhalen")
    dutch_story = StoryPageFactory(parent=dutch_home.get_children().get(slug="verhalen"), slug="vijver")
    StoryPage.objects.filter(pk=dutch_story.pk).update(main_objective=objective)
    menu = [("entry", {"page": about, "highlighted": False})]
    SiteSettings.objects.create(site=Site.objects.get(), header_menu=menu, footer_menu=[("page", about)])
    addresses = ("/nl/", "/nl/as/", "/nl/verhalen/", "/nl/verhalen/vijver/", "/nl/search/?q=water")
    for address in addresses[:-1]:
        assert f'href="/{closed}/' in client.get(address).content.decode()

    if kind == "unpublished":
        closed_home.unpublish()
    else:
        restrict(closed_home, kind)

    for address in addresses:
        response = client.get(address)
        links = re.findall(rf'href="(?:http://\w+)?(/{closed}/[^"]*)"', response.content.decode())
        assert response.status_code == 200
        # Views that are no pages, such as the search, stay open in every language.
        assert [link for link in links if not link.startswith(f"/{closed}/search/")] == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_below_an_unpublished_home_page_is_served(client, homes, language):
    StandardPageFactory(parent=homes[language], slug="about")
    assert client.get(f"/{language}/about/").status_code == 200

    homes[language].unpublish()

    assert client.get(f"/{language}/").status_code == 404
    assert client.get(f"/{language}/about/").status_code == 404
