"""System checks: an unsafe setting is an error at start, not a surprise in production."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from .settings.required import is_vault_key

# Apps that would open a way around the funnel or record what citizens type (design.md, gate.md).
UNWANTED_APPS = {
    "wagtail.contrib.search_promotions": "it records citizens' queries as typed",
    "wagtail.contrib.simple_translation": "items have no translated copies",
    "wagtail.locales": "items have no translated copies",
    "wagtail.api.v3": "staff tokens read drafts through it",
    "modelsearch": "wagtail.search is installed; exactly one of the two may be",
}


@register()
def gate_settings(app_configs, **kwargs):
    """Settings on which the release funnel relies (design.md, gate.md C8 and C11)."""
    errors = []
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        errors.append(Error("ATOMIC_REQUESTS must stay off", id="cms.E001"))
    for name in (
        "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT",
        "WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH",
        "WAGTAIL_I18N_ENABLED",
    ):
        if getattr(settings, name, False):
            errors.append(Error(f"{name} must stay off", id="cms.E002"))
    return errors


@register()
def vault_keys(app_configs, **kwargs):
    """Without a usable key nothing can be sealed, and nothing raw may be kept elsewhere (I3)."""
    keys = settings.VAULT_KEYS
    if not keys:
        return [Error("VAULT_KEYS is empty", hint="Set it as docs/operator.md says", id="cms.E003")]
    # The published key of cms.settings.test fails is_vault_key; it is right for tests alone.
    if settings.SETTINGS_MODULE != "cms.settings.test" and not all(map(is_vault_key, keys)):
        return [Error("VAULT_KEYS: each must be base64 of 32 random bytes", id="cms.E003")]
    return []


@register()
def browser_policy(app_configs, **kwargs):
    """The public site needs no inline script or style; allowing them would hide an injection."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return [
        Error(f"{name} must not allow {source}", id="cms.E004")
        for name in ("default-src", "script-src", "style-src")
        for source in directives.get(name, [])
        if source in ("'unsafe-inline'", "'unsafe-eval'", "*")
    ]


@register()
def unwanted_apps(app_configs, **kwargs):
    """Apps that must not be installed beside a release funnel."""
    return [
        Error(f"{app} must not be installed: {reason}", id="cms.E005")
        for app, reason in UNWANTED_APPS.items()
        if app in settings.INSTALLED_APPS
    ]


# What each setting of the cluster must look like (docs/elasticsearch.md), and what to do.
ELASTIC_FORMS = {
    "SEARCH_INDEX_PREFIX": (r"[a-z0-9][a-z0-9_-]{0,99}", "lower-case letters, digits, - and _"),
    "ELASTICSEARCH_SHARDS": (r"[1-9]|[1-5][0-9]|6[0-4]", "a number from 1 to 64"),
    "ELASTICSEARCH_REPLICAS": (r"[0-9]|[0-9]-(?:[0-9]|all)", "a number, or a range such as 0-1"),
    # Never off: what is withdrawn would be found until somebody else's refresh.
    "ELASTICSEARCH_REFRESH": (r"[1-9][0-9]{0,2}ms|[1-5]s", "at most 5s, such as 1s"),
}
MOST_PATIENCE = 30


@register()
def search_cluster(app_configs, **kwargs):
    """Settings of the Elasticsearch cluster that it would refuse, or serve badly, later."""
    if settings.SEARCH_ENGINE != "elastic":
        return []
    errors = [
        Error(f"{name} is not usable", hint=f"Set {wanted}", id="cms.E006")
        for name, (form, wanted) in ELASTIC_FORMS.items()
        if not re.fullmatch(form, str(getattr(settings, name)))
    ]
    if not 0 < settings.ELASTICSEARCH_TIMEOUT <= MOST_PATIENCE:
        hint = f"Set seconds, more than 0 and at most {MOST_PATIENCE}; 2 is right for most"
        errors.append(Error("ELASTICSEARCH_TIMEOUT is not usable", hint=hint, id="cms.E006"))
    nodes = [urlsplit(node.strip()) for node in settings.ELASTICSEARCH_URL.split(",")]
    if any(node.scheme not in ("http", "https") or not node.hostname for node in nodes):
        hint = "Set https://host:9200, several nodes of one cluster separated by commas"
        errors.append(Error("ELASTICSEARCH_URL is no address", hint=hint, id="cms.E006"))
    if settings.ELASTICSEARCH_API_KEY and any(node.username for node in nodes):
        hint = "Take the account out of ELASTICSEARCH_URL; the key has fewer rights"
        errors.append(Error("An account and an API key are set", hint=hint, id="cms.E006"))
    return errors
