"""Planning the duties of 200 units × all rows × 5 years, against only inserting as many rows."""

from datetime import date

from bench.measure import Row, against, median_of
from bench.site import main

UNITS, LEVEL = 200, "township"
BEGAN, TODAY, UNTIL = date(2022, 1, 1), date(2026, 11, 25), date(2026, 12, 31)


def measure() -> list[Row]:
    from disclosure.duties.register import planned

    try:
        _fill()
        duties = len(planned(TODAY, UNTIL).duties)
        note = f"{duties:,} duties, one transaction"
        mine, plain = against(lambda: _undone(_plan), lambda: _undone(lambda: _insert(duties)))
        rows = [Row("plan from nothing", mine, "s", "insert of as many rows", plain, note)]
        _plan()
        mine = median_of(_plan)
        rows.append(Row("plan again, nothing new", mine, "s", "the same insert", plain, note))
        return rows
    finally:
        _clear()


def _plan() -> None:
    from disclosure.duties.register import renew

    renew(TODAY, UNTIL)


def _insert(count: int) -> None:
    from disclosure.models import Duty

    Duty.objects.bulk_create(_copies(count), batch_size=1000)


def _undone(work) -> None:
    """Do it in a transaction that is rolled back, so that each round begins the same."""
    from django.db import transaction

    with transaction.atomic():
        work()
        transaction.set_rollback(True)


def _fill() -> None:
    """Units of an invented province that all owe every row."""
    from disclosure.models import CatalogueItem, DutyAssignment, Region, Unit

    _clear()
    region = Region.objects.get(level="province")
    Unit.objects.bulk_create(
        Unit(code=f"bench-{n:03}", name=f"第{n}单位", level=LEVEL, region=region)
        for n in range(UNITS)
    )
    DutyAssignment.objects.bulk_create(
        (
            DutyAssignment(catalogue_item=row, level=LEVEL, domain="", name_has="单位", since=BEGAN)
            for row in CatalogueItem.objects.all()
        ),
        ignore_conflicts=True,
    )


def _copies(count: int):
    from disclosure.models import CatalogueItem, Duty, Unit

    row, unit = CatalogueItem.objects.first(), Unit.objects.get(code="bench-000")
    for n in range(count):
        yield Duty(
            catalogue_item=row, unit=unit, region_id=unit.region_id, kind="yearly",
            event_key=f"bench:{n}", period_from=BEGAN, due_on=UNTIL,
        )  # fmt: skip


def _clear() -> None:
    """The bench's site stays as it was, also after a run that was broken off."""
    from disclosure.models import Duty, DutyAssignment, Unit

    units = Unit.objects.filter(code__startswith="bench-")
    Duty.objects.filter(unit__in=units).delete()
    DutyAssignment.objects.filter(level=LEVEL, name_has="单位", since=BEGAN).delete()
    units.delete()


if __name__ == "__main__":
    main(measure)
