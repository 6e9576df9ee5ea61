"""Versions and files of one item as open data.

The parts of a version come from `PublicVersion`, which a removal empties and a redaction narrows:
what was taken away is in no answer here.
"""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from disclosure import periods
from disclosure.hidden_versions import hiding
from disclosure.listed_files import files_of
from disclosure.models import ListPeriod, PublicVersion
from disclosure.open_items import FileOut, PartOut, VersionOut, file_out
from disclosure.problem import Problem

from .items import Gone, item_and_versions

N = gettext_noop
LARGEST_REV = 2**31 - 1
_MISSING = {404: Problem, 410: Problem}

router = Router(tags=["items"])


class VersionWithParts(VersionOut):
    """A public version with those of its parts that are still public."""

    number: str
    title: str
    is_current: bool
    parts: list[PartOut]


class Versions(Schema):
    """All public events of an item, newest first."""

    number: str
    count: int
    results: list[VersionOut]


class Files(Schema):
    """The public files of an item."""

    number: str
    count: int
    results: list[FileOut]


@router.get(
    "/{path:number}/versions/{int:rev}/",
    response={200: VersionWithParts, **_MISSING},
    url_name="item_version",
    operation_id="get_version",
    summary=N("一条信息的一个公开版本"),
    description=N("这个版本公开过、现在仍可公开的部分。已撤下的信息没有这一项。"),
)
def get_version(request: HttpRequest, number: str, rev: int):
    page, versions = item_and_versions(number)
    found = next((version for version in versions if version.rev == rev), None)
    if page is None or found is None or found.type == "withdraw":
        raise Http404
    hider = hiding(versions, rev)
    if hider is not None:
        raise Gone(found.number, hider.released_at, hider.reason)
    return _version(versions[0], found) | {"parts": _parts(page.specific, found)}


@router.get(
    "/{path:number}/versions/",
    response={200: Versions, **_MISSING},
    url_name="item_versions",
    operation_id="list_versions",
    summary=N("一条信息的历次公开版本"),
    description=N("公开、更改、删去、撤下和恢复，各带原因和时间，最近的在前。"),
)
def list_versions(request: HttpRequest, number: str):
    _page, versions = item_and_versions(number)
    return {"number": versions[0].number, "count": len(versions), "results": versions}


@router.get(
    "/{path:number}/files/",
    response={200: Files, **_MISSING},
    url_name="item_files",
    operation_id="list_files",
    summary=N("一条信息的附件"),
    description=N("附件的地址、大小和 SHA-256 摘要；摘要就是公开记录里的 a/<n>。"),
)
def list_files(request: HttpRequest, number: str):
    page, versions = item_and_versions(number)
    files = [file_out(request, file) for file in files_of(page.specific)] if page else []
    return {"number": versions[0].number, "count": len(files), "results": files}


def _version(current: PublicVersion, version: PublicVersion) -> dict:
    told = {name: getattr(version, name) for name in VersionOut.model_fields if name != "revision"}
    return told | {
        "revision": version.rev,
        "number": version.number,
        "title": version.title,
        "is_current": version.rev == current.rev,
    }


def _parts(page, version: PublicVersion) -> list[dict]:
    """Without rows of lists that are or were shown for a time only (privacy.md §3)."""
    parts = version.parts
    had_period = ListPeriod.objects.filter(number=page.number).exists()
    if had_period or periods.guard(page) is not None:
        parts = periods.reduced(parts)
    return [{"id": part, "content": content} for part, content in parts]
