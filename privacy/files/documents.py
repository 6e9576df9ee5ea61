"""Office documents and texts: read for what they show, and built anew from that alone.

Runs in the child process of `sandbox`. DOC, XLS, WPS, ET, PPT, ODF and OFD are refused in `sniff` with
the way to convert them: the old formats keep deleted text between the records, and no reader that
we could bound tells it from the visible; OFD exports to PDF, where what is visible is drawn.
"""

from collections import Counter
from collections.abc import Callable

from . import decided, document_twin, docx_reading, docx_writing, plain, xlsx_reading, xlsx_writing
from .blocks import Content, number
from .heads import shape
from .model import Part, Reading, Rebuilt, Refused, Unreadable, Wanted
from .packages import Package
from .proposals import propose
from .sniff import kind_of

NO_DOCUMENT = "这不是文档或表格。请用 PDF 或图片的方式处理。"
NO_TEXT = "文件里没有可见的文字，没有什么可以公开。请检查是否传错了文件。"
TOO_MUCH = "文件的文字太多，不能一次审查。请分成几个文件；名册请在“受助名册”里导入。"
MOST_PASSAGES = 250_000
MOST_SIGNS = 6_000_000


Progress = Callable[[int, int], object]


def read(
    data: bytes,
    *,
    name: str,
    domain: str | None = None,
    allow: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Reading:
    """The visible passages of the file and what the detector proposes for them."""
    content = _content(data, name)
    parts = tuple(Part(one.ref, one.text, one.label) for one in content.passages())
    if not any(part.text.strip() for part in parts):
        raise Unreadable(NO_TEXT)
    findings = propose(content, domain=domain, allow=allow, progress=progress)
    return Reading(content.kind, parts, findings, tuple(sorted(content.dropped)))


def rebuild(
    data: bytes,
    *,
    name: str,
    reading: Reading,
    wanted: Wanted,
    progress: Progress | None = None,
) -> Rebuilt:
    """A new file of the visible content after the decisions; undecided findings are removed."""
    told = progress or (lambda done, total: None)
    content = _content(data, name)
    told(1, 3)
    removed = decided.carry_out(content, reading, wanted)
    told(2, 3)
    rebuilt = _written(content, removed)
    told(3, 3)
    return rebuilt


def _content(data: bytes, name: str) -> Content:
    kind = kind_of(data, name)
    if kind == "docx":
        content = docx_reading.read(Package(data))
    elif kind == "xlsx":
        content = xlsx_reading.read(Package(data))
    elif kind in ("csv", "text"):
        content = plain.read(data, kind)
    else:
        raise Refused(NO_DOCUMENT)
    for table in content.tables():
        shape(table)
    return _bounded(number(content))


def _bounded(content: Content) -> Content:
    signs = 0
    for count, passage in enumerate(content.passages(), 1):
        signs += len(passage.text)
        if count > MOST_PASSAGES or signs > MOST_SIGNS:
            raise Refused(TOO_MUCH)
    return content


def _written(content: Content, removed: Counter[str]) -> Rebuilt:
    if content.kind == "docx":
        data, suffix, media_type = docx_writing.write(content), ".docx", docx_writing.MEDIA_TYPE
    elif content.kind == "xlsx":
        data, suffix, media_type = xlsx_writing.write(content), ".xlsx", xlsx_writing.MEDIA_TYPE
    elif content.kind == "csv":
        data, suffix, media_type = plain.csv_bytes(content), ".csv", "text/csv"
    else:
        data, suffix, media_type = plain.text_bytes(content), ".txt", "text/plain"
    return Rebuilt(
        data=data,
        suffix=suffix,
        media_type=media_type,
        html=document_twin.html(content),
        text=document_twin.text(content),
        removed=dict(removed),
    )
