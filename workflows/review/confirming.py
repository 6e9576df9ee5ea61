"""The second person: who keeps what must not be public needs another reviewer's word for it.

privacy.md 7.2. A verdict holds for one place, one value and one pair of grounds; whoever changes a
ground asks again. Until every keep is confirmed the review cannot be passed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ledger import canonical_json
from privacy.policy import rule_file
from workflows import parts, standing, worklist
from workflows.lists.columns import columns_of, lists_of
from workflows.models import ColumnDecision, KeepVerdict, PrivacyReviewTask, ReviewDecision
from workflows.review.classes import FREE_TO_KEEP, label_of
from workflows.review.deciding import CannotDecide
from workflows.review.spots import Spot, spots_of


@dataclass(slots=True)
class Kept:
    """One decision to keep that needs the second person; `decision` is its row."""

    kind: str
    place: str
    cls: str
    where: str
    decision: object
    digest: str
    verdict: KeepVerdict | None = None
    spot: Spot | None = None

    @property
    def label(self) -> str:
        return label_of(self.cls)

    @property
    def is_confirmed(self) -> bool:
        return self.verdict is not None and self.verdict.verdict == "confirmed"

    @property
    def is_refused(self) -> bool:
        return self.verdict is not None and self.verdict.verdict == "refused"


Source = Callable[[object, object], list[Kept]]  # (state, page)
_sources: list[Source] = []


def register(source: Source) -> None:
    """Have kept findings of another kind (files) confirmed as well."""
    _sources.append(source)


def needs_second(page, cls: str) -> bool:
    """Whether keeping this class asks for a second person under the item's policy."""
    if cls in FREE_TO_KEEP:
        return False
    return cls in _blocked() or cls in _never(_policy_key(page))


def _policy_key(page) -> str:
    return page.catalogue_item.privacy_policy if page.catalogue_item else ""


@cache
def _blocked() -> frozenset[str]:
    return frozenset(c["key"] for c in rule_file()["classes"] if c["severity"] == "block")


@cache
def _never(policy: str) -> frozenset[str]:
    entry = next((one for one in rule_file()["policies"] if one["key"] == policy), {})
    return frozenset(entry.get("never") or ())


def digest_of(page, kind: str, place: str, decision) -> str:
    """Of what was confirmed: place, value by its fingerprint, class, and both grounds."""
    value = getattr(decision, "fingerprint", "")
    told = [page.pk, kind, place, value, decision.cls, decision.reason, decision.basis]
    text = canonical_json.dumps(told)
    return salted_hmac("workflows.second", text, algorithm="sha256").hexdigest()


def kept_of(state, page, spots: list[Spot] | None = None) -> list[Kept]:
    """All keeps of the review that need a second person, with the verdicts there are."""
    spots = spots_of(state.revision, page) if spots is None else spots
    kept = [
        _kept(page, "spot", spot.ref, parts.label(page, spot.part), spot.decision, spot)
        for spot in spots
        if spot.decision is not None
        and spot.action == "keep"
        and spot.proposed != "keep"
        and needs_second(page, spot.cls)
    ]
    for table, uploaded in lists_of(page):
        for column in columns_of(uploaded):
            asks = column.decision is not None and column.action == "keep" and column.asks_ground
            if asks and needs_second(page, column.cls):
                where = f"{table.caption or _('对象名册')} · {column.name}"
                place = f"{uploaded.pk}:{column.index}"
                kept.append(_kept(page, "column", place, where, column.decision))
    for source in _sources:
        kept += source(state, page)
    verdicts = {
        v.digest: v
        for v in KeepVerdict.objects.filter(page_id=page.pk, digest__in=[k.digest for k in kept])
    }
    for one in kept:
        one.verdict = verdicts.get(one.digest)
    return kept


def _kept(page, kind, place, where, decision, spot=None) -> Kept:
    digest = digest_of(page, kind, place, decision)
    return Kept(kind, place, decision.cls, where, decision, digest, spot=spot)


def unconfirmed(state, page, spots: list[Spot] | None = None) -> list[Kept]:
    """Keeps that still stand in the way of passing the review."""
    return [one for one in kept_of(state, page, spots) if not one.is_confirmed]


def refusals(page) -> dict[tuple[str, str], KeepVerdict]:
    """The last refusal by (kind, place), to be told to whoever decides there again."""
    found = KeepVerdict.objects.filter(page_id=page.pk, verdict="refused").order_by("pk")
    return {(v.kind, v.place): v for v in found}


def objections(page, state, user, kept: list[Kept]) -> list[str]:
    """Why this account may not be the second person; empty when it may."""
    found = standing.objections(page, user, state)
    if any(one.decision.by_id == user.pk for one in kept):
        found.append(_("您自己作了这个决定，须由另一位隐私审查人确认。"))
    return found


def say(state, page, kept: Kept, by, verdict: str, note: str = "") -> KeepVerdict:
    """Confirm or refuse one keep. A refusal opens the place again; `CannotDecide` says why not."""
    from workflows import wording

    if verdict not in dict(KeepVerdict.VERDICTS):
        raise CannotDecide(_("请选择同意或不同意。"))
    reasons = objections(page, state, by, [kept])
    if reasons:
        raise CannotDecide(reasons[0])
    if kinds := wording.kinds_in(note):
        raise CannotDecide(wording.refusal(kinds))
    if verdict == "refused" and not note.strip():
        raise CannotDecide(_("不同意的，请写明理由，第一位审查人会看到。"))
    said, _made = KeepVerdict.objects.update_or_create(
        page_id=page.pk,
        digest=kept.digest,
        defaults={
            "kind": kept.kind,
            "place": kept.place,
            "cls": kept.cls,
            "verdict": verdict,
            "note": note.strip()[:200],
            "by": by,
            "by_name": by.get_full_name() or by.get_username(),
        },
    )
    if verdict == "refused":
        kept.decision.delete()
    return said


def waiting_confirmations(user) -> list["Waiting"]:
    """Items of the user's units in which somebody else's keep waits for a second person."""
    mine = worklist.acting_units(user, PrivacyReviewTask.role)
    if not mine.exists():
        return []
    found = []
    for task in PrivacyReviewTask.objects.all():
        for state in worklist.running_states(task, user).select_related("revision"):
            if _keeps_anything(state):
                found += _waiting(state, user)
    return found


@dataclass(slots=True)
class Waiting:
    """One item and the keeps that wait for this account."""

    page: object
    state: object
    kept: list[Kept]


def _keeps_anything(state) -> bool:
    """A cheap question before the dear one: most reviews keep nothing."""
    page_id = int(state.workflow_state.object_id)
    spots = ReviewDecision.objects.filter(revision_id=state.revision_id, action="keep")
    columns = ColumnDecision.objects.filter(page_id=page_id, action="keep")
    return spots.exists() or columns.exists() or bool(_sources)


def _waiting(state, user) -> list[Waiting]:
    page = state.revision.as_object()
    open_ones = [one for one in unconfirmed(state, page) if not one.is_refused]
    mine = [one for one in open_ones if one.decision.by_id != user.pk]
    if not mine or standing.objections(page, user, state):
        return []
    return [Waiting(page, state, mine)]
