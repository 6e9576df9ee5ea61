"""One row of a file as an item to be drafted, or what is wrong with it, column by column (pure)."""

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date

from .domains import domain_key
from .headers import by_field

LONGEST_TITLE = 255
LONGEST_TEXT = 400_000
LONGEST_ISSUER = 120
LONGEST_ID = 120
LONGEST_DOC_NO = 80
EARLIEST, LATEST = 1900, 2100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_BRACKETED_YEAR = re.compile(r"[\[(（〔【﹝［]\s*((?:19|20)\d{2})\s*年?\s*[\])）〕】﹞］]")


class BadField(ValueError):
    """A cell that cannot be taken over: (column as given, reason). Never quotes the cell."""

    def __init__(self, column: str, reason: str):
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row in the project's own terms. `domain` is empty when the file does not give one."""

    source_id: str
    title: str
    text: str
    issuer: str
    issued_on: date | None
    doc_no: str
    domain: str
    hint: str
    is_example: bool

    def as_json(self) -> dict:
        values = asdict(self)
        values["issued_on"] = self.issued_on.isoformat() if self.issued_on else ""
        return values

    @classmethod
    def from_json(cls, values: dict) -> "Incoming":
        given = values["issued_on"]
        return cls(**values | {"issued_on": date.fromisoformat(given) if given else None})


def incoming(cells: dict) -> Incoming:
    """The item a row describes; BadField for the first cell that cannot be used."""
    given = by_field(cells)
    title = _line(given, "title", LONGEST_TITLE)
    if not title:
        raise BadField("title", "缺少标题")
    text = _text(given)
    if not text.strip():
        raise BadField("text", "缺少正文")
    issuer = _line(given, "issuer", LONGEST_ISSUER)
    issued_on = _date(given)
    column, value = given.get("domain", ("domain", ""))
    domain = domain_key(str(value)) if value else ""
    if domain is None:
        raise BadField(column, "领域名称无法识别")
    source_id = _line(given, "source_id", LONGEST_ID) or _fingerprint(
        title, text, issuer, issued_on
    )
    return Incoming(
        source_id=source_id,
        title=title,
        text=text,
        issuer=issuer,
        issued_on=issued_on,
        doc_no=normal_doc_no(_line(given, "docnum", LONGEST_DOC_NO)),
        domain=domain,
        hint=_line(given, "catalogue", LONGEST_ID),
        is_example=_is_true(given.get("synthetic", ("", ""))[1]),
    )


def normal_doc_no(value: str) -> str:
    """A document number with its year in 〔〕 and half-width digits (GB/T 9704)."""
    plain = unicodedata.normalize("NFKC", value)
    return _BRACKETED_YEAR.sub(lambda match: f"〔{match.group(1)}〕", plain).replace(" ", "")


def _line(given: dict, field: str, longest: int) -> str:
    """A cell that belongs on one line, white space joined."""
    column, value = given.get(field, (field, ""))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadField(column, "应为文字")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet gives the number 12 as 12.0
    text = " ".join(str(value).split())
    if _CONTROL.search(text):
        raise BadField(column, "含有不可见的控制字符")
    if len(text) > longest:
        raise BadField(column, f"超过{longest}字")
    return text


def _text(given: dict) -> str:
    column, value = given.get("text", ("text", ""))
    if not isinstance(value, str):
        raise BadField(column, "应为文字")
    if len(value) > LONGEST_TEXT:
        raise BadField(column, f"超过{LONGEST_TEXT}字")
    if _CONTROL.search(value):
        raise BadField(column, "含有不可见的控制字符")
    return value


def _date(given: dict) -> date | None:
    column, value = given.get("date", ("date", ""))
    if not value:
        return None
    plain = unicodedata.normalize("NFKC", str(value)).strip()
    parts = _DATE.fullmatch(plain) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain)
    try:
        found = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        found = None
    if found is None:
        raise BadField(column, "不是有效日期，应如 2018-06-20")
    if not EARLIEST <= found.year <= LATEST:
        raise BadField(column, "日期超出合理范围")
    return found


def _is_true(value: object) -> bool:
    return value is True or str(value).strip().casefold() in ("1", "true", "yes", "是", "示例")


def _fingerprint(title: str, text: str, issuer: str, issued_on: date | None) -> str:
    """Identity of a row without one of its own, so that a second run still recognises it."""
    joined = "\x1f".join((title, issuer, str(issued_on), text)).encode("utf-8", "surrogatepass")
    return f"auto-{hashlib.sha256(joined).hexdigest()[:24]}"
