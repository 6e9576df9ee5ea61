"""Plain links that keep a visitor's choice in a cookie: display mode and language. No script."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.display import BY_CODE, COOKIE

ONE_YEAR = 365 * 24 * 3600  # seconds


def safe_next(request) -> str:
    """Where to go back to: an address of this site, else the home page."""
    asked = request.GET.get("next", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else "/"


def _remember(request, cookie: str, value: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(safe_next(request))
    response.set_cookie(
        cookie,
        value,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


@never_cache
@require_safe
def set_mode(request, code):
    if code not in BY_CODE:
        raise Http404
    return _remember(request, COOKIE, code)


@never_cache
@require_safe
def set_language(request, code):
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code)
