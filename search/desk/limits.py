"""How often one visitor may ask the check desk."""

from django.http import HttpRequest

from disclosure import throttle

PER_MINUTE = 120


def is_over(request: HttpRequest) -> bool:
    """Count this request; whether its visitor has asked too often in this minute."""
    return throttle.is_over(request, "verify", most=PER_MINUTE, seconds=60)
