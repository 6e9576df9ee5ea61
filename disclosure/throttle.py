"""How often one visitor may send a form. The address is kept hashed, for the length of a window."""

from ledger.visitors import count, visitor


def is_over(request, form: str, *, most: int, seconds: int) -> bool:
    """Count this request; whether its visitor has sent `form` more than `most` times in the
    running window of `seconds`."""
    return is_over_for(visitor(request), form, most=most, seconds=seconds)


def is_over_for(who: str, form: str, *, most: int, seconds: int) -> bool:
    """As `is_over`, for a name of the caller's own (an item, everybody together)."""
    return count(who, form, seconds)[0] > most


def counted(request, form: str, *, seconds: int) -> tuple[int, int]:
    """Count this request; how many its visitor has sent in the running window, and the seconds
    until the next one begins."""
    return count(visitor(request), form, seconds)
