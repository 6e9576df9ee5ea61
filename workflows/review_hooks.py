"""Menu entries around the privacy review."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows import roles


class RoleMenuItem(MenuItem):
    """Shown to whoever holds one of the roles."""

    def __init__(self, *args, wanted: frozenset[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def is_shown(self, request):
        return bool(roles.roles_of(request.user) & self.wanted)


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
