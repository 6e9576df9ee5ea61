"""Admin menu entries of the data that staff maintain."""

from wagtail import hooks

from disclosure import editor_hooks, safe_exports, walls  # noqa: F401  (register themselves)
from disclosure.duties import hooks as duty_hooks  # noqa: F401
from disclosure.viewsets import StaffDataGroup


@hooks.register("register_admin_viewset")
def register_staff_data():
    return StaffDataGroup()
