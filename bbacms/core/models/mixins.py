"""Fields that several page types share, and the rule that several lists share."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class ListingFieldsMixin(models.Model):
    """How a page appears in lists of pages. Every field falls back to what the page says itself."""

    listing_image = models.ForeignKey(
        "core.CustomImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture in lists"),
        help_text=_("Shown on cards that lead to this page. Without it, the page's own picture is used."),
    )
    listing_summary = models.CharField(
        _("text in lists"),
        max_length=255,
        blank=True,
        help_text=_("One or two sentences on cards that lead to this page. Without it, the page's own teaser is used."),
    )

    listing_panels = [
        MultiFieldPanel([FieldPanel("listing_image"), FieldPanel("listing_summary")], heading=_("In lists")),
    ]

    class Meta:
        abstract = True


class SocialFieldsMixin(models.Model):
    """What is shown when somebody shares the page."""

    social_image = models.ForeignKey(
        "core.CustomImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture when shared"),
        help_text=_("Without it, the page's own picture is used."),
    )
    social_text = models.CharField(
        _("text when shared"),
        max_length=255,
        blank=True,
        help_text=_("Without it, the description for search engines is used."),
    )

    social_panels = [
        MultiFieldPanel([FieldPanel("social_image"), FieldPanel("social_text")], heading=_("When shared")),
    ]

    class Meta:
        abstract = True


class FixedKeyMixin(models.Model):
    """Abstract: ``key_field`` is what answers and imports refer to, so it stays as it was first saved."""

    key_field = "code"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.pk is None:
            return
        stored = type(self)._default_manager.filter(pk=self.pk).values_list(self.key_field, flat=True).first()
        if stored is not None and stored != getattr(self, self.key_field):
            sentence = _("This cannot change any more: answers and imports are kept under it.")
            raise ValidationError({self.key_field: sentence})
