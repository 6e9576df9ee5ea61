"""Drafts saved in the editor are seen by the register at once."""

from wagtail import hooks

from disclosure.models import DisclosurePage

from .items import follow_draft


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def follow_saved_draft(request, page):
    if isinstance(page, DisclosurePage) and page.pk is not None:
        follow_draft(page)
