"""Signals through which apps that do not import each other speak."""

from django.dispatch import Signal

# Sent before anything is deleted, with ``objects``: everything that would go, and ``user``, who reads the answer. A
# receiver returns a list of names of what holds any of them; it is for links that no foreign key knows of.
collect_blockers = Signal()

# Sent while a story page is put together: ``sender`` is the page class, ``story`` the page, ``request`` the
# request. A receiver returns a dict that is added to the template's context. ``stories`` may not import ``pledges``
# or ``home``, so what a page shows of them arrives this way: ``engagement`` (``stories.facts.StoryEngagement`` or
# ``None``), ``main_objective`` and ``further_objectives`` (``stories.cards.ObjectiveLink``).
story_context = Signal()
