"""The join form: a snippet that editors compose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from bbacms.core.models.names import LANGUAGE_CODES, active_language
from pledges.admin_forms import PledgeFormAdminForm
from pledges.blocks import FormBodyBlock
from pledges.checks import as_error, form_errors, missing_ids, refuse_unready
from pledges.choices import FormState
from pledges.condition_places import keep_codes
from pledges.form_panel import FormEditorPanel
from pledges.form_preview import preview_context

if TYPE_CHECKING:
    from datetime import datetime

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
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("privacy notice"),
        help_text=_(
            "The page that says what happens to the answers. Members find it below the form, in their language."
        ),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("months that engagements are kept"),
        default=24,
        null=True,
        blank=True,
        help_text=_("Counted from the day an engagement is closed: declined, withdrawn, stopped or completed."),
    )
    closed_message_en = models.TextField(_("message in English"), blank=True, max_length=1000)
    closed_message_nl = models.TextField(_("message in Dutch"), blank=True, max_length=1000)
    closed_message_fr = models.TextField(_("message in French"), blank=True, max_length=1000)
    closed_message_de = models.TextField(_("message in German"), blank=True, max_length=1000)
    contact_email = models.EmailField(
        _("whom to write to"),
        blank=True,
        help_text=_("An address that everybody may see. Shown with the text above."),
    )

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="pledge_form",
        for_concrete_model=False,
    )

    base_form_class = PledgeFormAdminForm
    panels = [
        FormEditorPanel(classname="form-languages"),
        FieldPanel("name"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                *(FieldPanel(f"closed_message_{code}") for code in LANGUAGE_CODES),
                FieldPanel("contact_email"),
            ],
            heading=_("While the form is closed"),
            classname="four-languages",
            help_text=_("Shown in place of the form. Left empty, the text of the join page is shown."),
        ),
        MultiFieldPanel(
            [FieldPanel("privacy_page"), FieldPanel("retention_months")],
            heading=_("Personal data"),
        ),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("join form")
        verbose_name_plural = _("join forms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        errors = missing_ids(self.body)
        keep_codes(self.body)
        if errors := [*errors, *form_errors(self.body)]:
            raise as_error(errors)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Open the wording of ``revision`` to members; raises ``ValidationError`` when the form lacks what it needs."""
        # One that was put on a schedule passed then. At its time nobody is there to read a refusal.
        if revision.approved_go_live_at is None:
            refuse_unready(revision.as_object(), self.body_at(revision))
        return super().publish(revision, *args, **kwargs)

    @cached_property
    def schedules(self) -> list[Revision]:
        """The wordings that open at a set time; at most one. Lists load it for all their rows at once."""
        return list(self.revisions.filter(approved_go_live_at__isnull=False))

    @property
    def opens_at(self) -> datetime | None:
        """When members will be able to fill it in; None while they can, or where nobody set a time."""
        if self.is_open:
            return None
        # It stays on the schedule until the worker comes.
        times = [schedule.approved_go_live_at for schedule in self.schedules]
        return min((moment for moment in times if moment > timezone.now()), default=None)

    @property
    def is_open(self) -> bool:
        """Whether members can fill it in. Its last minute counts, whenever the worker comes to unpublish it."""
        is_over = self.expire_at is not None and self.expire_at <= timezone.now()
        return self.live and self.live_revision_id is not None and not is_over

    @property
    def state(self) -> FormState:
        """What members meet now, and why."""
        if self.is_open:
            return FormState.OPEN
        if self.schedules:
            return FormState.SCHEDULED
        return FormState.DRAFT if self.first_published_at is None else FormState.CLOSED

    @property
    def closed_messages(self) -> dict[str, str]:
        """What members read while it is not open, by language code; empty texts where nothing was written."""
        return {code: getattr(self, f"closed_message_{code}") for code in LANGUAGE_CODES}

    @property
    def closed_message(self) -> str:
        """The same in the language of the current request."""
        return self.closed_messages[active_language()]

    @classmethod
    def body_at(cls, revision: Revision) -> StreamValue:
        """The sections exactly as they were in ``revision``."""
        return cls.body.field.to_python(revision.content["body"])

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return list(settings.LANGUAGES)

    def make_preview_request(
        self, original_request: Any = None, preview_mode: Any = None, extra_request_attrs: Any = None
    ) -> HttpResponse:
        """Hand over what the address of the preview says: Wagtail's own request for it is empty."""
        said = original_request.GET.dict() if original_request is not None else {}
        attributes = {**(extra_request_attrs or {}), "preview_address": said}
        return super().make_preview_request(original_request, preview_mode, attributes)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show every screen, in the language that the editor chose and with the objective that the address names."""
        language = mode_name if mode_name in LANGUAGE_CODES else self.default_preview_mode
        with translation.override(language):
            return TemplateResponse(
                request, "pledges/pledge_form_preview.html", self.get_preview_context(request, language)
            ).render()

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        kept = dict(getattr(request, "preview_address", {}))
        objective = kept.pop("objective", "")
        shown = preview_context(self.body, objective)
        return {"request": request, "pledge_form": self, "kept": kept, **shown}
