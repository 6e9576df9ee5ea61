"""One disclosed item at its number address, or what is left of it after a withdrawal."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from disclosure import periods
from disclosure.listed_files import files_of
from disclosure.models import DisclosurePage, PublicVersion
from disclosure.vocabulary import REMOVING_REASONS
from home.badges import badges_of_page
from home.listing import is_code
from home.record import record_of
from search.query_log import asking
from workflows.lists import own_rows


@require_safe
def item(request, number):
    """200 for a public item, 410 after a removal for privacy or law, 404 for what never was public.

    Other withdrawals answer 200 with what the register keeps, and are not to be indexed (I5).
    """
    if not is_code(number):
        raise Http404
    versions = list(PublicVersion.objects.filter(number=number).defer("parts").order_by("-rev"))
    if not versions:
        raise Http404
    page = (
        DisclosurePage.objects.public()
        .select_related("catalogue_item", "unit")
        .filter(number=number)
        .first()
    )
    if page is None:
        return _withdrawn(request, number, versions)
    specific = _specific(page)
    state = periods.guard(specific)
    context = item_context(specific, versions, request.GET) | {
        "list_state": state,
        "can_ask": own_rows.can_be_asked(number) and not (state and state.is_over),
    }
    context["badges"] = badges_of_page(specific, timezone.localdate(), state)
    asking.opened(request)
    response = render(request, "home/item.html", context)
    if state is not None:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _specific(page: DisclosurePage) -> DisclosurePage:
    """The page as its own type, keeping the related rows that were read with it."""
    specific = page.specific
    specific.unit, specific.catalogue_item = page.unit, page.catalogue_item
    return specific


def item_context(page, versions: list[PublicVersion], asked=None) -> dict:
    """What the item's template needs; the same for a draft's preview, which has no versions."""
    return {
        "item": page,
        "record": record_of(page, asked),
        "files": files_of(page),
        "badges": badges_of_page(page, timezone.localdate()),
        "versions": versions,
        "current": versions[0] if versions else None,
    }


def _withdrawn(request, number: str, versions: list[PublicVersion]):
    last = versions[0]
    if last.type != "withdraw":
        raise Http404  # neither live nor withdrawn: nothing may be shown
    is_removed = last.reason in REMOVING_REASONS
    page = DisclosurePage.objects.filter(number=number).only("unit_name").first()
    context = {
        "number": number,
        "last": last,
        "is_removed": is_removed,
        "unit_name": page.unit_name if page else "",
        "versions": versions,
        "title": "" if is_removed else versions[-1].title or last.title,
    }
    return render(request, "home/item_withdrawn.html", context, status=410 if is_removed else 200)
