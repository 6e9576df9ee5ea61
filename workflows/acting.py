"""Whose request is being served, for guards that lie below views; and what was confirmed in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Acting:
    """One request. `user_id` is None for a visitor without login; `confirmed` lists what a second
    person has agreed to, as (kind, account id)."""

    user_id: int | None
    confirmed: set[tuple[str, int]] = field(default_factory=set)


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def acting() -> Acting | None:
    """The request being served; None in commands, the worker and the shell."""
    return _acting.get()


@contextmanager
def serving(user_id: int | None) -> Iterator[Acting]:
    token = _acting.set(Acting(user_id))
    try:
        yield _acting.get()
    finally:
        _acting.reset(token)


class ActingAccount:
    """Middleware: remembers the account for the length of its request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = getattr(request, "user", None)
        with serving(user.pk if user is not None and user.is_authenticated else None):
            return self.get_response(request)
