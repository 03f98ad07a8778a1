"""Which language an address is answered in."""

import re
from urllib.parse import urlsplit

import pytest
from wagtail.models import Locale

from bbacms.core.languages import best_language
from tests.factories.home import StandardPageFactory
from tests.support.hidden import restrict
from tests.support.trees import LANGUAGES, translation_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nl", "nl"),
        ("fr-BE,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.2, de;q=0.9", "de"),
        ("nl;q=0, fr;q=0.1", "fr"),
        ("ja, it;q=0.9, de-AT;q=0.1", "de"),
        ("*, nl;q=0.5", "nl"),
        ("DE-de", "de"),
        ("ja", "en"),
        ("*", "en"),
        ("", "en"),
        (";;;,,q=;nl;q=two", "en"),
        ("nl;q=1.5", "en"),
        ("\0nl", "en"),
        ("é, nl", "en"),
        ("x" * 5000, "en"),
        ("nl," * 5000, "nl"),
        ("../../etc/passwd", "en"),
    ],
)
def test_root_leads_to_the_best_language(client, homes, header, language):
    response = client.get("/", headers={"accept-language": header})

    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]
    assert "Set-Cookie" not in response
    assert not response.cookies


def test_root_without_header_leads_to_english(client, homes):
    assert client.get("/")["Location"] == "/en/"


def test_root_forgets_language_cookie_and_query(client, homes):
    client.cookies["django_language"] = "fr"

    response = client.get("/?next=//example.org&utm_source=x", headers={"accept-language": "nl"})

    assert response["Location"] == "/nl/"


def test_root_does_not_lead_to_a_language_whose_home_page_is_a_draft(client, homes):
    homes["de"].unpublish()

    response = client.get("/", headers={"accept-language": "de, fr;q=0.5"})

    assert response["Location"] == "/fr/"


def test_root_takes_no_post(client, homes):
    assert client.post("/").status_code == 405


def test_without_any_site_the_root_still_leads_somewhere(client):
    assert client.get("/", headers={"accept-language": "nl"})["Location"] in {"/nl/", "/en/"}


def test_best_language_of_those_available():
    assert best_language("de, fr", ["fr", "nl"]) == "fr"
    assert best_language("de", ["fr", "nl"]) == "nl"


@pytest.mark.parametrize("path", ["/about/", "/about", "/stories/wolvenberg/", "/nl-be/", "/xx/", "/EN/"])
def test_an_address_without_language_is_not_redirected_by_a_guess(client, homes, path):
    StandardPageFactory(parent=homes["nl"], slug="about")

    response = client.get(path, headers={"accept-language": "nl"})

    assert response.status_code == 404
    assert '<html lang="nl"' in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_served_in_the_language_of_their_address_whatever_the_browser_asks(client, homes, language):
    response = client.get(f"/{language}/", headers={"accept-language": "fr"})

    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()
    assert response.context["page"].locale.language_code == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_below_a_language_are_the_same_for_every_reader(client, homes, language):
    StandardPageFactory(parent=homes[language], slug="about")

    for path in (f"/{language}/", f"/{language}/about/", f"/{language}/search/?q=about", f"/{language}/missing/"):
        response = client.get(path)

        assert not response.cookies, path
        # Compressed or not, the page is the same.
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding", path


def test_an_address_without_its_last_slash_leads_to_the_page(client, homes):
    response = client.get("/nl")

    assert response.status_code == 301
    assert response["Location"] == "/nl/"


class TestNotYetTranslated:
    """A page is never served under another language's address; the reader is shown where it does exist."""

    def test_address_of_an_english_page_under_german(self, client, homes):
        story = StandardPageFactory(parent=homes["en"], slug="wolvenberg", title="Wolvenberg fort")

        response = client.get("/de/wolvenberg/")
        html = response.content.decode()

        assert response.status_code == 404
        assert '<html lang="de"' in html
        assert list(response.context["other_versions"]) == [story.page_ptr]
        assert 'href="/en/wolvenberg/" hreflang="en"><span lang="en">Wolvenberg fort</span>' in html

    def test_all_languages_that_exist_are_offered_in_order(self, client, homes):
        english = StandardPageFactory(parent=homes["en"], slug="fort")
        translation_of(english, homes["fr"], title="Le fort", slug="le-fort")
        translation_of(english, homes["nl"], title="Het fort", slug="het-fort")

        response = client.get("/de/fort/")

        assert [page.url for page in response.context["other_versions"]] == [
            "/en/fort/",
            "/nl/het-fort/",
            "/fr/le-fort/",
        ]

    def test_address_of_a_draft_leads_to_its_live_versions_and_does_not_name_the_draft(self, client, homes):
        english = StandardPageFactory(parent=homes["en"], slug="fort", title="The fort")
        german = translation_of(english, homes["de"], title="Geheime Festung", slug="festung")
        german.unpublish()

        response = client.get("/de/festung/")

        assert response.status_code == 404
        assert [page.title for page in response.context["other_versions"]] == ["The fort"]
        assert "Geheime Festung" not in response.content.decode()

    def test_own_version_at_another_address_is_offered_alone(self, client, homes):
        english = StandardPageFactory(parent=homes["en"], slug="fort", title="The fort")
        translation_of(english, homes["de"], title="Die Festung", slug="festung")

        response = client.get("/de/fort/")

        assert response.status_code == 404
        assert response.context["own_version"].title == "Die Festung"
        assert 'href="/de/festung/"' in response.content.decode()
        assert "The fort" not in response.content.decode()

    @pytest.mark.parametrize("state", ["draft", "missing", "restricted"])
    def test_home_page_that_is_not_there(self, client, homes, state):
        StandardPageFactory(parent=homes["en"], slug="about", title="About")
        if state == "draft":
            homes["de"].unpublish()
        elif state == "missing":
            homes["de"].delete()
        else:
            homes["en"].unpublish()
            homes["de"].delete()

        home, below = client.get("/de/"), client.get("/de/about/")

        assert (home.status_code, below.status_code) == (404, 404)
        offered = [page.locale.language_code for page in home.context["other_versions"]]
        assert offered == (["nl", "fr"] if state == "restricted" else ["en", "nl", "fr"])
        assert [page.title for page in below.context["other_versions"]] == ([] if state == "restricted" else ["About"])

    def test_hidden_versions_are_not_offered(self, client, homes, hidden_page):
        response = client.get(f"/de/{hidden_page.slug}/")

        assert response.status_code == 404
        assert hidden_page.title not in response.content.decode()

    def test_nothing_of_that_name(self, client, homes):
        response = client.get("/de/nichts/")

        assert response.status_code == 404
        assert response.context["own_version"] is None
        assert response.context["other_versions"] == []

    def test_a_page_moved_into_the_tree_of_another_language_is_not_served_there(self, client, homes):
        StandardPageFactory(parent=homes["de"], slug="stray", locale=Locale.objects.get(language_code="en"))

        assert client.get("/de/stray/").status_code == 404

    @pytest.mark.parametrize(
        "path", ["/de/%00/", "/de/a%00b/", "/de/" + "a/" * 3000, "/de/%F0%9F%8C%B3/", "/de//x/", "/de/'/"]
    )
    def test_odd_addresses_are_not_found(self, client, homes, path):
        assert client.get(path).status_code == 404

    def test_the_answer_is_the_same_with_debug_on(self, client, homes, settings):
        settings.DEBUG = True
        StandardPageFactory(parent=homes["en"], slug="fort", title="The fort")

        response = client.get("/de/fort/")

        assert response.status_code == 404
        assert [page.title for page in response.context["other_versions"]] == ["The fort"]


class TestAlternates:
    """The head of a page names the same versions as the sitemap."""

    def links(self, response) -> dict[str, str]:
        found = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', response.content.decode())
        return {code: urlsplit(address).path for code, address in found}

    def test_every_language_of_the_home_page(self, client, homes):
        expected = {**{code: f"/{code}/" for code in LANGUAGES}, "x-default": "/en/"}

        for code in LANGUAGES:
            assert self.links(client.get(f"/{code}/")) == expected

    def test_only_the_versions_that_can_be_read(self, client, homes):
        english = StandardPageFactory(parent=homes["en"], slug="fort")
        translation_of(english, homes["nl"], title="Het fort", slug="het-fort")
        translation_of(english, homes["fr"], title="Le fort", slug="le-fort").unpublish()
        restrict(translation_of(english, homes["de"], title="Die Festung", slug="festung"))

        expected = {"en": "/en/fort/", "nl": "/nl/het-fort/", "x-default": "/en/fort/"}
        assert self.links(client.get("/en/fort/")) == expected
        assert self.links(client.get("/nl/het-fort/")) == expected
