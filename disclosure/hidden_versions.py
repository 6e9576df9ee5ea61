"""Which earlier versions of an item nobody may read any more (verification specification §10)."""

from collections.abc import Iterable

from disclosure.models import PublicVersion
from disclosure.vocabulary import REMOVING_REASONS


def hides(event: PublicVersion) -> bool:
    """Whether an event hides all that stood before it: for privacy or law, even where it only
    revised. A redaction does not: it took exactly its parts out, and the rest was always public."""
    return event.reason in REMOVING_REASONS and event.type != "redact"


def hiding(events: Iterable[PublicVersion], rev: int) -> PublicVersion | None:
    """The first of an item's events, in the order given, that hides version `rev`."""
    return next((event for event in events if event.rev > rev and hides(event)), None)
