"""Catalogue × units × assignments × day gives duties; what cannot be read is told, not guessed."""

from dataclasses import replace
from datetime import date

import pytest

from disclosure.duties import facts
from disclosure.duties.facts import Assigned, Bearer, Incident, Place, Row, Situation
from disclosure.duties.plan import plan
from disclosure.workcalendar import WorkCalendar

CALENDAR = WorkCalendar()
D20 = {"code": "D20", "kind": "working_days", "days": 20}
LONG = {"code": "LONG", "kind": "long_term", "first_within_working_days": 20}
ANN = {"code": "ANN", "kind": "recurring", "every": "year"}
QTR = {"code": "QTR", "kind": "recurring", "every": "quarter"}
JAN = {"code": "ANN_0131", "kind": "annual_date", "month": 1, "day": 31}
MAR = {"code": "ANN_0331", "kind": "annual_date", "month": 3, "day": 31}
FIVE = {"code": "IMM_LAW5", "kind": "recurring", "every_days": 5}
PROVINCE = Place(1, "220000", "吉林省")
CITY = Place(2, "220100", "长春市")
WELFARE = Bearer(10, "u-mz", "某省民政厅", "province", ("welfare",), 1)
OFFICE = Bearer(11, "u-bgt", "某省人民政府办公厅", "province", ("cross",), 1)
LOCAL = Bearer(12, "u-mzj", "某市民政局", "prefecture", ("welfare",), 2)
TODAY = date(2026, 11, 25)


def situation(*rules, assigned=None, units=(WELFARE, OFFICE, LOCAL), **fields) -> Situation:
    row = Row(1, "W1", "welfare", tuple(rules))
    values = {
        "rows": (row,),
        "units": tuple(units),
        "places": (PROVINCE, CITY),
        "assigned": assigned or (Assigned(1, unit=10),),
        "begins": date(2026, 10, 1),
    }
    return Situation(**(values | fields))


def planned(of: Situation, today=TODAY, until=TODAY):
    made = plan(of, CALENDAR, today, until)
    return sorted(made.duties.values(), key=lambda d: (d.due_on or date.max, d.unit, d.event_key))


def kinds(made) -> list[str]:
    return [problem.kind for problem in made.problems]


def test_long_term_disclosure_is_owed_once_across_the_national_holiday():
    [duty] = planned(situation(LONG))
    assert (duty.kind, duty.due_on) == (facts.CONTINUOUS, date(2026, 11, 3))
    assert (duty.due_rule, duty.counted_from) == ("LONG", date(2026, 10, 1))
    assert duty.region == 1 and not duty.is_provisional


def test_the_earlier_clock_of_the_row_binds_the_first_publication():
    [duty] = planned(situation({"code": "D10", "kind": "working_days", "days": 10}, LONG))
    assert (duty.due_on, duty.due_rule) == (date(2026, 10, 20), "D10")


def test_a_year_is_owed_by_its_last_day_and_the_next_comes_with_the_horizon():
    assert [d.due_on for d in planned(situation(ANN))] == [date(2026, 12, 31)]
    due = [d.due_on for d in planned(situation(ANN), until=date(2027, 1, 1))]
    assert due == [date(2026, 12, 31), date(2027, 12, 31)]


def test_quarters_begin_with_the_one_in_which_the_row_began_to_be_owed():
    made = planned(situation(QTR, begins=date(2026, 5, 15)))
    assert [(d.period_from, d.due_on) for d in made] == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]


def test_a_report_about_last_year_is_owed_from_the_new_year_on():
    assert planned(situation(JAN)) == []
    [duty] = planned(situation(JAN), until=date(2027, 1, 1))
    assert (duty.period_from, duty.period_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert duty.due_on == date(2027, 1, 31)


def test_the_nearer_description_of_a_unit_decides_which_rule_binds_it():
    assigned = (
        Assigned(1, level="province", rule="ANN_0131"),
        Assigned(1, level="province", names=("人民政府",), rule="ANN_0331"),
    )
    made = planned(situation(JAN, MAR, assigned=assigned), until=date(2027, 1, 1))
    assert [(d.unit, d.due_on) for d in made] == [
        (10, date(2027, 1, 31)),
        (11, date(2027, 3, 31)),
    ]


def test_two_rules_that_bind_the_same_period_are_two_duties():
    made = planned(situation(JAN, MAR), until=date(2027, 1, 1))
    assert [(d.due_on, d.event_key) for d in made] == [
        (date(2027, 1, 31), ""),
        (date(2027, 3, 31), ":ANN_0331"),
    ]


def test_a_fixed_date_before_the_register_began_is_history():
    once = {"code": "ONCE", "kind": "fixed_date", "date": "2018-09-30"}
    assert planned(situation(once)) == []
    [duty] = planned(situation(once, begins=date(2018, 9, 1)))
    assert (duty.kind, duty.due_on) == (facts.ONCE, date(2018, 9, 30))


def test_clock_rules_bring_no_duty_by_the_calendar_but_mark_the_row():
    made = plan(situation(D20), CALENDAR, TODAY, TODAY)
    assert made.duties == {} and made.event_rows == {(1, 10)}
    assert plan(situation(ANN), CALENDAR, TODAY, TODAY).event_rows == frozenset()
    assert plan(situation(), CALENDAR, TODAY, TODAY).event_rows == {(1, 10)}


def test_an_incident_is_told_of_every_five_days_while_it_runs():
    began = date(2026, 11, 11)
    running = Incident("jl-1", 1, began)
    made = planned(situation(FIVE, D20, incidents=(running,)))
    assert [d.due_on for d in made] == [date(2026, 11, 16), date(2026, 11, 21), date(2026, 11, 26)]
    assert {d.event_key for d in made} == {"jl-1"}
    elsewhere = replace(running, region=2)
    assert planned(situation(FIVE, incidents=(elsewhere,))) == []
    reversed_ = replace(running, ended=date(2026, 11, 1))
    made = plan(situation(FIVE, incidents=(reversed_,)), CALENDAR, TODAY, TODAY)
    assert (kinds(made), made.stops) == (["incident_ends_before_it_begins"], True)
    ended = replace(running, ended=date(2026, 11, 18))
    made = planned(situation(FIVE, D20, incidents=(ended,)))
    assert [(d.period_from, d.period_to) for d in made] == [
        (began, date(2026, 11, 16)),
        (date(2026, 11, 17), date(2026, 11, 18)),
    ]


def test_an_assignment_by_level_and_domain_reaches_the_units_it_describes_and_no_other():
    assigned = (
        Assigned(1, level="province", domain="welfare"),
        Assigned(1, level="prefecture", domain="welfare", names=("残联", "民政")),
        Assigned(1, level="county", domain="welfare"),
    )
    retired = replace(WELFARE, pk=13, code="u-old", is_active=False)
    made = planned(situation(ANN, assigned=assigned, units=(WELFARE, OFFICE, LOCAL, retired)))
    assert [(d.unit, d.region) for d in made] == [(10, 1), (12, 2)]


def test_a_row_that_nobody_owes_or_nobody_leads_is_told_and_stops_nothing():
    nobody = plan(situation(ANN, assigned=(Assigned(1, level="county"),)), CALENDAR, TODAY, TODAY)
    assert kinds(nobody) == ["no_unit"] and not nobody.stops
    only_co = plan(situation(ANN, assigned=(Assigned(1, "co", unit=10),)), CALENDAR, TODAY, TODAY)
    assert kinds(only_co) == ["no_lead"] and not only_co.duties


def test_the_leading_unit_publishes_and_those_that_take_part_owe_nothing_of_it():
    assigned = (
        Assigned(1, unit=10),
        Assigned(1, "co", unit=11),
        Assigned(1, "co", level="province"),
    )
    made = plan(situation(ANN, D20, assigned=assigned), CALENDAR, TODAY, TODAY)
    assert {duty.unit for duty in made.duties.values()} == {10}
    assert {(one.unit.pk, one.role) for one in made.owed} == {(10, "lead"), (11, "co")}
    assert made.event_rows == {(1, 10)}


def test_a_merged_unit_hands_its_duties_on_and_a_dissolved_one_stops_the_plan():
    old = Bearer(13, "u-old", "某省旧厅", "province", ("welfare",), 1, is_active=False, heir=10)
    of = situation(ANN, assigned=(Assigned(1, unit=13),), units=(WELFARE, old))
    assert [d.unit for d in planned(of)] == [10]
    assert kinds(plan(of, CALENDAR, TODAY, TODAY)) == ["unit_merged"]
    lost = plan(replace(of, units=(WELFARE, replace(old, heir=None))), CALENDAR, TODAY, TODAY)
    assert (kinds(lost), lost.stops) == (["unit_not_in_use", "no_unit"], True)
    circle = plan(replace(of, units=(replace(old, heir=13),)), CALENDAR, TODAY, TODAY)
    assert circle.stops


def test_a_retired_region_is_read_as_its_successor_and_without_one_stops_the_plan():
    old = Place(3, "220381", "旧市", is_retired=True, replaced_by="220100")
    of = situation(ANN, units=(replace(WELFARE, region=3),), places=(PROVINCE, CITY, old))
    assert [d.region for d in planned(of)] == [2]
    for code in ("", "999999", "220381"):
        lost = replace(of, places=(PROVINCE, CITY, replace(old, replaced_by=code)))
        made = plan(lost, CALENDAR, TODAY, TODAY)
        assert (kinds(made)[0], made.stops) == ("region_retired", True)


def test_a_unit_without_a_region_is_told_once():
    rows = (Row(1, "W1", "welfare", (ANN,)), Row(2, "W2", "welfare", (ANN,)))
    of = situation(
        rows=rows,
        units=(replace(WELFARE, region=None),),
        assigned=(Assigned(1, unit=10), Assigned(2, unit=10)),
    )
    made = plan(of, CALENDAR, TODAY, TODAY)
    assert kinds(made) == ["unit_without_region"] and made.stops


@pytest.mark.parametrize(
    ("row", "assigned", "kind"),
    [
        ({"valid_from": TODAY, "valid_to": date(2026, 1, 1)}, {}, "row_ends_before_it_begins"),
        ({}, {"since": TODAY, "until": date(2026, 1, 1)}, "assignment_ends_before_it_begins"),
        ({}, {"rule": "QTR"}, "rule_unknown"),
        ({"rules": ({"code": "Z", "kind": "recurring"},)}, {}, "rule_unreadable"),
        ({"rules": (JAN | {"day": 41},)}, {}, "rule_unreadable"),
        ({"rules": ({"code": "F", "kind": "fixed_date", "date": "昨天"},)}, {}, "rule_unreadable"),
    ],
)
def test_what_contradicts_itself_stops_the_plan_and_names_the_row(row, assigned, kind):
    of = situation(
        rows=(replace(Row(1, "W1", "welfare", (ANN,)), **row),),
        assigned=(Assigned(1, unit=10, **assigned),),
    )
    made = plan(of, CALENDAR, TODAY, date(2027, 2, 1))
    assert [(p.kind, p.where) for p in made.problems if p.stops] == [(kind, "W1")]


def test_a_row_that_left_the_catalogue_keeps_its_past_and_loses_its_future():
    row = Row(1, "W1", "welfare", (QTR, LONG), valid_to=date(2026, 11, 20))
    made = planned(situation(rows=(row,), begins=date(2026, 7, 1)), until=date(2027, 2, 1))
    assert [(d.kind, d.due_on) for d in made] == [
        ("quarterly", date(2026, 9, 30)),
        ("quarterly", date(2026, 12, 31)),
    ]


def test_planning_twice_gives_the_same():
    of = situation(LONG, ANN, QTR, JAN, D20)
    assert plan(of, CALENDAR, TODAY, TODAY) == plan(of, CALENDAR, TODAY, TODAY)
