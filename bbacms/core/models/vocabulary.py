"""The language-free records that stories and pledges both speak of.

Axes, objectives, indicators and criteria are the Alliance's own list (2 axes, 10 objectives, 13 indicators);
figures and names come from the Alliance's public pages. Pages tell about them, one page per language.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from bbacms.core.choices import AxisColour, IndicatorKind, Region, Unit
from bbacms.core.models.mixins import FixedKeyMixin
from bbacms.core.models.names import FourLanguageName

__all__ = [
    "ActorKind",
    "Axis",
    "CostBand",
    "Criterion",
    "EverydayAction",
    "Indicator",
    "Initiative",
    "Objective",
    "Region",
]

NAME_PANEL = MultiFieldPanel([FieldPanel(field) for field in FourLanguageName.NAME_FIELDS], heading=_("Name"))
CODE_PANEL = FieldPanel(
    "code", help_text=_("A short word without spaces, for instance “natura-2000”. Answers and imports refer to it.")
)
ORDER_PANEL = FieldPanel("order", help_text=_("Entries with a smaller number stand first."))


class Axis(FixedKeyMixin, FourLanguageName):
    """One of the two pathways; ``code`` is ``A1`` or ``A2``."""

    code = models.SlugField(_("code"), max_length=10, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    colour = models.CharField(
        _("colour"),
        max_length=10,
        choices=AxisColour.choices,
        help_text=_("The colour of everything that belongs to this axis."),
    )
    icon = models.CharField(_("icon"), max_length=40, blank=True, help_text=_("Name of an icon of the site's set."))
    review_note = models.TextField(
        _("to be confirmed"),
        blank=True,
        help_text=_("What the Alliance still has to confirm, for instance a translation."),
    )

    panels = [
        FieldRowPanel([CODE_PANEL, ORDER_PANEL]),
        FieldRowPanel([FieldPanel("colour"), FieldPanel("icon")]),
        NAME_PANEL,
        FieldPanel("review_note"),
    ]

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("axis")
        verbose_name_plural = _("axes")


class Objective(FixedKeyMixin, FourLanguageName, ClusterableModel):
    """One of the ten objectives; ``code`` runs from ``A1-1`` to ``A2-5``."""

    code = models.SlugField(_("code"), max_length=10, unique=True)
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="objectives", verbose_name=_("axis"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    icon = models.CharField(_("icon"), max_length=40, blank=True, help_text=_("Name of an icon of the site's set."))
    review_note = models.TextField(
        _("to be confirmed"),
        blank=True,
        help_text=_("What the Alliance still has to confirm, for instance a translation."),
    )

    panels = [
        FieldPanel("axis"),
        FieldRowPanel([CODE_PANEL, ORDER_PANEL]),
        FieldPanel("icon"),
        NAME_PANEL,
        FieldPanel("review_note"),
        InlinePanel(
            "indicators",
            heading=_("Indicators"),
            label=_("Indicator"),
            min_num=1,
            help_text=_("What this objective counts. Unit and kind are fixed once an engagement is counted in them."),
        ),
        InlinePanel("criteria", heading=_("Criteria"), label=_("Criterion")),
    ]

    class Meta:
        ordering = ["axis__order", "order", "code"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")


class Indicator(FixedKeyMixin, FourLanguageName, Orderable):
    """What an objective counts: a unit, a kind and the target for ``target_year``, in that unit."""

    objective = ParentalKey(Objective, on_delete=models.CASCADE, related_name="indicators")
    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=IndicatorKind.choices,
        help_text=_("Stocks add up; yearly flows add up per year; shares are listed and never added."),
    )
    target = models.DecimalField(
        _("target"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("In the unit above."),
    )
    usual_least = models.DecimalField(
        _("smallest usual quantity"),
        max_digits=14,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Whoever engages for less is asked whether the number is right. In the unit above."),
    )
    usual_most = models.DecimalField(
        _("largest usual quantity"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Whoever engages for more is asked whether the number is right. In the unit above."),
    )
    target_year = models.PositiveSmallIntegerField(_("target year"), default=2030)

    panels = [
        FieldRowPanel([FieldPanel(field, permission="core.change_target") for field in ("code", "unit", "kind")]),
        FieldRowPanel([FieldPanel(field, permission="core.change_target") for field in ("target", "target_year")]),
        FieldRowPanel([FieldPanel("usual_least"), FieldPanel("usual_most")]),
        NAME_PANEL,
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("indicator")
        permissions = [("change_target", _("Can change units and targets"))]
        verbose_name_plural = _("indicators")

    @property
    def in_use(self) -> bool:
        """Whether anything (a contribution, a story's figure) refers to this indicator."""
        if self.pk is None:
            return False
        return any(
            relation.related_model._default_manager.filter(**{relation.field.name: self}).exists()
            for relation in self._meta.related_objects
            # Everyday words name an indicator and hold no quantity of it.
            if relation.related_model is not EverydayAction
        )

    def clean(self) -> None:
        super().clean()
        if not self.in_use:
            return
        stored = Indicator.objects.get(pk=self.pk)
        errors = {
            field: _("This cannot change any more: quantities have already been given in it.")
            for field in ("unit", "kind")
            if getattr(stored, field) != getattr(self, field)
        }
        if errors:
            raise ValidationError(errors)


class Criterion(FixedKeyMixin, FourLanguageName, Orderable):
    """What an engagement for an objective should respect; ``key`` stays the same when the wording changes."""

    objective = ParentalKey(Objective, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(
        _("key"), max_length=60, help_text=_("Stays the same when the wording changes; answers are kept under it.")
    )

    key_field = "key"
    panels = [FieldPanel("key"), NAME_PANEL]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["objective", "key"], name="criterion_key_unique_in_objective")]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")


class ListEntry(FixedKeyMixin, FourLanguageName):
    """Abstract: an entry of a small list that staff edit; ``code`` is what answers and imports refer to."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    review_note = models.TextField(
        _("to be confirmed"),
        blank=True,
        help_text=_("What the Alliance still has to confirm, for instance a translation."),
    )

    panels = [
        HelpPanel(content=_("The code stays; names may change at any time and change everywhere.")),
        FieldRowPanel([CODE_PANEL, ORDER_PANEL]),
        NAME_PANEL,
        FieldPanel("review_note"),
    ]

    class Meta:
        abstract = True
        ordering = ["order", "code"]


class CostBand(ListEntry):
    """A range of project costs."""

    class Meta(ListEntry.Meta):
        verbose_name = _("cost band")
        verbose_name_plural = _("cost bands")


class Initiative(ListEntry):
    """A programme that a project takes part in, such as Natura 2000."""

    class Meta(ListEntry.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")


class ActorKind(ListEntry):
    """The kind of actor that engages: citizen, company, municipality and so on."""

    class Meta(ListEntry.Meta):
        verbose_name = _("kind of actor")
        verbose_name_plural = _("kinds of actor")


class EverydayAction(ListEntry):
    """What somebody does, in everyday words such as "plant a hedge", and the indicator that it is counted in."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="everyday_actions", verbose_name=_("counted as")
    )

    panels = [*ListEntry.panels, FieldPanel("indicator")]

    class Meta(ListEntry.Meta):
        verbose_name = _("everyday action")
        verbose_name_plural = _("everyday actions")
