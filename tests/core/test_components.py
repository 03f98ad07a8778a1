"""The parts that page templates are built from."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from bbacms.core.blocks import StandardBodyBlock, StoryBodyBlock
from bbacms.core.icons import ICONS
from bbacms.core.pictures import make_renditions
from tests.core.test_pictures import make_image


def card(**changes):
    values = {
        "page": None,
        "url": "/en/stories/wolvenberg/",
        "title": "Wolvenberg",
        "teaser": "A rampart became a reserve.",
        "image": None,
        "image_alt": "",
        "label": "Urban areas",
        "language": "",
    }
    return SimpleNamespace(**(values | changes))


def figure(**changes):
    values = {
        "indicator_name": "Restored areas",
        "unit": "ha",
        "kind": "stock",
        "target": Decimal("50000.00"),
        "target_year": 2030,
        "accepted": Decimal("1141.50"),
        "accepted_text": "1,141.5 ha",
        "year": None,
        "share": 0.0228,
        "share_text": "2.3 %",
        "show_bar": True,
    }
    return SimpleNamespace(**(values | changes))


class TestNumbers:
    @pytest.mark.parametrize(
        ("language", "text"),
        [("en", "50,000.5"), ("nl", "50.000,5"), ("fr", "50\xa0000,5"), ("de", "50.000,5")],
    )
    def test_a_number_follows_the_language(self, language, text):
        with translation.override(language):
            assert Template("{% load core_tags %}{{ n|figure }}").render(Context({"n": Decimal("50000.50")})) == text
            assert Template("{% load core_tags %}{% figure n %}").render(Context({"n": Decimal("50000.50")})) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (Decimal("400.00"), "400"),
            (Decimal("12.345"), "12.35"),
            (0, "0"),
            (1300, "1,300"),
            (0.1, "0.1"),
            (None, ""),
            ("many", "many"),
            (Decimal("NaN"), "NaN"),
        ],
    )
    def test_no_idle_decimals_and_nothing_breaks(self, value, text):
        assert Template("{% load core_tags %}{{ n|figure }}").render(Context({"n": value})) == text


class TestIndicatorFigure:
    def test_the_numbers_come_before_the_bar(self):
        html = render_to_string("components/indicator_figure.html", {"figure": figure()})
        assert html.index("50,000") < html.index("1,141.5") < html.index("2.3 %") < html.index("<svg")
        assert 'aria-label="Progress: 2.3 %"' in html

    def test_the_bar_has_a_plain_width_in_every_language(self):
        with translation.override("fr"):
            html = render_to_string("components/indicator_figure.html", {"figure": figure(share=0.325)})
        assert 'width="32.50"' in html

    @pytest.mark.parametrize(("share", "width"), [(0.0, "0"), (0.00001, "0.60"), (1.7, "100.00")])
    def test_the_bar_stays_in_its_frame(self, share, width):
        html = render_to_string("components/indicator_figure.html", {"figure": figure(share=share)})
        assert f'class="progress-bar__fill" width="{width}"' in html

    def test_without_a_sum_only_the_target_is_told(self):
        html = render_to_string("components/indicator_figure.html", {"figure": figure(accepted=None, share=None)})
        assert "50,000" in html
        assert "engaged so far" not in html
        assert "<svg" not in html

    def test_a_yearly_figure_says_for_which_year(self):
        html = render_to_string("components/indicator_figure.html", {"figure": figure(year=2026)})
        assert "engaged for 2026" in html
        assert "engaged so far" not in html

    def test_the_bar_can_be_left_away(self):
        html = render_to_string("components/indicator_figure.html", {"figure": figure(show_bar=False)})
        assert "1,141.5" in html
        assert "<svg" not in html


class TestStoryCard:
    @pytest.mark.parametrize("level", ["h2", "h3"])
    def test_the_title_is_the_one_link_at_the_asked_heading_level(self, level):
        html = render_to_string("components/story_card.html", {"card": card(), "heading_level": level})
        assert html.count("<a ") == 1
        assert f"<{level} " in html
        assert 'href="/en/stories/wolvenberg/"' in html

    def test_a_story_in_another_language_says_so(self):
        html = render_to_string("components/story_card.html", {"card": card(language="nl"), "heading_level": "h3"})
        assert "(in Dutch)" in html
        assert 'hreflang="nl"' in html

    def test_a_title_is_text_not_markup(self):
        html = render_to_string("components/story_card.html", {"card": card(title="<b>x"), "heading_level": "h3"})
        assert "<b>" not in html

    def test_nothing_is_printed_for_what_is_missing(self):
        html = render_to_string(
            "components/story_card.html", {"card": card(label="", teaser=""), "heading_level": "h3"}
        )
        assert 'class="label"' not in html
        assert "card__teaser" not in html
        assert "in Dutch" not in html


class TestLists:
    def test_pages_of_a_list_keep_the_filters(self):
        page = Paginator(range(300), 10).page(7)
        html = render_to_string("components/pagination.html", {"page_obj": page, "querystring": "region=brussels"})
        assert 'href="?region=brussels&amp;page=8"' in html
        assert html.count('aria-current="page"') == 1
        assert "…" in html

    def test_one_page_needs_no_navigation(self):
        page = Paginator(range(3), 10).page(1)
        assert "<nav" not in render_to_string("components/pagination.html", {"page_obj": page, "querystring": ""})

    def test_large_page_numbers_are_written_plainly_in_addresses(self):
        page = Paginator(range(30000), 10).page(1200)
        html = render_to_string("components/pagination.html", {"page_obj": page, "querystring": ""})
        assert 'href="?page=1201"' in html

    @pytest.mark.parametrize(("count", "words"), [(1, "1</span> engagement<"), (1200, "1,200</span> engagements<")])
    def test_an_objective_tells_its_engagements(self, count, words):
        row = SimpleNamespace(
            code="A1-1",
            name="Gardens",
            icon="trees",
            colour="water",
            url="/en/x/",
            language="",
            engagements=count,
            target_text="50,000 ha by 2030",
        )
        html = " ".join(render_to_string("components/objective_row.html", {"row": row}).split())
        assert words in html.replace(" </p>", "</p>")
        assert "icons.svg#trees" in html
        assert "axis-water" in html

    @pytest.mark.parametrize("name", ["", "brid", "menu"])
    def test_an_icon_that_is_not_offered_gives_way_to_a_leaf(self, name):
        template = Template('{% load core_tags %}{% include "components/icon.html" with name=name|offered_icon only %}')
        assert "icons.svg#leaf" in template.render(Context({"name": name}))

    def test_every_icon_that_is_asked_for_is_in_the_set(self):
        base = settings.BASE_DIR
        icons = (base / "static/images/icons.svg").read_text(encoding="utf-8")
        asked = set(re.findall(r'"icon": "([^"]+)"', (base / "home/demo/content/vocabulary.json").read_text("utf-8")))
        for path in (base / "templates").rglob("*.html"):
            asked |= set(re.findall(r'components/icon.html" with name="([^"]+)"', path.read_text(encoding="utf-8")))
        assert len(asked) > 12
        asked |= {name for name, _label in ICONS}
        assert {name for name in asked if f'<symbol id="{name}"' not in icons} == set()

    def test_breadcrumbs_end_with_the_page_itself(self):
        above = SimpleNamespace(url="/en/", title="Home")
        html = render_to_string("components/breadcrumbs.html", {"pages": [above], "title": "Hedges"})
        assert html.index("Home") < html.index("Hedges")
        assert '<span aria-current="page">Hedges</span>' in html

    def test_a_join_band_without_address_has_no_button(self):
        context = {"heading": "Ready?", "text": "", "label": "Join us", "url": ""}
        assert "<a " not in render_to_string("components/join_band.html", context)
        assert 'href="/en/join/"' in render_to_string("components/join_band.html", context | {"url": "/en/join/"})


class TestBlocks:
    def test_a_picture_tells_caption_credit_and_alternative_text(self, db):
        image = make_image(credit="A. Painter, CC0")
        make_renditions(image)
        value = StoryBodyBlock().to_python(
            [
                {
                    "type": "picture",
                    "value": {
                        "image": {"image": image.pk, "alt_text": "A pond", "decorative": False},
                        "caption": "The pond in spring",
                    },
                }
            ]
        )
        html = str(value)
        assert 'alt="A pond"' in html
        assert "The pond in spring" in html
        assert "A. Painter, CC0" in html

    def test_a_decorative_picture_has_an_empty_alternative_text(self, db):
        image = make_image(title="File name that nobody should hear")
        make_renditions(image)
        picture = {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": ""}
        html = str(StoryBodyBlock().to_python([{"type": "picture", "value": picture}]))
        assert 'alt=""' in html
        assert "nobody should hear" not in html

    def test_a_gallery_shows_each_picture_in_its_own_figure(self, db):
        images = [make_image(title=f"Pond {number}", credit=f"Painter {number}") for number in range(2)]
        pictures = []
        for image in images:
            make_renditions(image, "card")
            value = {"image": {"image": image.pk, "alt_text": image.title, "decorative": False}, "caption": ""}
            pictures.append({"id": str(image.pk), "type": "item", "value": value})
        html = str(StoryBodyBlock().to_python([{"type": "gallery", "value": {"pictures": pictures}}]))
        assert html.count("<figure") == html.count("<picture>") == 2
        assert 'alt="Pond 1"' in html
        assert "Painter 1" in html

    def test_a_logo_is_read_out_as_the_organisation(self, db):
        image = make_image()
        make_renditions(image, "thumb")
        logo = {"image": image.pk, "name": "Natuurpunt", "url": "https://example.org"}
        logos = [{"id": "a", "type": "item", "value": logo}]
        html = str(StandardBodyBlock().to_python([{"type": "logos", "value": {"logos": logos}}]))
        assert 'alt="Natuurpunt"' in html
        assert 'href="https://example.org"' in html

    def test_a_video_is_only_a_link(self):
        video = {"url": "https://example.org/v", "title": "How it was dug", "description": ""}
        html = str(StoryBodyBlock().to_python([{"type": "video", "value": video}]))
        assert 'href="https://example.org/v"' in html
        assert "<iframe" not in html

    def test_questions_open_without_script(self):
        entries = [{"id": "a", "type": "item", "value": {"title": "Who may join?", "text": "<p>Everybody.</p>"}}]
        html = str(StandardBodyBlock().to_python([{"type": "accordion", "value": {"entries": entries}}]))
        assert "<summary>Who may join?" in html
        assert "<p>Everybody.</p>" in html

    def test_markup_in_a_quote_is_shown_as_text(self):
        quote = {"text": "<script>alert(1)</script>", "source": ""}
        html = str(StoryBodyBlock().to_python([{"type": "quote", "value": quote}]))
        assert "<script" not in html
        assert "<figcaption" not in html
