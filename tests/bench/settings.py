"""The settings of the test suite, with a bare form and Wagtail's own form beside ours to compare with."""

from bbacms.settings.test import *  # noqa: F403
from bbacms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.forms", "tests.bench"]
ROOT_URLCONF = "tests.bench.urls"
LOGGING_CONFIG = None
