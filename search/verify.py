"""Is what somebody holds what was published? Code, number, file, text or receipt (spec §11).

Nothing that is asked is stored or logged. Removed content is never confirmed: what was removed is
in no table that is read here.
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse

from disclosure.models import DisclosurePage, PublicVersion
from ledger import code as codes
from ledger import key_states
from ledger import receipt as receipts
from ledger.commitments import SHA256_HEX
from ledger.log_files import VKEYS, LogFolder
from ledger.models import LedgerEntry
from ledger.note import BadNote, Verifier
from ledger.receipts import published_size
from ledger.views import publish_what_waits
from search.desk.compare import Difference, compare
from search.desk.judgement import Finding, judge
from search.desk.versions import ArchiveShelf, DatabaseShelf, StoredVersion, versions_of

NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,63}")
LONGEST_RECEIPT = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of §11. `entry` is the event the copy equals, `head` the item's last event."""

    state: str
    entry: LedgerEntry | None = None
    head: LedgerEntry | None = None
    version: StoredVersion | None = None
    differences: tuple[Difference, ...] = ()
    folds: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # lines of the copy that were taken for page headers
    passage: str = ""
    equal: int = 0
    title: str = ""
    checkpoint_size: int = 0
    suggested: str = ""  # a code one character away
    way: str = ""  # code, item, sha256, text or receipt
    others: tuple[LedgerEntry, ...] = field(default=())

    @property
    def receipt_url(self) -> str:
        if self.entry is None or self.state == "pending":
            return ""
        query = urlencode({"item": self.entry.item, "rev": self.entry.rev})
        return f"{reverse('ledger_receipt')}?{query}"

    @property
    def reason(self) -> str:
        """Why the item was withdrawn, or why this version was made."""
        event = self.head if self.state == "withdrawn" else self.entry
        return event.event.reason if event else ""

    def as_json(self) -> dict:
        """Exactly the keys of §11; what does not apply is null. `note` only when folding helped."""
        entry, head = self.entry, self.head
        is_live = head is not None and head.type != "withdraw"
        return {
            "state": self.state,
            "item": entry.item if entry else None,
            "rev": entry.rev if entry else None,
            "current_rev": head.rev if head and is_live else None,
            "time": (head if self.state == "withdrawn" and head else entry).time if entry else None,
            "org": entry.event.org if entry else None,
            "reason": self.reason or None,
            "differences": [
                {
                    "part": self.version.part_at(each.published_at[0]) if self.version else "",
                    "published": each.published,
                    "copy": each.copy,
                }
                for each in self.differences
            ],
            "receipt": self.receipt_url or None,
            "checkpoint_size": self.checkpoint_size,
            **({"note": list(self.folds)} if self.folds else {}),
        }


def by_code(text: str) -> Verdict:
    """A 核验码 as typed."""
    code = codes.typed(text[:200])
    rows = list(LedgerEntry.objects.filter(code=code).order_by("index")[:5]) if code else []
    if not rows:
        return replace(_unknown("code"), suggested=_near(code))
    return replace(_of_entry(rows[0], "code"), others=tuple(rows[1:]))


def by_item(text: str) -> Verdict:
    """An 索引号 as typed: its last event."""
    number = text.strip()[:100]
    rows = LedgerEntry.objects.none()
    if NUMBER.fullmatch(number):
        rows = LedgerEntry.objects.filter(item__in={number, number.lower()}).order_by("-rev")
    row = rows.first()
    return _of_entry(row, "item") if row else _unknown("item")


def by_code_or_item(text: str) -> Verdict:
    """The field of the form takes either."""
    found = by_item(text)
    return found if found.state != "unknown" else by_code(text)


def by_sha256(digest: str) -> Verdict:
    """The digest of a file: is it an attachment of a public version?"""
    digest = digest.strip().lower()[:80]
    if not SHA256_HEX.fullmatch(digest):
        return _unknown("sha256")
    rows = (
        PublicVersion.objects.exclude(type="withdraw")
        .annotate(words=Cast("parts", TextField()))
        .filter(words__contains=f'"{digest}"')
        .order_by("-released_at")
    )
    holding = [row for row in rows[:20] if _is_attached(row, digest)]
    found = [_of_version(row, "sha256") for row in holding]
    return min(found, key=lambda verdict: verdict.state != "current", default=_unknown("sha256"))


def _is_attached(row: PublicVersion, digest: str) -> bool:
    return any(part.startswith("a/") and content == digest for part, content in row.parts)


def by_text(passage: str) -> Verdict:
    """A pasted passage. TooLong when it cannot be a notice."""
    found = judge(passage, DatabaseShelf())
    if found.state in ("unknown", "altered"):
        archived = judge(passage, ArchiveShelf(passage))
        if archived.state in ("superseded", "withdrawn") and not archived.differences:
            found = archived
    return _of_finding(found)


def by_receipt(text: str) -> Verdict:
    """A receipt file: checked as anyone could check it, then looked up."""
    if len(text) > LONGEST_RECEIPT:
        return _unknown("receipt")
    publish_what_waits()
    try:
        held = receipts.parse(text.replace("\r\n", "\n"))
        receipts.verify(held, None, origin=settings.LEDGER_ORIGIN, verifiers=_verifiers())
    except (receipts.BadReceipt, BadNote, UnicodeError):
        return _unknown("receipt")
    row = LedgerEntry.objects.filter(index=held.index, entry=held.entry).first()
    return _of_entry(row, "receipt") if row else _unknown("receipt")


def vkeys() -> str:
    """The published keys, one a line; '' before the first checkpoint."""
    try:
        return (LogFolder().base / VKEYS).read_text(encoding="utf-8")
    except OSError:
        return ""


def _verifiers() -> list[Verifier]:
    """Keys retired in order count as well: receipts outlive them."""
    return key_states.trusted(LogFolder())


# -- from events and findings to verdicts ---------------------------------------------------
def _unknown(way: str) -> Verdict:
    return Verdict("unknown", way=way, checkpoint_size=published_size(LogFolder()))


def _head_of(item: str) -> LedgerEntry:
    return LedgerEntry.objects.filter(item=item).order_by("-rev")[:1].get()


def _of_entry(row: LedgerEntry, way: str) -> Verdict:
    publish_what_waits()
    size, head = published_size(LogFolder()), _head_of(row.item)
    known = {version.rev: version for version in versions_of([row.item], with_lists=False)}
    current, held = known.get(head.rev), known.get(row.rev)
    verdict = Verdict(
        "current",
        row,
        head,
        version=current,
        way=way,
        checkpoint_size=size,
        title=current.title if current else "",
    )
    if head.type == "withdraw":
        last = max(known, default=0)
        title = known[last].title if known else ""
        return replace(verdict, state="withdrawn", version=None, title=title)
    if row.index >= size:
        return replace(verdict, state="pending")
    if row.rev == head.rev:
        return verdict
    differences = compare(current.text, held.text).differences if current and held else ()
    return replace(verdict, state="superseded", differences=differences, passage=_text(held))


def _text(version: StoredVersion | None) -> str:
    return version.text if version else ""


def _of_version(row: PublicVersion, way: str) -> Verdict:
    return _of_entry(LedgerEntry.objects.get(index=row.ledger_index), way)


def _of_finding(found: Finding) -> Verdict:
    if not isinstance(found.version, StoredVersion):
        return replace(_unknown("text"), state=found.state)
    row = LedgerEntry.objects.get(item=found.version.number, rev=found.version.rev)
    verdict = _of_entry(row, "text")
    verdict = replace(
        verdict,
        folds=found.folds,
        left_out=found.left_out,
        passage=found.passage,
        equal=found.equal,
        differences=(),
    )
    if verdict.state in ("withdrawn", "pending"):
        return verdict
    if found.state == "superseded":
        current = verdict.version
        against = compare(current.text, found.passage).differences if current else ()
        return replace(verdict, state="superseded", differences=against)
    return replace(verdict, state=found.state, version=found.version, differences=found.differences)


def _near(code: str) -> str:
    """A code of a live item one character away, with dashes; '' if there is none or several."""
    if len(code) != codes.LENGTH:
        return ""
    near = {code[:at] + char + code[at + 1 :] for at in range(len(code)) for char in codes.ALPHABET}
    rows = list(LedgerEntry.objects.filter(code__in=near)[:2])
    if len(rows) != 1:
        return ""
    is_live = DisclosurePage.objects.filter(number=rows[0].item, live=True).exists()
    return rows[0].shown_code if is_live and _head_of(rows[0].item).type != "withdraw" else ""
