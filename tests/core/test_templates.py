"""The frame of every page: menus, languages, addresses for search engines, error pages."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from bbacms.core import blocks
from bbacms.core.models import SiteSettings
from bbacms.core.pictures import make_renditions
from tests.core.conftest import add_page, make_kind, save_settings, translate
from tests.core.test_pictures import make_image


def show(page=None, language="en", template="base.html", path="/en/about/", cookies=None, **context):
    """Render a whole page as a reader of ``language`` gets it."""
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies or {})
    with translation.override(language):
        return render_to_string(template, {"page": page, **context}, request=request)


def header_of(html):
    return re.search(r"<header.*?</header>", html, re.S).group(0)


def footer_of(html):
    return re.search(r"<footer.*?</footer>", html, re.S).group(0)


class StubPage:
    """Stands for a page in templates that only read its texts."""

    title = "Hedges"
    seo_title = ""
    search_description = ""
    own_summary = ""


class TestMenus:
    def test_a_menu_entry_leads_to_the_page_in_the_readers_language(self, site):
        about = add_page(site.root_page, "About")
        translate(about, "nl", "Over ons")
        save_settings(site, header=[about], footer=[about])
        html = show(language="nl")
        for part in (header_of(html), footer_of(html)):
            assert "Over ons" in part
            assert 'href="/nl/about/"' in part
            assert "in het Engels" not in part

    @pytest.mark.parametrize("live", [True, False], ids=["published elsewhere", "draft only"])
    def test_an_untranslated_entry_says_which_language_it_leads_to(self, site, live):
        about = add_page(site.root_page, "About")
        translate(about, "fr" if live else "nl", "Une autre langue", live=live)
        save_settings(site, header=[about], footer=[about])
        html = show(language="nl")
        for part in (header_of(html), footer_of(html)):
            assert re.search(r'href="/en/about/"[^>]*hreflang="en"', part)
            assert '<span lang="en">About</span>' in part
            assert "(in het Engels)" in part

    def test_an_entry_chosen_in_another_language_is_found_in_the_readers(self, site):
        about = add_page(site.root_page, "About")
        save_settings(site, header=[translate(about, "fr", "À propos")])
        assert 'href="/en/about/"' in header_of(show(language="en"))

    def test_drafts_and_private_pages_are_left_out(self, site):
        draft = add_page(site.root_page, "Draft plan", live=False)
        private = add_page(site.root_page, "Private plan")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        save_settings(site, header=[draft, private], footer=[draft, private])
        html = show()
        assert "Draft plan" not in html
        assert "Private plan" not in html

    def test_the_page_shown_is_marked_and_so_is_the_one_above_it(self, site):
        about = add_page(site.root_page, "About")
        team = add_page(about, "Team")
        save_settings(site, header=[about])
        assert 'href="/en/about/" aria-current="page"' in header_of(show(about))
        assert 'href="/en/about/" aria-current="true"' in header_of(show(team))
        assert "aria-current" not in header_of(show(site.root_page)).partition("<details")[0]

    def test_more_entries_cost_no_more_queries(self, site, django_assert_num_queries):
        pages = [add_page(site.root_page, f"Page {number}") for number in range(12)]
        for page in pages:
            translate(page, "nl", f"Pagina {page.pk}")
        stored = save_settings(site, header=pages[:1], footer=pages[:1])
        show(language="nl")
        # Site, settings, pages.
        with django_assert_num_queries(3):
            show(language="nl")
        stored.delete()
        save_settings(site, header=pages[:5], footer=pages)
        with django_assert_num_queries(3):
            assert show(language="nl").count("Pagina") == 5 * 2 + 12

    def test_showing_a_page_stores_nothing(self, site):
        show()
        assert not SiteSettings.objects.exists()


class TestLanguages:
    def test_the_switch_leads_to_the_same_page_and_names_what_is_missing(self, site):
        about = add_page(site.root_page, "About")
        translate(about, "nl", "Over ons")
        header = header_of(show(about))
        assert re.search(r'href="/nl/about/" lang="nl" hreflang="nl">Nederlands</a>', header)
        assert re.search(r'lang="de" role="link" aria-disabled="true">Deutsch – ', header)
        assert 'hreflang="de"' not in header
        assert re.search(r'lang="en" aria-current="true">English</span>', header)

    def test_search_engines_learn_the_languages_that_exist(self, site):
        about = add_page(site.root_page, "About")
        translate(about, "nl", "Over ons")
        translate(about, "fr", "À propos", live=False)
        html = show(about)
        assert '<link rel="canonical" href="http://testserver/en/about/">' in html
        assert '<link rel="alternate" hreflang="nl" href="http://testserver/nl/about/">' in html
        assert '<link rel="alternate" hreflang="x-default" href="http://testserver/en/about/">' in html
        assert 'hreflang="fr"' not in html

    def test_the_name_leads_home_in_the_readers_language(self, site):
        assert 'class="site-name" href="/fr/"' in show(language="fr")

    def test_the_announcement_appears_only_in_the_languages_it_was_written_in(self, site):
        save_settings(site, announcement_nl="Dag van de haag")
        assert "Dag van de haag" in show(language="nl")
        assert "announcement" not in show(language="fr")


class TestLandmarks:
    @pytest.mark.parametrize(
        ("kind", "tag"), [(("pledges", "joinpage"), "join_url"), (("stories", "storyindexpage"), "stories_url")]
    )
    def test_join_and_stories_are_found_in_the_readers_language(self, site, kind, tag):
        english = add_page(site.root_page, "Take part")
        dutch = translate(english, "nl", "Doe mee", live=False)
        for page in (english, dutch):
            make_kind(page, *kind)
        template = Template("{% load core_tags %}{% " + tag + " %}")

        def url(language):
            with translation.override(language):
                return template.render(Context({"request": RequestFactory().get("/")}))

        assert url("en") == "/en/take-part/"
        assert url("nl") == ""
        Page.objects.filter(pk=dutch.pk).update(live=True)
        assert url("nl") == "/nl/take-part/"


class TestPageFrame:
    def test_structured_data_cannot_leave_its_element(self, site):
        html = show(structured_data=[{"@type": "Thing", "name": "</script><b>&é"}])
        text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S).group(1)
        assert "<" not in text
        assert json.loads(text)["name"] == "</script><b>&é"

    def test_one_heading_landmarks_and_a_skip_link(self, site):
        html = show(StubPage(), template="base_page.html")
        assert html.count("<h1") == 1
        assert html.count("<main") == 1
        assert html.index('href="#main"') < html.index("<header")
        assert 'id="main"' in html
        assert "<title>Hedges · The Alliance</title>" in html

    def test_what_is_shared_has_a_picture_with_a_full_address(self, site):
        image = make_image(width=1300, height=900)
        make_renditions(image)
        page = add_page(site.root_page, "About")
        page.shared_image = image
        page.shared_text = "Hedges for everybody"
        html = show(page)
        assert re.search(r'property="og:image" content="http://testserver/media/[^"]+\.jpg"', html)
        assert 'property="og:image:width" content="1200"' in html
        assert 'property="og:description" content="Hedges for everybody"' in html

    def test_the_user_bar_is_asked_for_only_with_a_session_cookie(self, site, admin_user):
        asked = []

        class Curious:
            """A user that notices being looked at."""

            def has_perm(self, permission):
                asked.append(permission)
                return False

        for cookies in ({}, {settings.SESSION_COOKIE_NAME: "x"}):
            request = RequestFactory().get("/en/")
            request.user = Curious()
            request.COOKIES.update(cookies)
            render_to_string("base.html", {}, request=request)
            assert bool(asked) is bool(cookies)

    def test_no_inline_script_or_style(self):
        for path in Path(settings.BASE_DIR / "templates").rglob("*.html"):
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"\sstyle=|\son\w+=\"|<style|javascript:", source), path
            assert all(inside == "" for inside in re.findall(r"<script\b[^>]*>(.*?)</script>", source, re.S)), path
            assert not re.search(r"<script\b(?![^>]*\ssrc=)", source), path


class TestErrorPages:
    def test_a_missing_page_answers_in_the_readers_language_with_a_way_on(self, client, site):
        response = client.get("/fr/nowhere/")
        html = response.content.decode()
        assert response.status_code == 404
        assert '<html lang="fr"' in html
        assert 'href="/fr/"' in html
        # The switch goes to home pages: this address exists in no language.
        assert 'href="/nl/" lang="nl"' in header_of(html)
        assert "nowhere" not in header_of(html)

    def test_a_missing_page_neither_sets_nor_varies_by_cookie(self, client, site):
        response = client.get("/en/nowhere/")
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_the_page_for_a_fault_needs_no_database(self):
        # Without the db fixture any query fails this test.
        html = get_template("500.html").render()
        assert html.count("<h1") == 1
        assert 'href="/"' in html


class TestBlockTemplates:
    @pytest.mark.parametrize("name", [name for name in blocks.__all__ if not name.endswith("BodyBlock")])
    def test_every_block_has_a_template(self, name):
        assert get_template(getattr(blocks, name)().meta.template)

    def test_block_previews_use_the_styles_of_the_site(self, rf):
        html = render_to_string("wagtailcore/shared/block_preview.html", {"page_title": "Quote"}, request=rf.get("/"))
        assert "css/site.css" in html
