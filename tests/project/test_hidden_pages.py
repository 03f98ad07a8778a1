"""What is not public appears on no surface: one table of surfaces by ways to hide a page."""

import pytest

from tests.factories.home import StandardPageFactory
from tests.support.hidden import RESTRICTED_KINDS

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
