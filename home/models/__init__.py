"""Page types of the home app, one per module."""

from home.models.axis import AxisPage
from home.models.home import HomePage
from home.models.objective import ObjectivePage
from home.models.standard import StandardPage

__all__ = ["AxisPage", "HomePage", "ObjectivePage", "StandardPage"]
