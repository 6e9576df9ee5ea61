"""First page and menu of the admin, for each role what it needs and nothing else."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows import roles
from workflows.panels import PANELS

# Wagtail's own entries that only administrators need.
FOR_ADMINISTRATORS = frozenset({"images", "documents", "reports", "settings", "help", "snippets"})
# Its panels show titles of other units, or lead past our screens.
REPLACED_PANELS = frozenset(
    {
        "user_objects_in_workflow_moderation",
        "workflow_objects_to_moderate",
        "whats_new_in_wagtail_version",
        "locked_pages",
        "recent_edits",
    }
)
ORDER = {
    "mj-work": 10,
    "mj-review": 20,
    "mj-published": 25,
    "mj-catalogue": 30,
    "explorer": 40,
    "reports": 900,
}


def is_administrator(user) -> bool:
    return user.is_superuser or roles.has_role(user, roles.ADMIN)


@hooks.register("construct_homepage_panels", order=1000)
def our_panels(request, panels):
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED_PANELS] + [
        panel(request) for panel in PANELS
    ]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request, summary_items):
    """Counts of images and documents say nothing here."""
    summary_items.clear()


class CatalogueMenuItem(MenuItem):
    """The published catalogue, where a role looks up what must be published."""

    def is_shown(self, request):
        return bool(roles.roles_of(request.user))


@hooks.register("register_admin_menu_item")
def catalogue_entry():
    return CatalogueMenuItem(
        _("公开目录"),
        reverse_lazy("catalogue"),
        name="mj-catalogue",
        icon_name="list-ul",
        order=ORDER["mj-catalogue"],
    )


@hooks.register("construct_main_menu", order=1000)
def only_what_is_needed(request, menu_items):
    if not is_administrator(request.user):
        menu_items[:] = [item for item in menu_items if item.name not in FOR_ADMINISTRATORS]
    for item in menu_items:
        item.order = ORDER.get(item.name, item.order)
