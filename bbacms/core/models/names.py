"""A name held in the site's four languages side by side, for records that exist once for all languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGE_CODES = ("en", "nl", "fr", "de")


def active_language() -> str:
    """Return the language code of the current request, one of ``LANGUAGE_CODES``."""
    language = (get_language() or "en").split("-")[0]
    return language if language in LANGUAGE_CODES else "en"


class FourLanguageName(models.Model):
    """Abstract: one row, one name per language. All four are required, so no reader meets a foreign word."""

    name_en = models.CharField(_("name in English"), max_length=255)
    name_nl = models.CharField(_("name in Dutch"), max_length=255)
    name_fr = models.CharField(_("name in French"), max_length=255)
    name_de = models.CharField(_("name in German"), max_length=255)

    NAME_FIELDS = tuple(f"name_{code}" for code in LANGUAGE_CODES)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the current request."""
        return self.name_in(active_language())

    def name_in(self, language: str) -> str:
        """The name in ``language``, one of ``LANGUAGE_CODES``."""
        return getattr(self, f"name_{language}")
