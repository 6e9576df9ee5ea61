"""The record of a leak, opened by a takedown: duties with clocks, log, closing (PIPL Art. 57)."""

import json
import secrets
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.calendars import current_calendar
from disclosure.deadlines import add_working_days
from disclosure.models import PublicVersion
from workflows import roles
from workflows.models import Incident, IncidentDuty, IncidentEntry, Takedown
from workflows.standing import NotAllowed

DUTIES_FILE = Path(__file__).parent / "data" / "incident_duties.json"
# How sure the law is: the duty with its time, the duty alone, or a rule of this platform.
CERTAINTIES = frozenset({"sure", "duty-sure", "product"})
MIDNIGHT = time(23, 59, 59)
TRIES = 5


@cache
def duties() -> dict[str, dict]:
    """The checklist by code, in its order."""
    return {duty["code"]: duty for duty in json.loads(DUTIES_FILE.read_text(encoding="utf-8"))}


def visible_to(user):
    """Incidents the account may see: all of its government for office and auditor, else those of
    the units it reviews or publishes for."""
    held = roles.roles_of(user)
    if held & {roles.OFFICE, roles.AUDITOR}:
        return Incident.objects.all()
    units = set(roles.units_of(user, roles.PUBLISHER).values_list("pk", flat=True))
    if roles.REVIEWER in held:
        units |= set(roles.units_of(user, roles.REVIEWER).values_list("pk", flat=True))
    return Incident.objects.filter(unit__in=units)


def may_work_on(user, incident: Incident) -> bool:
    """Reviewers of the unit and the office do; an auditor only reads."""
    return roles.has_role(user, roles.OFFICE) or roles.has_role(user, roles.REVIEWER, incident.unit)


def public_since(page) -> datetime | None:
    """When the running public period of the item began, by its public versions.

    The leak may have come with a later version; this is the earliest it can have been seen.
    """
    begun = PublicVersion.objects.filter(page_id=page.pk, type__in=["publish", "restore"])
    return begun.order_by("-rev").values_list("released_at", flat=True).first()


def open_for(
    takedown: Takedown, *, classes: list[str], persons: str, opened_by: str, since
) -> Incident:
    """Open the record with its checklist; call inside the transaction of the takedown."""
    now = timezone.now()
    incident = _numbered(
        now,
        number=takedown.number,
        page_id=takedown.page_id,
        unit=takedown.unit,
        takedown=takedown,
        opened_by=opened_by,
        opened_at=now,
        classes=sorted(set(classes)),
        persons=persons,
        public_since=since,
        public_until=now,
    )
    calendar = current_calendar()
    for code, duty in duties().items():
        IncidentDuty.objects.create(
            incident=incident, code=code, due_at=_due_at(duty, now, calendar)
        )
    write(incident, takedown.by_name, "opened", takedown.note)
    return incident


def _numbered(now, **fields) -> Incident:
    """With the next number of the year; two at one moment must not stop a takedown."""
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return Incident.objects.create(serial=next_serial(now), **fields)
        except IntegrityError:
            continue
    return Incident.objects.create(serial=f"{next_serial(now)}-{secrets.token_hex(3)}", **fields)


def next_serial(now) -> str:
    """Year and running number, for example 2026-0007."""
    year = timezone.localtime(now).year
    taken = Incident.objects.filter(serial__startswith=f"{year}-").values_list("serial", flat=True)
    numbers = [int(serial.split("-")[1]) for serial in taken]
    return f"{year}-{max(numbers, default=0) + 1:04d}"


def _due_at(duty: dict, now: datetime, calendar) -> datetime:
    """Working days last until 24:00 Asia/Shanghai; the day of the discovery is not counted."""
    if "due_hours" in duty:
        return now + timedelta(hours=duty["due_hours"])
    day = add_working_days(timezone.localdate(now), duty["due_working_days"], calendar)
    return timezone.make_aware(datetime.combine(day, MIDNIGHT))


def is_late(duty: IncidentDuty, now: datetime) -> bool:
    return duty.state == "open" and duty.due_at is not None and duty.due_at < now


def write(incident: Incident, who: str, action: str, note: str = "") -> IncidentEntry:
    """One line of the log; `note` has been checked to name nobody."""
    return IncidentEntry.objects.create(
        incident_id=incident.pk, by_name=who, action=action, note=note[:300]
    )


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("系统")


@transaction.atomic
def settle(incident: Incident, code: str, *, by, state: str, reason: str) -> IncidentDuty:
    """A duty is done, or does not apply; the latter needs a reason."""
    _require_open(incident, by)
    duty = IncidentDuty.objects.select_for_update().get(incident=incident, code=code)
    if state not in ("done", "not_needed", "open"):
        raise ValueError(state)
    if state == "not_needed" and not reason.strip():
        raise NotAllowed([_("写明为什么不适用，才能勾掉这一项。")])
    if code == "remedy" and state == "done" and not _is_confirmed(incident):
        raise NotAllowed([_("还有副本没有确认清除，这一项不能算完成。")])
    duty.state, duty.reason, duty.at = state, reason.strip()[:300], timezone.now()
    duty.by_name = name_of(by)
    duty.save()
    write(incident, name_of(by), f"{state}:{code}", duty.reason)
    return duty


@transaction.atomic
def copies_confirmed(incident: Incident) -> None:
    """Every copy is gone: the immediate remedy of Art. 57 is done, by the system's own look."""
    write(incident, _("系统"), "confirmed")
    IncidentDuty.objects.filter(incident=incident, code="remedy", state="open").update(
        state="done", by_name=_("系统"), at=timezone.now()
    )


def _is_confirmed(incident: Incident) -> bool:
    return incident.takedown is None or incident.takedown.confirmed_at is not None


@transaction.atomic
def correct(incident: Incident, *, by, classes: list[str], persons: str, note: str = "") -> None:
    """What was found out later about kinds and number of persons."""
    _require_open(incident, by)
    incident.classes, incident.persons = sorted(set(classes)), persons
    incident.save(update_fields=["classes", "persons"])
    write(incident, name_of(by), "corrected", note)


@transaction.atomic
def close(incident: Incident, *, by) -> None:
    """Only when every duty is done or reasoned away, and every copy is confirmed gone."""
    _require_open(incident, by)
    left = incident.duties.filter(state="open").count()
    if left:
        raise NotAllowed([_("清单里还有 %(n)d 项没有完成或说明，不能办结。") % {"n": left}])
    incident.closed_at, incident.closed_by_name = timezone.now(), name_of(by)
    incident.save(update_fields=["closed_at", "closed_by_name"])
    write(incident, name_of(by), "closed")


def _require_open(incident: Incident, by) -> None:
    if not may_work_on(by, incident):
        raise NotAllowed([_("只有本单位的隐私审查人员和公开办可以办理泄露事件。")])
    if incident.closed_at:
        raise NotAllowed([_("这件事件已经办结，记录不能再改。")])
