"""Our addresses in the admin, the editor's buttons, and what is taken out of Wagtail's menus."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem

from disclosure.models import DisclosurePage
from workflows import (  # noqa: F401  (they register themselves)
    account_hooks,
    catalogue_hooks,
    lexicon_hooks,
    review_hooks,
    roles,
    watch_hooks,
    worklist,
)
from workflows.duties import hooks as duty_hooks  # noqa: F401  (they register themselves)
from workflows.lists import uploading
from workflows.menu import RoleMenuItem
from workflows.views.work import submit_and_tell

SUBMIT = "mj-submit"
# Buttons that would pass by the gate or by our screens (gate.md C4, C7).
REMOVED_ACTIONS = frozenset(
    {"action-publish", "action-unpublish", "action-submit", "action-restart-workflow"}
)


@hooks.register("register_admin_urls")
def register_screens():
    return [path("mingjing/", include("workflows.urls"))]


@hooks.register("insert_global_admin_css")
def add_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/admin.css"))


class SubmitMenuItem(ActionMenuItem):
    """Saves the draft as “save” does, then submits it: nothing typed is lost (I8)."""

    name = SUBMIT
    label = _("提交单位审核")
    icon_name = "resubmit"
    order = 10

    def is_shown(self, context):
        if context["view"] == "create":
            parent = context["parent_page"].specific_deferred
            unit = getattr(parent, "unit", None)
        else:
            if context["locked_for_user"] or not isinstance(context["page"], DisclosurePage):
                return False
            unit = context["page"].unit
        return unit is not None and roles.has_role(context["request"].user, roles.EDITOR, unit)


class UploadMenuItem(ActionMenuItem):
    """Leads to the upload of a recipient list, where the catalogue row has one."""

    name = "mj-upload"
    label = _("上传名册")
    icon_name = "table"
    order = 90

    def is_shown(self, context):
        page = context.get("page")
        if context["view"] == "create" or not isinstance(page, DisclosurePage):
            return False
        return not context["locked_for_user"] and bool(uploading.choices_for(page))

    def get_url(self, parent_context):
        return reverse("workflows:upload", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def register_submit():
    return SubmitMenuItem()


@hooks.register("register_page_action_menu_item")
def register_upload():
    return UploadMenuItem()


@hooks.register("construct_page_action_menu")
def keep_to_the_way(menu_items, request, context):
    """No “publish” and no second “submit” for items, superusers included."""
    parent = context.get("parent_page")
    page = context.get("page")
    is_item = isinstance(page, DisclosurePage) or (
        context["view"] == "create" and getattr(parent.specific_deferred, "unit", None) is not None
    )
    if not is_item:
        return
    menu_items[:] = [item for item in menu_items if item.name not in REMOVED_ACTIONS]
    for item in menu_items:
        if item.name == "action-cancel-workflow":
            item.label = _("撤回提交")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def submit_after_saving(request, page):
    """The button of ours was pressed: the draft is saved by now."""
    if isinstance(page, DisclosurePage) and request.POST.get(SUBMIT):
        return submit_and_tell(request, page)
    return None


@hooks.register("before_edit_page")
def show_reasons(request, page):
    """Whoever opens a returned item sees at once why it came back."""
    if request.method == "GET" and isinstance(page, DisclosurePage) and not request.GET:
        state = worklist.last_return(page)
        if state is not None:
            told = _("“%(step)s”退回：%(reasons)s")
            messages.warning(request, told % {"step": state.task.name, "reasons": state.comment})


@hooks.register("register_admin_menu_item")
def register_work():
    return RoleMenuItem(
        _("我的任务"),
        reverse("workflows:work"),
        name="mj-work",
        icon_name="tasks",
        order=10,
        wanted=frozenset(roles.LABELS) - {roles.ADMIN},
    )


@hooks.register("register_admin_menu_item")
def register_published():
    return RoleMenuItem(
        _("已公开的信息"),
        reverse("workflows:published"),
        name="mj-published",
        icon_name="view",
        order=30,
        wanted=frozenset(roles.LABELS) - {roles.ADMIN},
    )


@hooks.register("register_admin_menu_item")
def register_queue():
    return RoleMenuItem(
        _("隐私审查"),
        reverse("workflows:queue"),
        name="mj-review",
        icon_name="glasses",
        order=20,
        wanted=frozenset({roles.REVIEWER}),
    )
