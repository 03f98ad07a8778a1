"""Public views of the join form and of personal data.

They know no session, no user and no cookie: a token in the address is all.
"""

from pledges.views.data import ask_data, data
from pledges.views.later import later, resume
from pledges.views.mine import confirm, mine
from pledges.views.places import places
from pledges.views.start import start
from pledges.views.steps import check, more, received, step

__all__ = [
    "ask_data",
    "check",
    "confirm",
    "data",
    "later",
    "mine",
    "more",
    "places",
    "received",
    "resume",
    "start",
    "step",
]
