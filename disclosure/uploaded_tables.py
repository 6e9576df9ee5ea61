"""What every reader of an uploaded table asks first: kind, encoding, which sheets hold something.

The kind follows from the content, not from the name (pure).
"""

import codecs
import zipfile
from typing import Any

from openpyxl.utils.exceptions import InvalidFileException

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
# What openpyxl raises for a broken, encrypted or hostile part, XML entities included.
BROKEN = (
    InvalidFileException,
    LookupError,
    zipfile.BadZipFile,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 50  # rows
_PIECE = 1 << 20


def is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is a workbook with a password, not one of the old formats."""
    return _ENCRYPTED in data


def has_content(sheet: Any, width: int) -> bool:
    rows = sheet.iter_rows(max_row=_LOOKED_AT, max_col=width, values_only=True)
    return any(cell not in (None, "") for row in rows for cell in row)


def encoding_of(data: bytes) -> str:
    """UTF-8, UTF-16 or GB18030, whichever all of the bytes are; empty for none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif b"\x00" in data[:200]:
        candidates = ["utf-16-le" if data.index(0) % 2 else "utf-16-be"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    return next((one for one in candidates if _decodes(data, one)), "")


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(bytes(view[start : start + _PIECE]), start + _PIECE >= len(data))
    except UnicodeDecodeError:
        return False
    return True
