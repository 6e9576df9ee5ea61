"""What the public reports about an item: taken in sealed, answered within a time that is told."""

import json
import logging
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.calendars import current_calendar
from disclosure.deadlines import add_working_days
from privacy import vault
from workflows import mail, roles
from workflows.incidents import name_of
from workflows.models import ProblemReport
from workflows.standing import NotAllowed

log = logging.getLogger(__name__)
# Working days. 个人信息保护法 Art. 46, 47 give the rights; the numbers are ours (privacy.md 7.7).
ANSWER_WITHIN = {"leak": 1, "correct": 15, "delete": 15}
LONGEST_TEXT = 2000
LONGEST_CONTACT = 200
# Without signs that are mistaken for one another when read aloud or copied by hand.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reporter wrote, as it is opened again by a reviewer."""

    text: str
    contact: str


def due_on(kind: str, received: date) -> date:
    """Last day for the answer; the day of receipt is not counted."""
    return add_working_days(received, ANSWER_WITHIN[kind], current_calendar())


def cleaned(text: str, most: int) -> str:
    """Without control characters (a NUL stops PostgreSQL), cut to what is kept."""
    kept = (
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()[:most]


def take(page, *, kind: str, place: str, text: str = "", contact: str = "") -> ProblemReport:
    """Register a report; VaultUnavailable when something was written and cannot be sealed.

    Nothing that was written reaches a table, a mail or a log.
    """
    text, contact = cleaned(text, LONGEST_TEXT), cleaned(contact, LONGEST_CONTACT)
    today = timezone.localdate()
    with transaction.atomic():
        report = ProblemReport.objects.create(
            receipt=_new_receipt(),
            number=page.number,
            page_id=page.pk,
            unit=page.unit,
            kind=kind,
            place=place,
            vault_id=_seal(page, text, contact),
            has_contact=bool(contact),
            due_on=due_on(kind, today),
        )
        watching = roles.users_with(roles.REVIEWER, page.unit) | roles.users_with(roles.OFFICE)
        mail.tell(page, "reported", watching.distinct())
    log.info("workflows.report page=%s kind=%s place=%s", page.pk, kind, place)
    return report


def _seal(page, text: str, contact: str):
    if not (text or contact):
        return None
    content = json.dumps({"text": text, "contact": contact}, ensure_ascii=False).encode()
    code = page.unit.code
    return vault.seal(content, kind="report", name="report", unit_code=code, by=None).pk


def _new_receipt() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _n in range(12))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def of_receipt(receipt: str) -> ProblemReport | None:
    """The report of this receipt, however it was typed."""
    signs = "".join(s for s in receipt.upper() if s in _SIGNS)[:12]
    return ProblemReport.objects.filter(receipt=f"{signs[:4]}-{signs[4:8]}-{signs[8:]}").first()


def visible_to(user):
    """Reports on items of the units the account reviews; all of them for the office."""
    if roles.has_role(user, roles.OFFICE):
        return ProblemReport.objects.all()
    if not roles.has_role(user, roles.REVIEWER):
        return ProblemReport.objects.none()
    units = roles.units_of(user, roles.REVIEWER).values("pk")
    return ProblemReport.objects.filter(unit__in=units)


def waiting(user):
    """Reports that nobody has answered yet, the most urgent first."""
    return visible_to(user).exclude(state="done").select_related("unit")


def open_told(report: ProblemReport, *, by, reason: str) -> Told:
    """What was written, for a reviewer with a reason; every opening is in the vault's log."""
    _require(report, by)
    told = json.loads(vault.open(vault.get(report.vault_id), by=by, reason=reason).decode())
    return Told(told.get("text", ""), told.get("contact", ""))


@transaction.atomic
def settle(report: ProblemReport, *, by, outcome: str) -> None:
    """Answer a report without a takedown; the receipt page shows the outcome."""
    _require(report, by)
    if outcome not in dict(ProblemReport._meta.get_field("outcome").choices):
        raise NotAllowed([_("请选择处理结果。")])
    report.state, report.outcome = "done", outcome
    report.by, report.by_name, report.handled_at = by, name_of(by), timezone.now()
    report.save()


def begin(report: ProblemReport, *, by) -> None:
    """The report is being looked into; its receipt page says so."""
    _require(report, by)
    ProblemReport.objects.filter(pk=report.pk, state="new").update(
        state="looking", by=by, by_name=name_of(by)
    )


def _require(report: ProblemReport, by) -> None:
    if not visible_to(by).filter(pk=report.pk).exists():
        raise NotAllowed([_("这份报告不属于您负责的单位。")])
