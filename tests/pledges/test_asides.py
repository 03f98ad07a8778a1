"""Pictures between questions: what they cost, whatever their number."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_factories import ImageFactory

from bbacms.core.pictures import make_renditions
from tests.factories.core import ActorKindFactory
from tests.support.join_forms import join_pages, name, needed_questions, post, published_form, republish, section, texts

pytestmark = pytest.mark.django_db

QUERY_BUDGET = 12


def pictures(images):
    values = [{"image": image.pk, "alt_text": texts("A pond")} for image in images]
    return [{"type": "picture", "id": str(uuid.uuid4()), "value": value} for value in values]


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    return needed_questions()


def queries_of_each_screen(client, asked, page, images):
    """The number of queries of each request for a form that shows all ``images`` on both screens."""
    first = section("What", asked["title"], *pictures(images), asked["engagement"])
    republish(page.form, first, section("Who", *pictures(images), asked["actor_kind"], asked["email"]))
    start = f"/en/pledge/start/{page.pk}/"
    step = post(client, start, {name(asked["title"]): "A pond", name(asked["engagement"]): "unsure"}).url
    client.get(page.url)  # fills Wagtail's cache of site roots
    requests = {
        "join page": lambda: client.get(page.url),
        "invalid first post": lambda: post(client, start, {}),
        "step": lambda: client.get(step),
        "invalid step": lambda: post(client, step, {}),
    }
    counts = {}
    for screen, request in requests.items():
        with CaptureQueriesContext(connection) as queries:
            html = request().content.decode()
        assert html.count("<picture") == len(images)
        counts[screen] = len(queries)
    return counts


def test_queries_stay_within_budget_and_do_not_grow_with_the_pictures(client, asked):
    form = published_form(section("All", *asked.values()))
    page = join_pages(form, languages=("en",))["en"]
    images = [ImageFactory(file__width=40, file__height=30) for _number in range(8)]
    for image in images:
        make_renditions(image, "form")
    few, many = (queries_of_each_screen(client, asked, page, shown) for shown in (images[:1], images))
    assert few == many
    assert max(many.values()) <= QUERY_BUDGET, many
