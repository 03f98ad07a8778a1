"""The join form: a snippet that editors compose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from pledges.blocks import FormBodyBlock

if TYPE_CHECKING:
    from django.http import HttpRequest


class PledgeForm(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One row for all languages: every text stands in four languages side by side in the blocks."""

    name = models.CharField(_("name"), max_length=120, help_text=_("For staff only; members never see it."))
    body = StreamField(
        FormBodyBlock(),
        verbose_name=_("sections"),
        help_text=_("Each section is one screen of the form. Checking and sending follow by themselves."),
    )

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="pledge_form",
        for_concrete_model=False,
    )

    panels = [FieldPanel("name"), FieldPanel("body"), PublishingPanel()]

    class Meta:
        verbose_name = _("join form")
        verbose_name_plural = _("join forms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pledges/pledge_form_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request, "pledge_form": self}
