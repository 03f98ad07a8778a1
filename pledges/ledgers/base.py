"""What every ledger shares: who may see it, and that it can only be read."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from pledges.ledgers.list_view import LedgerListView
from pledges.ledgers.row_view import LedgerRowView


class ReadOnlyPermissionHelper(PermissionHelper):
    """Whoever has the model's view permission may list and inspect; nobody may add, edit or delete."""

    def user_can_list(self, user: Any) -> bool:
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class Ledger(ModelAdmin):
    """Abstract: a list with filter, search, download and inspection. Addresses that would change it do not exist."""

    permission_helper_class = ReadOnlyPermissionHelper
    index_view_class = LedgerListView
    inspect_view_class = LedgerRowView
    inspect_view_enabled = True
    history_view_enabled = False
    add_to_admin_menu = False
    add_to_settings_menu = False
    list_per_page = 50

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            re_path(self.url_helper.get_action_url_pattern("index"), self.index_view, name=self.url_name("index")),
            self.row_url("inspect", self.inspect_view),
        )

    def row_url(self, action: str, view: Any) -> Any:
        """The address of ``view`` for one row, which is named by its number."""
        pattern = rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]+)/$"
        return re_path(pattern, view, name=self.url_name(action))

    def url_name(self, action: str) -> str:
        return self.url_helper.get_action_url_name(action)
