"""Settings of the test suite: fast, private, no network."""

import tempfile
from pathlib import Path

from bbacms.settings.base import *  # noqa: F403  settings modules extend each other
from bbacms.settings.base import STORAGES

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105  no server runs with these settings
ALLOWED_HOSTS = ["localhost", "testserver"]

# Argon2 is slow on purpose; a test logs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "bbacms-test-media"
PRIVATE_ROOT = Path(tempfile.gettempdir()) / "bbacms-test-private"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAILADMIN_BASE_URL = "http://localhost"
