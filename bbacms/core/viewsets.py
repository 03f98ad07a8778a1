"""The lists that staff edit: axes, objectives with what they count, cost bands, initiatives, kinds of actor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.images.views.images import DeleteView as ImageDeleteView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_localize.locales.views import DeleteView as LocaleDeleteView

from bbacms.core.deletion import GuardedDeleteView, blockers, refusal
from bbacms.core.icons import ICONS
from bbacms.core.models import ActorKind, Axis, CostBand, EverydayAction, Initiative, Objective

TARGET_PERMISSION = "core.change_target"
TARGET_FIELDS = ("code", "unit", "kind", "target", "target_year")


class ListViewSet(ModelViewSet):
    """Abstract: a small list. Copying is off, because a code must not exist twice; deleting says what holds a row."""

    copy_view_enabled = False
    delete_view_class = GuardedDeleteView
    list_display = ["__str__", "code"]
    search_fields = ["code", "name_en", "name_nl", "name_fr", "name_de"]


class SnippetListViewSet(SnippetViewSet):
    """Abstract: a small list whose entries are snippets. What deletes one, alone or in bulk, goes through the hooks."""

    copy_view_enabled = False
    list_display = ListViewSet.list_display
    search_fields = ListViewSet.search_fields


class IconForm(WagtailAdminModelForm):
    """Offers the site's icons in place of a free text."""

    icon = forms.ChoiceField(
        label=gettext_lazy("Icon"),
        required=False,
        choices=[("", gettext_lazy("No icon")), *ICONS],
        help_text=gettext_lazy("Shown beside the name."),
    )


class AxisViewSet(ListViewSet):
    model = Axis
    name = "axes"
    icon = "globe"
    edit_handler = ObjectList(Axis.panels, base_form_class=IconForm)


class ObjectiveForm(IconForm):
    """Refuses to take away what engagements or stories rely on, and to add or drop targets without the right to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_change_targets = bool(self.for_user and self.for_user.has_perm(TARGET_PERMISSION))
        if not self.may_change_targets:
            # The permission of a panel inside an inline panel only hides the field; a forged post would still set it.
            for form in self.formsets["indicators"].forms:
                for name in TARGET_FIELDS:
                    form.fields.pop(name)

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        for formset in self.formsets.values():
            for form in formset.deleted_forms:
                held_by = blockers([form.instance], self.for_user) if form.instance.pk else []
                if held_by:
                    self.add_error(None, refusal([form.instance], held_by))
        if not self.may_change_targets:
            indicators = self.formsets["indicators"]
            added = [form for form in indicators.extra_forms if form.has_changed()]
            if indicators.is_valid() and (indicators.deleted_forms or added):
                self.add_error(None, _("Only administrators add or remove indicators."))
        return cleaned_data


class ObjectiveViewSet(ListViewSet):
    model = Objective
    name = "objectives"
    icon = "crosshairs"
    list_filter = ["axis"]
    edit_handler = ObjectList(Objective.panels, base_form_class=ObjectiveForm)


class CostBandViewSet(SnippetListViewSet):
    model = CostBand
    base_url_path = "cost-bands"
    icon = "tag"


class InitiativeViewSet(SnippetListViewSet):
    model = Initiative
    base_url_path = "initiatives"
    icon = "tick"


class ActorKindViewSet(SnippetListViewSet):
    model = ActorKind
    base_url_path = "actor-kinds"
    icon = "group"


class EverydayActionViewSet(SnippetListViewSet):
    model = EverydayAction
    base_url_path = "everyday-actions"
    icon = "pick"
    list_display = [*SnippetListViewSet.list_display, "indicator"]


class ListsViewSetGroup(SnippetViewSetGroup):
    """One menu entry for all lists and ledgers; it shows only those that the person may see."""

    items = (ObjectiveViewSet, AxisViewSet, CostBandViewSet, InitiativeViewSet, ActorKindViewSet, EverydayActionViewSet)
    menu_label = gettext_lazy("Lists")
    menu_icon = "list-ul"
    menu_order = 450
    submenu_hook = "register_lists_menu_item"


class GuardedLocaleDeleteView(LocaleDeleteView):
    """Deleting a language also names what is written in it and has no foreign key to it, such as engagements."""

    def can_delete(self, locale: Any) -> bool:
        held_by = blockers([locale], self.request.user)
        if held_by:
            self.cannot_delete_message = refusal([locale], held_by)
        return not held_by and super().can_delete(locale)


class GuardedImageDeleteView(GuardedDeleteView, ImageDeleteView):
    """Deleting a picture names what relies on it, such as a join form that shows it between its questions."""
