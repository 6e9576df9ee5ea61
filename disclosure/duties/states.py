"""Where a duty stands on a day (pure). `Duty.objects.with_states` says the same in SQL."""

from datetime import date, timedelta
from typing import Any, Protocol

PUBLISHED = "published"  # by its last day, or with no last day to keep
PUBLISHED_LATE = "published_late"
NOTHING = "nothing"  # a signed statement that there was nothing to publish
IN_WORK = "in_work"  # a draft exists, the last day is still to come
DUE_SOON = "due_soon"  # no draft, and the last day is near
LATE = "late"  # the last day has passed, a draft is in work
MISSING = "missing"  # the last day has passed, and there is no draft
OPEN = "open"  # no draft, the last day is far or there is none yet
LAPSED = "lapsed"  # ended without being owed
STATES = (
    PUBLISHED, PUBLISHED_LATE, NOTHING, IN_WORK, DUE_SOON, LATE, MISSING, OPEN, LAPSED,
)  # fmt: skip
OVERDUE = (LATE, MISSING)
SETTLED = (PUBLISHED, PUBLISHED_LATE, NOTHING, LAPSED)
SOON_DAYS = 3  # calendar days before the last day


class DutyLike(Protocol):
    """What a state is read from; ids stand for the rows they name."""

    @property
    def due_on(self) -> date | None: ...
    @property
    def fulfilled_on(self) -> date | None: ...
    @property
    def lapsed_on(self) -> date | None: ...
    @property
    def statement_id(self) -> Any: ...
    @property
    def draft_id(self) -> Any: ...


def state_of(
    duty: DutyLike, today: date, soon_days: int = SOON_DAYS, *, sees_drafts: bool = True
) -> str:
    """The one state of `duty` on `today`; the last day itself is still in time.

    The public does not see drafts (`sees_drafts` false): to it nothing is in work.
    """
    due = duty.due_on
    if duty.fulfilled_on is not None:
        return PUBLISHED_LATE if due is not None and due < duty.fulfilled_on else PUBLISHED
    if duty.lapsed_on is not None and duty.lapsed_on <= today:
        return LAPSED
    if duty.statement_id is not None:
        return NOTHING
    has_draft = sees_drafts and duty.draft_id is not None
    if due is not None and due < today:
        return LATE if has_draft else MISSING
    if has_draft:
        return IN_WORK
    if due is not None and due <= today + timedelta(days=soon_days):
        return DUE_SOON
    return OPEN
