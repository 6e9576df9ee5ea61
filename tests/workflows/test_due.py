from datetime import date

import pytest

from workflows.due import Clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "left", "tone"),
    [
        (date(2018, 9, 17), 0, "bad"),
        (date(2018, 9, 18), 1, "warn"),
        (date(2018, 9, 21), 4, "plain"),
        (date(2018, 9, 14), -1, "bad"),
        (date(2018, 9, 12), -3, "bad"),
    ],
)
def test_working_days_are_counted_not_calendar_days(day, left, tone):
    due = Clock(date(2018, 9, 17)).due(day)
    assert (due.left, due.tone) == (left, tone)


def test_nothing_due_is_said_so():
    assert Clock(date(2018, 9, 17)).due(None).sentence == "未定"
