"""查本人: a person finds their own row by name and ID number, without the list being public.

What is typed goes into no address, session, cache, log or answer. Whatever is wrong (not in the
list, another name, no such list, its time over), the answer is the same, and comes no sooner.
"""

import time

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from disclosure import throttle
from home.listing import is_code
from privacy.own_rows import LONGEST_IDENTITY, LONGEST_NAME
from workflows.lists import own_rows

PER_VISITOR, VISITOR_SECONDS = 5, 15 * 60
PER_ITEM, ITEM_SECONDS = 300, 3600
# No answer sooner than this, whether there was much to look up or nothing.
SECONDS_AT_LEAST = 0.3


@never_cache
@sensitive_post_parameters("name", "identity")
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def own_row(request, number: str):
    """The form for any number that could be one: what exists is not told here."""
    if not is_code(number):
        raise Http404
    if request.method != "POST":
        return _page(request, number)
    began = time.monotonic()
    name = request.POST.get("name", "").replace("\x00", "").strip()
    identity = request.POST.get("identity", "").replace("\x00", "").strip()
    missing = _missing(name, identity)
    if missing:
        return _page(request, number, status=400, missing=missing)
    if _is_too_often(request, number):
        return _page(request, number, status=429, is_waiting=True)
    rows = own_rows.find(number, name, identity)
    time.sleep(max(0.0, began + SECONDS_AT_LEAST - time.monotonic()))
    return _page(request, number, rows=rows, is_answered=True)


def _missing(name: str, identity: str) -> list[tuple[str, str]]:
    """(field, sentence) of what cannot be looked up at all; never what was typed."""
    found = []
    if not name or len(name) > LONGEST_NAME:
        found.append(("name", _("请填写姓名，与登记的一致。")))
    if not 6 <= len(identity) <= LONGEST_IDENTITY:
        found.append(("identity", _("请填写完整的证件号码。")))
    return found


def _is_too_often(request, number: str) -> bool:
    """Both are counted each time: a visitor who must wait still counts for the item."""
    visitor = throttle.is_over(request, "own-row", most=PER_VISITOR, seconds=VISITOR_SECONDS)
    item = throttle.is_over_for(number, "own-row", most=PER_ITEM, seconds=ITEM_SECONDS)
    return visitor or item


def _page(request, number: str, status: int = 200, **context):
    context |= {"number": number, "attempts": PER_VISITOR, "minutes": VISITOR_SECONDS // 60}
    response = render(request, "home/own_row.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = str(VISITOR_SECONDS)
    return response
