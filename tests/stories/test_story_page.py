"""A story: what is known is shown, what is not known leaves no trace."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from bbacms.core.choices import Region, Unit
from stories.models import StoryContribution, StoryCriterion
from tests.factories.core import (
    CostBandFactory,
    CriterionFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
)
from tests.factories.home import HomePageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.pages import accept, assert_editable, assert_previewable, get_html, make_image, make_tree, outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def fill(story, objective):
    """Give ``story`` a value in every field."""
    story.teaser = "A teaser."
    story.lead_organisation = "Natuurpunt"
    story.region, story.place = Region.FLANDERS, "Antwerp"
    story.start_year, story.joined_on = 2001, date(2022, 3, 23)
    story.cost_band = CostBandFactory(label="More than 500,000 euros")
    story.further_objectives = [ObjectiveFactory(label="Roofs")]
    story.initiatives = [InitiativeFactory(label="Natura 2000")]
    story.participants = [("participant", {"name": "Volunteers", "role": "Mowing"})]
    story.upkeep, story.monitoring = "Mown late.", "Frogs are counted."
    story.benefits = [("benefit", "Cooler summers")]
    story.body = [("text", "<p>Once it was a rampart.</p>"), ("figure", {"value": "3", "unit": "ponds", "text": ""})]
    story.criteria = [StoryCriterion(criterion=CriterionFactory(objective=objective, label="Native"), how="By hand.")]
    for criterion in story.criteria.all():
        criterion.locale = story.locale
    story.contributions = [StoryContribution(indicator=objective.indicators.first(), quantity=Decimal(12))]
    story.save()


def test_many_participants_are_all_there_and_only_the_first_stand_open(client, tree):
    tree.story.participants = [("participant", {"name": f"Partner {n:03}", "role": ""}) for n in range(200)]
    tree.story.save()
    html = get_html(client, tree.story)
    before, behind = html.split("188 more participants")
    assert [f"Partner {n:03}" in before for n in (0, 11, 12)] == [True, True, False]
    assert [f"Partner {n:03}" in behind for n in (12, 199)] == [True, True]


def test_a_quote_keeps_its_own_direction(client, tree):
    tree.story.body = [("quote", {"text": "עץ השדה", "source": "רות"})]
    tree.story.save()
    html = get_html(client, tree.story)
    assert '<p dir="auto">עץ השדה' in html
    assert '<figcaption dir="auto">רות' in html


def test_everything_known_is_shown(client, tree):
    fill(tree.story, tree.objective.objective)
    html = get_html(client, tree.story)
    for text in (
        "A teaser.",
        "Natuurpunt",
        "Antwerp, Flanders",
        "2001",
        "23 March 2022",
        "More than 500,000 euros",
        "Roofs",
        "Natura 2000",
        "Volunteers",
        "Mowing",
        "Mown late.",
        "Frogs are counted.",
        "Cooler summers",
        "Once it was a rampart.",
        "Native",
        "By hand.",
        "12 ha",
    ):
        assert text in html, text


def test_the_preview_shows_what_is_chosen_and_not_saved(admin_client, tree):
    fill(tree.story, tree.objective.objective)
    roofs, hedges = tree.story.further_objectives.get(), ObjectiveFactory(label="Hedges")
    html = assert_previewable(admin_client, tree.story, further_objectives=[hedges.pk])
    assert "Hedges" in html
    assert roofs.name not in html
    for text in ("A teaser.", "Natura 2000", "Native", "By hand.", "12 ha"):
        assert text in html, text


def test_a_field_without_value_prints_nothing(client, tree):
    html = get_html(client, tree.story)
    for label in (
        "Key facts",
        "<dt>",
        "How the criteria are met",
        "Who took part",
        "How it lasts",
        "How its effect is watched",
        "What people and nature gain",
        "engagement behind it",
        "Next story",
        "not counted",
        "None",
    ):
        assert label not in html, label


def test_spaces_are_no_value(client, tree):
    tree.story.lead_organisation = "   "
    tree.story.save()
    assert "Lead organisation" not in get_html(client, tree.story)


def test_figures_of_the_story_are_told_not_counted(client, tree):
    fill(tree.story, tree.objective.objective)
    html = get_html(client, tree.story)
    assert "It is not counted in the Alliance" in html
    assert "12 ha" not in get_html(client, tree.objective)


def test_one_of_a_unit_is_singular(client, tree):
    indicator = IndicatorFactory(unit=Unit.BUILDING)
    tree.story.contributions = [StoryContribution(indicator=indicator, quantity=Decimal("1.00"))]
    tree.story.save()
    assert "1 building –" in get_html(client, tree.story)


def test_with_an_engagement_its_accepted_figures_are_shown_instead(client, tree):
    fill(tree.story, tree.objective.objective)
    pledge = accept(tree.objective.objective, 9, story_key=tree.story.translation_key)
    html = get_html(client, tree.story)
    assert "9 ha" in html
    assert "12 ha" not in html
    assert f"{pledge.public_id}</span>: accepted." in html
    assert "It is not counted" not in html


def test_an_engagement_in_another_unit_is_told_not_counted(client, tree):
    accept(tree.objective.objective, story_key=tree.story.translation_key, figure_text="1,146 ponds", language="nl")
    html = get_html(client, tree.story)
    assert re.search(r'not counted: <span lang="nl">1,146 ponds</span>', html)
    assert "adds to the Alliance" not in html


@pytest.mark.parametrize("state", ["submitted", "declined", "withdrawn", "stopped"])
def test_an_engagement_that_does_not_count_leaves_no_trace(client, tree, state):
    pledge = accept(tree.objective.objective, 9, story_key=tree.story.translation_key, email="somebody@example.org")
    pledge.state = state
    pledge.save()
    html = get_html(client, tree.story)
    assert pledge.public_id not in html
    assert "9 ha" not in html


def test_no_contact_of_the_member_reaches_the_page(client, tree):
    accept(
        tree.objective.objective,
        9,
        story_key=tree.story.translation_key,
        email="somebody@example.org",
        name="Ann Peeters",
        phone="02 123 45 67",
    )
    html = get_html(client, tree.story)
    for secret in ("somebody@example.org", "Ann Peeters", "02 123 45 67"):
        assert secret not in html


def test_objectives_lead_to_their_pages(client, tree):
    fill(tree.story, tree.objective.objective)
    html = get_html(client, tree.story)
    assert f'<a href="{tree.objective.url}">Ponds and hedges</a>' in html
    assert "<a" not in html[html.index("Helps these objectives too") : html.index("Roofs")]


def test_an_objective_page_in_another_language_is_marked(client, tree):
    dutch = HomePageFactory(language="nl", translation_key=tree.home.translation_key)
    index = StoryIndexPageFactory(parent=dutch, title="Verhalen")
    story = StoryPageFactory(parent=index, title="Een vijver", main_objective=tree.objective.objective)
    html = get_html(client, story)
    assert f'<a href="{tree.objective.url}" hreflang="en">Ponds and hedges NL</a>' in html


def test_the_next_story_goes_round(client, tree):
    objective = tree.objective.objective
    now = timezone.now()
    tree.story.first_published_at = now - timedelta(days=3)
    tree.story.save()
    middle = StoryPageFactory(
        parent=tree.index, main_objective=objective, first_published_at=now - timedelta(days=2), title="Middle"
    )
    newest = StoryPageFactory(
        parent=tree.index, main_objective=objective, first_published_at=now - timedelta(days=1), title="Newest"
    )
    StoryPageFactory(parent=tree.index, main_objective=ObjectiveFactory(), title="Of another objective")
    assert newest.get_next_story() == middle
    assert middle.get_next_story() == tree.story
    assert tree.story.get_next_story() == newest
    assert f'href="{newest.url}"' in get_html(client, tree.story)


def test_the_next_story_is_never_the_same_one_in_another_language(client, tree):
    dutch = HomePageFactory(language="nl", translation_key=tree.home.translation_key)
    index = StoryIndexPageFactory(parent=dutch, title="Verhalen")
    story = StoryPageFactory(
        parent=index,
        title="Een vijver",
        main_objective=tree.objective.objective,
        translation_key=tree.story.translation_key,
    )
    assert story.get_next_story() is None
    assert "Next story" not in get_html(client, story)


def test_two_hundred_participants_are_all_named(client, tree):
    tree.story.participants = [("participant", {"name": f"Garden {n}", "role": ""}) for n in range(200)]
    tree.story.save()
    html = get_html(client, tree.story)
    assert all(f"<strong>Garden {n}</strong>" in html for n in range(200))


def test_html_in_a_field_is_shown_as_text(client, tree):
    tree.story.upkeep = tree.story.place = "<img src=x onerror=alert(1)>"
    tree.story.save()
    html = get_html(client, tree.story)
    assert "<img src=x" not in html
    assert html.count("&lt;img src=x") == 2


def test_the_lead_picture_has_its_text_and_credit(client, tree):
    tree.story.lead_image = make_image()
    tree.story.lead_image_alt = "Children at a pond"
    tree.story.save()
    tree.story.lead_image.credit = "Ann, CC BY"
    tree.story.lead_image.save()
    html = get_html(client, tree.story)
    assert [image["alt"] for image in outline(html).images] == ["Children at a pond"]
    assert "Picture: Ann, CC BY" in html


def test_a_filled_story_can_be_edited(admin_client, tree):
    fill(tree.story, tree.objective.objective)
    assert_editable(
        admin_client,
        tree.story,
        body=[("heading", "A rampart")],
        participants=[("participant", {"name": "Volunteers", "role": ""})],
        benefits=[("benefit", "Cooler")],
    )


def test_search_engines_read_an_article(client, tree):
    html = get_html(client, tree.story)
    entries = [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    ]
    article = next(entry for entry in entries if entry["@type"] == "Article")
    assert (article["headline"], article["inLanguage"]) == ("A pond at school", "en")
    assert article["url"].endswith(tree.story.url)
    assert all(article.values())


def publish(admin_client, story, text=()):
    """Publish ``story`` from its editor with ``text`` as its body; return what the admin then says."""
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    data = querydict_from_html(admin_client.get(address).content.decode(), form_id="page-edit-form")
    data.update(
        nested_form_data({"body": streamfield(text), "participants": streamfield([]), "benefits": streamfield([])})
    )
    response = admin_client.post(address, data | {"action-publish": "1"}, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_publishing_says_what_is_still_empty_and_does_not_stop(admin_client, tree):
    tree.story.main_objective = None
    tree.story.title = "Ponds & more"
    tree.story.live = False
    tree.story.save()
    said = publish(admin_client, tree.story)
    assert any(
        "Still empty in “Ponds &amp; more”: teaser, lead picture, text, main objective." in message for message in said
    )
    tree.story.refresh_from_db()
    assert tree.story.live


def test_only_what_is_empty_is_named(admin_client, tree):
    tree.story.teaser, tree.story.lead_image = "A teaser.", make_image()
    tree.story.save()
    said = publish(admin_client, tree.story)
    assert any(": text. You can add" in message for message in said)


def test_a_story_with_all_of_it_is_published_without_a_word_more(admin_client, tree):
    tree.story.teaser, tree.story.lead_image = "A teaser.", make_image()
    tree.story.save()
    (said,) = publish(admin_client, tree.story, [("heading", "Once")])
    assert "has been published" in said


def test_the_editor_says_what_contributions_and_criteria_are_for(admin_client, tree):
    page = admin_client.get(reverse("wagtailadmin_pages:edit", args=[tree.story.pk])).content.decode()
    assert "Figures to tell." in page
    assert "One entry for each criterion that the project meets." in page
