"""Duties and items: what is in work, what was published, what was taken back.

A release fulfils duties in its own transaction, and a withdrawal reopens them in its own: the
register never says otherwise than the log. Neither can make anything public (I1).
"""

from datetime import date, datetime

from django.db.models import Min
from django.db.models.signals import post_delete

from disclosure.canonical import BEIJING
from disclosure.models import DisclosurePage, Duty, DutyAssignment
from disclosure.periods import today as day_in_china

from .matching import Days, Open, matches
from .slots import SCHEDULED, is_event_driven

PAGE = "page:"  # of the event key of a duty that is about one item
# These make a thing not owed at all; whatever else was taken back has to come again.
NOT_OWED_AFTER = frozenset({"repealed", "legal"})


def key_of(page_id: int) -> str:
    return f"{PAGE}{page_id}"


def day_of(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def has_turns(rules: tuple) -> bool:
    """Whether a row is owed by the calendar, be it besides."""
    return any(rule.get("kind") in SCHEDULED for rule in rules)


def days_of(page: DisclosurePage, today: date) -> Days:
    published = day_of(page.first_published_at) if page.first_published_at else today
    return Days(page.formed_on or page.issued_on or published, published)


def register_began() -> date | None:
    """The first day from which any unit owes anything here; None while nobody was assigned."""
    return DutyAssignment.objects.aggregate(day=Min("since"))["day"]


def last_day(formed_on: date | None, due_on: date | None, began: date | None) -> date | None:
    """The last day of an item's own duty: none for what is older than the register. Whether that
    was public in time nobody kept, so it is not called late."""
    is_older = formed_on is not None and began is not None and formed_on < began
    return None if is_older else due_on


def released(item: DisclosurePage, kind: str, *, was_public: bool = False) -> None:
    """`item` as stored is public now; `kind` is publish, revise or restore. Its duties are kept.

    `was_public`: it was taken over from another site, and when it appeared there is not known.
    """
    row = item.catalogue_item
    if row is None or item.unit_id is None:
        return
    rules = tuple(row.deadline_rules)
    today = day_in_china()
    days = days_of(item, today)
    done = {"page": item, "draft": None, "reopened_on": None, "lapsed_on": None}
    if is_event_driven(rules):
        _keep_own(item, done, days.published, was_public)
    if not has_turns(rules):
        return
    done["fulfilled_on"] = today if kind == "revise" else days.published
    # What was begun for a duty keeps that duty, whatever its days say.
    if Duty.objects.filter(draft=item, fulfilled_on=None).update(**done):
        return
    kept = matches(_asked(_turns_of(row.pk, item.unit_id)), days, is_strict=kind == "revise")
    if kept:
        Duty.objects.filter(pk__in=kept).update(**done)


def _keep_own(item: DisclosurePage, done: dict, day: date, was_public: bool) -> None:
    """The duty that is about this item: made with its release where no draft was seen before."""
    own = _own_of(item)
    if own.fulfilled_on is None:
        _describe(own, item)
        if was_public:
            own.due_on = None
        for name, value in done.items():
            setattr(own, name, value)
        own.fulfilled_on = day
        own.save()


def _own_of(page: DisclosurePage) -> Duty:
    key = key_of(page.pk)
    found = Duty.objects.filter(event_key=key).first()
    if found is not None:
        return found
    # Planning may be making the same one just now.
    return Duty.objects.get_or_create(
        catalogue_item_id=page.catalogue_item_id,
        unit_id=page.unit_id,
        region_id=page.region_id,
        period_from=None,
        event_key=key,
        defaults={"kind": Duty.Kind.EVENT},
    )[0]


def _describe(own: Duty, page: DisclosurePage) -> None:
    own.catalogue_item_id, own.unit_id = page.catalogue_item_id, page.unit_id
    own.region_id, own.counted_from = page.region_id, page.formed_on
    own.due_on = last_day(page.formed_on, page.due_on, register_began())


def _turns_of(row: int, unit: int):
    """Duties of the row and unit by the calendar that wait, those signed away included: what is
    published after all counts, and the statement stays on record."""
    found = Duty.objects.filter(catalogue_item=row, unit=unit, fulfilled_on=None, lapsed_on=None)
    return found.exclude(kind=Duty.Kind.EVENT)


def _asked(duties) -> list[Open]:
    names = ("pk", "kind", "period_from", "period_to", "due_on")
    return [Open(*values) for values in duties.values_list(*names)]


def withdrawn(item: DisclosurePage, reason: str) -> None:
    """`item` is not public any more: what it kept is owed again, unless another item stands.

    Its own duty lapses where the thing itself is not to be public any more (废止、依法撤下).
    """
    kept = Duty.objects.filter(page=item)
    standing = list(kept.filter(kind=Duty.Kind.CONTINUOUS))
    today = day_in_china()
    if reason in NOT_OWED_AFTER:
        kept.filter(event_key=key_of(item.pk)).update(lapsed_on=today)
    kept.update(page=None, fulfilled_on=None, reopened_on=today)
    for duty in standing:
        other = _standing_in_for(duty)
        if other is not None:
            # What should stand still stands, and has since the day it was first public.
            Duty.objects.filter(pk=duty.pk).update(
                page=other, fulfilled_on=duty.fulfilled_on, reopened_on=None
            )


def _standing_in_for(duty: Duty) -> DisclosurePage | None:
    others = DisclosurePage.objects.released().filter(
        catalogue_item=duty.catalogue_item_id, unit=duty.unit_id
    )
    return others.order_by("first_published_at", "pk").first()


def forget(page_id: int) -> None:
    """A draft is gone: the duty about it lapses, others only lose the draft."""
    own = Duty.objects.filter(event_key=key_of(page_id), fulfilled_on=None, lapsed_on=None)
    own.update(lapsed_on=day_in_china())


def follow_draft(page: DisclosurePage, today: date | None = None) -> None:
    """A draft was begun or changed: its own duty follows it, and a turn that waits is in work."""
    if page.live or page.withdrawn_on or page.catalogue_item_id is None or page.unit_id is None:
        return
    today = today or day_in_china()
    rules = tuple(page.catalogue_item.deadline_rules)
    if is_event_driven(rules):
        _follow_own(page, today)
    if has_turns(rules) and page.publicity == "proactive":
        _take_up(page, today)


def _follow_own(page: DisclosurePage, today: date) -> None:
    is_owed = page.publicity == "proactive"
    if not is_owed and not Duty.objects.filter(event_key=key_of(page.pk)).exists():
        return
    own = _own_of(page)
    if own.fulfilled_on is None:
        _describe(own, page)
        own.draft_id = page.pk
        own.lapsed_on = None if is_owed else (own.lapsed_on or today)
        own.save()


def _take_up(page: DisclosurePage, today: date) -> None:
    """The duty it was begun for, or else the one that its days point to."""
    if Duty.objects.filter(draft=page, fulfilled_on=None).exclude(kind=Duty.Kind.EVENT).exists():
        return
    free = _turns_of(page.catalogue_item_id, page.unit_id).filter(draft=None)
    kept = matches(_asked(free), days_of(page, today))
    if kept:
        Duty.objects.filter(pk__in=kept).update(draft=page)


def follow_deletions() -> None:
    """Attach per model: a receiver without sender would slow every delete of the project."""
    from disclosure import face

    for model in face.page_classes():
        post_delete.connect(_gone, sender=model, dispatch_uid=f"duties-{model._meta.label}")


def _gone(sender, instance, **kwargs) -> None:
    forget(instance.pk)
