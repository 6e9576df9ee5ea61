"""What holds at every address of the open data: reading only, for everybody, at a bounded rate.

Around the views: OPTIONS and HEAD, any origin, `RateLimit` (draft-ietf-httpapi-ratelimit-headers),
406, and the validators of `disclosure.conditional`.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from disclosure import throttle
from disclosure.conditional import conditional, last_change
from disclosure.problem import CONTENT_TYPE, problem

View = Callable[..., HttpResponse]
MINUTE = 60
READING = "GET, HEAD, OPTIONS"
JSON_TYPES = ("application/json", CONTENT_TYPE)
EXPOSED = "ETag, Last-Modified, RateLimit, RateLimit-Policy, RateLimit-Limit, "
EXPOSED += "RateLimit-Remaining, RateLimit-Reset, Retry-After, Content-Language"
# Asked by the site itself, in the process (home/visiting.py): no header from outside sets this.
INSIDE = "mingjing.inside"


def open_door(view: View, *, is_private: bool = False) -> View:
    """A view that answers for the open data. `is_private`: what was asked stays out of shared
    caches, and a date alone does not say that the answer is the same (search)."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with translation.override(_language(request)):
            response, rate = _answer(view, request, args, kwargs, is_private)
            response["Content-Language"] = translation.get_language()
        return _with_headers(response, rate)

    return answer


def _answer(view, request, args, kwargs, is_private) -> tuple[HttpResponse, dict]:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": READING}), {}
    if request.method not in ("GET", "HEAD"):
        refused = problem(405, _("只能读取"), _("开放数据只能读取：请用 GET 或 HEAD。"))
        refused["Allow"] = READING
        return refused, {}
    rate = _rate(request)
    if rate.pop("is_over", False):
        told = _("请求太多了，请过 %(seconds)s 秒再试。") % {"seconds": rate["RateLimit-Reset"]}
        refused = problem(429, _("请求太多"), told)
        refused["Retry-After"] = rate["RateLimit-Reset"]
        return refused, rate
    if not any(map(request.accepts, JSON_TYPES)):
        return problem(
            406, _("没有这种格式"), _("开放数据的格式是 JSON（application/json）。")
        ), rate
    return _read(view, request, args, kwargs, is_private), rate


def _read(view, request, args, kwargs, is_private) -> HttpResponse:
    method, request.method = request.method, "GET"
    try:
        # Before the view: what changes while it reads is newer than the date told.
        changed = last_change()
        response = view(request, *args, **kwargs)
    finally:
        request.method = method
    if response.status_code == 200:
        patch_cache_control(response, no_cache=True, private=is_private, public=not is_private)
    response = conditional(request, response, changed=changed, by_date=not is_private)
    if method == "HEAD" and response.status_code != 304:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _rate(request: HttpRequest) -> dict[str, str]:
    """Headers on how much is left in this minute, with `is_over` when nothing is."""
    most = settings.API_PER_MINUTE
    if request.META.get(INSIDE):
        return {}
    count, left = throttle.counted(request, "api", seconds=MINUTE)
    remaining = max(most - count, 0)
    headers = {
        "RateLimit-Policy": f'"minute";q={most};w={MINUTE}',
        "RateLimit": f'"minute";r={remaining};t={left}',
        "RateLimit-Limit": str(most),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(left),
    }
    return headers | ({"is_over": "1"} if count > most else {})


def _language(request: HttpRequest) -> str:
    """`lang` in the address (zh or en), else what the visitor chose on the site."""
    asked = {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en"}.get(request.GET.get("lang", ""))
    return asked or translation.get_language() or settings.LANGUAGE_CODE


def _with_headers(response: HttpResponse, rate: dict[str, str]) -> HttpResponse:
    for name, value in rate.items():
        response[name] = value
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = READING
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response["Access-Control-Expose-Headers"] = EXPOSED
    response["Access-Control-Max-Age"] = "86400"
    # Other sites may show what is public anyway.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
