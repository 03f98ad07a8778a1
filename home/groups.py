"""The groups that ship. Migrations call ``set_rights`` with the table of their time, so that old ones never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.management import create_permissions

EDITORS = "Editors"
MODERATORS = "Moderators"
PLEDGE_OFFICERS = "Pledge officers"
COMMUNICATIONS = "Communications team"


@dataclass(frozen=True)
class Rights:
    """What a group may do: everywhere, on all pages, and in all collections of pictures and documents.

    Each right is written ``app_label.codename``.
    """

    everywhere: frozenset[str]
    pages: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()

    def __or__(self, other: Rights) -> Rights:
        return Rights(
            self.everywhere | other.everywhere, self.pages | other.pages, self.collections | other.collections
        )


def set_rights(apps: Any, table: Mapping[str, Rights]) -> None:
    """Give each group of ``table`` exactly these rights, and create those groups that are missing.

    ``apps`` is the registry of a migration. Raises ``LookupError`` for a right that does not exist.
    """
    _create_missing_permissions(apps)
    root_page = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    root_collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    page_rights = apps.get_model("wagtailcore", "GroupPagePermission").objects
    collection_rights = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name, rights in table.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(_permissions(apps, rights.everywhere))
        page_rights.filter(group=group).delete()
        collection_rights.filter(group=group).delete()
        for permission in _permissions(apps, rights.pages):
            page_rights.create(group=group, page=root_page, permission=permission)
        for permission in _permissions(apps, rights.collections):
            collection_rights.create(group=group, collection=root_collection, permission=permission)


def add_rights(apps: Any, table: Mapping[str, Iterable[str]]) -> None:
    """Give each group of ``table`` these rights everywhere beside those it has; one that is gone stays so.

    For rights that came with a later version: what administrators gave or took since is theirs to say. Raises
    ``LookupError`` for a right that does not exist.
    """
    _create_missing_permissions(apps)
    for name, rights in table.items():
        permissions = _permissions(apps, rights)
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*permissions)


def _create_missing_permissions(apps: Any) -> None:
    """Django makes permissions only after the last migration, which is too late for one that hands them out."""
    for app_config in apps.get_app_configs():
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    # Wagtail makes this one, in the same way and as late, for every snippet that has drafts.
    content_types = apps.get_model("contenttypes", "ContentType").objects
    apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_types.get(app_label="pledges", model="pledgeform"),
        codename="publish_pledgeform",
        defaults={"name": "Can publish join form"},
    )


def _permissions(apps: Any, names: Iterable[str]) -> list[Any]:
    permissions = []
    for name in sorted(names):
        app_label, codename = name.split(".")
        found = apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label=app_label, codename=codename
        )
        if not found:
            raise LookupError(f"There is no permission {name}.")
        permissions += found
    return permissions
