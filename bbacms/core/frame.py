"""What surrounds every page: menus, the home page's address, the other languages, where to join.

One ``SiteFrame`` is made per request and asks the database two questions in all (settings, pages), however many
entries the menus have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from bbacms.core.models import LANGUAGE_CODES, SiteSettings, active_language
from bbacms.core.querysets import under_restriction

if TYPE_CHECKING:
    from django.http import HttpRequest

# How a link tells that it leads to a page in another language. Whole phrases, because languages inflect them.
IN_LANGUAGE = {"en": _("in English"), "nl": _("in Dutch"), "fr": _("in French"), "de": _("in German")}

# Pages the frame links to without importing their apps: name -> (app label, model).
LANDMARK_PAGES = {
    "join": ("pledges", "joinpage"),
    "register": ("pledges", "registerpage"),
    "stories": ("stories", "storyindexpage"),
}


@dataclass(frozen=True)
class MenuLink:
    """One entry of a menu. ``language`` is the code of the page's language, empty when it is the reader's own."""

    title: str
    url: str
    language: str = ""
    highlighted: bool = False
    current: str = ""


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch. ``url`` is empty where the page does not exist in that language."""

    code: str
    name: str
    url: str
    active: bool
    note: str = ""


@dataclass
class SiteFrame:
    """The frame of one request. ``page`` is the page being shown, or ``None`` for other views."""

    request: HttpRequest
    page: Page | None = None
    language: str = field(default_factory=active_language)

    @cached_property
    def site(self) -> Site | None:
        return Site.find_for_request(self.request)

    @cached_property
    def settings(self) -> SiteSettings:
        """The site's settings. Unlike Wagtail's own look-up, never writes a row on a reader's request."""
        stored = SiteSettings.objects.filter(site=self.site).first() if self.site else None
        return stored or SiteSettings(site=self.site)

    @property
    def name(self) -> str:
        return (self.site and self.site.site_name) or settings.WAGTAIL_SITE_NAME

    @cached_property
    def home_url(self) -> str:
        """Address of the home page in the reader's language; ``/`` when there is none."""
        page = self._translation(self._root_key, self.language)
        return self._url(page) if page else "/"

    @cached_property
    def header_menu(self) -> list[MenuLink]:
        """The entries of the header, in the order chosen, without those that lead to no page a reader may see."""
        entries = [
            (block["value"].get("page"), bool(block["value"].get("highlighted")))
            for block in self.settings.header_menu.raw_data
        ]
        return self._menu(entries)

    @cached_property
    def footer_menu(self) -> list[MenuLink]:
        """The links of the footer, by the same rule as the header's."""
        return self._menu([(block["value"], False) for block in self.settings.footer_menu.raw_data])

    def landmark_url(self, name: str) -> str:
        """Address of a page of ``LANDMARK_PAGES`` in the reader's language; empty when there is none."""
        home = self._translation(self._root_key, self.language)
        if home is None:
            return ""
        app_label, model = LANDMARK_PAGES[name]
        for page in self._pages:
            is_kind = (page.content_type.app_label, page.content_type.model) == (app_label, model)
            if is_kind and page.path.startswith(home.path) and self._is_open(page):
                return self._url(page)
        return ""

    @cached_property
    def ancestors(self) -> list[Page]:
        """The live, public pages above the shown one, from the home page down."""
        above = [page for page in self._pages if page.path in self._ancestor_paths]
        return [page for page in above if page.live and self._is_open(page)]

    @cached_property
    def page_languages(self) -> list[LanguageLink]:
        """The languages of the shown page, for readers and for search engines."""
        if self.page is None:
            return []
        own = self._pages_by_id.get(self.page.pk, self.page).locale.language_code
        links = []
        for code in LANGUAGE_CODES:
            active = code == own
            page = self.page if active else self._translation(self.page.translation_key, code)
            links.append(self._language_link(code, self._url(page) if page else "", active))
        return links

    def language_links(self, home_only: bool = False) -> list[LanguageLink]:
        """The language switch: to the same page, the same view, or the home pages where neither exists.

        ``home_only`` is for error pages, whose own address exists in no language.
        """
        if self.page is not None and not home_only:
            return self.page_languages
        match = getattr(self.request, "resolver_match", None)
        if home_only or match is None or match.view_name == "wagtail_serve":
            homes = {code: self._translation(self._root_key, code) for code in LANGUAGE_CODES}
            urls = {code: self._url(page) if page else "" for code, page in homes.items()}
        else:
            urls = {code: translate_url(self.request.get_full_path(), code) for code in LANGUAGE_CODES}
        return [self._language_link(code, urls[code], code == self.language) for code in LANGUAGE_CODES]

    @staticmethod
    def _language_link(code: str, url: str, active: bool) -> LanguageLink:
        name = get_language_info(code)["name_local"].capitalize()
        note = ""
        if not url and not active:
            with translation.override(code):
                note = gettext("not yet translated")
        return LanguageLink(code=code, name=name, url=url, active=active, note=note)

    def _menu(self, entries: list[tuple[Any, bool]]) -> list[MenuLink]:
        links = []
        for page_id, highlighted in entries:
            chosen = self._pages_by_id.get(page_id)
            if chosen is None:
                continue
            own = self._translation(chosen.translation_key, self.language)
            target = own or (chosen if chosen.live and self._is_open(chosen) else None)
            url = self._url(target) if target else ""
            if target is None or not url:
                continue
            links.append(
                MenuLink(
                    title=target.title,
                    url=url,
                    language="" if own else target.locale.language_code,
                    highlighted=highlighted,
                    current=self._current(target),
                )
            )
        return links

    def _current(self, target: Page) -> str:
        """The value of ``aria-current``: ``page`` for the page itself, ``true`` for a page above it."""
        if self.page is None or not self.page.path:
            return ""
        if target.pk == self.page.pk:
            return "page"
        return "true" if self.page.path.startswith(target.path) else ""

    def _translation(self, key: Any, language: str) -> Page | None:
        """The live, public page with this translation key in ``language``."""
        page = self._pages_by_key.get((key, language))
        return page if page and page.live and self._is_open(page) else None

    def _is_open(self, page: Page) -> bool:
        """Whether anybody may read a live page: its language has a home page to read, and nothing restricts it."""
        home = self._pages_by_key.get((self._root_key, page.locale.language_code))
        below_home = home is not None and home.live and page.path.startswith(home.path)
        return below_home and not page.is_restricted

    def _url(self, page: Page) -> str:
        return page.get_url(self.request) or ""

    @cached_property
    def _chosen_ids(self) -> list[int]:
        header = [block["value"].get("page") for block in self.settings.header_menu.raw_data]
        footer = [block["value"] for block in self.settings.footer_menu.raw_data]
        root = self.site.root_page_id if self.site else None
        return [page_id for page_id in (*header, *footer, root) if page_id]

    @cached_property
    def _pages(self) -> list[Page]:
        """Every page the frame may link to, in all languages, drafts included, in the order of the tree."""
        chosen_keys = Page.objects.filter(pk__in=self._chosen_ids).values("translation_key")
        wanted = Q(translation_key__in=chosen_keys)
        if self.page is not None:
            wanted |= Q(translation_key=self.page.translation_key) | Q(path__in=self._ancestor_paths)
        for app_label, model in LANDMARK_PAGES.values():
            wanted |= Q(content_type__app_label=app_label, content_type__model=model, live=True)
        pages = Page.objects.filter(wanted).annotate(is_restricted=under_restriction())
        return list(pages.select_related("locale", "content_type").order_by("path"))

    @cached_property
    def _ancestor_paths(self) -> list[str]:
        """Paths of the pages above the shown one, from the home page down; the root of the tree is no page to read."""
        path = self.page.path if self.page else ""
        step = Page.steplen
        return [path[:end] for end in range(2 * step, len(path), step)]

    @cached_property
    def _pages_by_id(self) -> dict[int, Page]:
        return {page.pk: page for page in self._pages}

    @cached_property
    def _pages_by_key(self) -> dict[tuple[Any, str], Page]:
        return {(page.translation_key, page.locale.language_code): page for page in self._pages}

    @cached_property
    def _root_key(self) -> Any:
        root = self._pages_by_id.get(self.site.root_page_id) if self.site else None
        return root.translation_key if root else None


def frame_for(request: HttpRequest, page: Page | None = None) -> SiteFrame:
    """Return the frame of this request, made once. It follows the active language and the page shown."""
    frame: SiteFrame | None = getattr(request, "_bba_frame", None)
    if frame is None or frame.page is not page or frame.language != active_language():
        frame = SiteFrame(request=request, page=page)
        request._bba_frame = frame  # type: ignore[attr-defined]
    return frame
