"""Settings of a developer's machine: everything works at once and nothing leaves the machine."""

from bbacms.env import env
from bbacms.settings.base import *  # noqa: F403  settings modules extend each other
from bbacms.settings.base import STORAGES, VAR_DIR

# SQLite makes its file, never the folder.
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "only-for-development-never-on-a-server"  # noqa: S105  production refuses to start without its own
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Sent mail is written to files, shown at /dev/mail/.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
