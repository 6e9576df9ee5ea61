"""What waits for review, in the order of work, in a number of statements that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from disclosure.deadlines import working_days_between
from disclosure.models import EmergencyPage, WarningPage
from workflows import desk, standing, worklist
from workflows.due import SOON, Clock
from workflows.models import PrivacyReviewState, QueueSummary, UploadedFile
from workflows.review import summaries
from workflows.review.classes import label_of
from workflows.worklist import WorkItem

# Order of work (rules.md 1): what is urgent by nature, late, nearly late, starts today, the rest.
URGENT, LATE, NEAR, STARTS_TODAY, REST = range(5)
KINDS_OF_CONTENT = ("title", "field", "prose", "row", "other")


@dataclass(slots=True)
class Entry:
    """One line of the queue."""

    item: WorkItem
    state: PrivacyReviewState
    summary: QueueSummary | None
    rank: int
    formed_days: int | None = None
    objections: list[str] = field(default_factory=list)
    claimant: object = None
    is_mine: bool = False
    files: list[UploadedFile] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        return self.claimant is None or self.is_mine

    @property
    def is_known(self) -> bool:
        """Whether the detector has looked at all of it; until then it says nothing of findings."""
        return self.summary is not None and not self.files_under_way

    @property
    def places(self) -> int:
        """Places in title, fields, prose and rows."""
        return sum(n for _kind, _cls, n in self.summary.findings) if self.summary else 0

    @property
    def places_by_content(self) -> list[tuple[str, int]]:
        """(kind of content, places), in the order of reading."""
        counts: dict[str, int] = {}
        for kind, _cls, n in self.summary.findings if self.summary else ():
            counts[kind] = counts.get(kind, 0) + n
        return [(kind, counts[kind]) for kind in KINDS_OF_CONTENT if kind in counts]

    @property
    def by_class(self) -> dict[str, int]:
        """Places by class, text and files together."""
        counts: dict[str, int] = {}
        for _kind, cls, n in self.summary.findings if self.summary else ():
            counts[cls] = counts.get(cls, 0) + n
        for file in self.files:
            for cls, n in file.counts.items():
                counts[cls] = counts.get(cls, 0) + n
        return counts

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """(label, places), the most frequent first."""
        return [(label_of(c), n) for c, n in sorted(self.by_class.items(), key=lambda p: -p[1])]

    @property
    def in_files(self) -> int:
        return sum(sum(file.counts.values()) for file in self.files)

    @property
    def files_under_way(self) -> int:
        return sum(file.is_under_way for file in self.files)

    @property
    def files_failed(self) -> int:
        return sum(not file.is_ready and not file.is_under_way for file in self.files)

    @property
    def is_empty(self) -> bool:
        """Looked at, and nothing found that needs a decision."""
        if not self.is_known or self.files_failed:
            return False
        return not (self.places or self.summary.columns or self.in_files)

    @property
    def may_go_in_a_batch(self) -> bool:
        """Without findings, tables and files, free, and open to this reviewer."""
        plain = self.is_empty and not self.summary.tables and not self.summary.files
        return plain and self.is_free and not self.objections


def entries(user, clock: Clock | None = None) -> list[Entry]:
    """The reviewer's queue in the order of work."""
    return of_states(desk.waiting_states(user), user, clock)


def of_states(states, user, clock: Clock | None = None) -> list[Entry]:
    """Lines for these reviews, in the order of work."""
    clock = clock or Clock()
    reviews = {
        state.pk: state
        for state in states.select_related(
            "claimed_by", "workflow_state__requested_by", "revision"
        ).defer("revision__content")
    }
    items = worklist.items_of(list(reviews), clock)
    known = summaries.of_states(reviews.values())
    blocked = standing.objections_in_bulk(
        [(item.page, reviews[item.state.pk]) for item in items], user
    )
    files = _files(known.values())
    urgent = _urgent_types()
    lines = []
    for item in items:
        state = reviews[item.state.pk]
        claimant, summary = state.claimant(), known.get(state.pk)
        lines.append(
            Entry(
                item=item,
                state=state,
                summary=summary,
                rank=_rank(item, clock.today, urgent),
                formed_days=_formed_days(item, clock),
                objections=blocked.get(state.pk, []),
                claimant=claimant,
                is_mine=claimant == user,
                files=[files[f] for f in (summary.file_ids if summary else ()) if f in files],
            )
        )
    return sorted(lines, key=_order)


def _files(known: Iterable[QueueSummary]) -> dict[str, UploadedFile]:
    ids = [vault_id for summary in known for vault_id in summary.file_ids]
    return {str(pk): file for pk, file in UploadedFile.objects.in_bulk(ids).items()} if ids else {}


def _urgent_types() -> set[int]:
    """Warnings and live emergency updates go before everything (rules.md 1)."""
    return {t.pk for t in ContentType.objects.get_for_models(WarningPage, EmergencyPage).values()}


def _rank(item: WorkItem, today: date, urgent: set[int]) -> int:
    due = item.due
    if item.page.content_type_id in urgent:
        return URGENT
    if due.left is not None and due.left < 0:
        return LATE
    if due.left is not None and due.left <= SOON:
        return NEAR
    return STARTS_TODAY if item.page.publicity_from == today else REST


def _order(entry: Entry) -> tuple:
    """Within a rank by due date, then by age."""
    day = entry.item.due.day
    return (entry.rank, day is None, day or date.max, entry.item.since or timezone.now())


def _formed_days(item: WorkItem, clock: Clock) -> int | None:
    """The how-many-eth working day after the information was formed the due date is."""
    formed, due = item.page.formed_on, item.due.day
    if formed is None or due is None or due <= formed:
        return None
    return working_days_between(formed, due, clock.calendar)
