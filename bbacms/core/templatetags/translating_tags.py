"""Template tags of the page on which a translation is made side by side."""

from __future__ import annotations

from django import template

from bbacms.core.translating import editor_props

register = template.Library()
register.filter("editor_props", editor_props)
