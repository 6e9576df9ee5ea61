"""The admin around the item form: choice of the row, no way to publish but the funnel (C4)."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.wagtail_hooks import PageListingCopyButton, PageListingUnpublishButton

from disclosure import editor_views
from disclosure.models import ColumnPage, DisclosurePage

FORBIDDEN_ACTIONS = frozenset({"action-publish", "action-unpublish"})


@hooks.register("before_create_page")
def choose_row_first(request, parent_page, page_class):
    if not issubclass(page_class, DisclosurePage) or hasattr(request, "catalogue_row"):
        return None
    return editor_views.new_item(request, parent_page, page_class)


@hooks.register("construct_page_action_menu")
def leave_out_publishing(menu_items, request, context):
    page = context.get("page") or context.get("parent_page")
    if isinstance(page, DisclosurePage | ColumnPage):
        menu_items[:] = [item for item in menu_items if item.name not in FORBIDDEN_ACTIONS]


def _leave_out_for_items(button_class):
    """Not shown for items: withdrawal has its own screen, a copy would take the history along."""
    usual = button_class.is_shown

    def is_shown(self, user):
        kind = getattr(self.page, "specific_class", None)
        is_item = kind is not None and issubclass(kind, DisclosurePage)
        return not is_item and usual(self, user)

    button_class.is_shown = is_shown


# Wagtail 8.0.1 has no hook that takes a button out of the page header.
for _button in (PageListingUnpublishButton, PageListingCopyButton):
    _leave_out_for_items(_button)


@hooks.register("insert_global_admin_css")
def editor_style():
    return format_html('<link rel="stylesheet" href="{}">', static("disclosure/editor.css"))


@hooks.register("insert_editor_js")
def editor_script():
    return format_html('<script src="{}" defer></script>', static("disclosure/editor.js"))
