"""Public versions from the database as the check desk compares them (verification §7).

Only what is still public is ever read: a removal empties `PublicVersion.parts` in its own
transaction, and a version without parts is no version here.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Max, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from disclosure import periods
from disclosure.models import PublicVersion
from search.answer import quoted
from search.desk.judgement import Version
from search.desk.public_versions import listed
from search.segment import HAN

# Pieces of a passage by which versions that no index holds any more are looked up.
ARCHIVE_PIECES, ARCHIVE_PIECE, MOST_ARCHIVED = 3, 12, 200
_LONG_RUN = re.compile(f"[{HAN}0-9]{{6,}}")


@dataclass(frozen=True)
class StoredVersion(Version):
    """A version with the places of its parts in the comparison text."""

    title: str = ""
    ledger_index: int = -1
    starts: tuple[tuple[int, str], ...] = ()

    def part_at(self, place: int) -> str:
        """Id of the part in which a place of the comparison text lies."""
        found = ""
        for start, part in self.starts:
            if start > place:
                break
            found = part
        return found


def comparison_order(parts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Title, prose, table rows, then fields: a quotation runs from the title into the text (§7)."""

    def rank(part: str) -> int:
        kind = part.split("/", 1)[0]
        return {"title": 0, "b": 1, "t": 2, "f": 3}.get(kind, 9)

    kept = [(part, text) for part, text in parts if rank(part) < 9]
    return sorted(kept, key=lambda pair: rank(pair[0]))


def version_of(stored: PublicVersion, head: PublicVersion) -> StoredVersion:
    """A stored version seen from the item's last event `head`."""
    ordered = comparison_order((part, text) for part, text in stored.parts)
    starts, text = [], ""
    for part, content in ordered:
        starts.append((len(text), part))
        text += content + "\n"
    without_fields = "\n".join(c for part, c in ordered if not part.startswith("f/"))
    prose = "\n".join(c for part, c in ordered if part.startswith(("b/", "t/")))
    fields = dict(ordered)
    names = (stored.title, fields.get("f/issuing_body", ""), fields.get("f/unit_name", ""))
    is_withdrawn = head.type == "withdraw"
    return StoredVersion(
        number=stored.number,
        rev=stored.rev,
        text=text,
        is_current=stored.rev == head.rev and not is_withdrawn,
        is_withdrawn=is_withdrawn,
        wholes=(text, without_fields, prose),
        names=names,
        title=stored.title,
        ledger_index=stored.ledger_index,
        starts=tuple(starts),
    )


def versions_of(numbers: list[str], *, with_lists: bool = True) -> list[StoredVersion]:
    """All versions of these items that still have content, items in the order given.

    `with_lists=False` leaves out lists of persons: whoever holds a code need not know who was on
    an earlier list.
    """
    by_number: dict[str, list[PublicVersion]] = {number: [] for number in numbers}
    ended = set(periods.overdue().filter(number__in=numbers).values_list("number", flat=True))
    rows = PublicVersion.objects.filter(number__in=numbers).order_by("-rev")
    for row in rows:
        if row.number in ended or not with_lists:
            row.parts = periods.reduced(row.parts)
        by_number[row.number].append(row)
    return [
        version_of(each.version, found[0])
        for found in by_number.values()
        for each in listed(found)
        if each.has_content and each.version.parts
    ]


class DatabaseShelf:
    """Candidates from the configured engine, contents from the database."""

    def candidates(self, windows: list[str]) -> list[tuple[str, float]]:
        return quoted(windows)

    def versions(self, numbers: list[str]) -> list[Version]:
        return list(versions_of(numbers))


class ArchiveShelf:
    """Versions that no engine holds: earlier ones, and those of withdrawn items.

    `passage` is asked for literally; only an exact copy of such a version is of interest.
    """

    def __init__(self, passage: str):
        self.passage = passage

    def candidates(self, windows: list[str]) -> list[tuple[str, float]]:
        pieces = _pieces(self.passage)
        if not pieces:
            return []
        heads = PublicVersion.objects.filter(number=OuterRef("number")).values("number")
        last = Subquery(heads.annotate(last=Max("rev")).values("last"))
        holds = Q()
        for piece in pieces:
            holds |= Q(words__contains=_as_stored(piece))
        rows = (
            PublicVersion.objects.exclude(type="withdraw")
            .annotate(last=last, words=Cast("parts", TextField()))
            .filter(holds, rev__lt=F("last"))
            .values_list("number", flat=True)
            .distinct()[:MOST_ARCHIVED]
        )
        return [(number, 1.0) for number in rows]

    def versions(self, numbers: list[str]) -> list[Version]:
        return [version for version in versions_of(numbers) if not version.is_current]


def _pieces(passage: str) -> list[str]:
    runs = sorted(set(_LONG_RUN.findall(passage)), key=len, reverse=True)[:ARCHIVE_PIECES]
    return [run[-ARCHIVE_PIECE - 1 : -1] for run in runs]


def _as_stored(piece: str) -> str:
    """SQLite keeps JSON with escaped characters, PostgreSQL as it reads."""
    return json.dumps(piece)[1:-1] if connection.vendor == "sqlite" else piece
