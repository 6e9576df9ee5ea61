"""Counting how often a visitor asks. Addresses are kept hashed, for two windows at most.

It lies in the lowest app that answers strangers, so that all others can count the same way.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def visitor(request: HttpRequest) -> str:
    """The address a request comes from, behind the proxy that the settings trust."""
    # The same setting that trusts the proxy for the protocol: deploy/nginx.conf.sample sets both.
    is_behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    return str(request.META.get("HTTP_X_REAL_IP" if is_behind_proxy else "REMOTE_ADDR", ""))


def count(who: str, form: str, seconds: int) -> tuple[int, int]:
    """Count one more `form` of `who`; how many in the running window of `seconds`, and the seconds
    until the next one begins."""
    now = int(time.time())
    window, left = now // seconds, seconds - now % seconds
    key = salted_hmac("disclosure.throttle", f"{form} {who} {window}").hexdigest()[:32]
    cache.add(f"throttle:{key}", 0, 2 * seconds)
    try:
        return cache.incr(f"throttle:{key}"), left
    except ValueError:
        return 0, left  # the entry was evicted in between
