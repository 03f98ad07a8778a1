"""The sitemap lists every public page of every language, and nothing else."""

from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from tests.factories.home import StandardPageFactory
from tests.support.trees import LANGUAGES, translation_of

pytestmark = pytest.mark.django_db

NAMESPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def read_sitemap(client) -> dict[str, ET.Element]:
    """Return the entries of the sitemap by address; the XML has to be well-formed."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    entries = ET.fromstring(response.content).findall("map:url", NAMESPACES)  # noqa: S314  our own answer
    return {entry.findtext("map:loc", namespaces=NAMESPACES): entry for entry in entries}


def alternates(entry) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", NAMESPACES)}


def test_all_languages_are_listed_with_their_versions(client, homes):
    sitemap = read_sitemap(client)

    expected = {code: f"http://localhost/{code}/" for code in LANGUAGES}
    assert set(sitemap) == set(expected.values())
    for entry in sitemap.values():
        assert alternates(entry) == {**expected, "x-default": "http://localhost/en/"}


def test_a_page_names_only_the_versions_that_are_live(client, homes):
    english = StandardPageFactory(parent=homes["en"], slug="fort")
    translation_of(english, homes["nl"], title="Het fort", slug="het-fort")
    translation_of(english, homes["fr"], title="Le fort", slug="le-fort").unpublish()

    sitemap = read_sitemap(client)

    assert alternates(sitemap["http://localhost/nl/het-fort/"]) == {
        "en": "http://localhost/en/fort/",
        "nl": "http://localhost/nl/het-fort/",
        "x-default": "http://localhost/en/fort/",
    }
    assert "http://localhost/fr/le-fort/" not in sitemap


def test_a_page_without_english_version_has_no_default(client, homes):
    StandardPageFactory(parent=homes["nl"], slug="alleen-hier")

    assert alternates(read_sitemap(client)["http://localhost/nl/alleen-hier/"]) == {
        "nl": "http://localhost/nl/alleen-hier/"
    }


def test_nothing_below_a_home_page_that_is_a_draft(client, homes):
    StandardPageFactory(parent=homes["de"], slug="festung")
    homes["de"].unpublish()

    assert not [address for address in read_sitemap(client) if "/de/" in address]


def test_day_of_the_last_publication(client, homes):
    day = timezone.make_aware(timezone.datetime(2026, 3, 14, 12))
    StandardPageFactory(parent=homes["en"], slug="fort", last_published_at=day)

    entry = read_sitemap(client)["http://localhost/en/fort/"]

    assert entry.findtext("map:lastmod", namespaces=NAMESPACES) == "2026-03-14"


def test_titles_and_slugs_with_special_characters_keep_it_well_formed(client, homes):
    StandardPageFactory(parent=homes["en"], slug="a-b", title="<b>&</b>")

    assert "http://localhost/en/a-b/" in read_sitemap(client)


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "9" * 5000, "%00"])
def test_a_page_of_the_sitemap_that_does_not_exist(client, homes, page):
    assert client.get(f"/sitemap.xml?p={page}").status_code == 404


def test_it_is_empty_before_there_is_a_site(client, db):
    from wagtail.models import Site

    Site.objects.all().delete()

    assert read_sitemap(client) == {}


def test_queries_do_not_grow_with_the_pages(client, homes, django_assert_max_num_queries):
    for _number in range(5):
        StandardPageFactory(parent=homes["en"])
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(5) as few:
        read_sitemap(client)
    for _number in range(25):
        StandardPageFactory(parent=homes["en"])

    with django_assert_max_num_queries(len(few)):
        assert len(read_sitemap(client)) == 34
