"""Making the signed export of a day, once."""

import logging
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.calendars import current_calendar
from disclosure.deadlines import working_days_between
from disclosure.models import CatalogueVersion
from ledger import checkpoint, keys, note
from ledger.log_files import LogFolder
from ledger.publisher import publish_if_embedded
from supervision.coverage import board, facts, figures_file, manifest, package, register
from supervision.coverage.checking import check
from supervision.coverage.figures_file import Place
from supervision.coverage.manifest import LogState, Manifest
from supervision.models import CoverageExport

log = logging.getLogger(__name__)
KEPT_DAYS = 40  # after that only the last export of each month


class CannotExport(Exception):
    """No export was made; the text says what to do."""


def publish(as_of: date) -> tuple[CoverageExport, bool]:
    """The export as of the end of this day, and whether it was made now; a day has only one.

    CannotExport when the key or the log cannot be read, or when an outsider would refuse it.
    """
    standing = CoverageExport.objects.defer("package").filter(as_of=as_of).first()
    if standing:
        return standing, False
    try:
        publish_if_embedded()
        signing = keys.load(Path(settings.LEDGER_KEY_FILE))
        state = _log_state(signing)
    except (keys.BadKeyFile, note.BadNote, OSError) as error:
        raise CannotExport(
            _("公开记录的密钥或检查点读不出（%s），没有签名就不给出数据。请检查密钥文件的权限。")
            % type(error).__name__
        ) from error
    files, shown = _files(as_of)
    raw = Manifest(
        settings.LEDGER_ORIGIN, as_of, _catalogue(as_of), state, manifest.digests(files)
    ).raw
    files[manifest.MANIFEST] = raw
    signed = manifest.signed(raw, as_of, settings.LEDGER_ORIGIN, signing)
    files[manifest.NOTE] = signed.encode()
    _refuse_what_an_outsider_would(files, signing)
    packed = package.packed(files, as_of)
    with transaction.atomic():
        made, is_new = CoverageExport.objects.get_or_create(
            as_of=as_of, defaults={"package": packed, "board": shown}
        )
        _prune(as_of)
    log.info("coverage.published as_of=%s bytes=%d", as_of, len(packed))
    return made, is_new


def _log_state(signing) -> LogState:
    text = LogFolder().checkpoint()
    if text is None:
        raise note.BadNote("no checkpoint yet")
    verifiers = [note.verifier_of(key, settings.LEDGER_ORIGIN) for key in signing]
    now = checkpoint.verified(text, settings.LEDGER_ORIGIN, verifiers)
    return LogState(now.size, now.root.hex())


def _files(as_of: date) -> tuple[dict[str, bytes], dict]:
    found = list(register.facts(as_of))
    if not found:
        raise CannotExport(_("公开义务登记册还是空的。先运行 manage.py plan_duties ，再做评估包。"))
    units = register.units(one.unit for one in found)
    rows = register.rows(one.row for one in found)
    places = {unit[0]: Place(unit[2], unit[3]) for unit in units}
    figures = figures_file.of_facts(found, places, as_of)
    calendar = current_calendar()

    @cache
    def days_late(due_on: date) -> int:
        # At least one: what was due on a Friday is late on the Saturday.
        return max(1, working_days_between(due_on, as_of, calendar))

    shown = board.composed(figures, found, units, rows, as_of=as_of, days_late=days_late)
    return {
        manifest.DUTIES: facts.written(found),
        manifest.UNITS: facts.table(facts.UNIT_COLUMNS, units),
        manifest.ROWS: facts.table(facts.ROW_COLUMNS, rows),
        manifest.FIGURES: figures_file.written(figures),
    }, shown


def _catalogue(as_of: date) -> int:
    """Number of the version of the catalogue that was in force, 0 before the first."""
    in_force = CatalogueVersion.objects.filter(in_force_from__lte=as_of)
    newest = in_force.order_by("-in_force_from", "-pk").values_list("pk", flat=True).first()
    return newest or 0


def _refuse_what_an_outsider_would(files: dict[str, bytes], signing) -> None:
    result = check(files, [note.verifier_of(key, settings.LEDGER_ORIGIN) for key in signing])
    if result.problems:
        raise CannotExport(
            _("做好的评估包没有通过自己的核对，没有给出：%s") % result.problems[0][0]
        )


def _prune(as_of: date) -> None:
    """Older exports go, except the last one of each month."""
    older = CoverageExport.objects.filter(as_of__lt=as_of - timedelta(days=KEPT_DAYS))
    days = list(older.order_by("as_of").values_list("as_of", flat=True))
    last = {(day.year, day.month): day for day in days}
    older.exclude(as_of__in=last.values()).delete()
