"""How often one visitor may send a form. The address is kept hashed, for the length of a window."""

import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def is_over(request, form: str, *, most: int, seconds: int) -> bool:
    """Count this request; whether its visitor has sent `form` more than `most` times in the
    running window of `seconds`."""
    return is_over_for(_visitor(request), form, most=most, seconds=seconds)


def is_over_for(who: str, form: str, *, most: int, seconds: int) -> bool:
    """As `is_over`, for a name of the caller's own (an item, everybody together)."""
    return _count(who, form, seconds)[0] > most


def counted(request, form: str, *, seconds: int) -> tuple[int, int]:
    """Count this request; how many its visitor has sent in the running window, and the seconds
    until the next one begins."""
    return _count(_visitor(request), form, seconds)


def _visitor(request) -> str:
    # The same setting that trusts the proxy for the protocol: deploy/nginx.conf.sample sets both.
    is_behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    return request.META.get("HTTP_X_REAL_IP" if is_behind_proxy else "REMOTE_ADDR", "")


def _count(who: str, form: str, seconds: int) -> tuple[int, int]:
    now = int(time.time())
    window, left = now // seconds, seconds - now % seconds
    key = salted_hmac("disclosure.throttle", f"{form} {who} {window}").hexdigest()[:32]
    cache.add(f"throttle:{key}", 0, 2 * seconds)
    try:
        return cache.incr(f"throttle:{key}"), left
    except ValueError:
        return 0, left  # the entry was evicted in between
