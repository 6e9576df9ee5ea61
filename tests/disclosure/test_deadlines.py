"""Working days, publicity periods and reply clocks against the vectors and by property."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import deadlines
from disclosure.day_requests import BadRequest, answer
from disclosure.statutory_days import shipped_table, statutory_holidays
from disclosure.workcalendar import Override, WorkCalendar

VECTORS = json.loads(
    (Path(__file__).parent / "data" / "working_day_vectors.json").read_text(encoding="utf-8")
)
CALENDAR = WorkCalendar()


def ids(name):
    return [vector["id"] for vector in VECTORS[name]]


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=ids("vectors"))
def test_due_date_after_working_days(vector):
    result = answer({"kind": "working", **vector}, CALENDAR)
    assert (result["id"], result["due"]) == (vector["id"], vector["due"])
    assert result["provisional"] is vector["provisional"]


@pytest.mark.parametrize("vector", VECTORS["publicity"], ids=ids("publicity"))
def test_end_of_publicity_period(vector):
    result = answer({"kind": "publicity", **vector}, CALENDAR)
    for name in ("last_day_without_roll", "last_day", "withdraw_from"):
        assert result[name] == vector[name]


@pytest.mark.parametrize("vector", VECTORS["application_clock"], ids=ids("application_clock"))
def test_reply_clock(vector):
    result = answer({"kind": "application", **vector}, CALENDAR)
    assert result["reply_due"] == result["due"] == vector["reply_due"]
    assert result["excluded_working_days"] == vector["excluded_working_days"]


def test_library_and_shipped_table_agree_on_every_day():
    differing = [
        when
        for when, (is_working, *_rest) in shipped_table().items()
        if CALENDAR.is_working(when) is not is_working
    ]
    assert differing == []


def test_rules_alone_give_the_shipped_table_of_the_year_not_announced():
    by_rule = set(statutory_holidays(2027))
    by_table = {
        when
        for when, (_working, kind, _name, _prov) in shipped_table().items()
        if when.year == 2027 and kind == "holiday"
    }
    assert by_rule == by_table


def test_overlapping_consultations_count_once():
    letters = [
        deadlines.Consultation(date(2026, 3, 5), date(2026, 3, 16)),
        deadlines.Consultation(date(2026, 3, 9), date(2026, 3, 12)),
    ]
    clock = deadlines.reply_clock(date(2026, 3, 2), CALENDAR, consultations=letters)
    assert clock.excluded_working_days == 7
    assert clock.count.due == date(2026, 4, 9)


def test_unanswered_consultation_is_a_forecast_until_receipt_is_proved():
    sent = deadlines.Consultation(date(2026, 3, 5))
    forecast = deadlines.reply_clock(date(2026, 3, 2), CALENDAR, consultations=[sent])
    assert forecast.count.provisional and forecast.excluded_working_days == 15
    proved = deadlines.Consultation(date(2026, 3, 5), received=date(2026, 3, 6))
    clock = deadlines.reply_clock(date(2026, 3, 2), CALENDAR, consultations=[proved])
    assert not clock.count.provisional and clock.excluded_working_days == 16


def test_staff_override_wins_over_the_library():
    closed = WorkCalendar([Override(date(2026, 11, 24), False, "临时停工", "通知")])
    assert deadlines.add_working_days(date(2026, 11, 23), 1, closed) == date(2026, 11, 25)


def test_explanation_names_every_day_from_start_to_due():
    steps = deadlines.count_working_days(date(2018, 6, 15), 2, CALENDAR).explain
    assert [step["date"] for step in steps] == [f"2018-06-{day}" for day in range(15, 21)]
    assert [step["number"] for step in steps] == [None, None, None, None, 1, 2]
    assert "端午" in steps[3]["text"]


@pytest.mark.parametrize("start", ["2028-01-20", "2099-12-01", "1995-05-01", "2150-09-29"])
def test_years_nobody_announced_are_answered_provisionally(start):
    assert answer({"start": start, "days": 20}, CALENDAR)["provisional"] is True


def test_moment_late_in_utc_belongs_to_the_next_chinese_day():
    late = answer({"start": "2018-06-19T17:00:00Z", "days": 20}, CALENDAR)
    assert late["due"] == "2018-07-18"


DATES = st.dates(date(2005, 1, 1), date(2060, 1, 1))


@settings(max_examples=60, deadline=None)
@given(start=DATES, days=st.integers(1, 60))
def test_due_day_works_and_counting_back_gives_the_number_of_days(start, days):
    due = deadlines.add_working_days(start, days, CALENDAR)
    assert CALENDAR.is_working(due)
    assert deadlines.working_days_between(start, due, CALENDAR) == days


@settings(max_examples=60, deadline=None)
@given(start=DATES, days=st.integers(1, 40))
def test_calendar_period_ends_on_a_working_day_never_early(start, days):
    period = deadlines.publicity_period(start, days, CALENDAR, working=False)
    assert period.count.due >= period.last_day_without_roll == start + timedelta(days)
    assert CALENDAR.is_working(period.count.due)


@pytest.mark.parametrize(
    "request_line",
    [
        [],
        {"start": "2018-06-20"},
        {"start": "2018-02-30", "days": 3},
        {"start": 20180620, "days": 3},
        {"start": "2018-06-20", "days": 0},
        {"start": "2018-06-20", "days": True},
        {"start": "2018-06-20", "days": 1e9},
        {"start": "9999-12-31", "days": 3},
        {"start": "1949-09-30", "days": 3},
        {"start": "2026-02-09", "days": 3, "pauses": [{"from": "2026-02-11"}]},
        {"start": "2026-02-09", "days": 3, "pauses": [{"from": "2026-02-11", "to": "2026-02-10"}]},
        {"start": "2026-02-09", "hours": 5},
        {"start": "2026-02-09T10:00", "hours": 0},
        {"rule": "QTR", "start": "2026-02-09"},
        {"rule": {"kind": []}, "start": "2026-02-09"},
        {"pieces": -1},
        {"pieces": 10**9},
        {"pieces": 1, "pages": 1},
        {"received": "2026-02-09", "paid_on": "2026-02-01"},
        {"start": "2018-06-20", "days": 3, "kind": "lunar"},
        {"kind": "publicity", "published": "2018-06-20", "days": 7, "day_type": "moon"},
        {"received": "2018-06-20", "extension_working_days": 21},
        {
            "received": "2018-06-20",
            "consultations": [{"sent": "2018-07-02", "answered": "2018-07-01"}],
        },
        {"received": "2018-06-20", "consultations": "no"},
    ],
)
def test_request_that_cannot_be_answered_says_why(request_line):
    with pytest.raises(BadRequest):
        answer(request_line, CALENDAR)


@pytest.mark.django_db
def test_command_answers_good_lines_and_reports_bad_ones(tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_bytes(b'{"id":"a","start":"2018-06-20","days":20}\nnot json\n\xff\xfe\n')
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("working_days", jsonl=str(file), stdout=out, stderr=err)
    assert stop.value.code == 2
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (lines[0]["id"], lines[0]["due"]) == ("a", "2018-07-18")
    assert [line.get("line") for line in lines] == [None, 2, 3]
    assert "第2行" in err.getvalue() and "第3行" in err.getvalue()


def test_command_says_when_the_file_is_missing(tmp_path):
    err = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("working_days", jsonl=str(tmp_path / "none"), stderr=err)
    assert stop.value.code == 2 and "无法读取" in err.getvalue()


def test_days_of_pauses_do_not_count_and_overlaps_once():
    pauses = [
        {"from": "2026-03-04", "to": "2026-03-09"},
        {"from": "2026-03-05", "to": "2026-03-06"},
    ]
    result = answer({"start": "2026-03-02", "days": 5, "pauses": pauses}, CALENDAR)
    assert result["due"] == "2026-03-12"
    assert sum("暂停期间" in step["text"] for step in result["explain"]) == 3


def test_correction_and_payment_begin_the_reply_clock_anew():
    line = {"received": "2024-09-02", "corrected_on": "2024-09-10"}
    result = answer(line | {"fee_notice_on": "2024-09-10"}, CALENDAR)
    assert result["reply_due"] == "2024-10-14"  # as if received on the day of the correction
    assert result["correction_notice_due"] == "2024-09-11"
    assert result["pay_by"] == "2024-10-14"
    paid = answer({"received": "2024-09-02", "paid_on": "2024-09-10"}, CALENDAR)
    assert paid["reply_due"] == "2024-10-14"


def test_hours_rules_and_fees_are_answered_by_their_fields():
    hours = answer({"id": 1, "start": "2026-02-16T22:00", "hours": 5}, CALENDAR)
    assert (hours["id"], hours["due"]) == (1, "2026-02-17T03:00:00+08:00")
    both = {"rule": {"kind": "hours", "hours": [5, 24]}, "start": "2026-02-16T14:00:00Z"}
    assert [entry["due"][:13] for entry in answer(both, CALENDAR)["moments"]] == [
        "2026-02-17T03",
        "2026-02-17T22",
    ]
    quarter = {"rule": {"kind": "recurring", "every": "quarter"}, "start": "2026-02-09"}
    assert answer(quarter, CALENDAR)["due"] == "2026-06-30"
    assert answer({"rule": {"kind": "process"}, "start": "2026-02-09"}, CALENDAR)["reason"]
    assert answer({"pages": 201}, CALENDAR)["yuan"] == 2740
    assert answer({"pieces": 41}, CALENDAR)["yuan"] == 4300
