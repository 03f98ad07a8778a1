"""The site as it stands behind its proxy: HTTPS ends there, and pictures come from beside the site."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.pages.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

site = get_wsgi_application()
with_media = WhiteNoise(site, root=settings.MEDIA_ROOT, prefix=settings.MEDIA_URL, max_age=31_536_000)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    environ["HTTP_X_FORWARDED_PROTO"] = "https"
    return with_media(environ, start_response)
