"""The public versions of an item, and what changed between any two of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from disclosure.models import DisclosurePage, PublicVersion
from disclosure.vocabulary import REMOVING_REASONS
from home.listing import is_code
from home.version_pages import previous, shown
from search.desk import public_versions
from search.desk.public_versions import ListedVersion, NotShown

LARGEST_REV = 2**31 - 1


@require_safe
def versions(request, number: str):
    """All versions with date and reason; `?from=&to=` leads to the differences."""
    page, listed = _read(number)
    asked = [_rev(request.GET.get(name, "")) for name in ("from", "to")]
    if page is not None and all(asked) and asked[0] != asked[1]:
        return redirect("version_changes", number, *sorted(asked))
    return _answer(request, page, listed, number)


@require_safe
def changes(request, number: str, older: int, newer: int):
    """What changed from one version to another. 410 for versions of which nothing may be shown."""
    page, listed = _read(number)
    if older > newer and newer > 0:
        return redirect("version_changes", number, newer, older)
    if max(older, newer) > LARGEST_REV:
        raise Http404
    if page is None:
        return _answer(request, page, listed, number, status=410)
    try:
        found = public_versions.compared(listed, older, newer)
    except NotShown as refused:
        if not refused.is_removed:
            raise Http404 from None
        return _answer(request, page, listed, number, status=410, is_refused=True)
    context = {"comparison": found, "groups": shown(page, found.groups)}
    return _answer(request, page, listed, number, **context)


def _read(number: str) -> tuple[DisclosurePage | None, list[ListedVersion]]:
    """The item while it is live, as its own type, and its versions. Http404 without any."""
    if not is_code(number):
        raise Http404
    events = list(PublicVersion.objects.filter(number=number).defer("parts").order_by("-rev"))
    page = (
        DisclosurePage.objects.public()
        .select_related("catalogue_item", "unit")
        .filter(number=number)
        .first()
    )
    if not events or (page is None and events[0].type != "withdraw"):
        raise Http404
    if page is None:
        return None, public_versions.listed(events)
    specific = page.specific
    specific.unit, specific.catalogue_item = page.unit, page.catalogue_item
    return specific, public_versions.listed(events)


def _answer(request, page, listed, number, status: int = 200, **context) -> HttpResponse:
    last = listed[0].version
    is_removed = page is None and last.reason in REMOVING_REASONS
    before = previous(listed) if page is not None else {}
    context |= {
        "item": page,
        "number": number,
        "versions": [(each, before.get(each.rev)) for each in listed],
        "comparable": public_versions.comparable(listed) if page is not None else [],
        "is_removed": is_removed,
        "title": page.title if page is not None else "",
    }
    if is_removed:
        status = 410
    response = render(request, "home/versions.html", context, status=status)
    # A later removal must reach what a browser keeps.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _rev(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
