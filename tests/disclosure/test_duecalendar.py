"""The count of days as weeks: every day says whether it counts and why not."""

from datetime import date

from disclosure.deadlines import publish_by
from disclosure.duecalendar import due_calendar
from disclosure.workcalendar import WorkCalendar


def calendar_of(formed: date, today: date):
    return due_calendar(publish_by(formed, WorkCalendar()), today)


def squares(calendar) -> dict:
    return {square.date: square for week in calendar.weeks for square in week}


def test_twenty_working_days_over_the_national_holiday_are_told_day_by_day():
    found = calendar_of(date(2018, 9, 14), date(2018, 9, 17))
    assert found.due == date(2018, 10, 18)
    assert found.days_counted == 20
    days = squares(found)
    assert days[date(2018, 9, 14)].state == "start"
    assert days[date(2018, 9, 17)].number == 1
    assert days[date(2018, 9, 17)].is_today
    assert days[date(2018, 9, 24)].state == "skipped"
    assert days[date(2018, 9, 29)].note == "调休班"
    assert days[date(2018, 10, 18)].state == "due"
    assert days[date(2018, 10, 19)].state == "outside"


def test_every_week_has_seven_days_and_starts_on_monday():
    found = calendar_of(date(2018, 9, 14), date(2018, 9, 17))
    assert {len(week) for week in found.weeks} == {7}
    assert {week[0].date.weekday() for week in found.weeks} == {0}


def test_working_days_left_end_on_the_due_day_and_then_it_is_overdue():
    assert calendar_of(date(2018, 9, 14), date(2018, 10, 16)).days_left == 2
    assert calendar_of(date(2018, 9, 14), date(2018, 10, 18)).days_left == 0
    assert calendar_of(date(2018, 9, 14), date(2018, 10, 19)).is_overdue
