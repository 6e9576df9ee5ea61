"""The calendar in force: the library, the shipped file of overrides and the staff's own rows."""

import csv
from collections.abc import Callable
from datetime import date
from functools import cache

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_delete, post_save

from .statutory_days import FOLDER
from .workcalendar import Override, WorkCalendar


def current_calendar() -> WorkCalendar:
    """Calendar with the overrides of the file and, winning over them, of the database."""
    return WorkCalendar([*shipped_overrides(), *_staff_overrides()])


@cache
def shipped_overrides() -> tuple[Override, ...]:
    """Overrides that come with the release, for years whose library is late."""
    with (FOLDER / "calendar_overrides.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Override(
                date.fromisoformat(row["date"]),
                row["is_working_day"] == "1",
                row["holiday_cn"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def _staff_overrides() -> list[Override]:
    model = apps.get_model("disclosure", "CalendarOverride")
    try:
        return [
            Override(row.date, row.is_working_day, row.holiday, row.source_document)
            for row in model.objects.all()
        ]
    except DatabaseError:
        # Only a database before its first migration may lack them; an outage must be seen.
        if model._meta.db_table in connection.introspection.table_names():
            raise
        return []


def when_days_change(recount: Callable[[], object]) -> None:
    """Have `recount` called after staff changed a day of the calendar."""

    def changed(sender, **kwargs):
        transaction.on_commit(recount, robust=True)

    for signal in (post_save, post_delete):
        uid = f"{recount.__module__}-{id(signal)}"
        signal.connect(changed, sender="disclosure.CalendarOverride", weak=False, dispatch_uid=uid)
