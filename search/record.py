"""What of an item is searchable: the one shape that crosses from `disclosure` to the engines."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from ledger import canonical_json

from . import lines
from .places import Span, joined


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One live item. `text` is what `public_record` holds as prose and table cells, joined.

    `region_codes` are the item's regions and the regions above them; dates are ISO dates or ''.
    `kind` is the form it was written in (notice, project …), `holds` whether it has `files` and
    `tables`.
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
    kind: str = ""
    holds: tuple[str, ...] = ()
    # Where the lines of the text stand (search/places.py); what its tables and files are called.
    spans: tuple[Span, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    # Where the ledger has this version, and what its parts were when it was indexed.
    ledger_index: int = -1
    parts_digest: str = ""

    def as_payload(self) -> dict[str, Any]:
        """JSON-ready form, as stored in the database."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            **values,
            "region_codes": list(self.region_codes),
            "holds": list(self.holds),
            "spans": [list(span) for span in self.spans],
            "names": dict(self.names),
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "SearchRecord":
        """The record of a stored payload; fields of other versions of the program are ignored."""
        known = {one.name for one in fields(cls)}
        values = {key: value for key, value in payload.items() if key in known}
        for name in ("region_codes", "holds"):
            values[name] = tuple(values.get(name, ()))
        values["spans"] = tuple((at, code) for at, code in values.get("spans", ()))
        return cls(**values)

    @property
    def sort_date(self) -> str:
        """The date by which newest-first is meant: publication, else signing."""
        return self.published_on or self.issued_on

    @property
    def day(self) -> str:
        """The date by which periods are asked for: signing, else publication, as `year` has it."""
        return self.issued_on or self.published_on

    @property
    def filter_values(self) -> dict[str, Any]:
        """What each filter (search/query.py) compares."""
        return {
            "domain": self.domain,
            "unit": self.unit_code,
            "region": self.region_codes,
            "stage": self.stage,
            "year": self.year,
            "catalogue": self.catalogue_code,
            "kind": self.kind,
            "validity": self.validity,
            "holds": self.holds,
        }


def record_of(page: Any, version: Any) -> SearchRecord:
    """The record of a live `DisclosurePage` in its public version (`version.parts`, `.rev`)."""
    tables, files, names = lines.numbering(page)
    text, spans = joined(
        [*lines.of_parts(version.parts, tables, files), *lines.of_files(version.parts)]
    )
    regions = _regions_of(page)
    issued = _iso(page.issued_on)
    published = _iso(page.first_published_at)
    return SearchRecord(
        number=page.number,
        rev=version.rev,
        source_id=page.source_id or "",
        title=page.title,
        text=text,
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
        kind=kind_of(type(page)),
        holds=_holds(names),
        spans=spans,
        names=names,
        ledger_index=version.ledger_index,
        parts_digest=digest_of(version.parts),
    )


def digest_of(parts: Iterable[Sequence[str]]) -> str:
    """SHA-256 of a public version's parts in canonical form (verification specification §12).

    A digest of content counts as content: it stands in the record alone and goes with it.
    """
    return hashlib.sha256(canonical_json.dumps([list(part) for part in parts])).hexdigest()


def public_words(page: Any, parts: Iterable[Sequence[str]]) -> str:
    """All words of an item that stand in its record: text, files, names of tables and files."""
    parts = list(parts)
    found = [*lines.of_parts(parts, {}, {}), *lines.of_files(parts)]
    return "\n".join([*(line.text for line in found), *lines.numbering(page)[2].values()])


def kind_of(page_class: type) -> str:
    """NoticePage -> notice."""
    return page_class.__name__.removesuffix("Page").lower()


def _holds(names: Mapping[str, str]) -> tuple[str, ...]:
    first = {name[0] for name in names}
    found = {"files": first & {"f", "g"}, "tables": first & {"t"}}
    return tuple(word for word, signs in found.items() if signs)


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
