"""Registers what the shared parts add to Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Model
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Locale, Page
from wagtail.snippets.models import register_snippet
from wagtail_localize.wagtail_hooks import ConvertToAliasPageActionMenuItem, TranslationsReportMenuItem

from bbacms.core.content_checker import use_own_checker
from bbacms.core.dashboard import WhatWaitsPanel, add_reviews, add_translations
from bbacms.core.deletion import GuardedPageBulkDelete, refuse_if_held
from bbacms.core.language_guard import refuse_other_language
from bbacms.core.translating import (
    GuardedSubmitPageTranslationView,
    GuardedTranslationsReportView,
    GuardedUpdateTranslationsView,
    may_edit_pages,
    refuse_mirror,
    refuse_unfinished_bulk_publication,
    refuse_unfinished_publication,
)
from bbacms.core.viewsets import TARGET_PERMISSION, GuardedImageDeleteView, GuardedLocaleDeleteView, ListsViewSetGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from wagtail.admin.action_menu import ActionMenuItem
    from wagtail.admin.menu import MenuItem
    from wagtail.admin.ui.components import Component


hooks.register("before_serve_page", refuse_other_language)
# Before wagtail-localize's own hook, which publishes.
hooks.register("before_edit_page", refuse_unfinished_publication, order=-1)


register_snippet(ListsViewSetGroup)

hooks.register("construct_what_waits", add_reviews)
hooks.register("construct_what_waits", add_translations)


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """Put it first, in the place of Wagtail's own list of drafts to review, which it leads to."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels.append(WhatWaitsPanel())


@hooks.register("construct_wagtail_userbar")
def check_content(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    use_own_checker(items)


@hooks.register("construct_main_menu")
def keep_menu_short(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take out what tells about Wagtail: eight entries remain. The link to its guide is on the home of the admin."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("register_permissions")
def register_target_permission() -> QuerySet[Permission]:
    app_label, codename = TARGET_PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


@hooks.register("insert_global_admin_css")
def link_admin_css() -> str:
    sheets = ((static(f"admin/{name}.css"),) for name in ("brand", "dashboard", "inbox", "editor"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_editor_js")
def keep_saving() -> str:
    return format_html('<script src="{}"></script>', static("admin/keep_saving.js"))


@hooks.register("before_delete_page")
def guard_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_if_held(request, [page])


@hooks.register("before_bulk_action")
def guard_bulk_deletion(
    request: HttpRequest, action_type: str, objects: list[Model], action: Any
) -> HttpResponse | None:
    return refuse_if_held(request, objects) if action_type == "delete" and objects else None


# After Wagtail's own bulk action of the same name, which it replaces.
hooks.register("register_bulk_action", GuardedPageBulkDelete, order=1)


@hooks.register("before_bulk_action")
def guard_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Model], action: Any
) -> HttpResponse | None:
    if action_type != "publish":
        return None
    pages = [item for item in objects if isinstance(item, Page)]
    below = action.cleaned_form.cleaned_data["include_descendants"] if pages else False
    return refuse_unfinished_bulk_publication(request, pages, action.next_url, with_drafts_below=below)


@hooks.register("before_delete_snippet")
def guard_snippets(request: HttpRequest, instances: list[Model]) -> HttpResponse | None:
    return refuse_if_held(request, instances) if instances else None


# Before wagtail-localize's own view, which has the same address and no hook.
@hooks.register("register_admin_urls", order=-1)
def guard_locale_deletion() -> list[URLPattern]:
    view = GuardedLocaleDeleteView.as_view(
        model=Locale,
        index_url_name="wagtaillocales:index",
        edit_url_name="wagtaillocales:edit",
        delete_url_name="wagtaillocales:delete",
    )
    return [path("locales/delete/<int:pk>/", view)]


# Before wagtail-localize's own views, which have the same addresses and no hook.
@hooks.register("register_admin_urls", order=-1)
def guard_translations() -> list[URLPattern]:
    report = GuardedTranslationsReportView
    return [
        path("localize/page/<int:page_id>/convert_to_alias/", refuse_mirror),
        path("localize/submit/page/<int:page_id>/", GuardedSubmitPageTranslationView.as_view()),
        path("localize/update/<int:translation_source_id>/", GuardedUpdateTranslationsView.as_view()),
        path("localize/reports/translations/", report.as_view()),
        path("localize/reports/translations/results/", report.as_view(results_only=True)),
    ]


@hooks.register("construct_page_action_menu")
def offer_what_is_meant(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take out the mirror, and moderation for those who may publish: they need no second person."""
    may_publish = any(item.name == "action-publish" for item in menu_items)
    menu_items[:] = [
        item
        for item in menu_items
        if not isinstance(item, ConvertToAliasPageActionMenuItem) and not (may_publish and item.name == "action-submit")
    ]


@hooks.register("construct_reports_menu")
def show_translations_to_editors(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not may_edit_pages(request.user):
        menu_items[:] = [item for item in menu_items if not isinstance(item, TranslationsReportMenuItem)]


# Before Wagtail's own view, which has the same address and no hook.
@hooks.register("register_admin_urls", order=-1)
def guard_image_deletion() -> list[URLPattern]:
    return [path("images/<int:image_id>/delete/", GuardedImageDeleteView.as_view())]
