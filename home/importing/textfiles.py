"""CSV as offices write it: UTF-8, GB 18030 or UTF-16, with comma, tab or semicolon (pure)."""

import csv
import io
from collections.abc import Iterator

from .headers import recognised

LARGEST_CSV = 128 * 1024**2
LONGEST_CELL = 2 * 1024**2
ENCODINGS = ("utf-8-sig", "gb18030")


def csv_rows(file, unreadable: type[Exception]) -> Iterator[tuple[int, dict, str]]:
    """(line number, cells by header, problem) per row after the header."""
    data = file.read(LARGEST_CSV + 1)
    pieces = [data]
    while data and sum(map(len, pieces)) <= LARGEST_CSV:
        data = file.read(LARGEST_CSV)
        pieces.append(data)
    whole = b"".join(pieces)
    if len(whole) > LARGEST_CSV:
        raise unreadable("CSV文件超过128 MB，请分成几个文件或改用JSONL")
    text = _decode(whole, unreadable)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as problem:
        raise unreadable("表头无法识别") from problem
    if not recognised(header):
        raise unreadable("第一行不是可识别的表头：至少应有“标题”和“正文”两列（或 title、text）")
    yield from _rows(reader, header)


def _rows(reader, header: list[str]) -> Iterator[tuple[int, dict, str]]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, {}, "该行无法按CSV读取（引号不配对或单元格过长）"
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            yield number, {}, f"该行有{len(cells)}列，表头只有{len(header)}列"
            continue
        yield number, dict(zip(header, cells, strict=False)), ""


def _decode(data: bytes, unreadable: type[Exception]) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable("文字编码无法识别，请另存为UTF-8")


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",\t;", key=header.count)
