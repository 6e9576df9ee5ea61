"""What a file really is, from its bytes. What cannot be published is refused with the way out."""

import re
from pathlib import PurePosixPath

from . import texts
from .magic import REFUSED, signature
from .model import Refused
from .office_kind import of_package
from .ole_kind import of_compound

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
LARGEST = 50 * 1024 * 1024
EMPTY = "这个文件是空的。请重新选择文件。"
TOO_LARGE = "文件超过 50 MB。请压缩图片或分成几个文件后再上传。"
LOCKED_PDF = "这个 PDF 加了密码或限制，不能审查。请用没有密码的原文件重新导出 PDF。"
UNKNOWN = "认不出这是什么文件，不能审查。请另存为 PDF、DOCX、XLSX、CSV、TXT 或 JPG 后再上传。"
ACTIVE_NAME = "这是网页、脚本或程序，不能公开。请把内容另存为 PDF 或 DOCX 后再上传。"
MISLABELLED = (
    "文件名的结尾是 .{suffix}，内容却是 {found}。请确认传的是哪个文件，用正确的格式另存后再上传。"
)
ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")

SHOWN = {
    "pdf": "PDF",
    "image": "图片",
    "docx": "Word 文档（DOCX）",
    "xlsx": "Excel 表格（XLSX）",
    "csv": "纯文本",
    "text": "纯文本",
}
# What a name promises; names that promise nothing are let pass, the content decides.
PROMISED = {
    **dict.fromkeys("jpg jpeg jpe png bmp gif tif tiff webp heic heif".split(), "image"),
    **dict.fromkeys(("doc", "dot", "rtf", "wps", "odt"), "doc"),
    **dict.fromkeys(("xls", "xlt", "et", "ods", "xlsb"), "xls"),
    **dict.fromkeys(("ppt", "pptx", "dps", "pps"), "ppt"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz"), "archive"),
    **dict.fromkeys(
        ("mp3", "mp4", "wav", "avi", "mov", "m4a", "amr", "wmv", "mkv", "flac"), "media"
    ),
    **dict.fromkeys(("txt", "text", "md", "log"), "text"),
    **dict.fromkeys(("csv", "tsv"), "csv"),
    "docm": "docx",
    "dotx": "docx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    **{kind: kind for kind in ("pdf", "docx", "xlsx", "ofd")},
}
ACTIVE = frozenset(
    "html htm xhtml mht mhtml svg svgz xml xsl js mjs vbs vbe wsf hta bat cmd ps1 sh py pl php exe dll "
    "msi com scr pif jar apk lnk reg iso img swf chm url desktop".split()
)


def kind_of(data: bytes, name: str) -> str:
    """pdf, image, docx, xlsx, csv or text; Refused with a sentence for everything else.

    The content decides; a name that says something else is refused, because one of the two is
    not what the person meant to publish.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise Refused(EMPTY)
    if len(data) > LARGEST:
        raise Refused(TOO_LARGE)
    suffix = suffix_of(name)
    kind = _by_content(data, suffix)
    if suffix in ACTIVE:
        raise Refused(ACTIVE_NAME)
    if not _agree(kind, PROMISED.get(suffix, kind)):
        raise Refused(MISLABELLED.format(suffix=suffix, found=SHOWN[kind]))
    return kind


def suffix_of(name: str) -> str:
    """The ending of a file name in small letters, "" when it has none that is known in form."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    return suffix if re.fullmatch(r"[a-z0-9]{1,10}", suffix) else ""


def _agree(kind: str, promised: str) -> bool:
    return kind == promised or {kind, promised} == {"csv", "text"}


def _by_content(data: bytes, suffix: str) -> str:
    if data.startswith(ZIP):
        return of_package(data)
    if data.startswith(OLE):
        of_compound(data)
    found = signature(data)
    if found == "pdf":
        if ENCRYPTED_PDF.search(data):
            raise Refused(LOCKED_PDF)
        return "pdf"
    if found == "image":
        return "image"
    if found:
        raise Refused(REFUSED[found])
    return texts.kind_of_text(data, suffix)
