"""Rows of a JSONL, CSV or XLSX file, also gzipped, with their place in the file (pure).

The content decides the format, not the name. A file that cannot be read at all raises
`UnreadableFile` with a sentence for people; a single bad row is yielded as `BadRow`.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from .spreadsheets import sheet_rows
from .textfiles import csv_rows

LARGEST_FILE = 1024**3
LARGEST_UNPACKED = 2 * 1024**3
LARGEST_SHEET = 256 * 1024**2
LONGEST_LINE = 4 * 1024**2


class UnreadableFile(Exception):
    """Nothing can be imported from the file; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (a spreadsheet's own numbering) and its cells by header."""

    number: int
    cells: dict


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read; the rest of the file goes on."""

    number: int
    column: str
    reason: str


def read_rows(path: Path) -> Iterator[Row | BadRow]:
    """All rows of the file in order; UnreadableFile before the first or, if it breaks, midway."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableFile("不是普通文件")
        if size == 0:
            raise UnreadableFile("文件是空的")
        if size > LARGEST_FILE:
            raise UnreadableFile("文件超过1 GB，请分成几个文件")
        with path.open("rb") as raw:
            yield from _read(raw)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "内容损坏"
        raise UnreadableFile(f"无法读取文件：{reason}") from problem
    except (EOFError, zlib.error) as problem:
        raise UnreadableFile("压缩文件不完整或已损坏") from problem


def _read(raw: IO[bytes]) -> Iterator[Row | BadRow]:
    start = raw.read(2)
    raw.seek(0)
    file: IO[bytes] = raw
    if start == b"\x1f\x8b":
        file = Limited(gzip.GzipFile(fileobj=raw), LARGEST_UNPACKED)
    head = file.read(65536)
    if not head:
        raise UnreadableFile("文件是空的")
    _refuse_binary(head)
    rest = Rejoined(head, file)
    if head[:4] == b"PK\x03\x04":
        # A workbook is read from its end: it has to be in one piece.
        whole = raw if file is raw else BytesIO(Limited(rest, LARGEST_SHEET).read())
        whole.seek(0)
        yield from _numbered(sheet_rows(whole, UnreadableFile))
        return
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        yield from _json_rows(rest)
        return
    yield from _numbered(csv_rows(rest, UnreadableFile))


def _refuse_binary(head: bytes) -> None:
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableFile("是旧版 .xls 或 .doc 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再导入")
    if head[:5] == b"%PDF-":
        raise UnreadableFile("是PDF文件，请导入 JSONL、CSV 或 XLSX")
    if head[:2] == b"\x1f\x8b":
        raise UnreadableFile("文件被多次压缩，请先解压一层")
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if head[:4] != b"PK\x03\x04" and b"\x00" in head and not wide:
        raise UnreadableFile("是二进制文件，请导入 JSONL、CSV 或 XLSX")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        raise UnreadableFile("是JSON数组，请改为JSONL：每行一个JSON对象")


def _numbered(rows) -> Iterator[Row | BadRow]:
    for number, cells, problem in rows:
        if problem:
            yield BadRow(number, "", problem)
        else:
            yield Row(number, cells)


def _json_rows(file: "Rejoined") -> Iterator[Row | BadRow]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            yield BadRow(number, "", "该行超过4 MB")
            continue
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        yield _json_row(number, line)


def _json_row(number: int, line: bytes) -> Row | BadRow:
    try:
        cells = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BadRow(number, "", "不是UTF-8编码")
    except (ValueError, RecursionError):
        return BadRow(number, "", "不是有效的JSON")
    if not isinstance(cells, dict):
        return BadRow(number, "", "应为一个JSON对象")
    return Row(number, cells)


class Rejoined:
    """A stream whose head was already read."""

    def __init__(self, head: bytes, rest: IO[bytes]):
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            head, self._head = self._head, b""
            return head + self._rest.read()
        head, self._head = self._head[:size], self._head[size:]
        return head or self._rest.read(size)

    def readline(self, limit: int) -> bytes:
        end = self._head.find(b"\n")
        if end >= 0:
            return self.read(min(end + 1, limit))
        head = self.read(limit) if self._head else b""
        return head + self._rest.readline(limit - len(head)) if len(head) < limit else head


class Limited:
    """A decompressed stream that gives up beyond `most` bytes."""

    def __init__(self, stream: IO[bytes], most: int):
        self._stream, self._left = stream, most

    def _count(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile("解压后过大，已停止读取")
        return data

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            pieces = []
            while piece := self._count(self._stream.read(1024**2)):
                pieces.append(piece)
            return b"".join(pieces)
        return self._count(self._stream.read(size))

    def readline(self, limit: int = -1) -> bytes:
        return self._count(self._stream.readline(limit))
