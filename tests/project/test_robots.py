"""What crawlers are told."""

from urllib.robotparser import RobotFileParser

import pytest
from wagtail.models import Site

from tests.support.trees import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def robots(client, homes):
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    # A disallowed path is more specific than "Allow: /"; Python's parser takes the first rule that fits.
    lines = response.content.decode().splitlines()
    assert "Allow: /" in lines
    parser.parse([line for line in lines if line != "Allow: /"])
    return parser


@pytest.mark.parametrize("path", ["/", "/sitemap.xml", "/en/", "/nl/verhalen/wolvenberg/", "/en/searching-for-frogs/"])
def test_pages_may_be_read(robots, path):
    assert robots.can_fetch("Anybot", path)


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/login/", *(f"/{code}/{part}/x" for code in LANGUAGES for part in ("pledge", "search"))],
)
def test_admin_search_and_members_own_pages_are_left_alone(robots, path):
    assert not robots.can_fetch("Anybot", path)


def test_the_sitemap_is_named_with_the_address_of_the_site(client, homes):
    Site.objects.update(hostname="biodiversity.example", port=443)

    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: https://biodiversity.example/sitemap.xml\n" in text
