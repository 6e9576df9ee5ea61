"""Drafts saved in the editor are seen by the register at once."""

from wagtail import hooks

from disclosure.models import DisclosurePage, Duty

from .items import follow_draft

BEGUN = "duties_begun"  # of the session: "<row>:<unit>" -> the duty a draft was begun for
AT_MOST = 20


def remember(request, duty: Duty) -> None:
    """The next new draft of this row and unit by this account is for `duty`."""
    begun = request.session.get(BEGUN, {})
    begun[_key(duty)] = duty.pk
    request.session[BEGUN] = dict(list(begun.items())[-AT_MOST:])


def _key(of: Duty | DisclosurePage) -> str:
    return f"{of.catalogue_item_id}:{of.unit_id}"


@hooks.register("after_create_page")
def belong_to_duty(request, page):
    """A draft begun from a duty keeps that duty, whatever its days say later."""
    if not isinstance(page, DisclosurePage) or page.pk is None:
        return
    begun = request.session.get(BEGUN, {})
    wanted = begun.pop(_key(page), None)
    if wanted is not None:
        request.session[BEGUN] = begun
        waiting = Duty.objects.open().filter(
            pk=wanted, catalogue_item=page.catalogue_item_id, unit=page.unit_id, draft=None
        )
        waiting.update(draft=page)
    follow_draft(page)


@hooks.register("after_edit_page")
def follow_saved_draft(request, page):
    if isinstance(page, DisclosurePage) and page.pk is not None:
        follow_draft(page)
