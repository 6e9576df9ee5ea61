"""How often one visitor may ask the check desk. The address is kept hashed, for a minute."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

PER_MINUTE = 120
_SECONDS = 60


def is_over(request: HttpRequest) -> bool:
    """Count this request; whether its visitor has asked too often in this minute."""
    # The same setting that trusts the proxy for the protocol: deploy/nginx.conf.sample sets both.
    is_behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    address = request.META.get("HTTP_X_REAL_IP" if is_behind_proxy else "REMOTE_ADDR", "")
    minute = int(time.time() // _SECONDS)
    key = "verify:" + salted_hmac("search.desk.limits", f"{address} {minute}").hexdigest()[:32]
    cache.add(key, 0, 2 * _SECONDS)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:
        return False  # the entry was evicted in between
