"""Who owes which row, as shipped: where a row has no assignment yet."""

from disclosure.models import CatalogueItem, DutyAssignment
from disclosure.periods import today

from .seeds import seed


def load_assignments() -> int:
    """Fill rows that nobody was assigned to; what the office has set stays. Returns rows made.

    They owe from today on: what a site was not there to keep, it does not call missing. The office
    may set an earlier day. A row it wants nobody to owe keeps an assignment that has ended.
    """
    since = today()
    waiting = dict(CatalogueItem.objects.filter(assignments=None).values_list("code", "pk"))
    made = [
        DutyAssignment(
            catalogue_item_id=waiting[entry["row"]],
            role=entry["role"],
            level=level,
            name_has=entry["names"],
            rule=entry.get("rule", ""),
            since=since,
            is_default=True,
        )
        for entry in seed("duty_assignments")
        if entry["row"] in waiting
        for level in entry["levels"]
    ]
    return len(DutyAssignment.objects.bulk_create(made))
