"""Whether anything public has changed: what a conditional request is answered by.

Every public event writes a public version, and the end of a list its period; nothing else changes
what may be taken away.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Max

from disclosure import periods
from disclosure.canonical import BEIJING
from disclosure.models import ListPeriod, PublicVersion


@dataclass(frozen=True, slots=True)
class State:
    """`mark` changes with every public event; `changed_at` is the time of the last."""

    mark: str
    changed_at: datetime | None

    def on(self, day) -> "State":
        """The state of something that also changes with the date."""
        midnight = datetime.combine(day, time(), BEIJING)
        moments = [moment for moment in (self.changed_at, midnight) if moment]
        return State(f"{self.mark}.{day:%Y%m%d}", max(moments))


def now() -> State:
    """Two statements."""
    versions = PublicVersion.objects.aggregate(last=Max("pk"), at=Max("released_at"))
    lists = ListPeriod.objects.aggregate(
        last=Max("pk"), removed=Max("removed_at"), restarted=Max("restarted_at"), many=Count("pk")
    )
    moments = [versions["at"], lists["removed"], lists["restarted"]]
    known = [moment for moment in moments if moment]
    removed = lists["removed"].timestamp() if lists["removed"] else 0
    restarted = lists["restarted"].timestamp() if lists["restarted"] else 0
    mark = f"{versions['last']}.{lists['last']}.{lists['many']}.{removed}.{restarted}"
    return State(mark, max(known) if known else None)


def today() -> State:
    """The state of what also changes when a day begins: periods that end, publicity that runs."""
    return now().on(periods.today())
