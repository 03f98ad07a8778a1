"""The pages readers see when something is missing or failed."""

from html.parser import HTMLParser

import pytest
from django.urls import path
from django.utils import translation

from bbacms import urls as site_urls
from tests.factories.home import StandardPageFactory
from tests.support.trees import LANGUAGES

pytestmark = pytest.mark.django_db


class Outline(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def fail(request):
    raise RuntimeError("a secret of the database")


class UrlsWithFault:
    """The site's addresses and one view that fails."""

    handler404 = site_urls.handler404
    handler500 = site_urls.handler500
    urlpatterns = [path("nl/fault/", fail), *site_urls.urlpatterns]


class TestNotFound:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_helps_the_reader_on_in_their_language(self, client, homes, language):
        response = client.get(f"/{language}/nothing-here/")
        outline = Outline(response.content.decode())

        assert response.status_code == 404
        assert outline.all("html")[0]["lang"] == language
        assert len(outline.all("h1")) == 1
        assert any(form.get("action") == f"/{language}/search/" for form in outline.all("form"))
        assert any(link.get("href") == f"/{language}/" for link in outline.all("a"))

    def test_at_an_address_without_language_it_follows_the_browser(self, client, homes):
        response = client.get("/nothing/", headers={"accept-language": "fr"})

        assert response.status_code == 404
        assert Outline(response.content.decode()).all("html")[0]["lang"] == "fr"
        assert "Accept-Language" in response["Vary"]

    def test_the_address_is_not_repeated_as_markup(self, client, homes):
        html = client.get("/en/%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()

        assert "<script>alert" not in html

    def test_it_works_before_there_is_any_page(self, client):
        assert client.get("/en/").status_code in (200, 404)
        assert client.get("/en/nothing/").status_code == 404
        assert client.get("/nothing/").status_code == 404

    def test_questions_to_the_database_are_few_and_do_not_grow(self, client, homes, django_assert_max_num_queries):
        client.get("/de/nothing/")
        with django_assert_max_num_queries(15) as few:
            client.get("/de/nothing/")
        for _number in range(25):
            StandardPageFactory(parent=homes["en"])

        with django_assert_max_num_queries(len(few)):
            client.get("/de/nothing/")

    def test_post_to_nowhere_is_not_found(self, client, homes):
        assert client.post("/en/nothing/", {"a": "b"}).status_code == 404

    def test_the_admin_keeps_its_own(self, admin_client, homes):
        response = admin_client.get("/admin/nothing-here/")

        assert response.status_code == 404
        assert "wagtailadmin/404.html" in [template.name for template in response.templates]


class TestServerError:
    @pytest.fixture(autouse=True)
    def _fault(self, settings, client):
        settings.ROOT_URLCONF = UrlsWithFault
        client.raise_request_exception = False

    def test_it_says_so_in_the_language_of_the_reader_and_tells_nothing_else(self, client, homes):
        response = client.get("/nl/fault/")
        html = response.content.decode()

        assert response.status_code == 500
        assert Outline(html).all("html")[0]["lang"] == "nl"
        assert len(Outline(html).all("h1")) == 1
        assert "/nl/" in [link["href"] for link in Outline(html).all("a")]
        assert "secret" not in html
        assert "RuntimeError" not in html

    def test_it_needs_neither_database_nor_collected_files(self, client, settings, django_assert_num_queries, tmp_path):
        settings.STATIC_ROOT = tmp_path
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
        }

        with django_assert_num_queries(0):
            assert client.get("/nl/fault/").status_code == 500

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_stands_alone(self, language, rf):
        from bbacms.core.error_views import server_error

        with translation.override(language):
            html = server_error(rf.get("/")).content.decode()

        assert Outline(html).all("html")[0]["lang"] == language
        assert not Outline(html).all("script")
