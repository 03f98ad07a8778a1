"""A site with a home page in each language, as it is from the first load."""

from wagtail.models import Page

from tests.factories.home import HomePageFactory

LANGUAGES = ("en", "nl", "fr", "de")


def make_home_pages() -> dict[str, Page]:
    """Make the live home pages of the four languages, translations of each other, and the site they belong to."""
    english = HomePageFactory()
    others = {
        code: HomePageFactory(language=code, translation_key=english.translation_key)
        for code in LANGUAGES
        if code != "en"
    }
    return {"en": english, **others}


def translation_of(page: Page, parent: Page, **values: object) -> Page:
    """Make a live version of ``page`` below ``parent``, in the language of ``parent``."""
    copy = type(page)(translation_key=page.translation_key, locale=parent.locale, **values)
    parent.add_child(instance=copy)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)
