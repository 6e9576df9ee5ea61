"""Events that the office keeps, as the planner reads them."""

from collections.abc import Iterator

from disclosure.models import DutyIncident

from .facts import Incident


def incidents() -> Iterator[Incident]:
    """All of them: those that have ended brought duties too, and keep them."""
    for number, region, began, ended in DutyIncident.objects.values_list(
        "number", "region_id", "began", "ended"
    ):
        yield Incident(number, region, began, ended)
