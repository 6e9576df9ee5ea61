"""The public versions of an item, and what changed between two of them.

Only of items that are public now. What was removed for privacy or law shows that it existed and
nothing else; lists of persons are never compared: who was taken off a list is nobody's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from disclosure import periods
from disclosure.hidden_versions import hides
from disclosure.models import DisclosurePage, PublicVersion
from search.desk.changes import Group, changes


class NotShown(LookupError):
    """The versions cannot be compared; `is_removed` when there was something to compare."""

    def __init__(self, *, is_removed: bool = False):
        super().__init__()
        self.is_removed = is_removed


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """One event of an item as the public is told of it."""

    version: PublicVersion
    has_content: bool
    is_narrowed: bool  # parts of it were deleted later

    @property
    def rev(self) -> int:
        return self.version.rev


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one item and the changes between them."""

    older: ListedVersion
    newer: ListedVersion
    groups: tuple[Group, ...]
    lists_differ: bool


def listed(events: Iterable[PublicVersion]) -> list[ListedVersion]:
    """An item's events, newest first, with what may be shown of them.

    `events` are all of one item, their parts not needed. A later event for privacy or law hides
    what stood before it, even where it only revised.
    """
    found = []
    is_hidden = is_narrowed = False
    for event in sorted(events, key=lambda event: -event.rev):
        has_content = event.type != "withdraw" and not is_hidden
        found.append(ListedVersion(event, has_content, is_narrowed))
        is_narrowed |= event.type == "redact"
        is_hidden |= hides(event)
    return found


def comparable(versions: Iterable[ListedVersion]) -> list[ListedVersion]:
    return [each for each in versions if each.has_content]


def between(number: str, older: int, newer: int) -> Comparison:
    """The changes from one public version of a live item to a later one. NotShown otherwise."""
    events = list(PublicVersion.objects.filter(number=number).defer("parts").order_by("-rev"))
    if not events:
        raise NotShown
    if not DisclosurePage.objects.public().filter(number=number).exists():
        raise NotShown(is_removed=True)
    return compared(listed(events), older, newer)


def compared(versions: list[ListedVersion], older: int, newer: int) -> Comparison:
    """The same of versions that were read already, for a live item. NotShown otherwise."""
    known = {each.rev: each for each in versions}
    if older not in known or newer not in known or older >= newer:
        raise NotShown
    before, after = known[older], known[newer]
    if not (before.has_content and after.has_content):
        raise NotShown(is_removed=True)
    pks = [before.version.pk, after.version.pk]
    parts = dict(PublicVersion.objects.filter(pk__in=pks).values_list("pk", "parts"))
    old, new = ([tuple(pair) for pair in parts.get(pk, [])] for pk in pks)
    if not (old and new):
        raise NotShown(is_removed=True)
    lists_differ = periods.list_rows(old) != periods.list_rows(new)
    groups = changes(periods.reduced(old), periods.reduced(new))
    return Comparison(before, after, tuple(groups), lists_differ)
