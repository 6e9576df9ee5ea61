"""An export as an answer to a browser: validators, names, limits, and a query that ends with it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import quote
from hashlib import sha256
from urllib.parse import quote as percent

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _

from disclosure import throttle

from .columns import Column, Row, heads
from .delimited import csv_pieces
from .objects import json_pieces, jsonl_pieces
from .workbook import Sheet, write_workbook

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
}
MOST_PER_MINUTE = 60  # files one visitor may fetch; conditional requests are free
SECONDS = 60
MOST_IN_WORKBOOK = 200_000  # a workbook is built before it is sent: nobody waits for more
IN_MEMORY = 1024 * 1024
FORMAT = "1"  # raised when the same rows are written differently


@dataclass(frozen=True, slots=True)
class Export:
    """A table to be taken away.

    `stem`: file name in ASCII; `title`: what it is, for people. `rows()` is called once, when the
    file is really sent. `state`: a short text that changes whenever the rows may have changed.
    `facts`: (name, value) lines of the second sheet. `described_by`: address of the dictionary.
    `on_sent(kind, size)` hears how many bytes a complete file had.
    """

    stem: str
    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterator[Row]]
    state: str = ""
    changed_at: datetime | None = None
    facts: Sequence[tuple[str, str]] = field(default=())
    described_by: str = ""
    count: int | None = None
    on_sent: Callable[[str, int], None] | None = None


def answer(request, export: Export, kind: str) -> HttpResponse:
    """The file, 304, 413 (too many rows for a workbook) or 429; only GET and HEAD come here."""
    tag = _tag(request, export, kind)
    stamp = int(export.changed_at.timestamp()) if export.changed_at else None
    if tag and (unchanged := get_conditional_response(request, tag, stamp)) is not None:
        return _described(unchanged, export, tag, stamp)
    if kind == "xlsx" and export.count is not None and export.count > MOST_IN_WORKBOOK:
        return refusal(
            413,
            _("这张表有 %(rows)d 行，超过 XLSX 一次能给的 %(most)d 行。请下载 CSV 或 JSON。")
            % {"rows": export.count, "most": MOST_IN_WORKBOOK},
        )
    if request.method == "HEAD":
        response = HttpResponse(content_type=TYPES[kind])
        del response["Content-Length"]
    elif _is_too_much(request):
        return busy()
    else:
        response = _workbook(export) if kind == "xlsx" else _stream(export, kind)
    response["Content-Type"] = TYPES[kind]
    response["Content-Disposition"] = disposition(export.stem, export.title, kind)
    return _described(response, export, tag, stamp)


def _is_too_much(request) -> bool:
    """The site's own look at its copies (home/visiting.py) is not counted: it must be answered."""
    if request.META.get("mingjing.inside"):
        return False
    return throttle.is_over(request, "export", most=MOST_PER_MINUTE, seconds=SECONDS)


def _tag(request, export: Export, kind: str) -> str:
    if not export.state:
        return ""
    content = "\n".join([FORMAT, export.stem, kind, request.get_full_path(), export.state])
    return f'"{sha256(content.encode()).hexdigest()[:24]}"'


def _described(response, export: Export, tag: str, stamp: int | None):
    if tag:
        response["ETag"] = tag
    if stamp:
        response["Last-Modified"] = http_date(stamp)
    if export.described_by:
        response["Link"] = f'<{export.described_by}>; rel="describedby"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    # Asked for anew each time: what was withdrawn must not live on in a cache.
    patch_cache_control(response, no_cache=True)
    return response


def disposition(stem: str, title: str, kind: str) -> str:
    """`attachment` with an ASCII name and, for browsers that can, the Chinese one."""
    day = f"{timezone.localdate():%Y%m%d}"
    chinese = percent(f"{title}-{day}.{kind}", safe="")
    return f"attachment; filename=\"{quote(stem)}-{day}.{kind}\"; filename*=UTF-8''{chinese}"


def _stream(export: Export, kind: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(_bytes(export, kind), content_type=TYPES[kind])


@contextmanager
def _reading(export: Export) -> Iterator[Iterator[Row]]:
    """The rows; a generator among them is closed in the end, and its query with it."""
    rows = export.rows()
    try:
        yield rows
    finally:
        if close := getattr(rows, "close", None):
            close()


def _bytes(export: Export, kind: str) -> Iterator[bytes]:
    """A visitor who goes away closes this, and with it the rows and their query."""
    size = 0
    with _reading(export) as rows:
        for piece in _pieces(export, kind, rows):
            encoded = piece.encode("utf-8", "replace")
            size += len(encoded)
            yield encoded
    if export.on_sent:
        export.on_sent(kind, size)


def _pieces(export: Export, kind: str, rows: Iterator[Row]) -> Iterator[str]:
    if kind == "csv":
        return csv_pieces(export.columns, rows)
    if kind == "json":
        return json_pieces(export.columns, rows)
    return jsonl_pieces(export.columns, rows)


def _workbook(export: Export) -> FileResponse:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by the answer
    with _reading(export) as rows:
        write_workbook(file, sheets(export, rows))
    size = file.tell()
    file.seek(0)
    response = FileResponse(file, content_type=TYPES["xlsx"])
    response["Content-Length"] = str(size)
    if export.on_sent:
        export.on_sent("xlsx", size)
    return response


def sheets(export: Export, rows: Iterator[Row]) -> list[Sheet]:
    """The rows under Chinese heads, and beside them what they are and what the columns mean."""
    columns = export.columns
    meanings = [
        (c.label, c.name, c.label_en, c.type, c.unit, "；".join(c.sources), c.about)
        for c in columns
    ]
    facts = [(name, value) for name, value in export.facts]
    return [
        Sheet("数据", heads(columns, "zh"), rows, [column.type for column in columns]),
        Sheet("说明", ("项目", "内容"), facts, is_prose=True),
        Sheet("列", ("列", "名称", "英文", "类型", "单位", "目录事项", "说明"), meanings),
    ]


def refusal(status: int, words: str) -> HttpResponse:
    """A refusal in one sentence; downloads have no page of their own."""
    response = HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


def busy() -> HttpResponse:
    response = refusal(429, _("下载太频繁了，请过一分钟再试。"))
    response["Retry-After"] = str(SECONDS)
    return response
