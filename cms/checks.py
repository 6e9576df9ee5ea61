"""System checks: an unsafe setting is an error at start, not a surprise in production."""

from django.conf import settings
from django.core.checks import Error, register


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
