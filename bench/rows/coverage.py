"""The matrix of duties at 200 units × 153 rows × 5 years, against the plain aggregate statement."""

import random
from datetime import date, timedelta

from bench.measure import Row, against
from bench.site import main

UNITS, YEARS = 200, 5
TODAY = date(2026, 11, 25)
PLAIN = """
SELECT d.unit_id, c.domain, c.stage, COUNT(*), COUNT(d.fulfilled_on), COUNT(d.statement_id),
  SUM(CASE WHEN d.fulfilled_on > d.due_on THEN 1 ELSE 0 END)
FROM disclosure_duty d JOIN disclosure_catalogueitem c ON c.id = d.catalogue_item_id
GROUP BY d.unit_id, c.domain, c.stage
"""


def measure() -> list[Row]:
    from django.db import connection

    try:
        duties, person = _fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return [
            _row("matrix, this year", "", person, duties),
            _row("matrix, all five years", "?period=all", person, duties),
            _row("matrix, problems only", "?period=all&problems=1", person, duties),
        ]
    finally:
        _clear()


def _row(name: str, query: str, person, duties: int) -> Row:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    address = f"/admin/mingjing/supervision/coverage/{query}"

    def ours():
        if client.get(address).status_code != 200:
            raise RuntimeError(address)

    def theirs():
        with connection.cursor() as cursor:
            cursor.execute(PLAIN)
            cursor.fetchall()

    mine, plain = against(ours, theirs)
    with CaptureQueriesContext(connection) as captured:
        ours()
    note = f"whole page, {duties:,} duties, {len(captured)} SQL statements"
    return Row(name, mine * 1000, "ms", "plain aggregate over the same duties", plain * 1000, note)


def _fill():
    """Units of an invented province with a duty for every row and year; fixed by the seed."""
    from django.contrib.auth import get_user_model

    from disclosure.models import CatalogueItem, Duty, Region, Unit
    from workflows import roles, setup

    _clear()
    dice = random.Random(7)  # figures, no secret
    region = Region.objects.get(level="province")
    units = Unit.objects.bulk_create(
        Unit(code=f"bench-{n:03}", name=f"第{n}单位", region=region) for n in range(UNITS)
    )
    rows = list(CatalogueItem.objects.all()[:153])
    made = (
        _duty(dice, unit, row, TODAY.year - back)
        for unit in units
        for row in rows
        for back in range(YEARS)
    )
    count = len(Duty.objects.bulk_create(made, batch_size=2000))
    person = get_user_model().objects.create_user("bench-office")
    setup.assign(person, roles.OFFICE)
    return count, person


def _clear():
    """The bench's site stays as it was, also after a run that was broken off."""
    from django.contrib.auth import get_user_model

    from disclosure.models import Duty, Unit

    units = Unit.objects.filter(code__startswith="bench-")
    Duty.objects.filter(unit__in=units).delete()
    units.delete()
    get_user_model().objects.filter(username="bench-office").delete()


def _duty(dice, unit, row, year):
    from disclosure.models import Duty

    due = date(year, 1, 1) + timedelta(days=dice.randrange(365))
    done = due + timedelta(days=dice.randrange(-20, 8)) if dice.random() < 0.85 else None
    return Duty(
        unit=unit,
        catalogue_item=row,
        kind=Duty.Kind.YEARLY,
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        event_key="bench",
        due_on=due,
        fulfilled_on=done if done and done <= TODAY else None,
    )


if __name__ == "__main__":
    main(measure)
