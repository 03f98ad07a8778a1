"""Signals through which apps that may not import each other pass something on."""

from django.dispatch import Signal

# Sent while a story page is put together: ``sender`` is the page class, ``story`` the page, ``request`` the
# request. A receiver returns a dict that is added to the template's context. ``stories`` may not import ``pledges``
# or ``home``, so what a page shows of them arrives this way: ``engagement`` (``stories.facts.StoryEngagement`` or
# ``None``), ``main_objective`` and ``further_objectives`` (``stories.cards.ObjectiveLink``).
story_context = Signal()
