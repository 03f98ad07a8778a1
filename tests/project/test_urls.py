"""Addresses: what has a language, what has none, and what readers keep on their machine (nothing)."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.home import StandardPageFactory
from tests.support.hidden import restrict
from tests.support.trees import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/robots.txt", "/sitemap.xml", "/api/v2/pages/"])
def test_addresses_for_staff_and_machines_have_no_language(client, homes, path):
    assert client.get(path).status_code in (200, 302)
    assert client.get(f"/nl{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{code}/" for code in LANGUAGES),
        *(f"/{code}/{page}/" for code in LANGUAGES for page in ("about", "search", "missing")),
        "/", "/en/search/?q=about", "/en", "/missing/", "/robots.txt", "/sitemap.xml", "/api/v2/pages/",
        "/api/v2/images/", "/api/v2/documents/", "/api/v2/nothing/",
    ],
)  # fmt: skip
def test_reading_sets_no_cookie_and_opens_no_session(client, homes, path):
    for home in homes.values():
        StandardPageFactory(parent=home, slug="about")

    response = client.get(path)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


class TestAdmin:
    @pytest.mark.parametrize(("own", "browser"), [("nl", "fr"), ("de", "en"), ("fr", "")])
    def test_it_speaks_the_language_of_the_user(self, admin_client, admin_user, homes, own, browser):
        from wagtail.users.models import UserProfile

        UserProfile.objects.create(user=admin_user, preferred_language=own)

        html = admin_client.get("/admin/", headers={"accept-language": browser}).content.decode()

        assert f'lang="{own}"' in html

    def test_it_asks_to_log_in_without_adding_a_language(self, client, homes):
        response = client.get("/admin/pages/", headers={"accept-language": "nl"})

        assert response["Location"] == "/admin/login/?next=/admin/pages/"

    def test_links_to_pages_carry_the_language_of_the_page(self, admin_client, homes):
        for code, home in homes.items():
            assert f"/{code}/" in admin_client.get(f"/admin/pages/{home.pk}/").content.decode()
            assert home.url == f"/{code}/"


class TestPassword:
    """A page behind a password can be opened in every language."""

    @pytest.fixture(params=LANGUAGES)
    def page(self, request, homes):
        page = StandardPageFactory(parent=homes[request.param], slug="inside", title="Hidden heron")
        self.restriction = restrict(page)
        return page

    def action(self, page) -> str:
        with translation.override(page.locale.language_code):
            return reverse("wagtailcore_authenticate_with_password", args=[self.restriction.pk, page.pk])

    def test_the_form_is_in_the_language_of_the_page_and_shows_nothing_of_it(self, client, page):
        response = client.get(page.url)
        html = response.content.decode()

        assert "no-store" in response["Cache-Control"]
        assert f'<html lang="{page.locale.language_code}"' in html
        assert f'action="{self.action(page)}"' in html
        assert self.action(page).startswith(f"/{page.locale.language_code}/")
        assert html.count("<h1") == 1
        assert "Hidden heron" not in html

    def test_the_right_password_opens_it(self, client, page):
        response = client.post(self.action(page), {"password": "moss", "return_url": page.url})
        assert response.status_code == 302

        response = client.get(response["Location"])

        assert b"Hidden heron" in response.content
        assert "no-store" in response["Cache-Control"]

    def test_a_wrong_password_does_not(self, client, page):
        response = client.post(self.action(page), {"password": "stone", "return_url": page.url})

        assert response.status_code == 200
        assert b"Hidden heron" not in response.content
        assert f'<html lang="{page.locale.language_code}"' in response.content.decode()

    def test_it_does_not_send_the_reader_to_another_site(self, client, page):
        response = client.post(self.action(page), {"password": "moss", "return_url": "https://example.org/"})

        assert "example.org" not in response["Location"]
