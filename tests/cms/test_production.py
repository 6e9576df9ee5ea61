"""Production refuses to start with an unsafe or missing value and names it."""

import json

import pytest

from tests.cms import production

VAULT_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture
def values(tmp_path):
    return production.values(tmp_path)


def refused(result, name):
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    return f"- {name}：" in result.stderr


def test_a_complete_set_of_values_starts(values):
    result = production.start(values, "print(s.DEBUG, s.SEARCH_ENGINE, s.OUTBOX_INLINE)")
    assert result.stdout.split() == ["False", "elastic", "False"], result.stderr


REQUIRED = [
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "MINGJING_VAR",
    "DATABASE_URL",
    "ELASTICSEARCH_URL",
    "ELASTICSEARCH_API_KEY",
    "VAULT_KEYS",
    "LEDGER_ORIGIN",
    "LEDGER_KEY_FILE",
    "EMAIL_HOST",
    "DEFAULT_FROM_EMAIL",
]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_value_is_named(values, name):
    del values[name]
    assert refused(production.start(values), name)


def test_all_problems_are_told_at_once_in_both_languages():
    result = production.start({})
    missing = [name for name in REQUIRED if name != "ELASTICSEARCH_API_KEY"]
    assert all(refused(result, name) for name in missing)
    assert "未设置" in result.stderr
    assert "not set" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "only-for-tests"),
        ("SECRET_KEY", "x" * 80),
        ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH"),
        ("SITE_URL", "http://www.example.gov.cn"),
        ("SITE_URL", "https://127.0.0.1"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "other.example.gov.cn"),
        ("DATABASE_URL", "sqlite:///var/db.sqlite3"),
        ("ELASTICSEARCH_URL", "http://search.internal.example:9200"),
        ("ELASTICSEARCH_CA_CERTS", "/nowhere/ca.pem"),
        ("VAULT_KEYS", "dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="),
        ("VAULT_KEYS", "c2hvcnQ="),
        ("VAULT_KEYS", "not base64 at all"),
        ("VAULT_KEYS", f"{VAULT_KEY},{VAULT_KEY}"),
        ("LEDGER_ORIGIN", "https://www.example.gov.cn/ledger"),
        ("LEDGER_ORIGIN", "127.0.0.1:8000/ledger"),
        ("LEDGER_KEY_FILE", "/nowhere/ledger.pem"),
        ("DEFAULT_FROM_EMAIL", "nobody"),
        ("CACHE_URL", "locmemcache://"),
        ("DEBUG", "1"),
        ("MINGJING_CRASH_AT", "after-ledger"),
        ("SECURE_HSTS_SECONDS", "0"),
        ("EMAIL_PORT", "smtp"),
        ("TRUST_PROXY_HEADERS", "perhaps"),
    ],
)
def test_an_unsafe_value_is_refused_by_name(values, name, value):
    values[name] = value
    assert refused(production.start(values), name)


def test_a_refusal_does_not_repeat_secrets(values):
    values["VAULT_KEYS"] = "c2VjcmV0LXNlY3JldA=="
    values["DATABASE_URL"] = "mysql://user:hunter2hunter2@db/x"
    message = production.start(values).stderr
    assert "c2VjcmV0" not in message
    assert "hunter2" not in message


def test_a_key_file_that_others_can_read_is_refused(values, tmp_path):
    (tmp_path / "ledger.pem").chmod(0o644)
    assert refused(production.start(values), "LEDGER_KEY_FILE")


def test_going_without_elasticsearch_must_be_said(values):
    values["ELASTICSEARCH_URL"] = "embedded"
    del values["ELASTICSEARCH_API_KEY"]
    result = production.start(values, "print(s.SEARCH_ENGINE, repr(s.ELASTICSEARCH_URL))")
    assert result.stdout.split() == ["embedded", "''"]


def test_cookies_and_transport_are_safe_and_the_proxy_header_is_opt_in(values):
    code = (
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS >= 31536000, hasattr(s, 'SECURE_PROXY_SSL_HEADER'))"
    )
    assert production.start(values, code).stdout.split() == ["True"] * 4 + ["False"]
    values["TRUST_PROXY_HEADERS"] = "1"
    assert production.start(values, code).stdout.split() == ["True"] * 5


def test_an_object_store_needs_its_package_and_its_keys(values):
    values["S3_BUCKET"] = "mingjing"
    result = production.start(values)
    assert refused(result, "S3_ENDPOINT_URL")
    assert refused(result, "S3_SECRET_KEY")


def test_log_lines_are_json_and_hold_no_words_of_an_exception(values):
    code = (
        "import logging, logging.config\n"
        "logging.config.dictConfig(s.LOGGING)\n"
        "log = logging.getLogger('disclosure')\n"
        "log.info('release item=%s findings=%d', 'jl-mzt-2026-00001', 3)\n"
        "try: raise ValueError('王某某 220102199001010000')\n"
        "except ValueError: log.exception('release failed item=%s', 'jl-mzt-2026-00001')\n"
    )
    lines = [json.loads(line) for line in production.start(values, code).stderr.splitlines()]
    assert lines[0]["event"] == "release item=jl-mzt-2026-00001 findings=3"
    assert lines[1]["exception"] == "ValueError"
    assert lines[1]["frames"]
    assert "220102" not in json.dumps(lines)
