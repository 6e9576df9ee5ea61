"""Plain text files: their encoding, and whether they are text at all."""

import json
import re

from .model import Refused

MARKUP = (
    "这是网页或标记文件（HTML、SVG、XML），里面可能有脚本。请把内容另存为 PDF 或 DOCX 后再上传。"
)
SCRIPT = "这是脚本，不能公开。请把要公开的内容另存为 PDF 或 DOCX 后再上传。"
DATA = "JSON 数据不能逐项审查。请另存为 XLSX 或 CSV 后再上传。"
MAIL = "这是邮件文件。请把要公开的内容另存为 PDF 或 DOCX 后再上传。"
UNKNOWN = "认不出这是什么文件，不能审查。请另存为 PDF、DOCX、XLSX、CSV、TXT 或 JPG 后再上传。"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
TAG = re.compile(r"\s*<(?:[!?/]|[A-Za-z][A-Za-z0-9:-]*[\s/>])")
MAIL_HEAD = re.compile(r"(?:From|Received|Return-Path|MIME-Version|Delivered-To): ", re.IGNORECASE)
LOOKED_AT = 65_536
LARGEST = 24 * 1024 * 1024
LONG = "文字超过 24 MB，不能一次审查。请分成几个文件；名册请在“受助名册”里导入。"
SEPARATORS = (",", "\t", ";", "|", "，")
# Bytes that no office text holds; binary files do.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


def decode(data: bytes) -> str:
    """The text of the file; Refused when no encoding that offices use makes text of it."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decoded(data, (encoding,))
    if b"\0" in data[:LOOKED_AT]:
        return _decoded(data, (_wide(data),))
    return _decoded(data, ("utf-8", "gb18030"))


def _decoded(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Refused(UNKNOWN)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: one of the two bytes of ASCII signs is zero."""
    sample = data[:LOOKED_AT]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-be" if even > odd else "utf-16-le"


def kind_of_text(data: bytes, suffix: str) -> str:
    """csv or text; Refused for mark-up, scripts, JSON, mails, and what is no text."""
    if len(data) > LARGEST:
        raise Refused(LONG)
    text = decode(data)
    head = text[:LOOKED_AT].lstrip("\ufeff \n\t")
    if TAG.match(head):
        raise Refused(MARKUP)
    if MAIL_HEAD.match(head) and "\n" in head:
        raise Refused(MAIL)
    if head.startswith(("{", "[")) and _is_json(text):
        raise Refused(DATA)
    if suffix in ("csv", "tsv"):
        return "csv"
    if suffix in ("txt", "text", "md", "log"):
        return "text"
    return "csv" if separator_of(text) else "text"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def separator_of(text: str) -> str:
    """The sign that cuts nearly every line into the same number of cells, "" for prose."""
    lines = [line for line in text[:LOOKED_AT].split("\n")[:50] if line.strip()]
    if len(lines) < 2:
        return ""
    for sign in SEPARATORS:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count)
        if usual and counts.count(usual) >= 0.8 * len(lines):
            return sign
    return ""
