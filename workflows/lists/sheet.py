"""An uploaded list as header and rows of texts, and the sentences when it cannot be one."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain, islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import table_shape

MOST_ROWS = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
LARGEST_FILE = 20 * 1024 * 1024
REPORT_EVERY = 1_000  # rows
# What is left of Chinese that was stored or read in the wrong encoding.
GARBLED = re.compile("[\ufffd]|锟斤拷|烫烫烫|屯屯屯|ï»¿|Ã[\x80-\xbf]|[\x00-\x08\x0e-\x1f]")
TOO_WIDE = gettext_lazy("表格超过 %(n)d 列。请只留要公开和要核对的列。")

Progress = Callable[[int], None]


class Unreadable(ValueError):
    """The file is no list we can take; the message says what to do, and never quotes a cell."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Sheet:
    """Header and rows, all of the same length; `numbers` are the rows' numbers in the file.

    `left_out` counts lines that stand for nobody: totals, sign-offs.
    """

    header: list[str]
    rows: list[list[str]] = field(repr=False)
    numbers: list[int] = field(default_factory=list, repr=False)
    left_out: int = 0

    @property
    def first_row(self) -> int:
        return self.numbers[0] if self.numbers else 2


def build(lines: Iterable[Sequence[object]], progress: Progress | None = None) -> Sheet:
    """A sheet from raw cells, read once: titles above the header, empty lines, totals and
    sign-offs are passed over; a header of two rows is joined."""
    filled = _filled(lines, progress)
    top = list(islice(filled, table_shape.TOP))
    width = max((len(row) for _n, row in top), default=0)
    padded = [_padded(row, width) for _n, row in top]
    start, count = table_shape.header_rows(padded)
    if not count:
        start = next((n for n, row in enumerate(padded) if sum(map(bool, row)) >= 2), -1)
        count = 1
    if start < 0:
        raise Unreadable(_("没有找到表头：至少要有两列，第一行是各列的名称。"))
    names = table_shape.joined(padded[start : start + count])
    rows, numbers, left_out = [], [], 0
    for number, row in chain(top[start + count :], filled):
        if table_shape.is_footer(row):
            left_out += 1
            continue
        rows.append(row)
        numbers.append(number)
        if len(rows) > MOST_ROWS:
            raise Unreadable(
                _("超过 %(most)d 行。请按村、社区或月份分成几份。") % {"most": MOST_ROWS}
            )
    if not rows:
        raise Unreadable(_("只有表头，没有数据行。"))
    width = max(len(names), max(map(len, rows)))
    names = _padded(names, width)
    used = [n for n, name in enumerate(names) if name or any(len(r) > n and r[n] for r in rows)]
    header = [names[n] or _("第%(n)d列") % {"n": n + 1} for n in used]
    return Sheet(
        table_shape.numbered_names(header),
        [[row[n] if n < len(row) else "" for n in used] for row in rows],
        numbers,
        left_out,
    )


def _filled(
    lines: Iterable[Sequence[object]], progress: Progress | None
) -> Iterator[tuple[int, list[str]]]:
    """(number, texts) of the lines that hold something, each checked as it comes."""
    known: dict[str, str] = {}  # one copy of what stands in a thousand cells
    for number, line in enumerate(lines, start=1):
        row = [cell_text(cell) for cell in line]
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            raise Unreadable(TOO_WIDE % {"n": MOST_COLUMNS})
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise Unreadable(_("第 %(n)d 行有一格文字太长。") % {"n": number})
        if any(GARBLED.search(cell) for cell in row):
            raise Unreadable(
                _("文件里有乱码。请在 WPS 或 Excel 里打开，确认文字正常，另存为 XLSX 后再上传。")
            )
        if progress is not None and number % REPORT_EVERY == 0:
            progress(number)
        if len(known) < MOST_ROWS:
            row = [known.setdefault(cell, cell) for cell in row]
        yield number, row


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def cell_text(value: object) -> str:
    """A cell as one line of text; numbers as a person reads them, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".12g")
    return " ".join(str(value).split())
