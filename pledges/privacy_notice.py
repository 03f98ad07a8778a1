"""Where members read what happens to their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from bbacms.core.frame import MenuLink
from bbacms.core.models import active_language
from bbacms.core.querysets import open_to_readers

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pledges.models import PledgeForm


def privacy_link(request: HttpRequest, form: PledgeForm) -> MenuLink | None:
    """The link to the privacy notice of ``form`` in the reader's language.

    Where it is not translated, to the page that was chosen, which then says its language; ``None`` where nobody may
    read either. One query.
    """
    chosen = Page.objects.filter(pk=form.privacy_page_id)
    versions = Page.objects.filter(open_to_readers(), translation_key__in=chosen.values("translation_key"))
    readable = {page.locale.language_code: page for page in versions.select_related("locale")}
    own = readable.get(active_language())
    page = own or next((page for page in readable.values() if page.pk == form.privacy_page_id), None)
    if page is None:
        return None
    return MenuLink(page.title, page.get_url(request), "" if own else page.locale.language_code)
