"""Tests: fast hashing, mail in memory, the database that DATABASE_URL names."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import env
from .sqlite import sqlite

# xdist workers and parallel runs must not share files.
VAR_DIR = Path(tempfile.mkdtemp(prefix="mingjing-test-"))
MEDIA_ROOT = VAR_DIR / "media"
SEARCH_INDEX_DIR = VAR_DIR / "search"
LEDGER_DIR = VAR_DIR / "ledger"
LEDGER_KEY_FILE = str(VAR_DIR / "keys" / "ledger.pem")
LEDGER_PUBLISH_ON_COMMIT = False  # the log outlives a test's rolled-back database
EMAIL_FILE_PATH = VAR_DIR / "mail"

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
VAULT_KEYS = ["dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
_url = env("DATABASE_URL", default="")
DATABASES = {"default": env.db("DATABASE_URL") if _url else sqlite(str(VAR_DIR / "db.sqlite3"))}
if not _url:
    # A file, not memory: several connections (threads, killed processes) must see one database.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEARCH_ENGINE = "embedded"
ELASTICSEARCH_TIMEOUT = 20.0  # a busy machine is no failure
OUTBOX_LONG_INLINE = True  # no threads beside a test's transaction
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# Tests see only the word lists they change themselves.
LEXICON_CHECK_SECONDS = None

# Tests see the names they have just made.
SEARCH_NAMES_SECONDS = 0
