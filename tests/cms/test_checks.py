"""An unsafe setting is reported by `manage.py check`."""

from types import SimpleNamespace

import pytest
from django.conf import settings as configured

from cms import checks


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
