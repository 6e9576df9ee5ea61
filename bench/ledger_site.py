"""A scratch copy of the bench site with as many public items and log entries as are wanted.

The copies of items are made by SQL, past the gate: this database is thrown away.
"""

import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

HEAPED = 1000
USUAL_PARTS = 60


def scratch(var: Path, folder: Path) -> None:
    """The bench site's database and index in a folder of their own, without its log."""
    for name in ("db.sqlite3", "search", "keys"):
        source = var / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.exists():
            shutil.copy(source, folder / name)


def without_guards(connection) -> None:
    """The scratch database lets itself be filled by SQL; the log's own triggers stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if not name.startswith("ledger_"):
                cursor.execute(f'DROP TRIGGER "{name}"')


def multiply(count: int) -> list[str]:
    """Copies of the live items, each with entry, version and search document; their numbers."""
    from django.db import connection, transaction

    from disclosure.models import DisclosurePage

    originals = _usual(DisclosurePage.objects.filter(live=True).order_by("pk"))
    numbers = []
    while len(numbers) < count:
        with transaction.atomic(), connection.cursor() as cursor:
            for original in originals[: count - len(numbers)]:
                numbers.append(_copy(cursor, original, len(numbers)))
    for at in range(0, count, HEAPED):
        with transaction.atomic():
            for number in numbers[at : at + HEAPED]:
                _publish(number)
    return numbers


def _usual(pages) -> list:
    """Items of the usual length: a notice of one or two pages, not a list of hundreds of rows."""
    from disclosure.canonical import public_record

    return [page for page in pages.specific() if len(public_record(page)) <= USUAL_PARTS]


def change(numbers: list[str]) -> None:
    """One more event for each of these items."""
    from django.db import transaction

    with transaction.atomic():
        for number in numbers:
            _publish(number, "revise")


def _copy(cursor, original, place: int) -> str:
    from modelcluster.models import get_all_child_relations

    from disclosure.batches import RELATIONS
    from disclosure.models import DisclosurePage

    pk, number = 1_000_000 + place, f"bench-{place:06d}"
    own = {
        "number": number, "slug": number, "path": f"9999{place:08d}", "id": pk, "page_ptr_id": pk,
        "disclosurepage_ptr_id": pk, "url_path": f"/{number}/", "source_id": number,
        "latest_revision_id": None, "live_revision_id": None, "translation_key": uuid.uuid4().hex,
    }  # fmt: skip
    specific = type(original.specific)
    for model in [*reversed(specific._meta.get_parent_list()), specific]:
        if model._meta.db_table in _tables(cursor):
            key = model._meta.pk.column
            _duplicate(cursor, model._meta.db_table, key, original.pk, own)
    for relation in get_all_child_relations(DisclosurePage):
        if relation.get_accessor_name() in RELATIONS:
            table = relation.related_model._meta.db_table
            _duplicate(cursor, table, "page_id", original.pk, {"page_id": pk, "id": ...})
    return number


def _tables(cursor) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in cursor.fetchall()}


def _duplicate(cursor, table: str, key: str, value: int, changed: dict) -> None:
    cursor.execute(f'PRAGMA table_info("{table}")')
    columns = [row[1] for row in cursor.fetchall() if changed.get(row[1]) is not ...]
    wanted = ", ".join("%s" if name in changed else f'"{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    given = [changed[name] for name in columns if name in changed]
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {wanted} FROM "{table}" WHERE "{key}" = %s',
        [*given, value],
    )


def _publish(number: str, type: str = "publish") -> None:
    from django.utils import timezone

    from disclosure.canonical import public_record
    from disclosure.models import DisclosurePage, PublicVersion
    from ledger.append import append
    from search.models import SearchDocument
    from search.record import digest_of

    page = DisclosurePage.objects.get(number=number).specific
    record = public_record(page)
    reason = "update" if type == "revise" else ""
    entry = append(type=type, item=number, org="bench", reason=reason, parts=record)
    parts = [list(part) for part in record]
    PublicVersion.objects.create(
        number=number, page_id=page.pk, rev=entry.rev, type=type, reason=reason, title=page.title,
        parts=parts, ledger_index=entry.index, check_code=entry.code, released_at=timezone.now(),
    )  # fmt: skip
    SearchDocument.objects.update_or_create(
        number=number,
        defaults={
            "rev": entry.rev, "seq": 10_000_000 + entry.index,
            "payload": _payload(number, page.title, record),
            "ledger_index": entry.index, "parts_digest": digest_of(parts), "is_removed": False,
        },
    )  # fmt: skip


def _payload(number: str, title: str, record: list) -> dict:
    from search.lines import of_parts
    from search.places import joined

    return {"number": number, "title": title, "text": joined(list(of_parts(record, {}, {})))[0]}


def fill(size: int) -> None:
    """The log alone up to `size` entries, as after years; nothing else refers to them."""
    from django.db import transaction

    from ledger.models import LedgerEntry, LedgerHead, LedgerSeed

    head = LedgerHead.objects.get(pk=LedgerHead.ONLY)
    with transaction.atomic():
        entries = list(_entries(head.size, size))
        LedgerEntry.objects.bulk_create(entries, batch_size=HEAPED)
        LedgerSeed.objects.bulk_create(
            [LedgerSeed(index=row.index, seed=bytes(32)) for row in entries], batch_size=HEAPED
        )
        head.size, head.last_time = size, entries[-1].time if entries else head.last_time
        head.save()


def _entries(start: int, size: int) -> Iterator:
    from ledger import canonical_json, commitments, entry
    from ledger.code import code_of
    from ledger.models import LedgerEntry

    manifest = commitments.manifest(bytes(32), [("title", "基准"), ("links", "")])
    time = datetime.now(UTC).strftime(entry.TIME_FORMAT)
    for index in range(start, size):
        event = entry.Event(
            type="publish", item=f"fill-{index:07d}", rev=1, org="基准单位", time=time, prev=-1,
            root=commitments.root(manifest), reason="",
        )  # fmt: skip
        raw = event.to_bytes()
        leaf = entry.leaf_hash(raw)
        yield LedgerEntry(
            index=index, item=event.item, rev=1, type="publish", entry=raw, leaf=leaf,
            code=code_of(leaf), manifest=canonical_json.dumps(manifest),
        )  # fmt: skip
