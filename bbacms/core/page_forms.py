"""The form in which editors change a page."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

# Addresses below a language that lead to views of the site (bbacms/urls.py), so that no page can be reached there.
RESERVED_SLUGS = ("search", "pledge")


class BasePageForm(WagtailAdminPageForm):
    """Wagtail's form, which also refuses an address that no reader could reach."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Left empty, the slug is made from the title.
        slug = cleaned.get("slug") or slugify(cleaned.get("title", ""))
        if slug in RESERVED_SLUGS and self.parent_page is not None and self.parent_page.is_site_root():
            self.add_error(
                "slug", _("The site itself uses the address “%(slug)s”. Choose another one.") % {"slug": slug}
            )
        return cleaned
