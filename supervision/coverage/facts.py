"""The public facts of a duty, and the file of them that an outsider computes with (pure).

Everything here is public: who owes what by when, what fulfilled it, what was signed instead. Drafts
are not among the facts. The file's form is part of docs/coverage.md and changes only with a new
`DEFINITIONS`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

DEFINITIONS = "coverage/v1"  # docs/coverage.md; a later wording gets another number
COLUMNS = (
    "duty unit row domain stage region kind period_from period_to due_on provisional "
    "published_on item statement_on lapsed_on"
).split()
UNIT_COLUMNS = ("unit", "name", "level", "region", "region_name")
ROW_COLUMNS = ("row", "domain", "stage", "name")
KINDS = frozenset("once yearly quarterly event developing continuous".split())
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[1-9]\d{0,17}")
# Codes of units, rows, regions and items: never a sentence, so no fact can carry one.
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,63}")


class BadFacts(ValueError):
    """A file that does not keep to the form: which line, and what is wrong there."""

    def __init__(self, line: int, wrong: str):
        super().__init__(f"line {line}: {wrong}")
        self.line = line
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Fact:
    """One duty. Dates are days in Asia/Shanghai; None is "none" (no period, no last day, not yet).

    `published_on` and `item`: what fulfilled it. `statement_on`: a signed "nothing to publish".
    `lapsed_on`: the duty ended without being owed, as when its row left the catalogue.
    """

    duty: int
    unit: str
    row: str
    domain: str
    stage: str
    region: str = ""
    kind: str = "once"
    period_from: date | None = None
    period_to: date | None = None
    due_on: date | None = None
    is_provisional: bool = False
    published_on: date | None = None
    item: str = ""
    statement_on: date | None = None
    lapsed_on: date | None = None


def written(facts: Iterable[Fact]) -> bytes:
    """The file of the facts: UTF-8, LF, ordered by duty; the same facts give the same bytes."""
    return table(COLUMNS, (_cells(fact) for fact in sorted(facts, key=lambda fact: fact.duty)))


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file in the one form that all files of an export have."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def read_table(raw: bytes, columns: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of a file that has exactly these columns. BadFacts for any other."""
    wanted = list(columns)
    try:
        reader = csv.reader(io.StringIO(raw.decode(), newline=""), strict=True)
        if next(reader, None) != wanted:
            raise BadFacts(1, "other columns than in the definition")
        for cells in reader:
            if len(cells) != len(wanted):
                raise BadFacts(reader.line_num, "wrong number of cells")
            yield reader.line_num, cells
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFacts(0, "not a CSV file in UTF-8") from error


def read(raw: bytes) -> Iterator[Fact]:
    """The facts of a file. BadFacts names the first line that does not keep to the form."""
    last = 0
    for line, cells in read_table(raw, COLUMNS):
        fact = _fact(line, cells)
        if fact.duty <= last:
            raise BadFacts(line, "duties are not in order, or one is there twice")
        last = fact.duty
        yield fact


def _cells(fact: Fact) -> list[str]:
    return [
        str(fact.duty),
        fact.unit,
        fact.row,
        fact.domain,
        fact.stage,
        fact.region,
        fact.kind,
        _day(fact.period_from),
        _day(fact.period_to),
        _day(fact.due_on),
        "1" if fact.is_provisional else "0",
        _day(fact.published_on),
        fact.item,
        _day(fact.statement_on),
        _day(fact.lapsed_on),
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _fact(line: int, cells: list[str]) -> Fact:
    duty, unit, row, domain, stage, region, kind = cells[:7]
    period_from, period_to, due_on, provisional, published_on, item, statement, lapsed = cells[7:]
    if not _NUMBER.fullmatch(duty):
        raise BadFacts(line, "duty is no number")
    for name, code in (("unit", unit), ("row", row), ("domain", domain), ("stage", stage)):
        if not _CODE.fullmatch(code):
            raise BadFacts(line, f"{name} is no code")
    for name, code in (("region", region), ("item", item)):
        if code and not _CODE.fullmatch(code):
            raise BadFacts(line, f"{name} is no code")
    if kind not in KINDS or provisional not in ("0", "1"):
        raise BadFacts(line, "unknown kind, or provisional is not 0 or 1")
    if bool(item) != bool(published_on):
        raise BadFacts(line, "an item and its day belong together")
    return Fact(
        int(duty), unit, row, domain, stage, region, kind,
        _read_day(line, period_from), _read_day(line, period_to), _read_day(line, due_on),
        provisional == "1", _read_day(line, published_on), item,
        _read_day(line, statement), _read_day(line, lapsed),
    )  # fmt: skip


def _read_day(line: int, text: str) -> date | None:
    if not text:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadFacts(line, f"{text[:20]!r} is no day") from error
