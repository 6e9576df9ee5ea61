"""The one-command start: SQLite, embedded search, no server to install."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env
from .secrets import local_secret
from .sqlite import sqlite

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = local_secret(VAR_DIR, "django")
VAULT_KEYS = env.list("VAULT_KEYS", default=[]) or [local_secret(VAR_DIR, "vault")]

DATABASES = {
    "default": env.db("DATABASE_URL")
    if env("DATABASE_URL", default="")
    else sqlite(str(VAR_DIR / "db.sqlite3"))
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
