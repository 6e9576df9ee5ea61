"""Login throttling that keeps no list of what people typed: a name may be an ID number."""

from django.utils.crypto import salted_hmac


def keyed_name(request, credentials: dict | None = None) -> str | None:
    """What axes counts attempts by: the same for the same name, and not readable."""
    name = (credentials or getattr(request, "POST", {})).get("username")
    if not name:
        return None
    return salted_hmac("cms.throttle", str(name), algorithm="sha256").hexdigest()
