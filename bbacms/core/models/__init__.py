"""Models of the shared parts, one job per module."""

from bbacms.core.models.base import BasePage
from bbacms.core.models.documents import CustomDocument
from bbacms.core.models.images import CustomImage, CustomRendition
from bbacms.core.models.names import LANGUAGE_CODES, FourLanguageName, active_language
from bbacms.core.models.settings import SiteSettings
from bbacms.core.models.vocabulary import (
    ActorKind,
    Axis,
    CostBand,
    Criterion,
    EverydayAction,
    Indicator,
    Initiative,
    Objective,
)

__all__ = [
    "LANGUAGE_CODES",
    "ActorKind",
    "Axis",
    "BasePage",
    "CostBand",
    "Criterion",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "EverydayAction",
    "FourLanguageName",
    "Indicator",
    "Initiative",
    "Objective",
    "SiteSettings",
    "active_language",
]
