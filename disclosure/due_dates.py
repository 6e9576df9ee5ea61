"""The last days of publication follow the calendar (working-days.md §3).

Only items still to be published move, and only while their day has not passed.
"""

from datetime import date

from django.db import transaction

from disclosure.calendars import current_calendar
from disclosure.clocks.rules import due_by_rules
from disclosure.models import ClockEvent, DisclosurePage
from disclosure.periods import today


@transaction.atomic
def recount_open(on: date | None = None) -> int:
    """Count the last day of every open item anew and keep what moved; how many did."""
    calendar, moved = current_calendar(), 0
    waiting = DisclosurePage.objects.filter(
        live=False,
        withdrawn_on=None,
        due_on__gte=on or today(),
        formed_on__isnull=False,
        catalogue_item__isnull=False,
    ).select_related("catalogue_item")
    for page in waiting.select_for_update(of=("self",)):
        count = due_by_rules(page.catalogue_item.deadline_rules, page.formed_on, calendar)
        if count is None or count.due == page.due_on:
            continue
        ClockEvent.objects.create(
            page_id=page.pk, unit_id=page.unit_id, before=page.due_on, after=count.due
        )
        DisclosurePage.objects.filter(pk=page.pk).update(due_on=count.due)
        moved += 1
    return moved
