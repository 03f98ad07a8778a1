"""Which posts count as coming from our own pages."""

import pytest
from django.test import Client, RequestFactory

from pledges.models import PledgeDraft
from pledges.origin import names_another_site
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.join_forms import join_pages, name, needed_questions, post, published_form, section


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "Cross-Site"}, True),
        # The browser's own verdict wins over what a page can influence.
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        # A value nobody knows says nothing.
        ({"Sec-Fetch-Site": "galactic", "Origin": "https://elsewhere.example"}, True),
        ({"Sec-Fetch-Site": "galactic", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "http://TESTSERVER"}, False),
        ({"Origin": "http://testserver:8080"}, True),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "https://testserver.elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://[broken"}, True),
        ({"Origin": "http://testserver", "Referer": "https://elsewhere.example/"}, False),
        ({"Referer": "http://testserver/en/join/"}, False),
        ({"Referer": "https://elsewhere.example/http://testserver/"}, True),
        ({"Referer": "nonsense"}, True),
    ],
)
def test_another_site_is_told_by_the_first_header_that_speaks(headers, foreign):
    assert names_another_site(RequestFactory().post("/", headers=headers)) is foreign


@pytest.mark.django_db
def test_posts_from_another_site_are_refused_on_every_screen_in_the_readers_language():
    asked = needed_questions()
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    pages = join_pages(
        published_form(
            section("One", asked["title"], asked["engagement"]), section("Two", asked["actor_kind"], asked["email"])
        )
    )
    client = Client()
    first = {name(asked["title"]): "A pond", name(asked["engagement"]): "ha"}
    second = {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org"}
    start = f"/nl/pledge/start/{pages['nl'].pk}/"
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    refused = post(client, start, first, **elsewhere)
    assert refused.status_code == 403
    assert b'<html lang="nl"' in refused.content
    assert not PledgeDraft.objects.exists()

    step = post(client, start, first)["Location"]
    assert post(client, step, second, **elsewhere).status_code == 403
    check = post(client, step, second)["Location"]
    assert post(client, check, "", **elsewhere).status_code == 403
    assert PledgeDraft.objects.count() == 1
