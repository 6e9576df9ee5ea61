"""The shape in which open data shows an item."""

import json
from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import AliasChoices

from disclosure import periods, presentation
from disclosure.listed_files import ListedFile, files_of
from disclosure.models import DisclosurePage, PublicVersion


class Named(Schema):
    """A value of a code list with its name at the time of the release."""

    code: str
    name: str


class PartOut(Schema):
    """One part of the public record under its id, exactly as the ledger commits to it."""

    id: str
    content: str


class EndedListOut(Schema):
    """What remains of a list of persons after its period: when and how long, never who."""

    since: date
    until: date
    days: int
    day_type: str
    basis: str
    row_count: int
    restarted_on: date | None
    removed_at: datetime | None


class FileOut(Schema):
    """A public file; `sha256` is what the record commits to as part `a/<n>`."""

    n: int
    title: str
    url: str
    text_url: str | None
    sha256: str
    size: int
    media_type: str
    pages: int


class VersionOut(Schema):
    """One public event of an item; `revision` counts from 1."""

    revision: int = Field(validation_alias=AliasChoices("revision", "rev"))
    type: str
    reason: str
    released_at: datetime
    check_code: str
    ledger_index: int


class ItemOut(Schema):
    """Metadata of a public item; names as they were when it was released."""

    number: str
    title: str
    domain: str
    domain_name: str
    stage: str
    url: str
    api_url: str
    source_id: str
    type: str
    unit: Named | None
    region: Named | None
    catalogue: Named | None
    doc_no: str
    issuing_body: str
    issued_on: date | None
    effective_on: date | None
    validity: str
    topic: str
    genre: str
    is_reprint: bool
    is_example: bool
    published_at: datetime | None
    updated_at: datetime | None


def item_out(request: HttpRequest, page: DisclosurePage) -> dict:
    """Metadata of one live item; names as they were when it was released."""
    row = page.catalogue_item
    return {
        "number": page.number,
        "title": page.title,
        "domain": page.domain,
        "domain_name": str(page.get_domain_display()),
        "stage": page.stage,
        "url": request.build_absolute_uri(page.public_url),
        "api_url": request.build_absolute_uri(f"/api/v1/items/{page.number}/"),
        "source_id": page.source_id,
        "type": page.cached_content_type.model_class().__name__,
        "unit": {"code": page.unit.code, "name": page.unit_name} if page.unit else None,
        "region": {"code": page.region.code, "name": page.region_name} if page.region else None,
        "catalogue": {"code": row.code, "name": page.catalogue_label} if row else None,
        "doc_no": page.doc_no,
        "issuing_body": page.issuing_body,
        "issued_on": page.issued_on,
        "effective_on": page.effective_on,
        "validity": page.validity,
        "topic": page.topic,
        "genre": page.genre,
        "is_reprint": page.is_reprint,
        "is_example": page.is_example,
        "published_at": page.first_published_at,
        "updated_at": page.last_published_at,
    }


def _without_lists(elements: list[dict]) -> list[dict]:
    """Lists that are shown for a time are read on the page alone (privacy.md §3); their heads and
    totals are open data."""
    return [
        element | {"value": {**element["value"], "rows": []}}
        if isinstance(element["value"], dict) and "rows" in element["value"]
        else element
        for element in elements
    ]


def surface(page: DisclosurePage, record, request: HttpRequest | None = None) -> str:
    """What open data tells of a rendition, for the release check."""
    told = {"title": page.title, "source_id": page.source_id, "elements": _elements(page)}
    return json.dumps(told, ensure_ascii=False, default=str)


def _elements(page: DisclosurePage) -> list[dict]:
    return [
        {"name": element.name, "label": element.label, "value": element.raw}
        for element in presentation.elements(page)
        if element.raw is not None
    ]


def item_detail(request: HttpRequest, page: DisclosurePage, versions: list[PublicVersion]) -> dict:
    """An item with its elements, and its parts as the last public version keeps them.

    An item whose list has a period names it, and leaves the rows of the list to its page.
    """
    current = versions[0]
    state = periods.guard(page)
    elements, parts = _elements(page), current.parts
    if state is not None:
        elements, parts = _without_lists(elements), periods.reduced(parts)
    return item_out(request, page) | {
        "elements": elements,
        "files": [file_out(request, file) for file in files_of(page)],
        "parts": [{"id": part, "content": content} for part, content in parts],
        "revision": current.rev,
        "check_code": current.check_code,
        "list_shown_until": state.until if state else None,
        "list_ended": state if state and state.is_over else None,
        "versions": versions,
    }


def file_out(request: HttpRequest, file: ListedFile) -> dict:
    return {
        "n": file.n,
        "title": file.title,
        "url": request.build_absolute_uri(file.url),
        "text_url": request.build_absolute_uri(file.twin_url) if file.twin_url else None,
        "sha256": file.copy.digest,
        "size": file.copy.size,
        "media_type": file.copy.media_type,
        "pages": file.copy.pages,
    }
