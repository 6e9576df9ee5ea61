"""Bringing duties and items together in bulk: items from before there was a register, and drafts.

Planning does this every night; between two nights releases, withdrawals and saved drafts do it one
by one (`items`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import F, Q

from disclosure.models import CatalogueItem, Clearance, DisclosurePage, Duty

from .items import PAGE, day_of, has_turns, key_of, last_day, register_began
from .matching import Days, Open, matches
from .slots import is_event_driven

BATCH = 1000
Name = Callable[[int, int], tuple[str, str]]


def follow_items(today: date, appeared: Counter, lapsed: Counter, name: Name) -> None:
    """Bring duties and items together: for items from before there was a register, and drafts."""
    rows = {row.pk: tuple(row.deadline_rules) for row in CatalogueItem.objects.all()}
    driven = [pk for pk, rules in rows.items() if is_event_driven(rules)]
    _own_duties(driven, appeared, name)
    _own_drafts(today, lapsed, name)
    _turns([pk for pk, rules in rows.items() if has_turns(rules)], today)


def _own_duties(rows: list[int], appeared: Counter, name: Name) -> None:
    """One duty for each item of a row by clock that has none."""
    known = set(Duty.objects.filter(event_key__startswith=PAGE).values_list("event_key", flat=True))
    items = DisclosurePage.objects.filter(
        catalogue_item__in=rows, unit__isnull=False, withdrawn_on=None, publicity="proactive"
    ).order_by("pk")
    began = register_began()
    taken_over = set(Clearance.objects.exclude(rule="").values_list("page_id", flat=True))
    made: list[Duty] = []
    for item in _plain(items):
        if key_of(item["pk"]) in known:
            continue
        due = last_day(item["formed_on"], item["due_on"], began)
        made.append(_own(item, None if item["pk"] in taken_over else due))
        appeared[name(item["catalogue_item_id"], item["unit_id"])] += 1
        if len(made) == BATCH:
            Duty.objects.bulk_create(made, ignore_conflicts=True)
            made = []
    Duty.objects.bulk_create(made, ignore_conflicts=True)


def _plain(items) -> Iterator[dict]:
    fields = "pk catalogue_item_id unit_id region_id due_on formed_on issued_on live".split()
    return items.values(*fields, "first_published_at").iterator(chunk_size=BATCH)


def _own(item: dict, due: date | None) -> Duty:
    is_public = item["live"] and item["first_published_at"] is not None
    return Duty(
        event_key=key_of(item["pk"]),
        kind=Duty.Kind.EVENT,
        catalogue_item_id=item["catalogue_item_id"],
        unit_id=item["unit_id"],
        region_id=item["region_id"],
        due_on=due,
        counted_from=item["formed_on"],
        page_id=item["pk"] if is_public else None,
        draft_id=None if is_public else item["pk"],
        fulfilled_on=day_of(item["first_published_at"]) if is_public else None,
    )


def _own_drafts(today: date, lapsed: Counter, name: Name) -> None:
    """Duties about drafts have the days of the draft; without a draft there is nothing owed."""
    own = Duty.objects.filter(
        kind=Duty.Kind.EVENT, fulfilled_on=None, lapsed_on=None, reopened_on=None
    )
    gone = own.filter(Q(draft=None) | ~Q(draft__publicity="proactive"))
    for pk, row, unit in list(gone.values_list("pk", "catalogue_item_id", "unit_id")):
        Duty.objects.filter(pk=pk).update(lapsed_on=today)
        lapsed[name(row, unit)] += 1
    moved, began = [], register_began()
    differs = ~Q(due_on=F("draft__due_on")) | Q(due_on=None, draft__due_on__isnull=False)
    for duty in own.filter(differs).select_related("draft"):
        due = last_day(duty.draft.formed_on, duty.draft.due_on, began)
        if due != duty.due_on:
            duty.due_on, duty.counted_from = due, duty.draft.formed_on
            moved.append(duty)
    Duty.objects.bulk_update(moved, ["due_on", "counted_from"], batch_size=BATCH)


def _turns(rows: list[int], today: date) -> None:
    """Items that were there before the duty keep it, the earliest first; drafts take up others."""
    waiting: dict[tuple[int, int], list[Open]] = {}
    found = Duty.objects.open().exclude(kind=Duty.Kind.EVENT).filter(draft=None)
    for row, unit, *values in found.values_list(
        "catalogue_item_id", "unit_id", "pk", "kind", "period_from", "period_to", "due_on"
    ):
        waiting.setdefault((row, unit), []).append(Open(*values))
    if not waiting:
        return
    used = set(Duty.objects.exclude(kind=Duty.Kind.EVENT).exclude(page=None).values_list(
        "page_id", flat=True))  # fmt: skip
    items = DisclosurePage.objects.filter(
        catalogue_item__in=rows, unit__isnull=False, withdrawn_on=None, publicity="proactive"
    )
    for item in _plain(items.order_by("-live", "first_published_at", "pk")):
        duties = waiting.get((item["catalogue_item_id"], item["unit_id"]))
        if duties and item["pk"] not in used:
            _settle(item, duties, today)


def _settle(item: dict, duties: list[Open], today: date) -> None:
    published = day_of(item["first_published_at"]) if item["first_published_at"] else today
    days = Days(item["formed_on"] or item["issued_on"] or published, published)
    kept = matches(duties, days)
    if not kept:
        return
    duties[:] = [duty for duty in duties if duty.pk not in kept]
    values = (
        {"page_id": item["pk"], "fulfilled_on": published, "reopened_on": None}
        if item["live"]
        else {"draft_id": item["pk"]}
    )
    Duty.objects.filter(pk__in=kept).update(**values)
