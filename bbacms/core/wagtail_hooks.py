"""Hooks of the shared parts: registered here, written elsewhere."""

from wagtail import hooks

from bbacms.core.language_guard import refuse_other_language

hooks.register("before_serve_page", refuse_other_language)
