"""Signals through which apps that do not import each other speak."""

from django.dispatch import Signal

# Sent before anything is deleted, with ``objects``: everything that would go. A receiver returns a list of names of
# what holds any of them; it is for links that no foreign key knows of.
collect_blockers = Signal()
