"""Names of our entries in Wagtail's history; the entries carry the number, never the title."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from disclosure.models import PublicVersion


@hooks.register("register_log_actions")
def public_events(actions):
    for kind, label in PublicVersion.TYPES:
        actions.register_action(f"disclosure.{kind}", label, _("已登记公开记录"))
