"""An uploaded list as header and rows of texts, and the sentences when it cannot be one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _

MOST_ROWS = 5_000  # more would be read back row by row in the release transaction
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
LARGEST_FILE = 10 * 1024 * 1024
# What is left of Chinese that was stored or read in the wrong encoding.
GARBLED = re.compile("[\ufffd]|锟斤拷|烫烫烫|屯屯屯|ï»¿|Ã[\x80-\xbf]|[\x00-\x08\x0e-\x1f]")


class Unreadable(ValueError):
    """The file is no list we can take; the message says what to do, and never quotes a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Header and rows, all of the same length; `first_row` is the file's row number of rows[0]."""

    header: list[str]
    rows: list[list[str]] = field(repr=False)
    first_row: int = 2


def build(lines: Sequence[Sequence[object]]) -> Sheet:
    """A sheet from raw cells: title lines above the header and empty lines are passed over."""
    texts = [[cell_text(cell) for cell in line] for line in lines]
    if any(GARBLED.search(cell) for line in texts[:200] for cell in line):
        raise Unreadable(
            _("文件里有乱码。请在 WPS 或 Excel 里打开，确认文字正常，另存为 XLSX 后再上传。")
        )
    start = next((n for n, line in enumerate(texts) if sum(map(bool, line)) >= 2), None)
    if start is None:
        raise Unreadable(_("没有找到表头：至少要有两列，第一行是各列的名称。"))
    width = max(n + 1 for line in texts[start:] for n, cell in enumerate(line) if cell)
    if width > MOST_COLUMNS:
        raise Unreadable(_("表格超过 %(n)d 列。请只留要公开和要核对的列。") % {"n": MOST_COLUMNS})
    padded = [(line + [""] * width)[:width] for line in texts[start:] if any(line)]
    header = [cell or _("第%(n)d列") % {"n": n} for n, cell in enumerate(padded[0], start=1)]
    rows = padded[1:]
    _check(header, rows)
    return Sheet(header, rows, first_row=start + 2)


def _check(header: list[str], rows: list[list[str]]) -> None:
    if not rows:
        raise Unreadable(_("只有表头，没有数据行。"))
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("有 %(rows)d 行，一次最多 %(most)d 行。请按村、社区或月份分成几份。")
            % {"rows": len(rows), "most": MOST_ROWS}
        )
    if len(set(header)) < len(header):
        raise Unreadable(_("有两列的名称相同，请改成不同的名称。"))
    for n, row in enumerate(rows, start=1):
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise Unreadable(_("第 %(n)d 行有一格文字太长。") % {"n": n})


def cell_text(value: object) -> str:
    """A cell as one line of text; whole numbers without a fraction, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
