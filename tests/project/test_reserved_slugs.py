"""A page cannot be given an address that leads to something else."""

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from bbacms.core.page_forms import RESERVED_SLUGS
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db

REFUSED = "The site itself uses the address"


def create(admin_client, parent, title, slug, **more):
    """Send the form that makes a standard page below ``parent``."""
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])
    data = querydict_from_html(admin_client.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"body": streamfield([])}) | {"title": title, "slug": slug} | more)
    return admin_client.post(address, data)


def test_every_address_of_the_site_below_a_language_is_reserved():
    below_language = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "en/")
    first_parts = {str(entry.pattern).partition("/")[0] for entry in below_language.url_patterns}
    assert {part for part in first_parts if part.isalpha()} == set(RESERVED_SLUGS)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("more", [{}, {"action-publish": "1"}], ids=["draft", "publish"])
@pytest.mark.parametrize(
    ("title", "slug"), [("Found", "search"), ("Found", "pledge"), ("Search", "")], ids=["search", "pledge", "by title"]
)
def test_a_page_below_a_home_page_cannot_take_it(admin_client, homes, language, title, slug, more):
    response = create(admin_client, homes[language], title, slug, introduction="What I wrote", **more)

    html = response.content.decode()
    assert response.status_code == 200
    assert REFUSED in html
    assert "What I wrote" in html
    assert not homes[language].get_children().exists()


def test_a_page_that_exists_cannot_take_it(admin_client, homes):
    page = StandardPageFactory(parent=homes["en"], slug="find")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(admin_client.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"body": streamfield([])}) | {"slug": "search", "action-publish": "1"})

    assert REFUSED in admin_client.post(address, data).content.decode()
    assert Page.objects.get(pk=page.pk).slug == "find"


def test_deeper_in_the_tree_it_is_free(admin_client, homes):
    about = StandardPageFactory(parent=homes["en"], slug="about")

    assert create(admin_client, about, "Search", "search", **{"action-publish": "1"}).status_code == 302
    assert admin_client.get("/en/about/search/").status_code == 200
