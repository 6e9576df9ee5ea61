"""Entries of the admin menu that belong to roles."""

from wagtail.admin.menu import MenuItem

from workflows import roles


class RoleMenuItem(MenuItem):
    """Shown to whoever holds one of the roles."""

    def __init__(self, *args, wanted: frozenset[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def is_shown(self, request):
        return bool(roles.roles_of(request.user) & self.wanted)
