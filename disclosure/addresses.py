"""Addresses of the site as the visitor reached it."""

from django.http import HttpRequest


def root_of(request: HttpRequest) -> str:
    """Scheme and host, without a final slash."""
    return request.build_absolute_uri("/").rstrip("/")
