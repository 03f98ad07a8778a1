"""Absolute addresses that do not depend on what a request claims its host to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.models import Site

if TYPE_CHECKING:
    from django.http import HttpRequest


def absolute_url(request: HttpRequest, path: str) -> str:
    """Return ``path`` (with its leading slash) below the address of the site that answers ``request``."""
    site = Site.find_for_request(request)
    return (site.root_url if site else settings.WAGTAILADMIN_BASE_URL.rstrip("/")) + path
