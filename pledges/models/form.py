"""The join form: a snippet that editors compose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.admin_forms import PledgeFormAdminForm
from pledges.blocks import FormBodyBlock
from pledges.checks import form_errors, publishing_errors
from pledges.engine.journey import Journey

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.blocks.stream_block import StreamValue
    from wagtail.models import Revision


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

    base_form_class = PledgeFormAdminForm
    panels = [FieldPanel("name"), FieldPanel("body"), PublishingPanel()]

    class Meta:
        verbose_name = _("join form")
        verbose_name_plural = _("join forms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if errors := form_errors(self.body):
            raise ValidationError({"body": errors})

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Open the wording of ``revision`` to members; raises ``ValidationError`` when the form lacks what it needs."""
        body = self.body_at(revision)
        if errors := [*form_errors(body), *publishing_errors(body)]:
            raise ValidationError({"body": errors})
        return super().publish(revision, *args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether members can fill it in."""
        return self.live and self.live_revision_id is not None

    @classmethod
    def body_at(cls, revision: Revision) -> StreamValue:
        """The sections exactly as they were in ``revision``."""
        return cls._meta.get_field("body").to_python(revision.content["body"])

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return list(settings.LANGUAGES)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the first screen and the titles of the others, in the language that the editor chose."""
        language = mode_name if mode_name in LANGUAGE_CODES else self.default_preview_mode
        with translation.override(language):
            return TemplateResponse(
                request, "pledges/pledge_form_preview.html", self.get_preview_context(request, language)
            ).render()

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        journey = Journey(self.body, {})
        return {
            "request": request,
            "pledge_form": self,
            "journey": journey,
            "section_form": journey.form(1) if journey.has(1) else None,
        }
