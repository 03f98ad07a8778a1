"""Registers what the shared parts add to Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Model
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.models import Locale, Page
from wagtail.snippets.models import register_snippet

from bbacms.core.deletion import GuardedPageBulkDelete, refuse_if_held
from bbacms.core.language_guard import refuse_other_language
from bbacms.core.viewsets import TARGET_PERMISSION, GuardedLocaleDeleteView, ListsViewSetGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


hooks.register("before_serve_page", refuse_other_language)


register_snippet(ListsViewSetGroup)


@hooks.register("register_permissions")
def register_target_permission() -> QuerySet[Permission]:
    app_label, codename = TARGET_PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


@hooks.register("insert_global_admin_css")
def link_admin_css() -> str:
    sheets = ((static(f"admin/{name}.css"),) for name in ("inbox", "editor"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


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
