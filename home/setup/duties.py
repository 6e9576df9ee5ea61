"""Who owes which row, as shipped: where a row has no assignment yet."""

from disclosure.models import CatalogueItem, DutyAssignment

from .seeds import seed


def load_assignments() -> int:
    """Fill rows that nobody was assigned to; what the office has set stays. Returns rows made.

    A row the office wants nobody to owe keeps an assignment that has ended.
    """
    waiting = dict(CatalogueItem.objects.filter(assignments=None).values_list("code", "pk"))
    made = [
        DutyAssignment(
            catalogue_item_id=waiting[entry["row"]],
            role=entry["role"],
            level=level,
            name_has=entry["names"],
            rule=entry.get("rule", ""),
            is_default=True,
        )
        for entry in seed("duty_assignments")
        if entry["row"] in waiting
        for level in entry["levels"]
    ]
    return len(DutyAssignment.objects.bulk_create(made))
