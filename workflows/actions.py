"""The steps of an item, for screens, demo and tests alike. Each asks who acts and refuses alone.

`NotAllowed` and its kin say why an account may not; `publishing.NotCleared` comes from the gate.
"""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure import publishing
from disclosure.models import Clearance, PublicVersion
from privacy.vault import VaultUnavailable
from workflows import mail, redaction, roles, submission, wording
from workflows.files import clearing as building
from workflows.models import DepartmentApprovalTask, PrivacyReviewTask, ReleaseTask
from workflows.review import carrying, deciding, quoting
from workflows.review.spots import spots_of
from workflows.standing import (
    NotAllowed,
    NotWaiting,
    fresh,
    require,
    require_state,
    running_state,
    step_of,
)

log = logging.getLogger(__name__)
submit = submission.submit


class NoReasons(ValueError):
    """A return needs reasons: whoever must mend it cannot guess them."""


def approve(page, by, seen: int | None = None):
    """The department stands for exactly this revision; returns the `Approval`.

    `seen` is the revision the person looked at, where a screen showed one.
    """
    page = fresh(page)
    with transaction.atomic():
        state = require_state(page, DepartmentApprovalTask)
        require(page, by, state)
        _same(state, seen)
        approval = publishing.approve(state.revision, by=by, workflow_state=state.workflow_state)
        state.approve(user=by)
        carrying.carry_over(page, running_state(page))
        mail.tell(page, "approved", roles.users_with(roles.REVIEWER, page.unit), but=by)
    return approval


def review_and_clear(
    page, by, decisions=(), seen: int | None = None, *, wait: bool = True, rule: str = ""
) -> Clearance:
    """Take the given decisions, apply all there are, and clear the result for one release.

    `decisions`: `deciding.Decide` entries, or `"proposed"` to follow the detector everywhere.
    Raises `redaction.StillOpen` while anything is undecided. The surfaces are looked at after the
    transaction; what that finds stands in the way of the release, not of the review.
    Public copies of files are built before it; without `wait` long ones go on by themselves and
    `StillOpen` says so. `rule` names the batch in which items without findings are cleared.
    """
    page = fresh(page)
    with transaction.atomic():
        state = _reviewed(page, by, seen)
        if decisions == "proposed":
            deciding.follow_proposals(state, by)
        else:
            deciding.decide_all(state, decisions, by)
    if reasons := building.build_copies(page, state, wait=wait):
        raise redaction.StillOpen(reasons)
    with transaction.atomic():
        state = _reviewed(page, by, seen)
        clearance = redaction.apply(state, by, rule)
        mail.tell(page, "cleared", _publishers(page), but=by)
    _look_at_surfaces(clearance)
    return clearance


def _reviewed(page, by, seen: int | None):
    """The running review, when this account may act in it and looked at what it holds now."""
    state = require_state(page, PrivacyReviewTask)
    require(page, by, state)
    _same(state, seen)
    return state


def _look_at_surfaces(clearance: Clearance) -> None:
    """Without the vault there is no check, and without a check no release: it is made up for
    when somebody releases (I6)."""
    try:
        publishing.prepare(clearance)
    except VaultUnavailable:
        log.warning("workflows.unchecked clearance=%s", clearance.pk)


def release(page, by, reason: str = "", seen: int | None = None) -> PublicVersion:
    """Publish what was cleared; `reason` is a code of the vocabulary, asked for after the first
    publication. `NotCleared` leaves the item waiting at this step."""
    page = fresh(page)
    clearance = clearance_of(page)
    last = clearance.checks.order_by("-pk").first() if clearance else None
    if clearance and (last is None or not last.passed):
        publishing.prepare(clearance)  # not finished after the review, or its cause was mended
    with transaction.atomic():
        state = require_state(page, ReleaseTask)
        require(page, by, state)
        _same(state, seen)
        state.workflow_state.release_reason = reason
        state.approve(user=by)
        mail.tell(page, "released", [state.workflow_state.requested_by, page.owner], but=by)
    return PublicVersion.objects.filter(page_id=page.pk).order_by("-rev").first()


def return_(page, by, reasons: str):
    """Send the item back to its editor with reasons.

    After the department's approval the workflow ends: what comes next begins at the department
    again, because Wagtail would let the old approval count for the new text (gate.md 10).
    """
    page = fresh(page)
    reasons = _require_unquoted(wording.require_clean(reasons, page), page)
    if not reasons:
        raise NoReasons(_("请写明退回的理由：哪里要改、怎么改。"))
    with transaction.atomic():
        found = running_state(page)
        if found is None:
            raise NotWaiting([_("这件信息现在没有在审核，可能已由别人处理。")])
        state = require_state(page, step_of(found))
        require(page, by, state)
        state.reject(user=by, comment=reasons)
        if step_of(state) is not DepartmentApprovalTask:
            state.workflow_state.cancel(user=by)
        mail.tell(page, "returned", {state.workflow_state.requested_by, page.owner}, but=by)
    return state


def _require_unquoted(reasons: str, page) -> str:
    """No value of the submitted text may stand in what goes out by mail and into the history."""
    state = running_state(page)
    if state is not None:
        shown = state.revision.as_object()
        kinds = quoting.kinds_in(reasons, shown, spots_of(state.revision, shown))
        if kinds:
            raise wording.HoldsPersonalData(kinds)
    return reasons


def withdraw(page, by, reason: str) -> PublicVersion:
    """Take a live item off the site; the unit's publishers may, with a reason code."""
    page = fresh(page)
    if not roles.has_role(by, roles.PUBLISHER, page.unit):
        raise NotAllowed([_("您不是本单位的发布人员，不能撤下这件信息。")])
    with transaction.atomic():
        version = publishing.withdraw(page, reason=reason, by=by)
        mail.tell(page, "withdrawn", [page.owner], but=by)
    return version


def advance(page, by, step: type):
    """The positive action of a step, for code that knows only the step."""
    return {
        DepartmentApprovalTask: approve,
        PrivacyReviewTask: review_and_clear,
        ReleaseTask: release,
    }[step](page, by)


def clearance_of(page) -> Clearance | None:
    """The clearance of the submission under way."""
    state = running_state(page)
    if state is None:
        return None
    return (
        Clearance.objects.filter(page_id=page.pk, workflow_state_id=state.workflow_state_id)
        .order_by("-pk")
        .first()
    )


def _publishers(page):
    users = roles.users_with(roles.PUBLISHER, page.unit)
    if page.unit.may_merge_release:
        users = users | roles.users_with(roles.APPROVER, page.unit)
    return users.distinct()


def _same(state, seen: int | None) -> None:
    """What is decided on must be what was looked at."""
    if seen is not None and seen != state.revision_id:
        raise NotWaiting([_("打开这个页面以后内容有变化，请再看一遍。")])
