"""CSV and plain text: read in the encodings of offices, written as UTF-8."""

import csv
import io

from .blocks import Cell, Content, Paragraph, Run, Table
from .formulas import as_text
from .model import Refused, Unreadable
from .package_writing import FORBIDDEN
from .texts import decode, separator_of

MOST_COLUMNS = 256
MOST_LINES = 250_000
LONG = "文件超过 25 万行，不能一次审查。请分成几个文件；名册请在“受助名册”里导入。"
WIDE = "表格超过 256 列，不能审查。请只留要公开的列。"
ODD = "CSV 的格式不对（引号没有成对或单元格太长）。请另存为 XLSX 后再上传。"
BOM = b"\xef\xbb\xbf"


def read(data: bytes, kind: str) -> Content:
    """Lines as paragraphs, or the rows of the CSV as one table."""
    text = decode(data)
    if text.count("\n") > MOST_LINES:
        raise Refused(LONG)
    if kind == "text":
        return Content(
            "text", [Paragraph([Run(line)] if line else []) for line in text.split("\n")]
        )
    separator = separator_of(text) or max(",\t;|，", key=text[:4096].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[Cell | None]] = []
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise Refused(WIDE)
            if any(value.strip() for value in row):
                rows.append([Cell([Run(value)]) if value else None for value in row])
    except csv.Error as error:
        raise Unreadable(ODD) from error
    width = max(map(len, rows), default=0)
    for line in rows:
        line += [None] * (width - len(line))
    return Content("csv", [Table(rows)])


def csv_bytes(content: Content) -> bytes:
    """All tables as CSV with a byte order mark, which Excel needs; formulas are made text."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for table in content.tables():
        for row in table.rows:
            writer.writerow(
                [
                    as_text(cell.text.translate(FORBIDDEN)) if cell is not None else ""
                    for cell in row
                ]
            )
    return BOM + target.getvalue().encode("utf-8", "replace")


def text_bytes(content: Content) -> bytes:
    text = "\n".join(passage.text.translate(FORBIDDEN) for passage in content.passages())
    return text.encode("utf-8", "replace")
