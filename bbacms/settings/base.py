"""Settings shared by every environment and safe for production; secrets and hosts are added by the others."""

import logging
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from bbacms.env import database_from_env, env

PROJECT_DIR = Path(__file__).resolve().parent.parent
BASE_DIR = PROJECT_DIR.parent
VAR_DIR = Path(env.str("BBACMS_VAR_DIR", default=str(BASE_DIR / "var")))

# --- Applications -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "bbacms.core",
    "bbacms.users",
    "home",
    "stories",
    "pledges",
    "search",
    # wagtail_localize.locales replaces wagtail.locales: both at once would register the admin twice.
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    # Templates of our own form widgets are found through the template engine.
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Pages as small as their budgets whatever stands in front. It pads at random, so that lengths tell no secret.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bbacms.core.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "bbacms.urls"
WSGI_APPLICATION = "bbacms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database ---------------------------------------------------------------------------------------------

DATABASES = {"default": database_from_env(VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Users ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "wagtailadmin_login"

# --- Languages --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Brussels"
FORMAT_MODULE_PATH = ["bbacms.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# A translation starts as a draft: nothing goes live in a language before somebody has read it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Static files, media, uploads ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# What members hand in with an engagement. Never below MEDIA_ROOT, which the proxy in front shows to everybody.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "bbacms.core.private_storage.PrivateStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "bbacms.core.static_storage.OneStylesheetStorage"},
}
# Without its files a join form is text only; a megabyte is far above the longest honest one.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# One field comes in per leaf of each block: a join form of 300 questions, many of them with a long list of options, has
# more than ten thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Security ---------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": that turns the Origin of a form post into null, and the join form looks at it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin script reads it.

# Where the address of a visitor is read from, to count what comes from one connection (pledges/spam/rate.py).
VISITOR_ADDRESS_HEADER = "REMOTE_ADDR"

# --- Mail -------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Belgian Biodiversity Alliance <noreply@localhost>")
# What cannot be delivered comes back to this address; to that of the sender where it is empty.
EMAIL_RETURN_PATH = env.str("EMAIL_RETURN_PATH", default="")
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = VAR_DIR / "mail"  # for the file backend of a developer's machine

# --- Logging ----------------------------------------------------------------------------------------------

# To the console only: whoever runs the site keeps, or does not keep, the lines. Every handler masks
# what is secret in an address.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {
            "()": "bbacms.core.logging.MaskingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", default=logging.INFO)},
    # Naming these takes their own handlers away, which would write the token.
    "loggers": {
        "django": {"level": "INFO"},
        "django.server": {"level": "INFO", "propagate": True},
        "django_tasks": {"level": "WARNING"},  # it writes two lines for each picture
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

# --- Wagtail ----------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Belgian Biodiversity Alliance"
WAGTAILADMIN_BASE_URL = env.str("BBACMS_BASE_URL", default="http://localhost:8000")
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "bbacms.core.picture_form.PictureForm"
# What a camera, a phone or a drawing program saves. No SVG, which may carry script; no GIF, which moves.
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# The photographs of today's phones fit in; each million takes 3 MB of memory while a picture is read.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
SEARCH_IN_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "bbacms.core.sqlite_search" if SEARCH_IN_SQLITE else "wagtail.search.backends.database"},
}
WAGTAILAPI_LIMIT_MAX = 50
# Both would make the admin call another host.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# A slug says what the page is in its own language; Dutch and French accents become plain letters.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
