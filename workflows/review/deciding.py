"""Taking decisions one by one; each is kept as one goes, so that leaving loses nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows import wording
from workflows.models import ACTIONS, ReviewDecision
from workflows.review import replacing
from workflows.review.classes import needs_ground
from workflows.review.decidable import Decidable
from workflows.review.spots import Spot, spots_of


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
    check(wanted, chosen, replacing.proposed_generalisation(chosen))
    check_words(wanted, state.revision.as_object(), spots)
    met = [spot for spot in spots if spot is chosen or alike(chosen, spot, wanted.scope)]
    for spot in met:
        _store(state, spot, wanted, by)
    return met


def alike(chosen: Decidable, spot: Decidable, scope: str) -> bool:
    """Whether a decision about `chosen` with this scope meets `spot` as well."""
    if scope == "value":
        return spot.value == chosen.value
    # A proposal to keep was made for a cause of its own: "all of this class" leaves it alone.
    return scope == "class" and spot.cls == chosen.cls and spot.proposed != "keep"


def check(wanted, spot: Decidable, coarser: str) -> None:
    """CannotDecide unless action, grounds and replacement of `wanted` are complete; `coarser` is
    what a generalisation would say without words of the reviewer's."""
    if wanted.action not in dict(ACTIONS):
        raise CannotDecide(_("请选择保留、隐藏、删除或概括。"))
    grounds = (wanted.reason.strip(), wanted.basis.strip())
    if spot.proposed != "keep" and needs_ground(spot.cls, wanted.action) and not all(grounds):
        raise CannotDecide(
            _("“%(kind)s”一般不公开。要保留，请写明理由和法律依据。") % {"kind": spot.label}
        )
    if wanted.action == "generalise" and not (wanted.replacement.strip() or coarser):
        raise CannotDecide(_("请写明概括成什么，例如只写到村或只写年份。"))


def check_words(wanted, page, spots: Sequence[Decidable]) -> None:
    """What staff write is stored and shown: it may quote nothing that is decided on."""
    from workflows.review import quoting

    for text in (wanted.reason, wanted.basis, wanted.replacement):
        kinds = quoting.kinds_in(text, page, spots)
        if kinds:
            raise CannotDecide(wording.refusal(kinds))


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


def follow_proposals(state, by) -> int:
    """Decide every open place and column as proposed (demo and tests); returns how many places."""
    from workflows.files import deciding as files
    from workflows.lists import columns

    columns.follow_proposals(state.revision.as_object(), by)
    files.follow_proposals(state.revision, state.revision.as_object(), by)
    opened = [spot for spot in spots_of(state.revision) if spot.is_open]
    for spot in opened:
        action = spot.proposed if spot.proposed in dict(ACTIONS) else "remove"
        if action == "generalise" and not replacing.proposed_generalisation(spot):
            action = "remove"
        _store(state, spot, Decide(*spot.key, action), by)
    return len(opened)
