"""查本人: rows of a cleared list, each sealed for the person it is about.

What a person is shown is what the board would show of them (privacy.md §2), and only where their
policy has a board. Made in the background from the vault's original; gone with the period, with
the next list, with a withdrawal, and with the original.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction
from django.db.models.signals import post_save

from disclosure import outbox, periods
from disclosure.models import Clearance, DisclosurePage, PublicVersion
from privacy import own_rows, renditions, vault
from privacy.models import OwnRow, VaultObject
from privacy.sealing import CannotUnseal
from workflows.lists.columns import columns_of, lists_of
from workflows.lists.opening import open_list, policy_of
from workflows.lists.sheet import Sheet
from workflows.models import UploadedList

BUILD = "own_rows"  # kind of the outbox row
ROWS_AT_ONCE = 200
THREADS = 2
USE = "own rows v1"
IDENTITIES = frozenset({"RESIDENT_ID", "RESIDENT_ID_15", "HMT_RESIDENCE", "FOREIGNER_PR"})

log = logging.getLogger(__name__)
Content = list[list[list[str]]]


def owe(page, clearance: Clearance) -> None:
    """Have the rows made for the lists of a clearance; inside its transaction."""
    if any(uploaded for _table, uploaded in lists_of(page)):
        outbox.enqueue(BUILD, page.number, clearance=clearance.pk)


def build(number: str, payload: dict) -> None:
    """Outbox `own_rows`: make what is missing; a second run goes on where the first stopped."""
    clearance = Clearance.objects.filter(pk=payload["clearance"]).first()
    page = DisclosurePage.objects.filter(number=number).first()
    if clearance is None or page is None or _is_outdated(clearance):
        return
    revision = page.revisions.filter(pk=clearance.revision_id).first()
    if revision is None:
        return
    cleared = revision.as_object()
    for _table, uploaded in lists_of(cleared):
        made = _build_list(number, cleared, uploaded)
        log.info("own_rows.built list=%s people=%d", uploaded.pk, made)


def _is_outdated(clearance: Clearance) -> bool:
    newer = Clearance.objects.filter(page_id=clearance.page_id, pk__gt=clearance.pk)
    return newer.exists()


def _build_list(number: str, page, uploaded: UploadedList) -> int:
    people = _people(page, uploaded, open_list(uploaded.pk, "workflows.own-rows"))
    sealed = vault.get(uploaded.pk)
    secret = vault.derived_key(sealed, USE)
    done = OwnRow.objects.filter(vault_id=uploaded.pk).count()
    rest = list(people.items())[done:]
    for start in range(0, len(rest), ROWS_AT_ONCE):
        some = rest[start : start + ROWS_AT_ONCE]
        OwnRow.objects.bulk_create(
            _sealed(number, uploaded.pk, secret, some), ignore_conflicts=True
        )
    return len(rest)


def _people(page, uploaded: UploadedList, sheet: Sheet) -> dict[bytes, tuple[str, str, Content]]:
    """Name, number and rows of everybody on the board, in the order of the list."""
    columns = [column.plain() for column in columns_of(uploaded)]
    board = renditions.board(policy_of(page).key, columns, sheet.rows)
    name = renditions.applicant_column(columns)
    identity = next((n for n, column in enumerate(columns) if column.cls in IDENTITIES), None)
    if board is None or name is None or identity is None:
        return {}
    found: dict[bytes, tuple[str, str, Content]] = {}
    for place, cells in zip(board.places, board.rows, strict=True):
        row = sheet.rows[place]
        if not (row[name].strip() and row[identity].strip()):
            continue
        who = own_rows.normalised(row[name], row[identity])
        content = [[label, cell] for label, cell in zip(board.labels, cells, strict=True) if cell]
        found.setdefault(who, (row[name], row[identity], []))[2].append(content)
    return found


def _sealed(number: str, vault_id, secret: bytes, people: Iterable) -> Iterator[OwnRow]:
    def one(entry) -> OwnRow:
        name, identity, content = entry[1]
        keys = own_rows.keys(own_rows.slow(name, identity, number), secret)
        sealed = own_rows.sealed_row(keys.row, content, _context(vault_id))
        return OwnRow(vault_id=vault_id, number=number, lookup=keys.lookup, sealed=sealed)

    # The slow function works outside the interpreter's lock.
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(one, people)


def _context(vault_id) -> str:
    return f"mingjing own row {vault_id}"


def can_be_asked(number: str) -> bool:
    """Whether the item has rows that their people can find."""
    return OwnRow.objects.filter(number=number).exists()


def find(number: str, name: str, identity: str) -> Content:
    """The person's rows in the item's public lists; empty for whatever else is the case.

    The slow part is worked in every case, so that no answer comes sooner than another.
    """
    slow = own_rows.slow(name, identity, number)
    found: Content = []
    for sealed, secret in _open_lists(number):
        keys = own_rows.keys(slow, secret)
        row = OwnRow.objects.filter(vault_id=sealed.pk, lookup=keys.lookup).first()
        if row is not None:
            try:
                found += own_rows.opened_row(keys.row, row.sealed, _context(sealed.pk))
            except CannotUnseal:
                log.error("own_rows.unreadable list=%s", sealed.pk)
    return found


def _open_lists(number: str) -> list[tuple[VaultObject, bytes]]:
    """Lists of a live item whose time is not over, with their secrets; a stand-in for none."""
    page = DisclosurePage.objects.released().filter(number=number).first()
    state = periods.state_of(number)
    if page is None or (state is not None and state.is_over):
        return [_nothing()]
    ids = page.specific.recipient_tables.exclude(vault_id=None).values_list("vault_id", flat=True)
    found = []
    for sealed in VaultObject.objects.filter(pk__in=list(ids), erased_at=None):
        try:
            found.append((sealed, vault.derived_key(sealed, USE)))
        except vault.VaultUnavailable:
            log.warning("own_rows.unavailable list=%s", sealed.pk)
    return found or [_nothing()]


def _nothing() -> tuple[VaultObject, bytes]:
    return VaultObject(), secrets.token_bytes(32)


def forget(number: str) -> None:
    """Delete all rows of the item."""
    OwnRow.objects.filter(number=number).delete()


def _follow_version(sender, instance: PublicVersion, created: bool, **kwargs) -> None:
    """A withdrawal ends the asking; a new list takes the place of the earlier one."""
    if not created or not OwnRow.objects.filter(number=instance.number).exists():
        return
    if instance.type == "withdraw":
        forget(instance.number)
        return
    page = DisclosurePage.objects.filter(number=instance.number).first()
    tables = page.specific.recipient_tables.exclude(vault_id=None) if page else None
    kept = list(tables.values_list("vault_id", flat=True)) if tables is not None else []
    OwnRow.objects.filter(number=instance.number).exclude(vault_id__in=kept).delete()


def register() -> None:
    """Called once when the app is ready."""
    outbox.register(BUILD, build, is_long=True)
    post_save.connect(_follow_version, sender=PublicVersion, dispatch_uid="own-rows-version")
    post_save.connect(_follow_period, sender=periods.ListPeriod, dispatch_uid="own-rows-period")


def _follow_period(sender, instance, **kwargs) -> None:
    if instance.removed_at is not None:
        with transaction.atomic():
            forget(instance.number)
