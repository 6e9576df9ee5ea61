"""Errors of the API as problem details (RFC 9457): one shape, in the caller's language."""

from django.http import JsonResponse
from ninja import Schema

CONTENT_TYPE = "application/problem+json"


class Problem(Schema):
    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


def problem(status: int, title: str, detail: str = "", **more) -> JsonResponse:
    """A response in problem form; `more` are extension members."""
    body = {"type": "about:blank", "title": str(title), "status": status, "detail": str(detail)}
    return JsonResponse(
        body | more,
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
