"""Planning into the database; releases fulfil, withdrawals reopen, in their own transactions."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from disclosure import publishing
from disclosure.duties import states
from disclosure.duties.items import follow_draft, key_of
from disclosure.duties.register import renew
from disclosure.models import Duty, DutyAssignment, DutyIncident, NoticePage
from disclosure.periods import today
from tests import factories
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
ANN = {"code": "ANN", "kind": "recurring", "every": "year"}
QTR = {"code": "QTR", "kind": "recurring", "every": "quarter"}
LONG = {"code": "LONG", "kind": "long_term", "first_within_working_days": 20}
D20 = {"code": "D20", "kind": "working_days", "days": 20}


def renewed():
    """Planned up to today alone, so that the next year stays out whatever the day."""
    return renew(until=today())


def owed_row(*rules, code="X21", since=None, **fields):
    """A row that 省测试厅 owes."""
    row = stories.row(code)
    row.deadline_rules = list(rules)
    row.save()
    unit = stories.unit()
    DutyAssignment.objects.get_or_create(
        catalogue_item=row, unit=unit, defaults={"since": since} | fields
    )
    return row


def states_of(row) -> list[str]:
    found = Duty.objects.filter(catalogue_item=row).with_states(today())
    return [duty.state for duty in found.order_by("period_from", "pk")]


def test_planning_is_idempotent_and_tells_what_appeared():
    row = owed_row(ANN, LONG)
    report = renewed()
    assert report.appeared == {(row.code, "jl-test"): Duty.objects.count()}
    again = renewed()
    assert not (again.appeared or again.moved or again.lapsed)


def test_a_duty_not_owed_any_more_lapses_and_comes_back():
    row = owed_row(ANN)
    renewed()
    DutyAssignment.objects.update(unit=factories.unit("jl-other", "省其他厅"))
    report = renewed()
    assert sum(report.lapsed.values()) == sum(report.appeared.values()) == 1
    assert Duty.objects.get(unit__code="jl-test").lapsed_on == today()
    DutyAssignment.objects.update(unit=stories.unit())
    assert sum(renewed().moved.values()) == 1
    assert Duty.objects.get(unit__code="jl-test").lapsed_on is None
    assert row.duties.count() == 2


def test_nothing_is_changed_where_one_row_contradicts_itself():
    owed_row(ANN)
    other = factories.catalogue_item("P3")
    DutyAssignment.objects.create(
        catalogue_item=other, unit=stories.unit(), since=today(), until=today() - timedelta(days=1)
    )
    report = renewed()
    assert report.is_refused and not Duty.objects.exists()
    assert any("P3" in line and "承担止早于承担起" in line for line in report.problems)


def test_the_command_says_what_to_do_and_ends_with_one(capsys):
    owed_row(ANN)
    DutyAssignment.objects.update(since=today(), until=date(2020, 1, 1))
    with pytest.raises(SystemExit) as end:
        call_command("plan_duties", f"--until={today()}")
    assert end.value.code == 1
    assert "没有改变任何公开义务" in capsys.readouterr().out
    DutyAssignment.objects.update(until=None)
    call_command("plan_duties", "--rows", f"--until={today()}")
    assert "新增 X21：1 项，1 个单位" in capsys.readouterr().out


def test_a_last_day_that_has_passed_does_not_move():
    owed_row(LONG, since=date(2025, 1, 2))
    renewed()
    [duty] = Duty.objects.all()
    was = duty.due_on
    DutyAssignment.objects.update(since=today())
    renewed()
    assert Duty.objects.get().due_on == was


def test_a_release_fulfils_the_turn_in_the_same_transaction():
    row = owed_row(ANN)
    renewed()
    item = stories.released(catalogue_item=row)
    duty = Duty.objects.get()
    assert (duty.page_id, duty.fulfilled_on) == (item.pk, today())
    assert states_of(row) == [states.PUBLISHED]


def test_a_release_that_does_not_come_about_fulfils_nothing():
    row = owed_row(ANN)
    renewed()
    clearance = stories.cleared(stories.draft(catalogue_item=row))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publishing.commit(clearance, by=stories.person("publisher"))
        raise ZeroDivisionError
    assert Duty.objects.get().fulfilled_on is None


def test_a_withdrawal_reopens_and_a_restoration_settles_again():
    row = owed_row(ANN)
    renewed()
    item = stories.released(catalogue_item=row)
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    duty = Duty.objects.get()
    assert (duty.page_id, duty.fulfilled_on, duty.reopened_on) == (None, None, today())
    stories.released(type(item).objects.get(pk=item.pk))
    duty.refresh_from_db()
    assert (duty.page_id, duty.reopened_on) == (item.pk, None)


def test_what_should_stand_still_stands_while_another_item_does():
    row = owed_row(LONG)
    renewed()
    first, second = (stories.released(catalogue_item=row) for _n in range(2))
    duty = Duty.objects.get()
    assert duty.page_id == first.pk
    publishing.withdraw(first, reason="error", by=stories.person("publisher"))
    duty.refresh_from_db()
    assert (duty.page_id, duty.reopened_on) == (second.pk, None)
    publishing.withdraw(second, reason="error", by=stories.person("publisher"))
    duty.refresh_from_db()
    assert (duty.page_id, duty.reopened_on) == (None, today())


def test_a_row_by_clock_brings_one_duty_per_item_with_the_days_of_the_item():
    row = owed_row(D20)
    due = today() + timedelta(days=20)
    draft = stories.draft(catalogue_item=row, formed_on=today(), due_on=due)
    follow_draft(draft)
    [duty] = Duty.objects.all()
    assert (duty.event_key, duty.due_on, duty.draft_id) == (key_of(draft.pk), due, draft.pk)
    assert states_of(row) == [states.IN_WORK]
    renewed()
    stories.released(draft)
    assert Duty.objects.get().fulfilled_on == today()
    assert states_of(row) == [states.PUBLISHED]


def test_a_thing_repealed_is_not_owed_again_and_one_published_by_mistake_is():
    row = owed_row(D20)
    for reason, state in (("repealed", states.LAPSED), ("error", states.OPEN)):
        item = stories.released(catalogue_item=row)
        publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
        [duty] = Duty.objects.filter(event_key=key_of(item.pk)).with_states(today())
        assert duty.state == state


def test_a_deleted_draft_leaves_nothing_owed():
    row = owed_row(D20, LONG)
    renewed()
    draft = stories.draft(catalogue_item=row)
    follow_draft(draft)
    assert sorted(states_of(row)) == [states.IN_WORK, states.IN_WORK]
    NoticePage.objects.get(pk=draft.pk).delete()
    assert sorted(states_of(row)) == sorted([states.LAPSED, states.OPEN])


def test_a_draft_kept_back_is_not_owed():
    row = owed_row(D20)
    draft = stories.draft(catalogue_item=row)
    follow_draft(draft)
    draft.publicity = "withheld"
    follow_draft(draft)
    assert states_of(row) == [states.LAPSED]
    NoticePage.objects.filter(pk=draft.pk).update(publicity="withheld")
    assert not renewed().appeared


def test_items_from_before_the_register_are_taken_into_it():
    clock, turn = owed_row(D20), owed_row(ANN, code="X22")
    one = stories.released(catalogue_item=clock)
    other = stories.released(catalogue_item=turn)
    waiting = stories.draft(catalogue_item=clock)
    Duty.objects.all().delete()
    renewed()
    assert Duty.objects.get(event_key=key_of(one.pk)).page_id == one.pk
    assert Duty.objects.get(event_key=key_of(waiting.pk)).draft_id == waiting.pk
    assert Duty.objects.get(catalogue_item=turn).page_id == other.pk


def test_what_is_older_than_the_register_is_not_called_late():
    row = owed_row(D20, since=today() - timedelta(days=60))
    for days, due in ((90, None), (50, today() - timedelta(days=20))):
        formed = today() - timedelta(days=days)
        given = {"formed_on": formed, "due_on": today() - timedelta(days=20)}
        draft = stories.draft(catalogue_item=row, **given)
        follow_draft(draft)
        assert Duty.objects.get(event_key=key_of(draft.pk)).due_on == due
    Duty.objects.all().delete()
    renewed()
    assert sorted(states_of(row)) == [states.IN_WORK, states.LATE]


def test_what_was_public_elsewhere_before_has_no_last_day_here():
    row = owed_row(D20, since=date(2020, 1, 1))
    draft = stories.draft(catalogue_item=row, formed_on=date(2024, 1, 2), due_on=date(2024, 1, 30))
    clearance = stories.cleared(draft)
    clearance.rule = "already-public"
    clearance.save()
    publishing.commit(clearance, by=stories.person("publisher"))
    assert states_of(row) == [states.PUBLISHED]
    Duty.objects.all().delete()
    renewed()
    assert states_of(row) == [states.PUBLISHED]


def test_what_was_begun_for_a_duty_keeps_it_whatever_its_days_say():
    row = owed_row(ANN, since=date(today().year - 1, 1, 1))
    renewed()
    last_year = Duty.objects.earliest("period_from")
    draft = stories.draft(catalogue_item=row, formed_on=today())
    Duty.objects.filter(pk=last_year.pk).update(draft=draft)
    stories.released(draft)
    last_year.refresh_from_db()
    assert last_year.page_id == draft.pk
    assert states_of(row)[0] == states.PUBLISHED_LATE


def test_an_incident_brings_a_turn_every_few_days_to_the_units_of_its_region():
    row = owed_row({"code": "IMM_LAW5", "kind": "recurring", "every_days": 5})
    DutyIncident.objects.create(
        number="jl-test-2026-00001", region=stories.unit().region, began=today() - timedelta(days=7)
    )
    renewed()
    found = Duty.objects.filter(catalogue_item=row, kind="developing")
    assert [d.due_on - today() for d in found] == [timedelta(days=-2), timedelta(days=3)]


def test_planning_asks_the_database_as_often_for_many_duties_as_for_few(
    django_assert_max_num_queries,
):
    owed_row(ANN, LONG)
    for n in range(30):
        unit = factories.unit(f"u-{n}", f"单位{n}")
        row = stories.row("X21")
        DutyAssignment.objects.create(catalogue_item=row, unit=unit)
    with django_assert_max_num_queries(30):
        renewed()


def test_the_shipped_assignments_leave_only_rows_of_townships_and_cities_open(site_ready):
    report = renewed()
    assert not report.is_refused
    assert Duty.objects.filter(kind="continuous").exists()
    owner = Duty.objects.filter(catalogue_item__code="H12").values_list("unit__code", flat=True)
    assert set(owner) == {"jl-wjw"}
    before = DutyAssignment.objects.count()
    call_command("setup_site", verbosity=0)
    assert DutyAssignment.objects.count() == before
