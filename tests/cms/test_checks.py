"""An unsafe setting is reported by `manage.py check`."""

from types import SimpleNamespace

import pytest
from django.conf import settings as configured

from cms import checks
from cms.settings import required


def ids(errors):
    return [error.id for error in errors]


def test_the_settings_as_they_are_pass():
    assert ids(checks.gate_settings(None) + checks.browser_policy(None)) == []
    assert ids(checks.vault_keys(None) + checks.unwanted_apps(None)) == []


@pytest.mark.parametrize(
    "name", ["WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT", "WAGTAIL_I18N_ENABLED"]
)
def test_settings_that_would_break_the_funnel_are_errors(settings, name):
    setattr(settings, name, True)
    assert ids(checks.gate_settings(None)) == ["cms.E002"]


@pytest.mark.parametrize("keys", [[], ["c2hvcnQ="], ["dGVzdA=="]])
def test_a_vault_without_a_usable_key_is_an_error(settings, keys):
    settings.VAULT_KEYS = keys
    settings.SETTINGS_MODULE = "cms.settings"
    assert ids(checks.vault_keys(None)) == ["cms.E003"]


def test_inline_scripts_are_an_error(settings):
    policy = {**configured.CONTENT_SECURITY_POLICY["DIRECTIVES"], "script-src": ["'unsafe-inline'"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    assert ids(checks.browser_policy(None)) == ["cms.E004"]


def test_an_app_that_records_queries_is_an_error(monkeypatch):
    apps = [*configured.INSTALLED_APPS, "wagtail.contrib.search_promotions"]
    monkeypatch.setattr(checks, "settings", SimpleNamespace(INSTALLED_APPS=apps))
    assert ids(checks.unwanted_apps(None)) == ["cms.E005"]


def elastic(settings, **values):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", "https://one:9200,https://two"
    settings.ELASTICSEARCH_API_KEY = "invented"
    for name, value in values.items():
        setattr(settings, name, value)
    return ids(checks.search_cluster(None))


def test_a_cluster_of_several_nodes_passes_and_an_embedded_index_is_not_asked(settings):
    assert elastic(settings) == []
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_SHARDS = "embedded", 0
    assert ids(checks.search_cluster(None)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEARCH_INDEX_PREFIX", "Mingjing*"),
        ("ELASTICSEARCH_SHARDS", 0),
        ("ELASTICSEARCH_REPLICAS", "all"),
        ("ELASTICSEARCH_REFRESH", "-1"),
        ("ELASTICSEARCH_REFRESH", "1m"),
        ("ELASTICSEARCH_TIMEOUT", 0),
        ("ELASTICSEARCH_TIMEOUT", 600),
        ("ELASTICSEARCH_URL", "https://one:9200,two:9200"),
        ("ELASTICSEARCH_URL", "https://user:word@one:9200"),
    ],
)
def test_cluster_settings_that_it_would_refuse_are_errors(settings, name, value):
    assert elastic(settings, **{name: value}) == ["cms.E006"]


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("https://one:9200,https://two:9200", True),
        ("https://one:9200, http://two:9200", False),
        ("http://127.0.0.1:9200", True),
        ("embedded", True),
        ("https://one,", False),
    ],
)
def test_production_takes_nodes_that_are_all_encrypted(value, is_right):
    assert bool(required.is_search_address(value)) is is_right
