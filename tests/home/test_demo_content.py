"""The demo content: loaded once, whole, from known facts only, and kept as editors left it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags
from wagtail.models import Page, Site
from wagtail_localize.segments.extract import extract_segments

from bbacms.core.choices import Region
from bbacms.core.models import Axis, CustomImage, Indicator, Objective
from home.demo.pages import translation_key
from home.demo.reader import read_content
from home.models import HomePage, StandardPage
from pledges import drafts
from pledges.choices import LinkPurpose, PledgeSource
from pledges.counting import count_totals
from pledges.links import LIFETIMES
from pledges.models import OutgoingMail, Pledge, PledgeForm
from pledges.personal_data import asking
from pledges.personal_data.retention import SPAM_DAYS
from stories.models import StoryPage

# The customer's text, one sentence an entry, without labels, picture names and the counter (which is counted).
CUSTOMER_SENTENCES = [
    "Biodiversity protects us when it is protected",
    "Ready to contribute? Let's act together!",
    "to restore biodiversity and fight against its erosion in Belgium and beyond, in a very concrete way, through "
    "voluntary engagements.",
    "The BBA aims to create a network across Belgium, of both actors and initiatives, in support of the national, "
    "European and global targets on biodiversity towards the 2050 Vision of living in harmony with nature for the "
    "benefit of people and the Planet (United Nations Convention on Biological Diversity vision).",
    "Belgium is a densely populated and highly urbanised country, with limited and fragmented open spaces between "
    "stretches of urban and low density peri-urban areas.",
    "It also has a high ecological footprint due to its specific production and consumption patterns, high volumes "
    "of importations, exportations and transits.",
    "To optimise its contribution to the biodiversity objectives, both in Belgium and abroad, the BBA will focus on "
    "two pathways that address the specific Belgian challenges.",
    "2 axes - 10 objectives",
    "Expanding the green-blue network in, around and between cities to enhance biodiversity",
    "Belgium is a highly urbanised country which results in fragmentation of green and blue open spaces in, within "
    "and across urban and peri-urban areas.",
    "Expanding Belgium’s green-blue network will bring concrete ecological and socio-economic solutions in "
    "particular in relation to climate change, biodiversity loss, water management, soil erosion and air pollution.",
    "Making Belgian production and consumption more biodiversity-positive",
    "Belgium has a high ecological footprint and puts significant pressure on biodiversity.",
    "Accounting for impacts on biodiversity is also crucial.",
    "This shift will benefit and enhance biodiversity in Belgium and abroad.",
    "Voluntary engagements",
    "Are you ready to take action?",
    "Join and let's reach our goals together!",
    "Join us",
    "Model projects",
    "Urban and peri-urban areas",
    "which together cover just over 12 hectares and which are managed according to a recognised nature management "
    "plan.",
    "The project aims to install five urban wetlands in Flanders and turn them into biodiversity hotspots, which act "
    "as natural climate buffers.",
    "Nature is integrated everywhere on the site, on the roofs of the buildings, between the buildings, and even in "
    "the underground car park.",
    "At Forestbase, we are on a mission to protect àll primary rainforests globally.",
    "That means that nature is present in the financial system, but only with one leg.",
    "There are also many service buildings within Aquafin's patrimony.",
    "Since 2021, all these plants are being converted into fully biodiverse locations and maintained as such.",
    "This project involves 400 hectares, and we have achieved this through a global and uniform approach.",
]
HOME_STORY_IDS = read_content("home")["en"]["featured"]
REGISTER_IDS = {
    "wolvenberg",
    "wetlands4cities",
    "kanaal",
    "forestbase",
    "aquafin-stormwater-service-buildings",
    "aquafin-local-biodiversity",
    "aquafin-pumping-stations",
    "poelen",
    "vogelzangbeek",
    "green4grey",
    "royal-military-school",
    "micro-forests",
    "ecostrades",
    "federal-police-asse",
    "behaag-je-tuin",
}


@pytest.fixture(scope="module")
def demo_site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The loaded site, once for this module: loading takes seconds, and these tests only look at it."""
    from django.db import transaction
    from django.test import override_settings

    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        call_command("load_demo_content", stdout=StringIO())
        yield Site.objects.get(is_default_site=True)
        transaction.set_rollback(True)


@pytest.fixture
def visible_text(demo_site, client):
    """Return the text a reader sees at an address, with white space folded."""

    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, address
        body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(strip_tags(body)))

    return read


# The mark makes pytest-django create the database also when this file runs alone.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]


def test_home_page_tells_the_customers_whole_text(visible_text):
    text = visible_text("/en/")
    missing = [sentence for sentence in CUSTOMER_SENTENCES if sentence not in text]
    assert missing == []


def test_home_page_shows_no_picture_file_name(visible_text):
    text = visible_text("/en/")
    assert "unsplash" not in text
    assert "Harchies" not in text


def test_register_starts_with_the_fifteen_named_engagements():
    story_keys = set(StoryPage.objects.filter(slug__isnull=False).values_list("translation_key", flat=True))
    pledges = Pledge.objects.all()
    assert pledges.count() == len(REGISTER_IDS) == 15
    assert {engagement["id"] for engagement in read_content("engagements")} == REGISTER_IDS
    assert all(pledge.story_key in story_keys for pledge in pledges)


def test_the_rainforests_of_forestbase_are_abroad():
    """Region is where a project has its effect, not where its office stands."""
    assert StoryPage.objects.get(slug="forestbase").region == Region.ABROAD
    assert Pledge.objects.get(public_id="IMP-0004").region == Region.ABROAD


def test_counter_says_fifteen_because_it_counted(visible_text):
    assert count_totals().engagements == 15
    assert re.search(r"\b15 Voluntary engagements", visible_text("/en/"))


def test_only_quantities_seen_in_the_objectives_own_unit_are_counted():
    totals = count_totals()
    by_code = {indicator.code: totals.per_indicator.get(indicator.pk) for indicator in Indicator.objects.all()}
    assert {code: quantity for code, quantity in by_code.items() if quantity} == {
        "a1-1-ha": 337,
        "a1-5-km-linear": 12,
        "a2-5-entity": 1,
    }


def test_imported_engagements_carry_no_contact_and_no_mail():
    for pledge in Pledge.objects.all():
        assert pledge.source == PledgeSource.IMPORT
        assert (pledge.name, pledge.email, pledge.phone, pledge.answers.count()) == ("", "", "", 0)
    assert not OutgoingMail.objects.exists()


def test_objectives_have_their_targets():
    assert Axis.objects.count() == 2
    assert Objective.objects.count() == 10
    targets = {indicator.code: (indicator.target, indicator.kind) for indicator in Indicator.objects.all()}
    assert targets == {
        "a1-1-ha": (120_000, "stock"),
        "a1-2-building": (1_500, "stock"),
        "a1-2-percent": (20, "share"),
        "a1-3-place": (2_000, "stock"),
        "a1-4-solution": (1_000, "stock"),
        "a1-5-km-linear": (4_000, "stock"),
        "a1-5-km-elements": (10_000, "stock"),
        "a2-1-t-crops": (8_000_000, "flow"),
        "a2-1-t-animal": (3_500_000, "flow"),
        "a2-2-ha": (500_000, "stock"),
        "a2-3-t": (38_500_000, "flow"),
        "a2-4-t": (435_000, "flow"),
        "a2-5-entity": (150, "stock"),
    }


@pytest.mark.parametrize("story_id", HOME_STORY_IDS)
def test_home_stories_read_whole(story_id, visible_text):
    slug = next(story["slug"] for story in read_content("stories") if story["id"] == story_id)
    story = StoryPage.objects.get(slug=slug)
    told = [story.teaser, *(strip_tags(str(block.value)) for block in story.body)]
    assert len(" ".join(told).split()) >= 120
    assert story.lead_image is not None
    assert story.title in visible_text(story.url)


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_home_and_join_page_exist_in_every_language(language, client):
    home = HomePage.objects.get(locale__language_code=language)
    assert home.live
    for page in (home, *home.get_children().live()):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_privacy_notice_leads_to_all_that_is_held_in_its_own_language(language, client):
    notice = StandardPage.objects.get(
        locale__language_code=language, translation_key=translation_key("standard/privacy")
    )
    assert f'href="{notice.url}"' in client.get(f"/{language}/").content.decode()
    page = client.get(notice.url)
    assert f'<html lang="{language}"' in page.content.decode()
    address = f"/{language}/pledge/my-data/"
    assert f'<a href="{address}"' in page.content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_privacy_notice_tells_the_times_that_hold(language):
    """Who changes one of them has to change what people are told."""
    notice = strip_tags(str(read_content("standard_pages")["privacy"][language]))
    months = PledgeForm._meta.get_field("retention_months").default
    days = (SPAM_DAYS, LIFETIMES[LinkPurpose.RESUME].days, LIFETIMES[LinkPurpose.CONFIRM].days, asking.KEPT_FOR.days)
    assert (months, *days) == (24, 90, 30, 30, 30)
    assert (drafts.KEPT_FOR, LIFETIMES[LinkPurpose.DATA], LIFETIMES[LinkPurpose.MINE]) == (
        timedelta(hours=24),
        timedelta(hours=24),
        timedelta(days=365),
    )
    for number in ("24", "90", "30"):
        assert re.search(rf"\b{number}\b", notice)


def test_translations_by_the_project_are_marked_for_review():
    for home in HomePage.objects.exclude(locale__language_code="en"):
        assert "translation" in home.review_note


def test_every_picture_says_who_made_it():
    images = CustomImage.objects.all()
    assert images.count() >= 20
    assert [image.title for image in images if not image.credit] == []


def test_every_page_can_be_submitted_for_translation():
    for page in Page.objects.filter(depth__gt=1).specific():
        extract_segments(page)


def test_second_load_changes_nothing():
    home = HomePage.objects.get(locale__language_code="en")
    home.tagline = "Edited by staff"
    home.save_revision().publish()
    pages = Page.objects.count()
    output = StringIO()
    call_command("load_demo_content", stdout=output)
    assert "nothing to do" in output.getvalue()
    assert Page.objects.count() == pages
    assert HomePage.objects.get(pk=home.pk).tagline == "Edited by staff"
