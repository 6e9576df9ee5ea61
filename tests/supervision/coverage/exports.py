"""Exports made of plain facts, for the tests of what an outsider does with them."""

import base64
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import entry, note, tree
from ledger.checkpoint import Checkpoint
from ledger.entry import Event
from ledger.tiles import ENTRIES, Tile, bundle
from supervision.coverage import facts, figures_file, manifest
from supervision.coverage.facts import Fact
from supervision.coverage.figures_file import Place

AS_OF = date(2026, 10, 15)
ORIGIN = "gk.example.gov.cn/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
VKEY = note.verifier_of(KEY, ORIGIN).vkey
OTHER_VKEY = note.verifier_of(OTHER_KEY, ORIGIN).vkey
UNITS = [
    ("gk-a", "松泉市民政局", "prefecture", "229001", "松泉市"),
    ("gk-b", "云岭县教育局", "county", "229101", "云岭县"),
]
PLACES = {code: Place(level, region) for code, _name, level, region, _of in UNITS}


def fact(duty, unit="gk-a", **values) -> Fact:
    values = {"row": "W1-01", "domain": "welfare", "stage": "result", "kind": "yearly", **values}
    return Fact(duty, unit, **values)


def published(duty, day, due=None, item="", **values) -> Fact:
    return fact(duty, published_on=day, due_on=due, item=item or f"gk-a-2026-{duty:05d}", **values)


FACTS = [
    published(1, date(2026, 9, 30), date(2026, 9, 30)),  # on its last day: on time
    published(2, date(2026, 10, 9), date(2026, 9, 30)),  # late
    published(3, date(2026, 5, 6)),  # no last day to keep
    fact(4, due_on=date(2026, 10, 14)),  # missing since today
    fact(5, due_on=date(2026, 10, 15)),  # today still to be done
    fact(6, due_on=date(2026, 9, 1), statement_on=date(2026, 9, 2)),
    fact(7),
    fact(8, due_on=date(2026, 9, 1), lapsed_on=date(2026, 8, 1)),
    fact(9, unit="gk-b", domain="education", due_on=date(2026, 1, 31)),
]


def entries_of(found) -> list[bytes]:
    """A log in which every publication of the facts is, at noon of its day in Shanghai."""
    made = []
    for one in sorted((f for f in found if f.published_on), key=lambda f: f.published_on):
        moment = datetime(*one.published_on.timetuple()[:3], 4, tzinfo=UTC)
        event = Event(
            type="publish",
            item=one.item,
            rev=1,
            org="松泉市民政局",
            time=moment.strftime(entry.TIME_FORMAT),
            prev=-1,
            root="0" * 64,
            reason="",
        )
        made.append(event.to_bytes())
    return made


def root_of(entries) -> bytes:
    grown = tree.Growing()
    for raw in entries:
        grown.add(entry.leaf_hash(raw))
    return grown.root()


def log_folder(folder, entries):
    """A published log of fewer than 256 entries, signed by KEY."""
    path = folder / Tile(ENTRIES, 0, len(entries)).path
    path.parent.mkdir(parents=True)
    path.write_bytes(bundle(entries))
    signed = Checkpoint(ORIGIN, len(entries), root_of(entries)).signed([KEY])
    (folder / "checkpoint").write_text(signed)
    return folder


def files_of(found=FACTS, keys=(KEY,), as_of=AS_OF) -> dict[str, bytes]:
    """All files of an export of these facts."""
    entries = entries_of(found)
    files = {
        manifest.DUTIES: facts.written(found),
        manifest.UNITS: facts.table(facts.UNIT_COLUMNS, UNITS),
        manifest.ROWS: facts.table(facts.ROW_COLUMNS, []),
        manifest.FIGURES: figures_file.written(figures_file.of_facts(found, PLACES, as_of)),
    }
    return sealed(files, entries, keys, as_of)


def sealed(files, entries, keys=(KEY,), as_of=AS_OF) -> dict[str, bytes]:
    state = manifest.LogState(len(entries), root_of(entries).hex())
    raw = manifest.Manifest(ORIGIN, as_of, 3, state, manifest.digests(files)).raw
    signed = manifest.signed(raw, as_of, ORIGIN, keys)
    return {**files, manifest.MANIFEST: raw, manifest.NOTE: signed.encode()}


def on_disk(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return folder


def digest_of_note(files) -> bytes:
    return base64.b64decode(files[manifest.NOTE].decode().split("\n")[2])
