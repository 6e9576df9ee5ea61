"""What of an item is searchable: the one shape that crosses from `disclosure` to the engines."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from ledger import canonical_json


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One live item. `text` is what `public_record` holds as prose and table cells, joined.

    `region_codes` are the item's regions and the regions above them; dates are ISO dates or ''.
    """

    number: str
    title: str
    text: str = ""
    rev: int = 1
    source_id: str = ""
    domain: str = ""
    stage: str = ""
    unit_code: str = ""
    unit_name: str = ""
    region_codes: tuple[str, ...] = ()
    region_name: str = ""
    year: int = 0
    doc_no: str = ""
    issued_on: str = ""
    published_on: str = ""
    validity: str = ""
    catalogue_code: str = ""
    catalogue_name: str = ""
    is_reprint: bool = False
    # Where the ledger has this version, and what its parts were when it was indexed.
    ledger_index: int = -1
    parts_digest: str = ""

    def as_payload(self) -> dict[str, Any]:
        """JSON-ready form, as stored in the database."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {**values, "region_codes": list(self.region_codes)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "SearchRecord":
        """The record of a stored payload; fields of other versions of the program are ignored."""
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in payload.items() if key in known}
        values["region_codes"] = tuple(values.get("region_codes", ()))
        return cls(**values)

    @property
    def sort_date(self) -> str:
        """The date by which newest-first is meant: publication, else signing."""
        return self.published_on or self.issued_on


LONGEST_FILES_TEXT = 400_000  # signs; a book of 800 pages need not be searchable to its end
# Filters, codes, digests and what is shown beside the text: nobody looks for them in words.
_NOT_WORDS = frozenset(
    f"f/{name}"
    for name in (
        "unit_name catalogue_label domain stage region_name doc_no issued_on effective_on validity "
        "topic genre audience publicity_from publicity_to"
    ).split()
) | {"title", "links"}


def record_of(page: Any, version: Any) -> SearchRecord:
    """The record of a live `DisclosurePage` in its public version (`version.parts`, `.rev`)."""
    regions = _regions_of(page)
    issued = _iso(page.issued_on)
    published = _iso(page.first_published_at)
    return SearchRecord(
        number=page.number,
        rev=version.rev,
        source_id=page.source_id or "",
        title=page.title,
        text="\n".join(filter(None, [text_of(version.parts), files_text(version.parts)])),
        domain=page.domain,
        stage=page.stage,
        unit_code=page.unit.code if page.unit_id else "",
        unit_name=page.unit_name,
        region_codes=tuple(dict.fromkeys(code for code, _name in regions)),
        region_name=page.region_name or (regions[0][1] if regions else ""),
        year=int((issued or published or "0")[:4]),
        doc_no=page.doc_no,
        issued_on=issued,
        published_on=published,
        validity=page.validity,
        catalogue_code=page.catalogue_item.code if page.catalogue_item_id else "",
        catalogue_name=page.catalogue_label,
        is_reprint=page.is_reprint,
        ledger_index=version.ledger_index,
        parts_digest=digest_of(version.parts),
    )


def digest_of(parts: Iterable[Sequence[str]]) -> str:
    """SHA-256 of a public version's parts in canonical form (verification specification §12).

    A digest of content counts as content: it stands in the record alone and goes with it.
    """
    return hashlib.sha256(canonical_json.dumps([list(part) for part in parts])).hexdigest()


def text_of(parts: Iterable[Sequence[str]]) -> str:
    """Readable text of a public version's parts, in order, one part a line."""
    return "\n".join(
        content.strip()
        for part, content in parts
        if part not in _NOT_WORDS and not part.startswith("a/") and content.strip()
    )


def files_text(parts: Iterable[Sequence[str]]) -> str:
    """Words of the public files, page by page; what was removed is not in the copies any more."""
    from disclosure import public_files

    digests = [content for part, content in parts if part.startswith("a/")]
    copies = public_files.known(digests) if digests else {}
    words = [
        text.strip()
        for digest in digests
        if digest in copies
        for _place, text in public_files.words_of(copies[digest])
    ]
    return "\n".join(filter(None, words))[:LONGEST_FILES_TEXT]


def _iso(value: date | None) -> str:
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return value.isoformat()
    from django.utils import timezone

    return timezone.localtime(value).date().isoformat()


def _regions_of(page: Any) -> list[tuple[str, str]]:
    """(code, name) of the item's regions and of what lies above, the item's own first."""
    starts = [page.region] if page.region_id else []
    starts += [row.region for row in page.region_rows.all()]
    if not starts and page.unit_id:
        starts = [page.unit.region]
    found = []
    for region in starts:
        while region is not None:
            found.append((region.code, region.name))
            region = region.parent
    return found
