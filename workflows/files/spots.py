"""Places in a file that need a decision: found in it, known from elsewhere in the item, or marked.

Like the spots of the text they hold their value only while a request runs.
"""

from dataclasses import dataclass, field, replace

import ahocorasick

from privacy.files.model import Box, FileFinding, Part, Reading
from privacy.vault import VaultUnavailable
from workflows.files import places
from workflows.files.known import Attached, files_of
from workflows.files.reading import reading_of
from workflows.models import FileMark
from workflows.review import spots as text_spots
from workflows.review.classes import IDENTIFYING
from workflows.review.decidable import Decidable
from workflows.review.spots import REPEATED, fingerprint

TABLES = frozenset({"xlsx", "csv"})
SHORTEST, SHORTEST_IN_TABLES = 2, 3  # signs; two stand by chance inside other words of a long list


@dataclass(slots=True)
class FileSpot(Decidable):
    """One place; `action` is the decision in force, "" while there is none."""

    finding: FileFinding
    value: str = field(repr=False)
    mark: FileMark | None = None

    @property
    def ref(self) -> str:
        return self.finding.ref

    @property
    def part(self) -> str:
        return self.finding.part

    @property
    def start(self) -> int:
        return self.finding.start

    @property
    def end(self) -> int:
        return self.finding.end

    @property
    def decision(self) -> FileMark | None:
        """As the spots of the text call it."""
        return self.mark

    @property
    def cls(self) -> str:
        return self.finding.cls

    @property
    def proposed(self) -> str:
        return self.finding.action

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where it stands on its page, as the reviewer moved it."""
        moved = self.mark.boxes if self.mark else []
        return tuple(places.checked(box) for box in moved) or self.finding.boxes


@dataclass(slots=True)
class FileReview:
    """A file with its reading, all its spots in reading order, and the boxes drawn by hand."""

    page: object
    attached: Attached
    reading: Reading = field(repr=False)
    spots: list[FileSpot] = field(repr=False)
    drawn: list[FileMark]

    @property
    def parts(self) -> dict[str, Part]:
        return {part.ref: part for part in self.reading.parts}

    @property
    def open_count(self) -> int:
        return sum(spot.is_open for spot in self.spots)

    @property
    def has_pages(self) -> bool:
        """Pages with pictures; otherwise a document of passages."""
        return any(part.width for part in self.reading.parts)


def values_in_files(page) -> dict[str, str]:
    """{value: class} of what identifies a person in the page's files, for the text of the item."""
    return {
        value: finding.cls
        for attached, reading in readings_of(page)
        for finding, value in _identifying(reading)
        if len(value) >= shortest(attached)
    }


def shortest(attached: Attached) -> int:
    """How long a value of this file must be to be looked for elsewhere."""
    return SHORTEST_IN_TABLES if attached.uploaded.kind in TABLES else SHORTEST


def readings_of(page) -> list[tuple[Attached, Reading]]:
    """Readings of the files that were read, opened once for this page object.

    One that cannot be opened is left out: the file itself then stands in the way of passing.
    """
    kept = page.__dict__.setdefault("_file_readings", {})
    found = []
    for attached in files_of(page):
        key = (attached.uploaded.pk, attached.uploaded.reading_id)
        if attached.uploaded.is_ready and key not in kept:
            try:
                kept[key] = reading_of(attached.uploaded)
            except VaultUnavailable:
                kept[key] = None
        if kept.get(key) is not None:
            found.append((attached, kept[key]))
    return found


def _identifying(reading: Reading):
    texts = {part.ref: part.text for part in reading.parts}
    for finding in reading.findings:
        if finding.cls in IDENTIFYING and finding.action != "keep":
            yield finding, texts[finding.part][finding.start : finding.end]


def reviews_of(revision, page) -> list[FileReview]:
    """All files of the page that were read, with what is found and decided in them."""
    opened = readings_of(page)
    if not opened:
        return []
    known = values_in_files(page) | _values_in_text(revision, page)
    allow = _allowed(page)
    return [_review(page, attached, reading, known, allow) for attached, reading in opened]


def _allowed(page) -> frozenset[str]:
    from disclosure.allowed import allowed_texts

    return frozenset(allowed_texts(page))


def _values_in_text(revision, page) -> dict[str, str]:
    return {
        spot.value: spot.cls
        for spot in text_spots.spots_of(revision, page)
        if spot.cls in IDENTIFYING and spot.proposed != "keep" and len(spot.value) >= SHORTEST
    }


def _review(page, attached: Attached, reading: Reading, known, allow) -> FileReview:
    marks = {mark.ref: mark for mark in FileMark.objects.filter(vault_id=attached.uploaded.pk)}
    texts = {part.ref: part.text for part in reading.parts}
    findings = [_allowed_or_not(finding, texts, allow) for finding in reading.findings]
    findings += _marked(reading, marks)
    findings += _repeated(texts, reading, findings, known)
    order = {part.ref: n for n, part in enumerate(reading.parts)}
    findings.sort(key=lambda f: (order[f.part], f.start))
    spots = [FileSpot(f, texts[f.part][f.start : f.end]) for f in findings]
    for spot in spots:
        mark = marks.get(spot.ref)
        if mark and mark.fingerprint == fingerprint(spot.value):
            spot.mark = mark
    drawn = [mark for mark in marks.values() if mark.is_drawn]
    return FileReview(page, attached, reading, spots, drawn)


def _allowed_or_not(finding: FileFinding, texts: dict[str, str], allow) -> FileFinding:
    """The unit's own names may have been written into the item after the file was read."""
    value = texts[finding.part][finding.start : finding.end]
    is_allowed = finding.action != "keep" and value in allow
    return replace(finding, action="keep") if is_allowed else finding


def _marked(reading: Reading, marks: dict[str, FileMark]) -> list[FileFinding]:
    """Passages a reviewer marked; the same span found by the detector is that finding's."""
    known = {finding.ref for finding in reading.findings}
    parts = {part.ref: part for part in reading.parts}
    found = []
    for mark in marks.values():
        part = parts.get(mark.part)
        if not mark.is_manual or mark.ref in known or part is None:
            continue
        start, end = span_of(mark.ref)
        boxes = places.boxes_around(part, start, end)
        found.append(FileFinding(mark.ref, part.ref, start, end, mark.cls, "", 1.0, "", boxes))
    return found


def span_of(ref: str) -> tuple[int, int]:
    """Offsets in a ref such as `b5:0-4`."""
    start, _dash, end = ref.rpartition(":")[2].partition("-")
    return int(start), int(end)


def _repeated(texts: dict[str, str], reading: Reading, findings, known) -> list[FileFinding]:
    """A value known from this file, another, or the text, where nothing near it says so."""
    kept = {texts[f.part][f.start : f.end] for f in findings if f.action == "keep"}
    wanted = _automaton(value for value in known if value not in kept)
    if wanted is None:
        return []
    taken: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        taken.setdefault(finding.part, []).append((finding.start, finding.end))
    found: list[FileFinding] = []
    for part in reading.parts:
        here = taken.get(part.ref, [])
        for last, value in wanted.iter_long(part.text):
            start, end = last + 1 - len(value), last + 1
            if not any(start < right and left < end for left, right in here):
                found.append(_repetition(part, start, end, known[value]))
    return found


def _automaton(values):
    """All values at once, the longest where several begin; None without any."""
    automaton = ahocorasick.Automaton()
    for value in values:
        automaton.add_word(value, value)
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _repetition(part: Part, start: int, end: int, cls: str) -> FileFinding:
    ref, boxes = f"{part.ref}:{start}-{end}", places.boxes_around(part, start, end)
    return FileFinding(ref, part.ref, start, end, cls, "remove", 1.0, REPEATED, boxes)
