"""Which items are kept back, for whom they are in sight, and who decides on them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from disclosure.attribute import decisions, rules
from disclosure.chain import contributors
from disclosure.models import AttributeDecision, DisclosurePage, Unit
from workflows import roles
from workflows.oversight import own_units

OVERSEERS = frozenset({roles.OFFICE, roles.AUDITOR})
OWN = (roles.EDITOR, roles.APPROVER)
VIEWERS = OVERSEERS | frozenset(OWN)
ORDER = ("late", "waiting", "soon", "referred", "kept")


@dataclass(frozen=True, slots=True)
class Line:
    """One item kept back. `title` is empty for who oversees: what is kept back may be a secret,
    and supervision needs unit, ground and dates only."""

    page_id: int
    unit: Unit
    title: str
    attribute: str
    state: str  # late, waiting for a decision, soon, referred, kept
    ground: str = ""
    decision: AttributeDecision | None = None


def oversees(user) -> bool:
    return bool(roles.roles_of(user) & OVERSEERS)


def may_see(user, item: DisclosurePage) -> bool:
    return any(roles.has_role(user, role, item.unit) for role in OWN)


def may_decide(user, item: DisclosurePage) -> bool:
    """An approver of the unit who did not write it (Art. 17: a responsible person reviews)."""
    return roles.has_role(user, roles.APPROVER, item.unit) and user.pk not in contributors(item)


def lines(user, today: date | None = None) -> list[Line]:
    """Everything kept back in sight of the account, what must be done first at the top."""
    today = today or timezone.localdate()
    everywhere = oversees(user)
    mine = set(own_units(user, OWN).values_list("pk", flat=True))
    stands = decisions.standing().select_related("unit")
    drafts = DisclosurePage.objects.filter(live=False, withdrawn_on__isnull=True).exclude(
        publicity=rules.PROACTIVE
    )
    if not everywhere:
        stands, drafts = stands.filter(unit__in=mine), drafts.filter(unit__in=mine)
    decided = {decision.page_id: decision for decision in stands}
    titles = dict(
        DisclosurePage.objects.filter(pk__in=decided, unit__in=mine).values_list(
            "pk", "draft_title"
        )
    )
    found = [
        Line(
            page_id,
            decision.unit,
            titles.get(page_id, ""),
            decision.get_attribute_display(),
            rules.state_of(decision.again_on, today),
            decision.get_ground_display(),
            decision,
        )
        for page_id, decision in decided.items()
    ]
    found += [
        Line(
            page.pk,
            page.unit,
            page.draft_title if page.unit_id in mine else "",
            page.get_publicity_display(),
            "waiting",
            page.get_exemption_display() or "",
        )
        for page in drafts.exclude(pk__in=decided).select_related("unit").defer("body")
    ]
    return sorted(found, key=lambda line: (ORDER.index(line.state), line.unit.code, line.page_id))
