"""Who may see and decide on pledges. Every view, move and log report of the inbox asks here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.permission_policies.base import BaseDjangoAuthPermissionPolicy

from pledges.models import Pledge

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pledges.querysets import PledgeQuerySet

INBOX_PERMISSION = "pledges.use_inbox"
EXPORT_PERMISSION = "pledges.export_pledges"
# Held by administrators alone: what is erased cannot be brought back.
ERASE_PERMISSION = "pledges.erase_person"
# What each action takes. Pledges come in by the form and leave by the retention rules: nobody, not even an
# administrator, adds or deletes one.
NEEDED = {
    "view": (INBOX_PERMISSION,),
    "change": (INBOX_PERMISSION,),
    "export": (INBOX_PERMISSION, EXPORT_PERMISSION),
}


class PledgePermissionPolicy(BaseDjangoAuthPermissionPolicy):
    """One permission, ``pledges.use_inbox``, opens seeing and deciding, and one beside it taking data out.

    Adding and deleting stay closed to all.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in NEEDED and user.is_active and user.has_perms(NEEDED[action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        able = Q(pk__in=[])
        for action in NEEDED.keys() & set(actions):
            able |= Q(is_superuser=True) | reduce(and_, (_holds(name) for name in NEEDED[action]))
        return get_user_model().objects.filter(able, is_active=True)


def _holds(name: str) -> Q:
    """Who has the permission ``name``, by a group or of their own."""
    app_label, codename = name.split(".")
    permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    holders = get_user_model().objects.filter(
        Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
    )
    return Q(pk__in=holders.values("pk"))


pledge_policy = PledgePermissionPolicy(Pledge)


def pledges_for(user: Any) -> PledgeQuerySet:
    """The pledges ``user`` may see in the inbox: all of them, or none."""
    return pledge_policy.instances_user_has_permission_for(user, "view")


def may_use_inbox(user: Any) -> bool:
    """Whether ``user`` may enter the inbox, and so may know how much is in it."""
    return pledge_policy.user_has_permission(user, "view")


def may_decide(user: Any, pledge: Pledge) -> bool:
    """Whether ``user`` may move this very pledge."""
    return pledge_policy.user_has_permission_for_instance(user, "change", pledge)


def officers() -> QuerySet:
    """Who may be given a pledge: everybody who may decide on one."""
    return pledge_policy.users_with_permission("change")


def several_officers() -> bool:
    """Whether the work is shared: with one officer there is nobody to assign it to."""
    return len(officers().values("pk")[:2]) > 1
