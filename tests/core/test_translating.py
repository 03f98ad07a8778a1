"""What wagtail-localize may put online: nothing untranslated, no mirror of another language."""

import json
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from home.models import StandardPage
from stories.models import StoryPage
from tests.factories.home import StandardPageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.factories.users import UserFactory
from tests.support.trees import translation_of

pytestmark = pytest.mark.django_db

EDITORS, MODERATORS, OFFICERS, TEAM = "Editors", "Moderators", "Pledge officers", "Communications team"


@pytest.fixture
def dutch():
    return Locale.objects.get(language_code="nl")


@pytest.fixture
def translation(homes, dutch):
    """The Dutch draft of an English story, of which nothing is translated yet."""
    index = StoryIndexPageFactory(parent=homes["en"])
    translation_of(index, homes["nl"], title="Verhalen")
    story = StoryPageFactory(parent=index, title="Wolvenberg", teaser="A pond in the city.", place="Antwerp")
    translate_object(story, [dutch])
    return Translation.objects.get(target_locale=dutch)


def page_of(translation):
    return Page.objects.get(pk=translation.get_target_instance().pk)


def edit_address(translation):
    return reverse("wagtailadmin_pages:edit", args=[page_of(translation).pk])


def translate_texts(translation, but=0):
    """Translate every text of the source but the last few."""
    segments = list(translation.source.stringsegment_set.order_by("pk"))
    for segment in segments[: len(segments) - but]:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": f"nl {segment.string.data}"},
        )


def log_in(client, group):
    user = UserFactory(group=group)
    client.force_login(user)
    return user


class TestPublishing:
    @pytest.fixture
    def publish(self, client, translation, django_capture_on_commit_callbacks):
        def post():
            with django_capture_on_commit_callbacks(execute=True):
                return unescape(
                    client.post(edit_address(translation), {"action": "publish"}, follow=True).content.decode()
                )

        return post

    @pytest.mark.parametrize(("but", "words"), [(1, "1 text is"), (2, "2 texts are")])
    def test_is_refused_while_texts_are_missing_and_says_how_many(self, client, translation, publish, but, words):
        log_in(client, TEAM)
        translate_texts(translation, but=but)
        text = publish()
        assert f"is not published in Dutch: {words} not translated yet" in text
        assert not page_of(translation).live
        assert StringTranslation.objects.exists()

    def test_works_once_everything_is_translated(self, client, translation, publish):
        log_in(client, TEAM)
        translate_texts(translation)
        assert "Published" in publish()
        page = page_of(translation)
        assert page.live
        assert page.title == "nl Wolvenberg"

    def test_counts_a_text_with_an_error_as_missing(self, client, translation, publish):
        log_in(client, TEAM)
        translate_texts(translation)
        StringTranslation.objects.filter(data="nl Wolvenberg").update(has_error=True)
        assert "1 text is not translated yet" in publish()
        assert not page_of(translation).live

    def test_leaves_the_live_translation_when_new_texts_wait(self, client, translation, publish):
        log_in(client, TEAM)
        translate_texts(translation)
        publish()
        story = StoryPage.objects.get(locale__language_code="en")
        story.upkeep = "Volunteers mow once a year."
        story.save_revision().publish()
        translation.source.update_from_db()
        assert "1 text is not translated yet" in publish()
        assert translation.get_target_instance().upkeep == ""

    def test_does_not_wait_for_the_note_that_staff_write_for_themselves(self, client, translation, publish):
        story = StoryPage.objects.get(locale__language_code="en")
        story.review_note = "Ask Wim about the year."
        story.save_revision().publish()
        translate_texts(translation)
        translation.source.update_from_db()
        log_in(client, TEAM)
        publish()
        assert page_of(translation).live

    def test_saving_one_text_works_all_along(self, client, translation):
        log_in(client, EDITORS)
        segment = translation.source.stringsegment_set.get(context__path="teaser")
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        response = client.put(address, "value=Een+vijver", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 201
        assert StringTranslation.objects.get(context__path="teaser").data == "Een vijver"

    def test_an_editor_still_may_not_publish(self, client, translation, publish):
        log_in(client, EDITORS)
        translate_texts(translation)
        publish()
        assert not page_of(translation).live

    def test_an_editor_is_told_who_publishes(self, client, translation):
        hint = "Somebody who may publish puts the page online."
        log_in(client, EDITORS)
        assert hint in client.get(edit_address(translation)).content.decode()
        log_in(client, TEAM)
        assert hint not in client.get(edit_address(translation)).content.decode()

    @pytest.mark.parametrize(("group", "offered"), [(EDITORS, False), (TEAM, True)])
    def test_deleting_is_never_the_big_button(self, client, translation, group, offered):
        """The translation editor makes its last action the big one: publishing, for those who may."""
        user = log_in(client, group)
        page = page_of(translation)
        page.owner = user
        page.save()
        text = unescape(client.get(edit_address(translation)).content.decode())
        assert f'"canDelete": {str(offered).lower()}' in text
        assert f'"canPublish": {str(offered).lower()}' in text


class TestPublishingManyAtOnce:
    @pytest.fixture
    def publish(self, client, django_capture_on_commit_callbacks):
        def post(page, **values):
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            with django_capture_on_commit_callbacks(execute=True):
                response = client.post(f"{address}?id={page.pk}&next=/admin/pages/", values, follow=True)
            return unescape(response.content.decode())

        return post

    def test_is_refused_for_an_unfinished_translation(self, client, translation, publish):
        log_in(client, TEAM)
        translate_texts(translation, but=1)
        assert "1 text is not translated yet" in publish(page_of(translation))
        assert not page_of(translation).live

    def test_is_refused_for_one_below_the_chosen_page(self, client, translation, publish):
        log_in(client, TEAM)
        parent = page_of(translation).get_parent()
        assert "not translated yet" in publish(parent, include_descendants="on")
        assert not page_of(translation).live
        assert "not translated yet" not in publish(parent)

    def test_works_for_other_pages(self, client, homes, publish):
        log_in(client, TEAM)
        page = StandardPageFactory(parent=homes["en"], live=False)
        publish(page)
        assert Page.objects.get(pk=page.pk).live


class TestUpdating:
    """ "Sync translated pages" brings new texts of the source to its translations, and may publish them."""

    @pytest.fixture
    def update(self, client, translation, django_capture_on_commit_callbacks):
        def post(**values):
            address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
            with django_capture_on_commit_callbacks(execute=True):
                return unescape(client.post(address, values, follow=True).content.decode())

        return post

    def test_publishes_what_is_complete_alone(self, client, translation, update):
        log_in(client, TEAM)
        translate_texts(translation, but=1)
        assert "is not published in Dutch: 1 text is not translated yet" in update(publish_translations="on")
        assert not page_of(translation).live
        translate_texts(translation)
        assert "not translated yet" not in update(publish_translations="on")
        assert page_of(translation).live

    def test_publishes_the_one_language_that_is_complete(self, client, homes, translation, update):
        log_in(client, TEAM)
        french = Locale.objects.get(language_code="fr")
        source = translation.source.get_source_instance()
        translation_of(source.get_parent().specific, homes["fr"], title="Histoires")
        translate_object(source, [french])
        translate_texts(Translation.objects.get(target_locale=french))
        assert "not published in Dutch" in update(publish_translations="on")
        assert source.get_translation(french).live
        assert not page_of(translation).live

    def test_without_publishing_it_brings_the_new_texts(self, client, translation, update):
        log_in(client, TEAM)
        story = StoryPage.objects.get(locale__language_code="en")
        story.upkeep = "Volunteers mow once a year."
        story.save_revision().publish()
        assert "Successfully updated" in update()
        assert translation.source.stringsegment_set.filter(context__path="upkeep").exists()
        assert not page_of(translation).live

    def test_says_beforehand_what_publishing_does(self, client, translation):
        log_in(client, TEAM)
        address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        text = client.get(address).content.decode()
        assert "Only translations in which nothing is missing are published" in text
        assert "original language until translated" not in text

    def test_whoever_may_translate_and_not_publish_puts_nothing_online(self, client, translation, update):
        user = log_in(client, EDITORS)
        user.user_permissions.add(Permission.objects.get(codename="submit_translation"))
        translate_texts(translation)
        assert "may not publish" in update(publish_translations="on")
        assert not page_of(translation).live


class TestMirrors:
    """A page that shows another language's text under its own address ("alias") never comes to be."""

    @pytest.mark.parametrize("group", [EDITORS, MODERATORS, TEAM])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_page_is_not_turned_into_one(
        self, client, translation, group, method, django_capture_on_commit_callbacks
    ):
        translate_texts(translation)
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)
        page = page_of(translation)
        assert page.live
        log_in(client, group)
        response = getattr(client, method)(reverse("wagtail_localize:convert_to_alias", args=[page.pk]), follow=True)
        assert "does not mirror another language" in response.content.decode()
        page.refresh_from_db()
        assert page.title == "nl Wolvenberg"
        assert page.alias_of is None

    def test_the_translation_editor_does_not_offer_it(self, client, translation):
        log_in(client, TEAM)
        response = client.get(edit_address(translation))
        assert json.loads(response.context["props"])["links"]["convertToAliasUrl"]
        text = response.content.decode()
        assert "convert_to_alias" not in text
        assert f"/translate/{translation.pk}/strings/" in text

    def test_the_page_editor_does_not_offer_it(self, client, translation):
        log_in(client, TEAM)
        translation.enabled = False
        translation.save()
        text = client.get(edit_address(translation)).content.decode()
        assert "localize-restart-translation" in text
        assert "localize-convert-to-alias" not in text

    def test_translating_below_an_untranslated_page_makes_none(self, client, homes, dutch):
        log_in(client, TEAM)
        parent = StandardPageFactory(parent=homes["en"], title="About us")
        page = StandardPageFactory(parent=parent, title="Our people")
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        text = unescape(client.post(address, {"locales": [dutch.pk]}).content.decode())
        assert "Translate “About us” into Dutch first." in text
        assert not Page.objects.filter(alias_of__isnull=False).exists()
        assert not StandardPage.objects.filter(locale=dutch).exists()
        translate_object(parent, [dutch])
        client.post(address, {"locales": [dutch.pk]})
        assert StandardPage.objects.filter(locale=dutch, translation_key=page.translation_key).exists()


def test_a_page_that_exists_in_every_language_is_not_a_dead_end(client, homes):
    log_in(client, TEAM)
    address = reverse("wagtail_localize:submit_page_translation", args=[homes["en"].pk])
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[homes["en"].pk])
    assert "“Home en” exists in every language already." in response.content.decode()


def test_the_publisher_is_not_asked_to_submit_for_moderation(client, homes):
    page = StandardPageFactory(parent=homes["en"])
    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["home", "standardpage", homes["en"].pk]),
    ):
        for group, offered in ((EDITORS, "action-submit"), (MODERATORS, "action-publish"), (TEAM, "action-publish")):
            log_in(client, group)
            text = client.get(address).content.decode()
            assert [name for name in ("action-submit", "action-publish") if f'name="{name}"' in text] == [offered]


def test_reports_show_to_those_who_may_use_one(client):
    report = reverse("wagtail_localize:translations_report")
    for group, shown in ((EDITORS, True), (MODERATORS, True), (TEAM, True), (OFFICERS, False)):
        log_in(client, group)
        assert (report in client.get("/admin/").content.decode()) is shown, group
