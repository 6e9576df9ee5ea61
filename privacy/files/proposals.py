"""What the detector proposes for a whole document: prose, forms, and tables by column."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from privacy.detect import detect
from privacy.findings import KEEP
from privacy.policy import policy_for_domain

from .blocks import Content, Passage, Table
from .columns import cells_by_column
from .followed import further_mentions
from .heads import Section, is_label, sections
from .model import FileFinding
from .split_numbers import numbers_over_cells

AT_ONCE = 20_000  # signs given to the detector in one go
APART = "\n\n"  # what ends a paragraph ends a name, unless it stands one sign a line
BLANKS = str.maketrans("\n\t\r\v\f", "     ")
LONG_TABLE = 400  # rows
PLAIN_NUMBER = re.compile(r"[\d.,%:/\-年月日元 ]{0,10}")


# Start and end in the text for the detector, and all passages that hold just this.
Place = tuple[int, int, tuple[str, ...]]


@dataclass(slots=True)
class _Sheet:
    """Text for the detector with the passages that lie in it."""

    text: list[str] = field(default_factory=list)
    size: int = 0
    places: list[Place] = field(default_factory=list)

    def put(self, text: str, *refs: str) -> None:
        if refs and text:
            self.places.append((self.size, self.size + len(text), refs))
        self.text.append(text)
        self.size += len(text)


class Proposals:
    """Findings by ref and place; the first that claims a stretch keeps it."""

    def __init__(
        self,
        domain: str | None,
        allow: Iterable[str],
        total: int = 0,
        progress: Callable[[int, int], object] | None = None,
    ):
        self.domain, self.allow = domain, tuple(allow)
        self.done, self.total, self.progress = 0, total, progress
        self.policy = policy_for_domain(domain)
        self.found: dict[str, list[FileFinding]] = {}

    def add(self, finding: FileFinding) -> None:
        """Add what is not hidden already; what is to be kept gives way to what is to be hidden."""
        mine = self.found.setdefault(finding.part, [])
        others = [one for one in mine if one.start < finding.end and finding.start < one.end]
        if finding.action == KEEP and others:
            return
        for other in others:
            covers = finding.start <= other.start and other.end <= finding.end
            wider = finding.end - finding.start > other.end - other.start
            if other.action == KEEP or (covers and wider):
                mine.remove(other)
        standing = sorted((one.start, one.end) for one in others if one in mine)
        for start, end in _gaps(finding.start, finding.end, standing):
            mine.append(replace(finding, ref=f"{finding.part}:{start}-{end}", start=start, end=end))

    def scan(self, sheet: _Sheet) -> None:
        """Run the detector and share its findings out among the passages."""
        text = "".join(sheet.text)
        if not text.strip():
            return
        for one in detect(text, domain=self.domain, allow=self.allow):
            for start, end, ref in _parts(sheet.places, one.start, one.end):
                self.add(finding(ref, start, end, one.cls, one.action, one.confidence, one.reason))
        self.done = min(self.done + len(text), self.total)
        self.tick()

    def tick(self) -> None:
        """A sign of life: the parent process ends a child that is silent for long."""
        if self.progress is not None:
            self.progress(self.done, self.total)


def finding(
    ref: str, start: int, end: int, cls: str, action: str, confidence: float, reason: str
) -> FileFinding:
    """A finding with its own ref `b5:0-4`."""
    return FileFinding(f"{ref}:{start}-{end}", ref, start, end, cls, action, confidence, reason)


def _gaps(start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of [start, end) lies outside the ordered ranges."""
    for first, last in [*taken, (end, end)]:
        if start < first:
            yield start, min(first, end)
        start = max(start, last)


def _parts(places: list[Place], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The range in the passages that it touches."""
    for first, last, refs in places[max(bisect_right(places, (start,)) - 1, 0) :]:
        if first >= end:
            return
        if start < last:
            for ref in refs:
                yield max(start, first) - first, min(end, last) - first, ref


def propose(
    content: Content,
    *,
    domain: str | None,
    allow: Iterable[str],
    progress: Callable[[int, int], object] | None = None,
) -> tuple[FileFinding, ...]:
    """All findings in the order of the document; `progress` gets (signs read, signs in all)."""
    total = sum(len(passage.text) for passage in content.passages())
    proposals = Proposals(domain, allow, total, progress)
    proposals.tick()
    sheet = _Sheet()
    for block in content.blocks:
        if isinstance(block, Table):
            sheet = _flushed(proposals, sheet)
            _table(proposals, block)
        else:
            sheet = _flushed(proposals, sheet) if sheet.size > AT_ONCE else sheet
            sheet.put(block.text, block.ref)
            sheet.put("\n" if content.kind == "text" or len(block.text.strip()) == 1 else APART)
    _flushed(proposals, sheet)
    for one in numbers_over_cells(content, proposals.policy):
        proposals.add(one)
    proposals.tick()
    for one in further_mentions(content, proposals.found, proposals.tick):
        proposals.add(one)
    proposals.done = proposals.total
    proposals.tick()
    order = [passage.ref for passage in content.passages()]
    return tuple(
        one
        for ref in order
        for one in sorted(proposals.found.get(ref, ()), key=lambda one: one.start)
    )


def _flushed(proposals: Proposals, sheet: _Sheet) -> _Sheet:
    proposals.scan(sheet)
    return _Sheet()


def _table(proposals: Proposals, table: Table) -> None:
    if table.is_form:
        _form(proposals, table)
        return
    parts = sections(table)
    listed = 0
    for section in parts:
        _lines(proposals, table, range(listed, section.start))
        whole = cells_by_column(table, section, proposals.policy, proposals.allow)
        for one in whole:
            proposals.add(one)
        proposals.tick()
        if section.end - section.start > LONG_TABLE:
            _long_list(proposals, table, section, {one.part for one in whole})
        else:
            _list(proposals, table, section)
        listed = section.end


def _form(proposals: Proposals, table: Table) -> None:
    """姓名：张三, one pair a line, so that the label decides about the value."""
    sheet = _Sheet()
    for row in table.rows:
        label: Passage | None = None
        for cell in row:
            if cell is None or not cell.text.strip():
                continue
            sheet.put(cell.text.translate(BLANKS), cell.ref)
            is_name = label is None and is_label(cell.text.strip())
            sheet.put("：" if is_name else "\n")
            label = cell if is_name else None
        sheet.put("\n")
    proposals.scan(sheet)


def _lines(proposals: Proposals, table: Table, rows: range) -> None:
    """Titles and headers as they stand."""
    sheet = _Sheet()
    for line in rows:
        for cell in table.rows[line]:
            if cell is not None:
                sheet.put(cell.text, cell.ref)
                sheet.put("\n")
    proposals.scan(sheet)


def _list(proposals: Proposals, table: Table, section: Section) -> None:
    """Rows under their header, a table that the detector understands."""
    sheet = _Sheet()
    for line in range(section.start, section.end):
        sheet = _room(proposals, sheet, section)
        for column, cell in enumerate(table.rows[line]):
            sheet.put("\t" if column else "")
            if cell is not None:
                sheet.put(cell.text.translate(BLANKS), cell.ref)
        sheet.put("\n")
    proposals.scan(sheet)


def _long_list(proposals: Proposals, table: Table, section: Section, decided: set[str]) -> None:
    """Each different text of a column once: a list of ten thousand rows repeats its villages.

    Cells that their column decides already and plain short numbers are not read again.
    """
    alike: dict[tuple[int, str], list[str]] = {}
    for row in table.rows[section.start : section.end]:
        for column, cell in enumerate(row):
            if (
                cell is not None
                and cell.ref not in decided
                and not PLAIN_NUMBER.fullmatch(cell.text)
            ):
                alike.setdefault((column, cell.text), []).append(cell.ref)
    sheet, waiting = _Sheet(), dict(alike)
    for row in table.rows[section.start : section.end]:
        texts = [cell.text if cell is not None else "" for cell in row]
        found = [waiting.pop((column, text), None) for column, text in enumerate(texts)]
        if not any(found):
            continue
        sheet = _room(proposals, sheet, section)
        for column, refs in enumerate(found):
            sheet.put("\t" if column else "")
            if refs:
                sheet.put(texts[column].translate(BLANKS), *refs)
        sheet.put("\n")
    proposals.scan(sheet)


def _room(proposals: Proposals, sheet: _Sheet, section: Section) -> _Sheet:
    """The sheet, or a new one under the same header when it is full."""
    if sheet.size > AT_ONCE:
        sheet = _flushed(proposals, sheet)
    if not sheet.size:
        header = "\t".join(name.translate(BLANKS) for name in section.names)
        sheet.put(f"\n{header}\n" if any(section.names) else "\n")
    return sheet
