"""Production: every value comes from the environment; an unsafe or missing one refuses to start."""

import os
from urllib.parse import urlsplit

from . import required
from .base import *  # noqa: F403
from .base import STORAGES, env
from .logs import json_logging

_need = required.Required(os.environ)

DEBUG = False
_need.forbidden("DEBUG", "生产环境不得打开调试", "must stay off in production")
_need.forbidden("MINGJING_CRASH_AT", "仅供测试", "is a hook of the tests; unset it")

# --- Who we are ----------------------------------------------------------------------------
SECRET_KEY = _need.text(
    "SECRET_KEY",
    "请设为至少 50 个字符的随机串，不得使用示例值",
    "Set 50 or more random characters, never an example's: "
    "python -c 'import secrets; print(secrets.token_urlsafe(60))'",
    required.is_secret,
)
SITE_URL = _need.text(
    "SITE_URL",
    "请设为公众访问的 https 网址，如 https://www.example.gov.cn",
    "Set the public https address, e.g. https://www.example.gov.cn",
    required.is_https_origin,
).rstrip("/")
SITE_OFFICIAL_HOST = urlsplit(SITE_URL).hostname or ""
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = [
    host.strip()
    for host in _need.text(
        "ALLOWED_HOSTS",
        "请列出本站域名，逗号分隔，不得含 *",
        "List the host names of this site, comma-separated, without *",
        lambda value: "*" not in value,
    ).split(",")
    if host.strip()
]
if SITE_OFFICIAL_HOST and ALLOWED_HOSTS and SITE_OFFICIAL_HOST not in ALLOWED_HOSTS:
    _need.complain(
        "ALLOWED_HOSTS", "未包含 SITE_URL 的域名", "does not contain the host of SITE_URL"
    )
_need.text(
    "MINGJING_VAR",
    "请设为本站可写的绝对路径（文件、索引、账本）",
    "Set an absolute path the site may write to (files, index, ledger)",
    required.is_writable_folder,
)

# --- Database ------------------------------------------------------------------------------
_database = _need.text(
    "DATABASE_URL",
    "请设为 postgres://用户:口令@主机/库；不支持 SQLite",
    "Set postgres://user:password@host/database; SQLite is refused",
    lambda value: value.startswith(("postgres://", "postgresql://")),
)
DATABASES = {
    "default": {
        **env.db_url_config(_database if "postgres" in _database else "postgres://unset/unset"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}

# --- Search --------------------------------------------------------------------------------
_search = _need.text(
    "ELASTICSEARCH_URL",
    "请设为 https 地址；不用 Elasticsearch 时明确写 embedded",
    "Set an https address; write embedded to do without Elasticsearch on purpose",
    required.is_search_address,
)
ELASTICSEARCH_URL = "" if _search == "embedded" else _search
SEARCH_ENGINE = "elastic" if ELASTICSEARCH_URL else "embedded"
if ELASTICSEARCH_URL:
    ELASTICSEARCH_API_KEY = _need.text(
        "ELASTICSEARCH_API_KEY",
        "请设为只限本站索引的 API 密钥",
        "Set an API key limited to this site's indices",
    )
    _certs = _need.optional("ELASTICSEARCH_CA_CERTS")
    if _certs and not os.path.isfile(_certs):
        _need.complain("ELASTICSEARCH_CA_CERTS", "文件不存在", "no such file")

# --- Vault and ledger ----------------------------------------------------------------------
VAULT_KEYS = [
    key.strip()
    for key in _need.text(
        "VAULT_KEYS",
        "请设为 32 字节随机数的 Base64，多个用逗号分隔，第一个为现用；不得使用示例值",
        "Set base64 of 32 random bytes, comma-separated, the current one first, never an "
        "example's: python -c 'import base64, os; "
        "print(base64.b64encode(os.urandom(32)).decode())'",
        lambda value: all(required.is_vault_key(key.strip()) for key in value.split(",")),
    ).split(",")
]
if len(set(VAULT_KEYS)) != len(VAULT_KEYS):
    _need.complain("VAULT_KEYS", "含重复密钥", "names one key twice")
LEDGER_ORIGIN = _need.text(
    "LEDGER_ORIGIN",
    "请设为账本的永久名称，如 www.example.gov.cn/ledger（不含 https://）",
    "Set the lasting name of the log, e.g. www.example.gov.cn/ledger (no https://)",
    required.is_ledger_origin,
)
LEDGER_KEY_FILE = _need.text(
    "LEDGER_KEY_FILE",
    "请设为账本签名私钥文件的绝对路径，权限 600",
    "Set the absolute path of the log's private key, readable by its owner only (chmod 600)",
    required.is_private_file,
)

# --- Mail ----------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _need.text("EMAIL_HOST", "请设为发信服务器", "Set the mail server")
EMAIL_PORT = _need.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = _need.optional("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = _need.optional("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = _need.flag("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = _need.flag("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    _need.complain("EMAIL_USE_TLS", "与 EMAIL_USE_SSL 只能选一", "excludes EMAIL_USE_SSL")
if EMAIL_HOST_PASSWORD and not (EMAIL_USE_SSL or EMAIL_USE_TLS):
    _need.complain("EMAIL_USE_TLS", "有口令时不得明文发信", "must be on when a password is sent")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _need.text(
    "DEFAULT_FROM_EMAIL",
    "请设为发件地址",
    "Set the sender's address",
    lambda value: "@" in value,
)

# Releases within so many seconds share one mail to those who want to be told at once.
ALERTS_DELAY = _need.number("ALERTS_DELAY", 600)
ALERTS_BOUNCES = _need.optional("ALERTS_BOUNCES")
API_PER_MINUTE = _need.number("API_PER_MINUTE", 600)

# --- Cache and tasks -----------------------------------------------------------------------
# In the database by default: shared by all workers, no server more. `manage.py createcachetable`.
_cache = _need.optional("CACHE_URL", "dbcache://mingjing_cache")
if _cache.startswith(("locmemcache:", "dummycache:", "filecache:")):
    _need.complain(
        "CACHE_URL",
        "须为各进程共享的缓存：dbcache:// 或 rediscache://",
        "must be shared by all processes: dbcache:// or rediscache://",
    )
    _cache = "dbcache://mingjing_cache"
elif _cache.startswith("redis") and not required.installed("redis"):
    _need.complain("CACHE_URL", "未安装 redis 包", "needs the redis package: pip install redis")
CACHES = {"default": env.cache_url_config(_cache)}
# `manage.py db_worker` runs beside the web server and empties the outbox.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
OUTBOX_INLINE = _need.flag("OUTBOX_INLINE", default=False)

# --- Files ---------------------------------------------------------------------------------
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if _need.optional("S3_BUCKET"):
    if not (required.installed("storages") and required.installed("boto3")):
        _need.complain(
            "S3_BUCKET",
            "需要 django-storages：pip install -r requirements-s3.txt",
            "needs django-storages: pip install -r requirements-s3.txt",
        )
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _need.optional("S3_BUCKET"),
            "endpoint_url": _need.text(
                "S3_ENDPOINT_URL",
                "请设为对象存储的 https 地址",
                "Set the https address of the object store",
                lambda value: value.startswith("https://"),
            ),
            "access_key": _need.text("S3_ACCESS_KEY", "请设为访问密钥", "Set the access key"),
            "secret_key": _need.text("S3_SECRET_KEY", "请设为访问口令", "Set the secret key"),
            "default_acl": "private",  # files reach citizens through our views only
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    # Rebuilt files by their digest, apart from whatever else lies in the bucket.
    STORAGES["public"] = {
        **STORAGES["default"],
        "OPTIONS": {**STORAGES["default"]["OPTIONS"], "location": "public"},
    }

# --- Transport and cookies -----------------------------------------------------------------
SECURE_SSL_REDIRECT = _need.flag("SECURE_SSL_REDIRECT", default=True)
# Only behind a proxy that always sets (and never passes on) this header.
if _need.flag("TRUST_PROXY_HEADERS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = _need.number("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
if SECURE_HSTS_SECONDS < 3600:
    _need.complain("SECURE_HSTS_SECONDS", "不得少于 3600", "must be 3600 or more")
SECURE_HSTS_INCLUDE_SUBDOMAINS = _need.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
# W005, W021: the subdomains of a government's domain belong to other bodies; opt in above.
# W019: Wagtail shows previews of our own pages in frames; CSP allows no others.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

LOGGING = json_logging(level=_need.optional("LOG_LEVEL", "INFO"))

_need.stop_if_any()
