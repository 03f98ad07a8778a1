"""Typed readers of the environment: a wrong value stops the start with a sentence instead of being guessed.

``env.str``, ``env.bool``, ``env.int``, ``env.list`` and ``env.dj_db_url`` come from environs; each raises
``environs.EnvError`` for a missing or malformed variable. Only settings modules read the environment.
"""

from pathlib import Path
from typing import Any

from environs import Env, EnvValidationError, validate

env = Env()

# Five people writing at once lose most writes on SQLite unless a transaction takes the write lock when it
# begins (IMMEDIATE), readers do not block the writer (WAL) and a waiting writer is patient.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database_from_env(sqlite_file: Path) -> dict[str, Any]:
    """Return Django's settings of the default database.

    ``DATABASE_URL`` decides; without it a SQLite file at ``sqlite_file`` serves.
    """
    config: dict[str, Any] = env.dj_db_url("DATABASE_URL", default=f"sqlite:///{sqlite_file}")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        sqlite_file.parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
    return config


def required(name: str) -> str:
    """Return the variable ``name``. Raises ``environs.EnvError`` if it is missing or empty."""
    return env.str(name, validate=validate.Length(min=1, error="must not be empty"))


def mail_server_from_env() -> dict[str, Any]:
    """Return Django's ``EMAIL_…`` settings of the mail server that ``EMAIL_URL`` names.

    ``submission://user:password@host:587`` speaks TLS from the start of the conversation (STARTTLS), ``smtp://host``
    does not unless ``?tls=True`` or ``?ssl=True`` follows. Raises ``environs.EnvError`` for anything else, so that a
    mistyped scheme never sends in clear.
    """
    required("EMAIL_URL")
    config: dict[str, Any] = env.dj_email_url("EMAIL_URL")
    if not str(config.get("EMAIL_BACKEND", "")).endswith(".smtp.EmailBackend") or not config["EMAIL_HOST"]:
        message = 'Environment variable "EMAIL_URL" invalid: it must begin with submission://host or smtp://host'
        raise EnvValidationError(message, [message])
    return config
