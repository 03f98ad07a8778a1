"""What a join form names in its conditions, or shows, is not deleted under it."""

import uuid

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail_factories import ImageFactory

from bbacms.core.deletion import blockers
from bbacms.core.models import ActorKind, Indicator
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import needed_questions, published_form, question, republish, section, texts, when

pytestmark = pytest.mark.django_db
HELD = ["join form “Join form”"]


@pytest.fixture
def lists():
    for code, indicator in (("A1-1", "ha"), ("A1-2", "km")):
        IndicatorFactory(objective=ObjectiveFactory(code=code), code=indicator)
    return {code: ActorKindFactory(code=code) for code in ("citizen", "company")}


def form_with(asked, *more, **of_section):
    return published_form(section("What", *asked.values()), section("Then", *more, **of_section))


def test_a_kind_of_actor_in_a_condition_stays(lists, admin_client, admin_user):
    asked = needed_questions()
    form_with(asked, question("short_text", "Why", shown_when=when(asked["actor_kind"], "one_of", "company, citizen")))
    assert blockers([lists["citizen"]], admin_user) == HELD
    address = reverse(ActorKind.snippet_viewset.get_url_name("delete"), args=[lists["citizen"].pk])
    assert HELD[0] in admin_client.post(address).content.decode()
    assert ActorKind.objects.filter(code="citizen").exists()


def test_what_no_condition_names_may_go(lists, admin_user):
    asked = needed_questions()
    form_with(asked, question("short_text", "citizen", shown_when=when(asked["title"], "equals", "citizen")))
    assert blockers([*lists.values()], admin_user) == []
    assert blockers([*Indicator.objects.all()], admin_user) == []


@pytest.mark.parametrize("named", ["A1-1", "ha"])
def test_an_objective_and_what_is_counted_for_it_stay(lists, admin_user, named):
    asked = needed_questions()
    form_with(asked, question("short_text", "Why"), shown_when=when(asked["engagement"], "contains", named))
    indicator = Indicator.objects.get(code="ha")
    # An objective takes its indicators with it.
    assert blockers([indicator.objective], admin_user) == HELD
    assert blockers([indicator], admin_user) == (HELD if named == "ha" else [])
    assert blockers([Indicator.objects.get(code="km").objective], admin_user) == []


def test_the_published_and_the_latest_wording_hold(lists, admin_user):
    asked = needed_questions()
    first = section("What", *asked.values())
    late = question("short_text", "Why", shown_when=when(asked["actor_kind"], "equals", "citizen"))
    form = published_form(first, section("Then", late))
    late["value"]["shown_when"]["value"] = "company"
    form.body = form.body.stream_block.to_python([first, section("Then", late)])
    form.save_revision()
    assert blockers([lists["citizen"]], admin_user) == HELD
    assert blockers([lists["company"]], admin_user) == HELD
    republish(form, first)
    assert blockers([*lists.values()], admin_user) == []


def test_a_picture_between_questions_stays(lists, admin_client):
    image, other = ImageFactory(title="A pond"), ImageFactory(title="A hedge")
    shown = {"type": "picture", "id": str(uuid.uuid4()), "value": {"image": image.pk, "alt_text": texts("A pond")}}
    form_with(needed_questions(), question("short_text", "Why"), shown)
    said = admin_client.post(f"/admin/images/{image.pk}/delete/")
    assert "needed by: join form “Join form”" in said.content.decode()
    assert admin_client.post(f"/admin/images/{other.pk}/delete/").status_code == 302
    assert [each.title for each in get_image_model().objects.all()] == ["A pond"]
