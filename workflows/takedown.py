"""One act hides an item everywhere because of personal data; every copy is looked at until gone.

The removal comes first and waits for nothing: not for the vault, the search server or a worker.
"""

import json
import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from disclosure import copies, outbox, publishing
from disclosure.canonical import public_record
from disclosure.models import PublicVersion
from privacy import vault
from workflows import incidents, mail, roles, wording
from workflows.models import CopyCheck, ProblemReport, Takedown
from workflows.standing import NotAllowed, fresh

log = logging.getLogger(__name__)
# Owed removals that may not wait for a worker; mails and the physical scrub may.
REMOVING = ("unindex", "files")


class StillThere(Exception):
    """Some copy is not confirmed gone; the outbox tries again."""


def units_to_act_in(user) -> set[int]:
    """Units whose items the account may take down: those it reviews or publishes for; all of them
    for the office. One person suffices in an emergency."""
    from disclosure.models import Unit

    if roles.has_role(user, roles.OFFICE):
        return set(Unit.objects.values_list("pk", flat=True))
    held = [r for r in (roles.REVIEWER, roles.PUBLISHER) if roles.has_role(user, r)]
    return {pk for r in held for pk in roles.units_of(user, r).values_list("pk", flat=True)}


def may_take_down(user, page) -> bool:
    return page.unit_id in units_to_act_in(user)


def take_down(
    page,
    *,
    by,
    note: str,
    classes: list[str],
    persons: str = "unknown",
    opened_by: str = "staff",
    report: ProblemReport | None = None,
) -> Takedown:
    """Hide the item everywhere, open its incident, and look at every copy.

    `note` says what happened without the data itself: `wording.HoldsPersonalData` otherwise.
    `NotAllowed` for who may not; `NotCleared` when the item is not public.
    """
    page = fresh(page)
    if not may_take_down(by, page):
        raise NotAllowed([_("只有本单位的隐私审查、发布人员和公开办可以紧急撤下。")])
    note = wording.require_clean(note, page)
    return _take_down(page, by, note, classes, persons, opened_by, report)


def take_down_automatically(number: str, payload: dict) -> None:
    """Outbox `takedown`: a machine found withheld data on a live surface (privacy.md 7.5).

    `payload`: classes, a list of keys of privacy.yaml.
    """
    from disclosure.models import DisclosurePage

    page = DisclosurePage.objects.filter(number=number, live=True).first()
    if page is not None:
        note = _("自动复查发现不应公开的内容，已自动撤下。")
        classes = payload.get("classes", [])
        _take_down(page.specific, None, note, classes, "unknown", "recheck", None)


def _take_down(page, by, note, classes, persons, opened_by, report) -> Takedown:
    record, since = public_record(page), incidents.public_since(page)
    traces = copies.traces_of(page)
    with transaction.atomic():
        version = publishing.withdraw(page, reason="privacy", by=by)
        _end_workflows(page, by)
        takedown = Takedown.objects.create(
            number=page.number,
            page_id=page.pk,
            unit=page.unit,
            rev=version.rev,
            note=note[:300],
            sealed_id=_seal(page, record, by),
            by=by,
            by_name=incidents.name_of(by),
        )
        for copy in copies.known():
            CopyCheck.objects.create(takedown=takedown, name=copy.name, trace=traces[copy.name])
        incidents.open_for(
            takedown, classes=classes, persons=persons, opened_by=opened_by, since=since
        )
        _answer_reports(takedown, report, by)
        _tell(page, by)
        outbox.enqueue("copies", page.number, takedown=takedown.pk)
    log.warning("workflows.takedown page=%s takedown=%s", page.pk, takedown.pk)
    confirm(takedown)
    return takedown


def _seal(page, record, by):
    """The removed content for whoever must find out whom to tell; without the vault none is kept:
    the removal does not wait for it."""
    try:
        with transaction.atomic():
            return vault.seal(
                json.dumps(record, ensure_ascii=False).encode(),
                kind="takedown",
                name="takedown",
                unit_code=page.unit.code,
                by=by,
            ).pk
    except vault.VaultUnavailable:
        log.warning("workflows.takedown_unsealed page=%s", page.pk)
        return None


def _end_workflows(page, by) -> None:
    """The submission under way lost its content with the rest: it goes back to the editor."""
    running = WorkflowState.objects.active().filter(
        object_id=str(page.pk), base_content_type=page.get_base_content_type()
    )
    for state in running:
        state.cancel(user=by)


def _answer_reports(takedown: Takedown, report, by) -> None:
    """All open reports of a leak in this item are answered by its takedown."""
    waiting = ProblemReport.objects.filter(number=takedown.number).exclude(state="done")
    leaks = waiting.filter(kind="leak")
    if report is not None:
        leaks = leaks | waiting.filter(pk=report.pk)
    leaks.update(
        state="done",
        outcome="taken_down",
        takedown=takedown,
        by=by,
        by_name=takedown.by_name,
        handled_at=timezone.now(),
    )


def _tell(page, by) -> None:
    watching = roles.users_with(roles.REVIEWER, page.unit) | roles.users_with(roles.OFFICE)
    mail.tell(page, "taken_down", watching.distinct(), but=by)
    editors = roles.users_with(roles.EDITOR, page.unit)
    mail.tell(page, "reopened", editors.exclude(pk__in=watching.values("pk")), but=by)


def confirm(takedown: Takedown) -> bool:
    """Do what is owed for the item now, look at every copy not confirmed, and say whether all are
    gone. Never raises: what cannot be looked at stays red."""
    outbox.drain_for(takedown.number, REMOVING)
    return look(takedown)


def start_over(takedown: Takedown) -> None:
    """Every copy counts as there until it was looked at once more."""
    takedown.copies.update(is_gone=False)
    takedown.confirmed_at = None
    takedown.save(update_fields=["confirmed_at"])


def look(takedown: Takedown) -> bool:
    """Look at every copy that is not confirmed gone yet."""
    if is_superseded(takedown):
        return True
    for check in takedown.copies.filter(is_gone=False):
        _look_at(check, takedown.number)
    if takedown.copies.filter(is_gone=False).exists():
        return False
    if takedown.confirmed_at is None:
        takedown.confirmed_at = timezone.now()
        takedown.save(update_fields=["confirmed_at"])
        incidents.copies_confirmed(takedown.incident)
    return True


def is_superseded(takedown: Takedown) -> bool:
    """The item was cleared and released anew since: its copies are rightly there."""
    last = PublicVersion.objects.filter(number=takedown.number).order_by("-rev").first()
    return last is not None and last.rev > takedown.rev and last.type != "withdraw"


def _look_at(check: CopyCheck, number: str) -> None:
    copy = copies.get(check.name)
    check.attempts += 1
    check.checked_at = timezone.now()
    check.error = ""
    try:
        check.is_gone = copy is None or not copy.still_there(number, check.trace)
    except Exception as error:  # noqa: BLE001  whatever keeps us from looking leaves it red
        check.is_gone, check.error = False, type(error).__name__[:80]
    check.gone_at = check.checked_at if check.is_gone else None
    check.save()


def confirm_later(number: str, payload: dict) -> None:
    """Outbox `copies`: raises until every copy is confirmed gone, so that it is tried again."""
    takedown = Takedown.objects.filter(pk=payload["takedown"]).first()
    if takedown is not None and not look(takedown):
        raise StillThere


def latest_of(page) -> Takedown | None:
    return Takedown.objects.filter(page_id=page.pk).first()
