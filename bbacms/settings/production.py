"""Settings of a live site: the process refuses to start without its secrets and addresses."""

from bbacms.env import env, mail_server_from_env, required
from bbacms.settings.base import *  # noqa: F403  settings modules extend each other
from bbacms.settings.base import MIDDLEWARE

DEBUG = False
SECRET_KEY = required("SECRET_KEY")
required("ALLOWED_HOSTS")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
required("DATABASE_URL")  # base falls back to SQLite; a live site must name its database
WAGTAILADMIN_BASE_URL = required("BBACMS_BASE_URL")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

# The web process serves the collected static files itself, compressed and cacheable for ever under hashed names.
MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Behind the proxy every visitor has its address; it says in this header whom it speaks for.
VISITOR_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak plain HTTP inside the machine
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_CONFIG = mail_server_from_env()
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL_CONFIG["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
