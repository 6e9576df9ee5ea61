"""What waits for review: findings by kind, what changed, who is at it, until when."""

from dataclasses import dataclass, field

from workflows import changes, standing, worklist
from workflows.due import Clock
from workflows.lists.columns import columns_of, lists_of
from workflows.models import PrivacyReviewState, PrivacyReviewTask
from workflows.review.classes import label_of
from workflows.review.spots import counts_by_class, spots_of
from workflows.worklist import WorkItem


@dataclass(slots=True)
class Entry:
    """One line of the queue."""

    item: WorkItem
    state: PrivacyReviewState
    objections: list[str]
    places: int = 0
    columns: int = 0
    rows: int = 0
    kinds: list[tuple[str, int]] = field(default_factory=list)
    compared_with: str = "first"
    changed: int = 0
    claimant: object = None
    is_mine: bool = False

    @property
    def is_free(self) -> bool:
        return self.claimant is None or self.is_mine

    @property
    def is_empty(self) -> bool:
        return not self.places and not self.columns


def entries(user) -> list[Entry]:
    """The reviewer's queue, the most urgent first."""
    states = [
        state
        for task in PrivacyReviewTask.objects.all()
        for state in worklist.running_states(task, user)
    ]
    reviews = PrivacyReviewState.objects.select_related("revision", "claimed_by").in_bulk(
        [state.pk for state in states]
    )
    items = worklist.items_of([state.pk for state in states], Clock())
    return [_entry(item, reviews[item.state.pk], user) for item in items]


def _entry(item: WorkItem, state: PrivacyReviewState, user) -> Entry:
    page = state.revision.as_object()
    counts = counts_by_class(spots_of(state.revision, page))
    lists = lists_of(page)
    kind, changed = changes.since_last_time(item.page, state)
    claimant = state.claimant()
    return Entry(
        item=item,
        state=state,
        objections=standing.objections(item.page, user, state),
        places=sum(counts.values()),
        columns=sum(
            c.proposed != "keep" for _table, uploaded in lists for c in columns_of(uploaded)
        ),
        rows=sum(uploaded.row_count for _table, uploaded in lists),
        kinds=[(label_of(cls), n) for cls, n in sorted(counts.items(), key=lambda p: -p[1])],
        compared_with=kind,
        changed=len(changed),
        claimant=claimant,
        is_mine=claimant == user,
    )
