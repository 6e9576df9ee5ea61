"""What all environments share. A value that must differ in production is set there."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
# Everything the running site writes lives below one folder, so that backup and reset are one path.
VAR_DIR = Path(env("MINGJING_VAR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "supervision",
    "home",
    "search",
    "workflows",
    "disclosure",
    "ledger",
    "privacy",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "cms.apps.CmsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "home.middleware.LanguageByCookie",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workflows.acting.ActingAccount",  # whose request it is, for the guard of the vault's readers
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    # Last: it must see the request that every other middleware has completed.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
# A release prepares outside and commits inside a transaction of its own (publishing.py).
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context.public_frame",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # login throttling, before the password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False  # no account names in the log
AXES_USERNAME_CALLABLE = "cms.throttle.keyed_name"  # nor in its table
LOGIN_URL = "wagtailadmin_login"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "cms.formats"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Wagtail -------------------------------------------------------------------------------
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # clocks of the law run in China; one zone, no question
WAGTAIL_SITE_NAME = "明镜"
WAGTAILADMIN_BASE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = False  # no translated copies of disclosed items (design.md)
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]  # due dates are local; nothing to choose, so not asked
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request to a third party
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False  # the redacted revision would loop for ever
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "workflows.finish.release"
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_MODERATION_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False  # their mails carry titles; reasons go with a return
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Tasks and side effects ----------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Share of the cleared items that another reviewer looks at again.
SECOND_LOOK_SHARE = env.float("SECOND_LOOK_SHARE", default=0.05)
OUTBOX_INLINE = env.bool("OUTBOX_INLINE", default=True)
OUTBOX_LONG_INLINE = False  # reading a file takes minutes: no request waits for it

# --- Search --------------------------------------------------------------------------------
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_CERTS = env("ELASTICSEARCH_CA_CERTS", default="")
# Seconds a citizen's question may take there before the embedded index answers it.
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=2.0)
ELASTICSEARCH_COMPRESS = env.bool("ELASTICSEARCH_COMPRESS", default=False)
# Of the next index that is built; docs/elasticsearch.md says how many for how many items.
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env("ELASTICSEARCH_REPLICAS", default="0-1")  # a number or a range
ELASTICSEARCH_REFRESH = env("ELASTICSEARCH_REFRESH", default="1s")
SEARCH_ENGINE = "elastic" if ELASTICSEARCH_URL else "embedded"
SEARCH_INDEX_DIR = VAR_DIR / "search"
# Names of regions, units and catalogue rows are read again after so many seconds.
SEARCH_NAMES_SECONDS = 30
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX", default="mingjing")

# --- Saved searches ------------------------------------------------------------------------
# Seconds between a release and the mails to those told at once: releases of a moment share one.
ALERTS_DELAY = env.int("ALERTS_DELAY", default=0)
ALERTS_BOUNCES = env("ALERTS_BOUNCES", default="")  # mailbox for returned mails (search/alerts)

# --- Open data -----------------------------------------------------------------------------
# Requests of one visitor; production sets a lower one, a demo is asked by programs that measure.
API_PER_MINUTE = env.int("API_PER_MINUTE", default=20_000)

# --- Vault and ledger ----------------------------------------------------------------------
VAULT_KEYS = env.list("VAULT_KEYS", default=[])
LEDGER_DIR = VAR_DIR / "ledger"
LEDGER_ORIGIN = env("LEDGER_ORIGIN", default="127.0.0.1:8000/ledger")
LEDGER_KEY_FILE = env("LEDGER_KEY_FILE", default=str(VAR_DIR / "keys" / "ledger.pem"))
LEDGER_WITNESSES = env.list("LEDGER_WITNESSES", default=[])  # vkeys of those who cosign our log
LEDGER_PUBLISH_ON_COMMIT = True  # where OUTBOX_INLINE says that there is no publisher process

# --- Browser-side security -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
    # Wagtail's editor uses inline scripts and styles; the public site has none.
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/django-admin/"),
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # editor forms with many rows
# Raw lists and files must not lie in a temporary folder, not even for the time of a request.
FILE_UPLOAD_HANDLERS = ["privacy.upload_memory.KeepInMemory"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Wagtail logs titles at INFO; a title must not reach a log file (rule 9).
        "wagtail": {"level": "WARNING"},
        # Its warnings quote the path of every page not found, whatever was typed there.
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
