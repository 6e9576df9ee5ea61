"""How often one visitor may ask the check desk. The address is kept hashed, for a minute."""

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

PER_MINUTE = 120
_SECONDS = 60


def is_over(request: HttpRequest) -> bool:
    """Count this request; whether its visitor has asked too often in this minute."""
    minute = int(time.time() // _SECONDS)
    address = request.META.get("REMOTE_ADDR", "")
    key = "verify:" + salted_hmac("search.limits", f"{address} {minute}").hexdigest()[:32]
    cache.add(key, 0, 2 * _SECONDS)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:
        return False  # the entry was evicted in between
