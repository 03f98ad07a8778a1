"""The settings of a live site, for a server on this machine: what readers get is measured as readers get it."""

from bbacms.settings.base import VAR_DIR
from bbacms.settings.production import *  # noqa: F403  settings modules extend each other

ROOT_URLCONF = "tests.pages.urls"
WSGI_APPLICATION = "tests.pages.wsgi.application"
STATIC_ROOT = VAR_DIR / "staticfiles"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
