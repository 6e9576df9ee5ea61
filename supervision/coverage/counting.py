"""Duties counted in the database: by unit and row, by last day, by the step of their drafts.

Same states as `Duty.objects.with_states`, taken apart so that one pass over the index
`duty_coverage` gives all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, TaskState, WorkflowState

from disclosure.models import Duty
from supervision.coverage.measure import Figures


@dataclass(frozen=True, slots=True)
class Tally:
    """Staff see more than the public: of what is overdue or due, how much is in work."""

    total: int = 0
    on_time: int = 0
    late: int = 0
    nothing: int = 0
    lapsed: int = 0
    missing: int = 0  # overdue, no draft
    overdue_in_work: int = 0
    in_work: int = 0  # not yet due

    @property
    def overdue(self) -> int:
        return self.missing + self.overdue_in_work

    @property
    def waiting(self) -> int:
        """Not yet due and no draft."""
        return self.total - self.on_time - self.late - self.nothing - self.lapsed - self.open_ones

    @property
    def open_ones(self) -> int:
        return self.overdue + self.in_work

    @property
    def figures(self) -> Figures:
        """As the public counts: a draft makes no difference."""
        ahead = self.waiting + self.in_work
        return Figures(self.on_time, self.late, self.overdue, self.nothing, ahead, 0, self.lapsed)

    def plus(self, other: "Tally") -> "Tally":
        # Written out: a matrix adds thousands of them.
        return Tally(
            self.total + other.total,
            self.on_time + other.on_time,
            self.late + other.late,
            self.nothing + other.nothing,
            self.lapsed + other.lapsed,
            self.missing + other.missing,
            self.overdue_in_work + other.overdue_in_work,
            self.in_work + other.in_work,
        )


def in_period(duties: QuerySet, begins: date | None, ends: date | None) -> QuerySet:
    """Duties whose last day lies in the period; those without a last day belong to every one."""
    if begins is None or ends is None:
        return duties
    return duties.filter(Q(due_on__range=(begins, ends)) | Q(due_on=None))


def _counts(today: date) -> dict[str, Any]:
    done = Q(fulfilled_on__isnull=False)
    late = Q(fulfilled_on__gt=F("due_on"))
    lapsed = Q(fulfilled_on=None, lapsed_on__lte=today)
    standing = Q(fulfilled_on=None) & (Q(lapsed_on=None) | Q(lapsed_on__gt=today))
    owed = standing & Q(statement=None)
    over = owed & Q(due_on__lt=today)
    return {
        "n_total": Count("pk"),
        "n_done": Count("pk", filter=done),
        "n_late": Count("pk", filter=late),
        "n_nothing": Count("pk", filter=standing & Q(statement__isnull=False)),
        "n_lapsed": Count("pk", filter=lapsed),
        "n_missing": Count("pk", filter=over & Q(draft=None)),
        "n_overdue": Count("pk", filter=over),
        "n_drafts": Count("pk", filter=owed & Q(draft__isnull=False)),
    }


_COLUMNS = ("n_total n_done n_late n_nothing n_lapsed n_missing n_overdue n_drafts").split()


def _tally(row: Iterable[int]) -> Tally:
    total, done, late, nothing, lapsed, missing, overdue, drafts = row
    overdue_in_work = overdue - missing
    return Tally(
        total, done - late, late, nothing, lapsed, missing, overdue_in_work,
        drafts - overdue_in_work,
    )  # fmt: skip


def by_unit_and_row(duties: QuerySet, today: date) -> list[tuple[int, int, Tally]]:
    """(unit, row of the catalogue, tally); one statement."""
    grouped = duties.order_by().values("unit_id", "catalogue_item_id").annotate(**_counts(today))
    rows = grouped.values_list("unit_id", "catalogue_item_id", *_COLUMNS)
    return [(unit, item, _tally(counts)) for unit, item, *counts in rows]


def by_last_day(duties: QuerySet, today: date) -> list[tuple[date | None, Tally]]:
    """(last day, tally); one statement. Months and quarters are added up from it.

    Whether a day is over is known of the whole group, so no row is asked for it.
    """
    wanted = _counts(today)
    counts = {name: wanted[name] for name in _OF_A_DAY}
    rows = duties.order_by().values("due_on").annotate(**counts)
    return [
        (day, _tally_of_day(numbers, is_over=day is not None and day < today))
        for day, *numbers in rows.values_list("due_on", *_OF_A_DAY)
    ]


_OF_A_DAY = "n_total n_done n_late n_nothing n_lapsed n_drafts".split()


def _tally_of_day(row: Iterable[int], *, is_over: bool) -> Tally:
    total, done, late, nothing, lapsed, drafts = row
    overdue = total - done - nothing - lapsed if is_over else 0
    return _tally(
        (total, done, late, nothing, lapsed, overdue - drafts if is_over else 0, overdue, drafts)
    )


def drafts_by_step(duties: QuerySet) -> tuple[int, dict[int, int]]:
    """Drafts at nobody's desk yet, and those at each kind of task (content type → number).

    One statement: an item waits at the task state that is in progress.
    """
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id=Cast(OuterRef("draft_id"), CharField()),
    )
    open_ones = duties.open().filter(draft__isnull=False)
    rows = (
        open_ones.order_by()
        .annotate(step=waiting.order_by("-pk").values("task__content_type")[:1])
        .values("step")
        .annotate(n=Count("pk"))
        .values_list("step", "n")
    )
    found = dict(rows)
    return found.pop(None, 0), found


def with_problems(units: QuerySet, duties: QuerySet, today: date) -> QuerySet:
    """Units with a duty that is overdue or was published late."""
    over = Q(fulfilled_on=None, lapsed_on=None, statement=None, due_on__lt=today)
    bad = duties.filter(over | Q(fulfilled_on__gt=F("due_on")), unit=OuterRef("pk"))
    return units.filter(Exists(bad))


def duties_of(units: QuerySet) -> QuerySet:
    return Duty.objects.filter(unit__in=units)
