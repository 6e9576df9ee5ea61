"""One state per duty and day, the same in Python and in SQL."""

from datetime import date, timedelta
from itertools import product

import pytest

from disclosure.duties import states
from disclosure.duties.states import state_of
from disclosure.models import Duty, NothingStatement
from tests import factories

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


def duty(**fields) -> Duty:
    return Duty(**fields)


def test_the_last_day_itself_is_in_time():
    assert state_of(duty(due_on=TODAY, fulfilled_on=TODAY), TODAY) == states.PUBLISHED
    assert state_of(duty(due_on=TODAY), TODAY) == states.DUE_SOON
    assert state_of(duty(due_on=TODAY - DAY), TODAY) == states.MISSING


def test_a_draft_makes_missing_late_and_open_in_work():
    assert state_of(duty(due_on=TODAY - DAY, draft_id=7), TODAY) == states.LATE
    assert state_of(duty(due_on=TODAY + 9 * DAY, draft_id=7), TODAY) == states.IN_WORK
    assert state_of(duty(due_on=TODAY + 9 * DAY), TODAY) == states.OPEN


def test_a_duty_without_a_last_day_is_open_and_never_late():
    assert state_of(duty(), TODAY) == states.OPEN
    assert state_of(duty(fulfilled_on=TODAY), TODAY) == states.PUBLISHED


def test_what_was_published_stays_published_whatever_came_of_it():
    done = duty(due_on=TODAY - 5 * DAY, fulfilled_on=TODAY, lapsed_on=TODAY, statement_id=3)
    assert state_of(done, TODAY) == states.PUBLISHED_LATE


def test_a_statement_settles_and_a_lapse_counts_from_its_day():
    assert state_of(duty(due_on=TODAY - DAY, statement_id=3), TODAY) == states.NOTHING
    assert state_of(duty(due_on=TODAY - DAY, lapsed_on=TODAY), TODAY) == states.LAPSED
    assert state_of(duty(due_on=TODAY - DAY, lapsed_on=TODAY + DAY), TODAY) == states.MISSING


@pytest.mark.django_db
def test_the_database_finds_the_same_states_in_one_query(django_assert_num_queries):
    row, unit = factories.catalogue_item("P3"), factories.unit()
    draft = factories.draft()
    owner = Duty.objects.create(catalogue_item=row, unit=unit, kind="once", event_key="owner")
    signed = NothingStatement.objects.create(
        duty=owner, unit_name=unit.name, post="approver", reason="本期没有。", signed_on=TODAY
    )
    days = [None, *(TODAY + n * DAY for n in (-4, -1, 0, 1, 3, 4))]
    cases = product(
        days, (None, TODAY - 2 * DAY, TODAY), (None, TODAY, TODAY + DAY), (0, 1), (0, 1)
    )
    made = [
        Duty(
            catalogue_item=row,
            unit=unit,
            kind="event",
            event_key=f"case:{n}",
            due_on=due,
            fulfilled_on=fulfilled,
            lapsed_on=lapsed,
            statement=signed if has_statement else None,
            draft_id=draft.pk if has_draft else None,
        )
        for n, (due, fulfilled, lapsed, has_statement, has_draft) in enumerate(cases)
    ]
    Duty.objects.bulk_create(made)
    with django_assert_num_queries(1):
        found = list(Duty.objects.with_states(TODAY))
    assert len(found) == len(made) + 1
    assert {one.state for one in found} == set(states.STATES)
    assert [one.state for one in found] == [state_of(one, TODAY) for one in found]
    public = list(Duty.objects.with_states(TODAY, sees_drafts=False))
    assert [one.state for one in public] == [
        state_of(one, TODAY, sees_drafts=False) for one in public
    ]
    assert not {one.state for one in public} & {states.IN_WORK, states.LATE}


@pytest.mark.django_db
def test_a_duty_of_one_row_unit_and_period_exists_once():
    from django.db import IntegrityError, transaction

    key = {"catalogue_item": factories.catalogue_item("P3"), "unit": factories.unit()}
    Duty.objects.create(kind="once", **key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(kind="continuous", **key)
    Duty.objects.create(kind="yearly", period_from=date(2026, 1, 1), **key)
