"""Taking decisions one by one; each is kept as one goes, so that leaving loses nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.canonical import public_record
from workflows import wording
from workflows.models import ACTIONS, ReviewDecision
from workflows.review import replacing
from workflows.review.classes import needs_ground
from workflows.review.spots import Spot, fingerprint, occurrences, spots_of


class CannotDecide(ValueError):
    """The decision is not complete; the message tells the reviewer what is missing."""


@dataclass(frozen=True, slots=True)
class Decide:
    """A decision about one place; `scope` widens it to the same value or the same class."""

    part: str
    start: int
    end: int
    action: str
    reason: str = ""
    basis: str = ""
    replacement: str = ""
    scope: str = "one"


def decide_all(state, decisions: Iterable[Decide], by) -> None:
    for decision in decisions:
        decide(state, decision, by)


def decide(state, wanted: Decide, by) -> list[Spot]:
    """Keep the decision for its place and, by scope, for all alike; returns the spots it met."""
    spots = spots_of(state.revision)
    chosen = next((s for s in spots if s.key == (wanted.part, wanted.start, wanted.end)), None)
    if chosen is None:
        raise CannotDecide(_("这一处已经不在了，请刷新页面。"))
    _check(wanted, chosen)
    met = [spot for spot in spots if spot is chosen or _alike(chosen, spot, wanted.scope)]
    for spot in met:
        _store(state, spot, wanted, by)
    return met


def _alike(chosen: Spot, spot: Spot, scope: str) -> bool:
    if scope == "value":
        return spot.value == chosen.value
    # A proposal to keep was made for a cause of its own: "all of this class" leaves it alone.
    return scope == "class" and spot.cls == chosen.cls and spot.proposed != "keep"


def _check(wanted: Decide, spot: Spot) -> None:
    if wanted.action not in dict(ACTIONS):
        raise CannotDecide(_("请选择保留、隐藏、删除或概括。"))
    grounds = (wanted.reason.strip(), wanted.basis.strip())
    if spot.proposed != "keep" and needs_ground(spot.cls, wanted.action) and not all(grounds):
        raise CannotDecide(
            _("“%(kind)s”一般不公开。要保留，请写明理由和法律依据。") % {"kind": spot.label}
        )
    for text in (wanted.reason, wanted.basis, wanted.replacement):
        kinds = wording.kinds_in(text)
        if kinds:
            raise CannotDecide(wording.refusal(kinds))
    if wanted.action == "generalise" and not (
        wanted.replacement.strip() or replacing.proposed_generalisation(spot)
    ):
        raise CannotDecide(_("请写明概括成什么，例如只写到村或只写年份。"))


def _store(state, spot: Spot, wanted: Decide, by) -> None:
    replacement = ""
    if wanted.action == "generalise":
        replacement = wanted.replacement.strip() or replacing.proposed_generalisation(spot)
    ReviewDecision.objects.update_or_create(
        revision_id=state.revision_id,
        part=spot.part,
        start=spot.start,
        end=spot.end,
        defaults={
            "page_id": int(state.workflow_state.object_id),
            "cls": spot.cls,
            "action": wanted.action,
            "reason": wanted.reason.strip()[:200],
            "basis": wanted.basis.strip()[:200],
            "replacement": replacement[:200],
            "fingerprint": spot.fingerprint,
            "is_manual": spot.is_manual,
            "by": by,
        },
    )


def undo(state, part: str, start: int, end: int) -> None:
    """Take a decision back; a place that only the reviewer marked is no spot any more."""
    ReviewDecision.objects.filter(
        revision_id=state.revision_id, part=part, start=start, end=end
    ).delete()


def mark(state, part: str, text: str, cls: str, action: str, by) -> int:
    """Mark what the detector missed: every occurrence of `text` in the part. Returns how many.

    The text itself is not stored. Places that overlap a spot are left to that spot.
    """
    record = public_record(state.revision.as_object())
    text = text.strip()
    places = occurrences(record, part, text)
    if not places:
        raise CannotDecide(_("这一段里没有这几个字。请从原文复制。"))
    taken = [(s.start, s.end) for s in spots_of(state.revision) if s.part == part]
    free = [p for p in places if not any(p[0] < end and start < p[1] for start, end in taken)]
    for start, end in free:
        spot = Spot(part, start, end, cls, action, "", text)
        if needs_ground(cls, action):
            raise CannotDecide(_("自己标出的内容请选择隐藏、删除或概括。"))
        _check(Decide(part, start, end, action), spot)
        _store(state, spot, Decide(part, start, end, action), by)
        ReviewDecision.objects.filter(
            revision_id=state.revision_id, part=part, start=start, end=end
        ).update(is_manual=True, fingerprint=fingerprint(text))
    return len(free)


def follow_proposals(state, by) -> int:
    """Decide every open place and column as proposed (demo and tests); returns how many places."""
    from workflows.lists import columns

    columns.follow_proposals(state.revision.as_object(), by)
    opened = [spot for spot in spots_of(state.revision) if spot.is_open]
    for spot in opened:
        action = spot.proposed if spot.proposed in dict(ACTIONS) else "remove"
        if action == "generalise" and not replacing.proposed_generalisation(spot):
            action = "remove"
        _store(state, spot, Decide(*spot.key, action), by)
    return len(opened)
