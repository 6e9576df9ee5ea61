"""The register in the database: what it is planned from, and how a plan is put in place."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from disclosure.calendars import current_calendar
from disclosure.models import (
    CatalogueItem,
    CatalogueVersion,
    Duty,
    DutyAssignment,
    Region,
    Unit,
)
from disclosure.periods import today as day_in_china

from . import facts
from .backfill import follow_items
from .incidents import incidents
from .plan import Plan, plan
from .problems import told

AHEAD = timedelta(days=92)  # what begins within a quarter can be seen coming
BATCH = 1000
# What a plan may still move in a duty that waits.
_MOVING = ("kind", "region_id", "period_to", "due_on", "due_rule", "counted_from", "is_provisional")
_BY_CALENDAR = (
    Duty.Kind.ONCE, Duty.Kind.YEARLY, Duty.Kind.QUARTERLY, Duty.Kind.DEVELOPING,
    Duty.Kind.CONTINUOUS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What planning did: duties by (row code, unit code), and what has to be put right."""

    appeared: Counter = field(default_factory=Counter)
    moved: Counter = field(default_factory=Counter)
    lapsed: Counter = field(default_factory=Counter)
    problems: tuple[str, ...] = ()
    is_refused: bool = False


def situation(today: date) -> facts.Situation:
    """Catalogue, units, regions, assignments and running incidents; six queries."""
    version = CatalogueVersion.objects.exclude(in_force_from=None).order_by("in_force_from").first()
    rows = CatalogueItem.objects.values_list(
        "pk", "code", "domain", "deadline_rules", "valid_from", "valid_to"
    )
    return facts.Situation(
        rows=tuple(facts.Row(pk, c, d, tuple(rules), a, z) for pk, c, d, rules, a, z in rows),
        units=tuple(_bearer(unit) for unit in Unit.objects.all()),
        places=tuple(
            facts.Place(r.pk, r.code, r.name, bool(r.retired_until), r.replaced_by)
            for r in Region.objects.all()
        ),
        assigned=tuple(_assigned(one) for one in DutyAssignment.objects.all()),
        begins=version.in_force_from if version else today,
        incidents=tuple(incidents()),
    )


def _bearer(unit: Unit) -> facts.Bearer:
    return facts.Bearer(
        pk=unit.pk,
        code=unit.code,
        name=unit.name,
        level=unit.level,
        domains=tuple(unit.domains),
        region=unit.region_id,
        is_active=unit.is_active,
        heir=unit.merged_into_id,
        full_name=unit.full_name,
    )


def _assigned(one: DutyAssignment) -> facts.Assigned:
    return facts.Assigned(
        row=one.catalogue_item_id,
        role=one.role,
        unit=one.unit_id,
        level=one.level,
        domain=one.domain,
        names=tuple(word for word in one.name_has.split("、") if word.strip()),
        since=one.since,
        until=one.until,
        rule=one.rule,
    )


def planned(today: date | None = None, until: date | None = None) -> Plan:
    today = today or day_in_china()
    return plan(situation(today), current_calendar(), today, until or today + AHEAD)


@transaction.atomic
def renew(today: date | None = None, until: date | None = None) -> Report:
    """Plan and put the plan in place, all or nothing; safe to run again.

    Duties that are not in the plan any more lapse, unless they are settled. A last day that has
    passed stays as it was. Nothing is changed where the plan cannot stand (`is_refused`).
    """
    today = today or day_in_china()
    made = planned(today, until)
    sentences = tuple(dict.fromkeys(told(problem) for problem in made.problems))
    if made.stops:
        return Report(problems=sentences, is_refused=True)
    names = _Names()
    report = Report(problems=sentences)
    _put_in_place(made, today, report, names)
    follow_items(today, report.appeared, report.lapsed, names.of)
    return report


class _Names:
    """Codes of rows and units, for the report."""

    def __init__(self):
        self._rows = dict(CatalogueItem.objects.values_list("pk", "code"))
        self._units = dict(Unit.objects.values_list("pk", "code"))

    def of(self, row: int, unit: int) -> tuple[str, str]:
        return self._rows[row], self._units[unit]


def _put_in_place(made: Plan, today: date, report: Report, names: _Names) -> None:
    missing = dict(made.duties)
    moved, lapsed = [], []
    for duty in Duty.objects.filter(kind__in=_BY_CALENDAR).iterator(chunk_size=BATCH):
        key = (duty.catalogue_item_id, duty.unit_id, duty.period_from, duty.event_key)
        wanted = missing.pop(key, None)
        if duty.fulfilled_on is not None or duty.statement_id is not None:
            continue
        name = names.of(duty.catalogue_item_id, duty.unit_id)
        if wanted is None:
            if duty.lapsed_on is None:
                lapsed.append(duty.pk)
                report.lapsed[name] += 1
        elif _follow(duty, wanted, today):
            moved.append(duty)
            report.moved[name] += 1
    Duty.objects.bulk_update(moved, [*_MOVING, "lapsed_on"], batch_size=BATCH)
    for begin in range(0, len(lapsed), BATCH):
        Duty.objects.filter(pk__in=lapsed[begin : begin + BATCH]).update(lapsed_on=today)
    Duty.objects.bulk_create(
        (_row(one) for one in missing.values()), batch_size=BATCH, ignore_conflicts=True
    )
    for one in missing.values():
        report.appeared[names.of(one.row, one.unit)] += 1


def _follow(duty: Duty, wanted: facts.Planned, today: date) -> bool:
    """Let the duty be as planned; whether anything changed. Days that have passed stay."""
    values = {
        "kind": wanted.kind,
        "region_id": wanted.region,
        "period_to": wanted.period_to,
        "lapsed_on": None,
    }
    if duty.due_on is None or duty.due_on >= today:
        values |= {
            "due_on": wanted.due_on,
            "due_rule": wanted.due_rule,
            "counted_from": wanted.counted_from,
            "is_provisional": wanted.is_provisional,
        }
    changed = {name: value for name, value in values.items() if getattr(duty, name) != value}
    for name, value in changed.items():
        setattr(duty, name, value)
    return bool(changed)


def _row(one: facts.Planned) -> Duty:
    return Duty(
        catalogue_item_id=one.row,
        unit_id=one.unit,
        region_id=one.region,
        kind=one.kind,
        period_from=one.period_from,
        period_to=one.period_to,
        event_key=one.event_key,
        due_on=one.due_on,
        due_rule=one.due_rule,
        counted_from=one.counted_from,
        is_provisional=one.is_provisional,
    )
