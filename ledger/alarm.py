"""What keeps the log from going on, seen by staff and checks until it is over (spec §8, §9)."""

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import mail_admins
from django.utils import timezone
from django.utils.translation import gettext as _

from .refusals import told

log = logging.getLogger(__name__)
FOLDER = ".alarms"


@dataclass(frozen=True, slots=True)
class Alarm:
    """`kind` as in refusals.SAYS; `since` in ISO 8601, the first time it was met."""

    kind: str
    detail: str
    since: str

    @property
    def message(self) -> str:
        return told(self.kind, self.detail)


def sound(kind: str, detail: str = "") -> None:
    """Raise the alarm; administrators get one mail for as long as it lasts."""
    log.critical("ledger.alarm kind=%s %s", kind, detail)
    path = _folder() / f"{kind}.json"
    if path.exists():
        return
    alarm = Alarm(kind, detail, timezone.now().isoformat(timespec="seconds"))
    # On a full disk the log line above must do.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(alarm)), encoding="utf-8")
    mail_admins(_("公开记录停止更新"), alarm.message, fail_silently=True)


def end(*kinds: str) -> None:
    """These kinds are over; without names, all."""
    for alarm in standing():
        if not kinds or alarm.kind in kinds:
            with suppress(OSError):
                (_folder() / f"{alarm.kind}.json").unlink()
            log.warning("ledger.alarm_over kind=%s", alarm.kind)


def standing() -> list[Alarm]:
    """All alarms that stand, the oldest first."""
    found = []
    for path in _folder().glob("*.json"):
        with suppress(OSError, ValueError, TypeError):
            found.append(Alarm(**json.loads(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda alarm: alarm.since)


def _folder() -> Path:
    return Path(settings.LEDGER_DIR) / FOLDER
