"""Closed lists that code relies on; labels are translated through the message catalogues."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AxisColour(models.TextChoices):
    """The design token an axis is drawn in (``static/css/tokens.css``)."""

    WATER = "water", _("water blue")
    SOIL = "soil", _("soil brown")


class IndicatorKind(models.TextChoices):
    """How quantities of an indicator may be added."""

    STOCK = "stock", _("stock: quantities add up")
    FLOW = "flow", _("yearly flow: quantities add up per year")
    SHARE = "share", _("share: listed, never added")


class Unit(models.TextChoices):
    """What an indicator is counted in; the label is what readers see behind a number."""

    HECTARE = "ha", _("ha")
    KILOMETRE = "km", _("km")
    TONNE = "t", _("t per year")
    BUILDING = "building", _("buildings")
    PERCENT = "percent", _("%")
    PLACE = "place", _("bed & breakfasts")
    SOLUTION = "solution", _("nature-based solutions")
    ENTITY = "entity", _("public or private entities")


class Region(models.TextChoices):
    """Where a project has its effect. The German-speaking Community is named apart from Wallonia on purpose:
    its readers look for it, although it lies in the Walloon Region."""

    BRUSSELS = "brussels", _("Brussels")
    FLANDERS = "flanders", _("Flanders")
    WALLONIA = "wallonia", _("Wallonia")
    GERMAN_SPEAKING = "german-speaking", _("German-speaking Community")
    BELGIUM = "belgium", _("Whole country")
    ABROAD = "abroad", _("Abroad")
