"""Download of a public file and its text version; both live and die with their item."""

import re

import nh3
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from disclosure import public_files
from disclosure.listed_files import ListedFile, files_of
from disclosure.models import DisclosurePage, PublicVersion
from home.listing import is_code

# A day in the visitor's own browser. No shared cache keeps it: a removal must reach everybody.
BROWSER_SECONDS = 24 * 3600
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def download(request, number: str, n: int, name: str):
    """The bytes themselves. 410 once the item is withdrawn, 404 for any other name."""
    found = _find(number, n)
    if isinstance(found, HttpResponse):
        return found
    if name != found.name:
        raise Http404
    tag = f'"{found.copy.digest}"'
    if request.headers.get("If-None-Match") == tag:
        return _cached(HttpResponse(status=304), tag)
    try:
        data = public_files.read(found.copy.digest)
    except public_files.CopyMissing as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=_type_of(found))
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return _cached(response, tag)


@require_safe
def text(request, number: str, n: int):
    """The file as a page: for screen readers, phones and whoever does not open downloads."""
    found = _find(number, n)
    if isinstance(found, HttpResponse):
        return found
    try:
        twin = public_files.twin_of(found.copy)
    except public_files.CopyMissing as error:
        raise Http404 from error
    if not twin:
        raise Http404
    page = DisclosurePage.objects.select_related("unit").get(number=number)
    clean = mark_safe(_with_anchors(nh3.clean(twin), found))  # noqa: S308  plain mark-up is left
    return render(request, "home/item_file.html", {"item": page, "file": found, "twin": clean})


def _with_anchors(html: str, found: ListedFile) -> str:
    """Pages become #p3, tables #s2, so that a search can lead there."""
    tag, sign = ("<h2>", "p") if found.has_pages else ("<table>", "s")
    count = iter(range(1, html.count(tag) + 1))
    return re.sub(tag, lambda match: f'{match[0][:-1]} id="{sign}{next(count)}">', html)


def _find(number: str, n: int) -> ListedFile | HttpResponse:
    """The file of a live item, or the answer that there is none (any more)."""
    if not is_code(number):
        raise Http404
    page = DisclosurePage.objects.public().filter(number=number).first()
    if page is None:
        last = PublicVersion.objects.filter(number=number).order_by("-rev").first()
        if last is not None and last.type == "withdraw":
            return HttpResponse(status=410, content_type="text/plain")
        raise Http404
    found = next((file for file in files_of(page) if file.n == n), None)
    if found is None:
        raise Http404
    return found


def _type_of(found: ListedFile) -> str:
    media = found.copy.media_type
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _cached(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    patch_cache_control(response, private=True, max_age=BROWSER_SECONDS, immutable=True)
    return response
