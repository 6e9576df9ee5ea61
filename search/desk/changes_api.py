"""Differences between public versions as open data."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from disclosure.api.history import LARGEST_REV
from disclosure.api.items import item_and_versions
from disclosure.problem import Problem
from search.desk.changes import as_json
from search.desk.public_versions import NotShown, between

N = gettext_noop
router = Router(tags=["items"])


class Changed(Schema):
    """One part that is not the same: its text before and after, null where it was not there."""

    part: str
    kind: str = Field(description=N("added 新增，removed 删去，changed 改动"))
    older: str | None
    newer: str | None


class Changes(Schema):
    """What changed from one public version to a later one."""

    number: str
    older: int
    newer: int
    count: int
    lists_differ: bool = Field(description=N("名册有变动；名册本身不作比较"))
    results: list[Changed]


class Pair(Schema):
    """Two versions."""

    older: int = Field(ge=1, le=LARGEST_REV, description=N("较早的版本"), examples=[1])
    newer: int = Field(ge=1, le=LARGEST_REV, description=N("较新的版本"), examples=[2])


@router.get(
    "/{path:number}/changes/",
    response={200: Changes, 404: Problem, 410: Problem, 422: Problem},
    url_name="item_changes",
    operation_id="list_changes",
    summary=N("两个公开版本之间改了什么"),
    description=N("逐段、逐行列出新增、删去和改动。只比较正在公开的信息；名册不比较。"),
)
def list_changes(request: HttpRequest, number: str, pair: Query[Pair]):
    _page, versions = item_and_versions(number)  # 404 and 410 as everywhere
    number = versions[0].number
    try:
        found = between(number, pair.older, pair.newer)
    except NotShown as error:
        raise Http404 from error
    results = as_json(found.groups)
    return {
        "number": number,
        "older": pair.older,
        "newer": pair.newer,
        "count": len(results),
        "lists_differ": found.lists_differ,
        "results": results,
    }
