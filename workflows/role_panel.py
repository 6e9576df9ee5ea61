"""Panels of the admin's first page that belong to roles."""

from typing import Any

from wagtail.admin.ui.components import Component

from workflows import roles


class RolePanel(Component):
    """Shows what `find` returns to whoever holds one of the roles; nothing where it finds none."""

    name = ""
    order = 100
    wanted: frozenset[str] = frozenset()

    def __init__(self, request):
        self.request = request

    @property
    def is_wanted(self) -> bool:
        return bool(roles.roles_of(self.request.user) & self.wanted)

    def find(self, user) -> dict[str, Any] | None:
        """The template's context; None or empty when there is nothing to show."""
        raise NotImplementedError

    def render_html(self, parent_context=None):
        found = self.find(self.request.user) if self.is_wanted else None
        return super().render_html(found) if found else ""

    def get_context_data(self, parent_context):
        return parent_context
