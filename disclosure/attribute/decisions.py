"""What was decided about items that are not disclosed, and what therefore stands."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.attribute import rules
from disclosure.attribute.grounds import GROUNDS
from disclosure.models import AttributeDecision, DisclosurePage


class NotDecidable(ValueError):
    """The decision cannot stand like this; the text says what is missing."""


def standing():
    """The newest decision of every item that is still kept back."""
    newest = AttributeDecision.objects.values("page_id").annotate(last=Max("pk")).values("last")
    return AttributeDecision.objects.filter(pk__in=newest).exclude(step="opened")


def standing_of(page_id: int) -> AttributeDecision | None:
    last = AttributeDecision.objects.filter(page_id=page_id).first()
    return None if last is None or last.step == "opened" else last


def refusals(item: DisclosurePage, page: DisclosurePage) -> list[str]:
    """Why the gate does not let this out: its attribute, or a decision that stands (R1.3)."""
    if page.publicity != rules.PROACTIVE:
        return [_("公开属性不是主动公开，不能发布。")]
    if standing_of(item.pk) is not None:
        return [_("这件信息已决定不公开，或正等待有关部门确定；重新评估后才能公开。")]
    return []


@transaction.atomic
def decide(
    item: DisclosurePage,
    step: str,
    *,
    by,
    reason: str,
    ground: str = "",
    referred_to: str = "",
    today: date | None = None,
) -> AttributeDecision:
    """Take a decision and keep it. `NotDecidable` when a ground, a reason or the authority is
    missing, for a live item, and for a step that does not follow from what stands.

    The caller has looked whether the account may decide and whether the words name a person.
    """
    item = DisclosurePage.objects.select_for_update().get(pk=item.pk)
    if item.live:
        raise NotDecidable(_("这件信息已经公开；要收回的，请按撤下的程序办理。"))
    if item.current_workflow_state is not None:
        raise NotDecidable(_("这件信息正在审核；请先撤回提交。"))
    last = standing_of(item.pk)
    if (last is None) != (step in ("decided", "referred")) and not _answers(last, step):
        raise NotDecidable(_("这一步与现在的状态不符，请刷新后再看。"))
    attribute = _attribute(item, step, last)
    if step != "opened":
        _require(step, attribute, ground, reason, referred_to)
    elif len(reason.strip()) < rules.SHORTEST_REASON:
        raise NotDecidable(_("请写明理由，至少 %(n)d 个字。") % {"n": rules.SHORTEST_REASON})
    today = today or timezone.localdate()
    decision = AttributeDecision.objects.create(
        page_id=item.pk,
        unit=item.unit,
        step=step,
        attribute=attribute,
        ground=ground if step != "opened" else "",
        reason=reason.strip(),
        referred_to=referred_to.strip() if step == "referred" else "",
        again_on=rules.again_on(today) if step in ("decided", "kept") else None,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
    )
    _write(item, attribute, decision)
    return decision


def _answers(last: AttributeDecision | None, step: str) -> bool:
    """The authority has said: a referred item is decided upon."""
    return last is not None and last.step == "referred" and step == "decided"


def _attribute(item, step: str, last: AttributeDecision | None) -> str:
    if step == "opened":
        return rules.PROACTIVE
    if step == "referred":
        return rules.UNDECIDED
    asked = item.publicity if item.publicity in (rules.ON_APPLICATION, rules.WITHHELD) else ""
    return (
        asked
        or (last.attribute if last and last.attribute != rules.UNDECIDED else "")
        or (rules.WITHHELD)
    )


def _require(step: str, attribute: str, ground: str, reason: str, referred_to: str) -> None:
    missing = rules.gaps(attribute, ground, reason)
    if "ground" in missing or (ground and ground not in GROUNDS):
        raise NotDecidable(_("请选择不公开的依据（条例第十四条至第十六条）。"))
    if "reason" in missing:
        raise NotDecidable(_("请写明理由，至少 %(n)d 个字。") % {"n": rules.SHORTEST_REASON})
    if step == "referred" and not referred_to.strip():
        raise NotDecidable(_("请写明移送给哪个部门，例如保密行政管理部门。"))


def _write(item: DisclosurePage, attribute: str, decision: AttributeDecision) -> None:
    """The draft says the same: its row, and a revision of its own by nobody."""
    draft = item.specific.get_latest_revision_as_object()
    for page in (item, draft):
        page.publicity = attribute
        page.exemption = decision.ground or None
        page.publicity_ground = decision.reason if attribute != rules.PROACTIVE else ""
    item.save(update_fields=["publicity", "exemption", "publicity_ground"], clean=False)
    draft.save_revision(user=None, log_action=False, clean=False)


def tally() -> dict[tuple[int, str], int]:
    """Number of items kept back per unit and ground, for the public: counts, no titles."""
    rows = standing().order_by().values("unit", "ground", "attribute").annotate(n=Count("pk"))
    found: dict[tuple[int, str], int] = {}
    for row in rows:
        key = row["unit"], row["ground"] or rules.UNDECIDED
        found[key] = found.get(key, 0) + row["n"]
    return found
