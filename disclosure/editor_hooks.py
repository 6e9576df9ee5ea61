"""The admin around the item form: choice of the row, no way to publish but the funnel (C4)."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from disclosure import editor_views
from disclosure.models import ColumnPage, DisclosurePage

FORBIDDEN_ACTIONS = frozenset({"action-publish", "action-unpublish"})
FORBIDDEN_BUTTONS = frozenset({"unpublish", "copy"})


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


@hooks.register("construct_page_listing_buttons")
def leave_out_buttons(buttons, page, user, context=None):
    if isinstance(page, DisclosurePage):
        buttons[:] = [button for button in buttons if not _is_forbidden(button)]


def _is_forbidden(button) -> bool:
    address = str(getattr(button, "url", "") or "")
    return any(f"/{name}/" in address for name in FORBIDDEN_BUTTONS)


@hooks.register("insert_global_admin_css")
def editor_style():
    return format_html('<link rel="stylesheet" href="{}">', static("disclosure/editor.css"))
