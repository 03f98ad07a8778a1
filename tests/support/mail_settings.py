"""Settings of a real sender process: those of the tests, with a real mail server on this machine."""

from bbacms.env import env
from bbacms.settings.test import *  # noqa: F403  settings modules extend each other

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = env.int("TEST_SMTP_PORT")
