"""Whether the publications that an export counts are in the public log, on the same days (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from ledger import entry, tree
from ledger.checkpoint import Checkpoint
from ledger.log_tiles import entries_in
from ledger.note import Verifier
from ledger.remote import Log, checkpoint_of, read_tile

from .facts import Fact
from .manifest import LogState

# The log keeps UTC; days of the facts are days in Asia/Shanghai, which has no summer time.
SHANGHAI = timedelta(hours=8)
_PUBLISHING = frozenset({"publish", "revise", "restore"})


class OtherLog(Exception):
    """The log does not continue the one that the manifest names; the text says how."""


@dataclass
class Outcome:
    """Publications by what the log says; `unknown` and `other_day` name items."""

    found: int = 0
    before_log: int = 0  # dated before the log's first entry of the item: taken over from elsewhere
    other_day: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def days_of(log: Log, verifiers: list[Verifier], state: LogState) -> dict[str, set[date]]:
    """Days on which each item was published, revised or restored, by the signed log.

    The tree is computed from the entries themselves and compared with the signed roots.
    OtherLog when it is another tree; Unreachable, BadTile, BadNote as they are raised below.
    """
    _text, now = checkpoint_of(log, verifiers)
    if now.size < state.size:
        raise OtherLog("the log is shorter than the manifest says")
    grown, days = tree.Growing(), dict[str, set[date]]()
    _compare(grown, now, state)
    for raw in entries_in(lambda wanted: read_tile(log, wanted), 0, now.size):
        if grown.size < state.size:
            _note(days, raw)
        grown.add(entry.leaf_hash(raw))
        _compare(grown, now, state)
    return days


def _compare(grown: tree.Growing, now: Checkpoint, state: LogState) -> None:
    if grown.size == state.size and grown.root().hex() != state.root:
        raise OtherLog("the log has another root than the manifest says")
    if grown.size == now.size and grown.root() != now.root:
        raise OtherLog("the log does not have the root that it signed")


def _note(days: dict[str, set[date]], raw: bytes) -> None:
    try:
        event = entry.parse(raw)
    except entry.BadEntry as error:
        raise OtherLog("an entry of the log is malformed") from error
    if event.type in _PUBLISHING:
        moment = datetime.strptime(event.time, entry.TIME_FORMAT).replace(tzinfo=UTC)
        days.setdefault(event.item, set()).add((moment + SHANGHAI).date())


def compared(facts: Iterable[Fact], days: dict[str, set[date]], as_of: date) -> Outcome:
    """The publications of the facts against the days of the log."""
    outcome = Outcome()
    for fact in facts:
        if fact.published_on is None or fact.published_on > as_of:
            continue
        logged = days.get(fact.item)
        if logged is None:
            outcome.unknown.append(fact.item)
        elif fact.published_on in logged:
            outcome.found += 1
        elif fact.published_on < min(logged):
            outcome.before_log += 1
        else:
            outcome.other_day.append(fact.item)
    return outcome
