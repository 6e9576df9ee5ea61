"""A document with decisions carried out: what is undecided goes, withheld terms go everywhere."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from privacy.findings import GENERALISE, KEEP, MASK, REMOVE
from privacy.masks import NAMES, STAR, generalise, mask

from .blocks import Cell, Content, Passage, Run, Table, column_key
from .columns import NOTHING
from .folded import fold
from .links import harmless
from .model import FileDecision, FileFinding, Reading, Unreadable, Wanted
from .withheld import Stretch, stretches

GONE = "［已隐去］"
TERM = "TERM"  # counted under this name: values withheld elsewhere in the item
CHANGED = "文件和审查时不同，没有生成公开副本。请重新审查。"
PLACE = re.compile(r"(b\d+):(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands instead of text[start:end]; "" takes it out."""

    start: int
    end: int
    text: str
    cls: str
    takes_out: bool = False


def carry_out(content: Content, reading: Reading, wanted: Wanted) -> Counter[str]:
    """Change `content` as decided; how many places of each class were changed.

    Unreadable when the file is not the one that was read.
    """
    passages = {passage.ref: passage for passage in content.passages()}
    if {part.ref: part.text for part in reading.parts} != {k: p.text for k, p in passages.items()}:
        raise Unreadable(CHANGED)
    edits: dict[str, list[Edit]] = defaultdict(list)
    decided = _decisions(reading.findings, wanted, passages)
    numbers = _running_numbers(decided, passages)
    for one, decision in decided:
        text = passages[one.part].text[one.start : one.end]
        edits[one.part].append(_edit(one, decision, text, numbers))
    for stretch in stretches(content, wanted.terms):
        edits[stretch.ref] = _over(edits[stretch.ref], stretch)
    removed: Counter[str] = Counter()
    for ref, changes in edits.items():
        _apply(passages[ref], changes)
        removed.update(change.cls for change in changes)
    for passage in passages.values():
        _check_links(passage, wanted.terms)
    for table in content.tables():
        _drop_columns(table)
    return removed


def _decisions(
    findings: Iterable[FileFinding], wanted: Wanted, passages: dict[str, Passage]
) -> list[tuple[FileFinding, FileDecision]]:
    """Every finding with its decision: its own, its column's, else removal. Keeps are left out."""
    remove = FileDecision(REMOVE)
    decided = []
    known = set()
    for one in findings:
        known.add(one.ref)
        column = column_key(passages[one.part].label)
        decision = wanted.decisions.get(one.ref) or wanted.decisions.get(column) or remove
        if decision.action != KEEP:
            decided.append((one, decision))
    for ref, decision in wanted.decisions.items():
        match = PLACE.fullmatch(ref)
        if ref in known or match is None or decision.action == KEEP or match[1] not in passages:
            continue
        start, end = int(match[2]), min(int(match[3]), len(passages[match[1]].text))
        if start < end:
            own = FileFinding(ref, match[1], start, end, "", decision.action, 1.0, "")
            decided.append((own, decision))
    return decided


def _edit(one: FileFinding, decision: FileDecision, text: str, numbers: dict[str, str]) -> Edit:
    new = ""
    if decision.action == MASK:
        new = mask(one.cls, text) if one.cls else STAR * len(fold(text))
        new += numbers.get(fold(text), "") if one.cls in NAMES else ""
    elif decision.action == GENERALISE:
        new = decision.text.strip() or generalise(one.cls, text)
    if new and fold(text) and fold(text) in fold(new):
        new = ""  # a "coarser" value that still holds the whole one hides nothing
    return Edit(one.start, one.end, new or GONE, one.cls or TERM, not new)


def _running_numbers(
    decided: Sequence[tuple[FileFinding, FileDecision]], passages: dict[str, Passage]
) -> dict[str, str]:
    """Different names that look alike once masked are told apart by numbers (privacy.md §4)."""
    alike: dict[str, dict[str, None]] = defaultdict(dict)
    for one, decision in decided:
        if decision.action == MASK and one.cls in NAMES:
            text = passages[one.part].text[one.start : one.end]
            alike[mask(one.cls, text)][fold(text)] = None
    return {
        name: f"({place})"
        for names in alike.values()
        if len(names) > 1
        for place, name in enumerate(names, 1)
    }


def _over(edits: list[Edit], stretch: Stretch) -> list[Edit]:
    """The edits with one more that wins: what it cuts is taken out as a whole."""
    touched = [one for one in edits if one.start < stretch.end and stretch.start < one.end]
    if any(one.start <= stretch.start and stretch.end <= one.end for one in touched):
        return edits  # hidden already
    start = min([stretch.start, *(one.start for one in touched)])
    end = max([stretch.end, *(one.end for one in touched)])
    return [*(one for one in edits if one not in touched), Edit(start, end, GONE, TERM, True)]


def _apply(passage: Passage, edits: list[Edit]) -> None:
    edits = _without_overlaps(edits)
    text = passage.text
    if isinstance(passage, Cell) and _is_whole(text, edits):
        passage.runs, passage.is_emptied = [], True
        return
    runs: list[Run] = []
    position = 0
    for edit in edits:
        runs += _cut(passage.runs, position, edit.start)
        look = next(iter(_cut(passage.runs, edit.start, edit.end)), Run(""))
        runs.append(Run(edit.text, look.bold))
        position = edit.end
    passage.runs = [*runs, *_cut(passage.runs, position, len(text))]


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    """In order; overlapping edits become one that takes all of it out."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if found and edit.start < found[-1].end:
            last = found.pop()
            edit = replace(last, end=max(last.end, edit.end), text=GONE, takes_out=True)
        found.append(edit)
    return found


def _is_whole(text: str, edits: list[Edit]) -> bool:
    """Whether nothing but blanks and separators would be left of the cell."""
    rest, position = [], 0
    for edit in edits:
        rest.append(text[position : edit.start])
        position = edit.end
        if not edit.takes_out:
            return False
    rest.append(text[position:])
    return bool(edits) and not fold("".join(rest))


def _cut(runs: list[Run], start: int, end: int) -> list[Run]:
    """The runs of text[start:end]."""
    found, position = [], 0
    for run in runs:
        first, last = max(start - position, 0), min(end - position, len(run.text))
        if first < last:
            found.append(Run(run.text[first:last], run.bold, run.href))
        position += len(run.text)
    return found


def _check_links(passage: Passage, terms: Iterable[str]) -> None:
    """A link stays only where its text stays whole and no withheld value stands in it."""
    for run in passage.runs:
        if run.href and (
            not harmless(run.href) or any(fold(t) in fold(run.href) for t in terms if fold(t))
        ):
            run.href = ""


def _drop_columns(table: Table) -> None:
    """Columns of which every value was taken out leave no trace, not even their header."""
    for column in range(table.width - 1, -1, -1):
        body = [row[column] for row in table.rows[table.head :] if column < len(row)]
        cells = [cell for cell in body if cell is not None]
        emptied = [cell for cell in cells if cell.is_emptied]
        rest = [cell for cell in cells if not cell.is_emptied and not NOTHING.fullmatch(cell.text)]
        if table.head and emptied and not rest:
            _drop_column(table, column)


def _drop_column(table: Table, column: int) -> None:
    for row in table.rows:
        owner = next(
            (at for at in range(min(column, len(row) - 1), -1, -1) if row[at] is not None), None
        )
        cell = row[owner] if owner is not None else None
        reaches = cell is not None and owner is not None and owner + cell.colspan > column
        if cell is not None and reaches and cell.colspan > 1:
            cell.colspan -= 1
            if owner == column and column + 1 < len(row):
                row[column + 1] = cell
        del row[column : column + 1]
    table.rows[:] = [row for row in table.rows if row]
