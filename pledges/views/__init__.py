"""Public views of the join form. They know no session, no user and no cookie: a token in the address is all."""

from pledges.views.places import places
from pledges.views.start import start
from pledges.views.steps import check, received, step

__all__ = ["check", "places", "received", "start", "step"]
