"""The icons that an axis or an objective may carry.

They are symbols of ``static/images/icons.svg``; those of the site's frame (arrows, menu, search) are left out. The
list stands in the admin's form and not in the models, so that a new icon needs no migration.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ICONS = [
    ("apple", _("Apple")),
    ("bug", _("Beetle")),
    ("bird", _("Bird")),
    ("building-2", _("Buildings")),
    ("carrot", _("Carrot")),
    ("droplets", _("Drops")),
    ("factory", _("Factory")),
    ("fish", _("Fish")),
    ("flower-2", _("Flower")),
    ("hand-coins", _("Hand with coins")),
    ("leaf", _("Leaf")),
    ("mountain", _("Mountain")),
    ("landmark", _("Public building")),
    ("recycle", _("Recycling")),
    ("route", _("Route")),
    ("ship", _("Ship")),
    ("shopping-basket", _("Shopping basket")),
    ("snail", _("Snail")),
    ("sprout", _("Sprout")),
    ("tractor", _("Tractor")),
    ("trees", _("Trees")),
    ("turtle", _("Turtle")),
    ("waves", _("Waves")),
    ("wheat", _("Wheat")),
]
FALLBACK = "leaf"
_NAMES = frozenset(name for name, _label in ICONS)


def offered_icon(name: str) -> str:
    """Return ``name`` where it is one of the icons on offer, else the leaf: a record may hold any word."""
    return name if name in _NAMES else FALLBACK
