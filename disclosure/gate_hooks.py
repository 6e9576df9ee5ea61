"""What the admin says in front of the gate. Comfort only: receivers and triggers are the law.

Wagtail replaces the text of a refusal by its own, so the helpful sentence comes from these hooks.
"""

import secrets

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from disclosure.models import DisclosurePage, PublicVersion

COPY_MARK = "（副本）"


def _item(page) -> DisclosurePage | None:
    return (
        page
        if isinstance(page, DisclosurePage)
        else DisclosurePage.objects.filter(pk=page.pk).first()
    )


def _back(request, page, sentence: str):
    messages.error(request, sentence)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_publish_page")
def no_direct_publication(request, page):
    if _item(page):
        return _back(request, page, _("这里不能直接发布。请点“提交审核”，内容已保存为草稿。"))
    return None


@hooks.register("before_unpublish_page")
def no_direct_unpublication(request, page):
    below = DisclosurePage.objects.filter(path__startswith=page.path, live=True)
    if below.exists():
        return _back(request, page, _("已公开的信息不能取消发布，请由发布人用“撤下”并选择原因。"))
    return None


@hooks.register("before_delete_page")
def no_deletion_once_public(request, page):
    below = DisclosurePage.objects.filter(path__startswith=page.path)
    if PublicVersion.objects.filter(page_id__in=below.values("pk")).exists():
        return _back(request, page, _("公开过的信息不能删除，请由发布人用“撤下”并选择原因。"))
    return None


@hooks.register("before_move_page")
def no_move_to_another_unit(request, page, destination):
    before = getattr(page.get_parent().specific, "unit_id", None)
    after = getattr(destination.specific, "unit_id", None)
    holds_items = DisclosurePage.objects.filter(path__startswith=page.path).exists()
    if holds_items and before != after:
        messages.error(request, _("信息不能移到别的单位的专栏下，可以复制一份作为新的草稿。"))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_serve_document")
def no_document_past_the_gate(document, request):
    """Wagtail serves a document as soon as it is uploaded; files of items are our own copies."""
    if not request.user.has_perm("wagtaildocs.change_document"):
        raise Http404


@hooks.register("before_bulk_action")
def no_bulk_changes(request, action_type, objects, action_class_instance):
    """Publication, withdrawal, deletion and moves are decided one by one."""
    pages = [page for page in objects if isinstance(page, Page)]
    paths = [page.path for page in pages]
    held = any(DisclosurePage.objects.filter(path__startswith=path).exists() for path in paths)
    if held and action_type in ("publish", "unpublish", "delete", "move"):
        messages.error(request, _("公开信息不能成批操作，请逐条办理。没有任何内容被改变。"))
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None


@hooks.register("before_copy_page")
def copy_as_clean_draft(request, page):
    """A copy is a draft with one clean revision and no number, in the same unit (design.md)."""
    item = _item(page)
    if item is None:
        return None
    column = item.get_parent()
    if not column.permissions_for_user(request.user).can_add_subpage():
        return _back(request, page, _("您没有在这个单位起草的权限。"))
    source = item.specific
    limit = source._meta.get_field("title").max_length - len(COPY_MARK)
    copied = source.copy(
        to=column,
        update_attrs={
            "title": source.title[:limit] + COPY_MARK,
            "slug": f"n{secrets.token_hex(6)}",
            "owner": request.user,
        },
        copy_revisions=False,
        keep_live=False,
        user=request.user,
        log_action=None,
    )
    messages.success(request, _("已复制为新的草稿：没有索引号，名册和附件请重新上传。"))
    return redirect("wagtailadmin_pages:edit", copied.pk)
