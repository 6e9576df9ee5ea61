"""Hours, pauses, every kind of rule and the fees, by examples counted by hand."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from disclosure.clocks.fees import fee_by_pages, fee_by_pieces
from disclosure.clocks.hours import SHANGHAI, Pause, count_hours
from disclosure.clocks.rules import date_by_rule
from disclosure.workcalendar import WorkCalendar

CALENDAR = WorkCalendar()
RULES = json.loads(
    (Path(__file__).parents[3] / "disclosure/data/deadline_rules.json").read_text(encoding="utf-8")
)


def at(day, hour, minute=0):
    return datetime(2026, 2, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "hours, due", [(5, at(17, 3)), (24, at(17, 22)), (48, at(18, 22))], ids=str
)
def test_hours_run_across_midnight_and_through_spring_festival(hours, due):
    moment = count_hours(at(16, 22), hours)
    assert moment.due == due
    assert moment.steps[0] == "2026-02-16 22:00至24:00，计2小时0分"


def test_overlapping_pauses_of_hours_count_once():
    pauses = [
        Pause(at(16, 23), at(17, 2)),
        Pause(at(17, 1), at(17, 3)),
        Pause(at(10, 1), at(11, 1)),
    ]
    assert count_hours(at(16, 22), 5, pauses).due == at(17, 7)


def test_a_pause_after_the_end_moves_nothing():
    assert count_hours(at(16, 1), 5, [Pause(at(16, 6), at(16, 9))]).due == at(16, 6)


def test_a_clock_that_stands_still_has_no_end_and_says_so():
    moment = count_hours(at(16, 22), 5, [Pause(at(16, 23))])
    assert moment.due is None and "暂停" in moment.steps[-1]


def test_a_pause_that_ends_before_it_begins_or_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="早于"):
        count_hours(at(16, 22), 5, [Pause(at(17, 2), at(17, 1))])
    with pytest.raises(ValueError, match="时区"):
        count_hours(at(16, 22).replace(tzinfo=None), 5)


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_of_the_catalogue_gives_an_explained_end_or_says_why_not(name):
    found = date_by_rule(RULES[name], at(9, 10), CALENDAR)
    if found.count:
        assert found.count.steps and all(step.text for step in found.count.steps)
    elif found.moments:
        assert all(moment.due and moment.steps for moment in found.moments)
    else:
        assert found.reason


@pytest.mark.parametrize(
    "name, start, due",
    [
        ("IMM_LAW5", date(2026, 2, 26), date(2026, 3, 3)),
        ("QTR", date(2026, 2, 9), date(2026, 6, 30)),
        ("QTR", date(2026, 7, 1), date(2026, 12, 31)),
        ("QTR", date(2026, 12, 31), date(2027, 3, 31)),
        ("ANN", date(2026, 2, 9), date(2027, 12, 31)),
        ("ANN_0131", date(2026, 1, 30), date(2026, 1, 31)),
        ("ANN_0131", date(2026, 1, 31), date(2027, 1, 31)),
        ("PRE7", date(2026, 3, 10), date(2026, 3, 3)),
        ("ONCE", date(2018, 6, 20), date(2018, 9, 30)),
        ("ONCE", date(2020, 6, 20), date(2018, 9, 30)),
        ("DRAFT30", date(2026, 1, 20), date(2026, 2, 24)),
        ("LONG", date(2026, 2, 6), date(2026, 3, 12)),
    ],
)
def test_end_by_rule(name, start, due):
    assert date_by_rule(RULES[name], start, CALENDAR).count.due == due


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "lunar"},
        {"kind": "working_days", "days": 0},
        {"kind": "recurring"},
        {"kind": "annual_date", "month": 2, "day": 30},
        {"kind": "fixed_date", "date": "soon"},
        {"kind": "fixed_date", "date": "9999-12-31"},
        {"kind": "hours", "hours": [5]},
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_read_is_refused_in_words(rule):
    with pytest.raises(ValueError, match=r"[一-鿿]"):
        date_by_rule(rule, date(2026, 2, 9), CALENDAR)


@pytest.mark.parametrize(
    "pieces, yuan", [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300)]
)
def test_fee_by_pieces(pieces, yuan):
    assert fee_by_pieces(pieces) == yuan


@pytest.mark.parametrize(
    "pages, yuan", [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)]
)
def test_fee_by_pages(pages, yuan):
    assert fee_by_pages(pages) == yuan


def test_fees_of_less_than_nothing_are_refused():
    for fee in (fee_by_pages, fee_by_pieces):
        with pytest.raises(ValueError):
            fee(-1)


def test_moments_belong_to_their_date_in_china():
    late = at(9, 1).astimezone(tz=None) - timedelta(0)
    assert date_by_rule(RULES["ONCE"] | {"date": "2026-02-11"}, late, CALENDAR).count.steps[
        0
    ].day.date == date(2026, 2, 9)
