"""Menu entries around the privacy review."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from workflows import roles
from workflows.menu import RoleMenuItem


@hooks.register("register_admin_menu_item")
def register_assessments():
    return RoleMenuItem(
        _("影响评估记录"),
        reverse("workflows:assessments"),
        name="mj-assessments",
        icon_name="doc-full",
        order=26,
        wanted=frozenset({roles.REVIEWER, roles.OFFICE, roles.AUDITOR}),
    )
