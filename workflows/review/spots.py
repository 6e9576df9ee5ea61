"""Places of the submitted text that need a decision: the detector's and those a reviewer marked.

A spot holds its value only while a request runs; what is stored is place and fingerprint (I3).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac

from disclosure.canonical import Record, public_record
from privacy.findings import Finding
from privacy.masks import NAMES
from privacy.normalise import normalise
from workflows import parts
from workflows.models import ReviewDecision
from workflows.review import figures, findings_cache
from workflows.review.classes import IDENTIFYING
from workflows.review.decidable import Decidable

REPEATED = "与本件其他地方标出的内容相同。"
ALLOWED = "在本单位公开名录中"
SAME_NAME = "与名录中的公职人员同名，语境看不出是谁，请核对。"


@dataclass(slots=True)
class Spot(Decidable):
    """One place; `action` is the decision in force, "" while there is none."""

    part: str
    start: int
    end: int
    cls: str
    proposed: str
    reason: str
    value: str = field(repr=False)
    decision: ReviewDecision | None = None
    # The word of the detector's lists that led to the proposal (Finding.entry).
    entry: str = ""

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.part, self.start, self.end)

    @property
    def ref(self) -> str:
        """Name of the spot in forms; part ids hold no colon."""
        return f"{self.part}:{self.start}:{self.end}"

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.value)


def fingerprint(value: str) -> str:
    """Keyed, so that a number of little entropy cannot be guessed from the table."""
    return salted_hmac("workflows.review", value, algorithm="sha256").hexdigest()


def spots_of(revision, page=None) -> list[Spot]:
    """All spots of the revision in reading order, with the decisions taken so far.

    The detector is asked only when nothing is kept of it for this content (findings_cache.py).
    """
    page = page or revision.as_object()
    record = public_record(page)
    decisions = {
        (d.part, d.start, d.end): d for d in ReviewDecision.objects.filter(revision_id=revision.pk)
    }
    found = figures.add(page, record, findings_cache.findings_of(revision, page, record))
    elsewhere = {value: cls for source in _elsewhere for value, cls in source(page).items()}
    return spots_in(page, record, found, decisions, elsewhere)


def spots_in(
    page, record: Record, found: dict[str, list[Finding]], decisions, elsewhere=None
) -> list[Spot]:
    """Spots from findings by part and decisions by place; `elsewhere` are values of its files."""
    spots = []
    # Rows of a list in the vault are decided by column and written anew from the original.
    listed = tuple(parts.list_prefixes(page))
    for part, text in record:
        if not part.startswith(("a/", *listed)):
            spots += _spots_in(part, text, found.get(part, []), decisions)
    _ask_about_namesakes(spots, {**(elsewhere or {})})
    return _with_repetitions(record, spots, decisions, listed, elsewhere or {})


def _ask_about_namesakes(spots: list[Spot], elsewhere: dict[str, str]) -> None:
    """A name kept only because the register holds it is asked about when a citizen bears it too."""
    hidden = {s.value: s for s in spots if s.proposed != "keep" and s.cls in NAMES}
    for spot in spots:
        if spot.proposed != "keep" or spot.cls not in NAMES or not spot.reason.startswith(ALLOWED):
            continue
        citizen = hidden.get(spot.value)
        if citizen is not None or elsewhere.get(spot.value) in NAMES:
            spot.cls = citizen.cls if citizen else elsewhere[spot.value]
            spot.proposed = citizen.proposed if citizen else "remove"
            spot.reason = SAME_NAME


Elsewhere = Callable[[object], dict[str, str]]
_elsewhere: list[Elsewhere] = []


def register_elsewhere(source: Elsewhere) -> None:
    """`source(page)` gives {value: class} of what was found in its files."""
    _elsewhere.append(source)


def _with_repetitions(record: Record, spots: list[Spot], decisions, listed, elsewhere):
    """The same value elsewhere in the item is a spot as well, though nothing near it says so."""
    kept = {spot.value for spot in spots if spot.proposed == "keep"}
    known = {
        spot.value: spot
        for spot in spots
        if spot.cls in IDENTIFYING and len(spot.value) > 1 and spot.value not in kept
    }
    # 张 三 in one part is 张三 in another, and 張三 is found by its Simplified form.
    for spot in [spot for spot in known.values() if spot.cls in NAMES]:
        plain = re.sub(r"\s", "", normalise(spot.value).text)
        if len(plain) > 1 and plain not in kept:
            known.setdefault(plain, spot)
    for value, cls in elsewhere.items():
        if value not in kept:
            known.setdefault(value, Spot("", 0, 0, cls, "remove", "", value))
    found = []
    for part, text in record:
        if part.startswith(("a/", *listed)):
            continue
        taken = [(s.start, s.end) for s in (*spots, *found) if s.part == part]
        for value in sorted(known, key=len, reverse=True):
            for start, end in occurrences([(part, text)], part, value):
                if any(start < right and left < end for left, right in taken):
                    continue
                taken.append((start, end))
                first = known[value]
                decision = decisions.get((part, start, end))
                found.append(
                    Spot(part, start, end, first.cls, first.proposed, REPEATED, value, decision)
                )
    order = {part: n for n, (part, _text) in enumerate(record)}
    return sorted([*spots, *found], key=lambda spot: (order[spot.part], spot.start))


def _spots_in(part: str, text: str, findings: list[Finding], decisions) -> list[Spot]:
    marked = [
        Spot(part, d.start, d.end, d.cls, d.action, "", text[d.start : d.end], d)
        for d in decisions.values()
        if d.part == part and d.is_manual
    ]
    taken = [(spot.start, spot.end) for spot in marked]
    found = []
    for f in sorted(findings, key=lambda f: (f.start, -f.end)):
        if any(f.start < end and start < f.end for start, end in taken):
            continue  # a place has one decision; spans that overlap cannot both be replaced
        taken.append((f.start, f.end))
        decision = decisions.get((part, f.start, f.end))
        value = text[f.start : f.end]
        if decision and decision.fingerprint != fingerprint(value):
            decision = None
        spot = Spot(part, f.start, f.end, f.cls, f.action, f.reason, value, decision, f.entry)
        found.append(spot)
    return sorted([*marked, *found], key=lambda spot: spot.start)


def counts_by_class(spots: list[Spot]) -> dict[str, int]:
    """How many spots of each class stand in the text, those proposed to be kept apart."""
    counts: dict[str, int] = {}
    for spot in spots:
        if spot.proposed != "keep":
            counts[spot.cls] = counts.get(spot.cls, 0) + 1
    return counts


def occurrences(record: Record, part: str, text: str) -> list[tuple[int, int]]:
    """Where `text` stands in the part, without overlaps."""
    content, places, start = dict(record).get(part, ""), [], 0
    while text and (start := content.find(text, start)) >= 0:
        places.append((start, start + len(text)))
        start += len(text)
    return places
