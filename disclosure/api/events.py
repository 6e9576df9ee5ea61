"""What happened to which item, in the order of the public log: for those who keep a copy.

The log gives every event the next index under a lock, and the event becomes visible with the
change it tells of; who has read up to an index has missed nothing before it (spec §8).
"""

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from disclosure.problem import Problem
from disclosure.vocabulary import REMOVING_REASONS
from ledger.models import LedgerEntry, LedgerHead

from .paging import address_with
from .parameters import Warning, warnings_for

N = gettext_noop
PER_PAGE, MOST_PER_PAGE = 100, 1000
LARGEST_INDEX = 2**63 - 1

router = Router(tags=["events"])


class EventFilters(Schema):
    """Where to go on; -1 is the beginning."""

    after: int = Field(
        default=-1,
        ge=-1,
        le=LARGEST_INDEX,
        description=N("上次读到的序号；从 -1 开始"),
        examples=[-1],
    )
    limit: int = Field(
        default=PER_PAGE, ge=1, le=MOST_PER_PAGE, description=N("最多几条，不超过 1000")
    )


class EventOut(Schema):
    """One event. `action`: what a copy has to do, `put` (fetch anew) or `delete`."""

    index: int
    number: str
    revision: int
    type: str = Field(description=N("publish、revise、redact、withdraw 或 restore"))
    action: str = Field(description=N("put 请重新取这一条；delete 请删除副本"))
    is_removal: bool = Field(description=N("内容因个人隐私或依法删除，历次版本也请一并删除"))
    reason: str
    time: str
    org: str
    check_code: str
    url: str
    api_url: str


class EventPage(Schema):
    """Events after an index, oldest first. `size` is the number of all events so far."""

    after: int
    last: int = Field(description=N("这一页最后的序号；下次用它作 after"))
    size: int
    next: str | None
    results: list[EventOut]
    warnings: list[Warning] = Field(default=[], description=N("地址里没有起作用的参数"))


@router.get(
    "/events",
    response={200: EventPage, 422: Problem},
    url_name="events",
    operation_id="list_events",
    summary=N("公开、更改和撤下的事件，按公开记录的顺序"),
    description=N(
        "供保存副本的人同步：从 after=-1 读起，逐条照 action 做，记下 last，以后从它接着读。"
        "序号连续，没有空缺；读到 next 为 null 就已跟上。撤下的信息只有索引号和原因。"
    ),
)
def list_events(request: HttpRequest, filters: Query[EventFilters]):
    size = LedgerHead.objects.filter(pk=LedgerHead.ONLY).values_list("size", flat=True).first() or 0
    after, limit = filters.after, filters.limit
    # Up to the size read before: what is appended between the two statements comes next time.
    rows = LedgerEntry.objects.filter(index__gt=after, index__lt=size).order_by("index")
    results = [_event(request, row) for row in rows.defer("manifest", "leaf")[:limit]]
    last = results[-1]["index"] if results else after
    return {
        "after": after,
        "last": last,
        "size": size,
        "next": address_with(request, after=str(last)) if results and last + 1 < size else None,
        "results": results,
        "warnings": warnings_for(request, EventFilters),
    }


def _event(request: HttpRequest, row: LedgerEntry) -> dict:
    event = row.event
    is_withdrawn = row.type == "withdraw"
    return {
        "index": row.index,
        "number": row.item,
        "revision": row.rev,
        "type": row.type,
        "action": "delete" if is_withdrawn else "put",
        "is_removal": is_withdrawn and event.reason in REMOVING_REASONS,
        "reason": event.reason,
        "time": event.time,
        "org": event.org,
        "check_code": row.shown_code,
        "url": request.build_absolute_uri(f"/i/{row.item}/"),
        "api_url": request.build_absolute_uri(f"/api/v1/items/{row.item}/"),
    }
