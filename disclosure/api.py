"""Open data of what is public: items and their content, read only (条例 Art. 24).

Every answer is made of live items alone; a withdrawn one is named as withdrawn, drafts do not
exist. The number of SQL statements does not grow with the number of items.
"""

from datetime import date, datetime
from typing import Annotated

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from disclosure.models import DisclosurePage, PublicVersion, Region
from disclosure.open_items import FileOut, ItemOut, PartOut, item_detail, item_out
from disclosure.problem import Problem

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 20, 100, 10_000
SORTS = {
    "latest": ("-first_published_at", "-pk"),
    "oldest": ("first_published_at", "pk"),
    "issued": ("-issued_on", "-pk"),
    "number": ("number",),
}

# SQLite and PostgreSQL refuse larger numbers with an error of their own.
Year = Annotated[int, Field(ge=1, le=9999)]
# PostgreSQL stores no NUL and refuses to be asked about one.
Code = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=120)]

router = Router(tags=["items"])


class ItemFilters(Schema):
    """Filters as in search; several values of one filter mean any of them."""

    domain: list[Code] = Field(default=[], max_length=20)
    unit: list[Code] = Field(default=[], max_length=20)
    region: list[Code] = Field(default=[], max_length=20)
    stage: list[Code] = Field(default=[], max_length=20)
    year: list[Year] = Field(default=[], max_length=20)
    catalogue: list[Code] = Field(default=[], max_length=20)
    source_id: Code = ""
    updated_since: date | None = None
    sort: str = Field(default="latest", pattern=f"^({'|'.join(SORTS)}|date|relevance)$")
    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    page_size: int = Field(default=PER_PAGE, ge=1, le=MOST_PER_PAGE)


class ItemPage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[ItemOut]


class ItemDetail(ItemOut):
    elements: list[dict]
    files: list[FileOut]
    parts: list[PartOut]
    revision: int
    check_code: str
    list_shown_until: date | None
    versions: list[dict]


class Gone(Exception):
    """The item was public and is not any more."""

    def __init__(self, number: str, withdrawn_on: datetime, reason: str):
        super().__init__(number)
        self.number, self.withdrawn_on, self.reason = number, withdrawn_on, reason


@router.get("/", response={200: ItemPage, 422: Problem}, url_name="items", summary="公开信息列表")
def list_items(request: HttpRequest, filters: Query[ItemFilters]):
    found = _filtered(filters).order_by(*SORTS.get(filters.sort, SORTS["latest"]))
    count = found.order_by().count()
    start = (filters.page - 1) * filters.page_size
    items = found.select_related("unit", "region", "catalogue_item").defer("body")
    results = [item_out(request, page) for page in items[start : start + filters.page_size]]
    return {
        "count": count,
        "next": _beside(request, filters.page + 1) if start + filters.page_size < count else None,
        "previous": _beside(request, filters.page - 1) if filters.page > 1 else None,
        "results": results,
    }


@router.get(
    "/{number}/",
    response={200: ItemDetail, 404: Problem, 410: Problem},
    url_name="item",
    summary="一条公开信息的元数据、要素和内容",
)
def get_item(request: HttpRequest, response: HttpResponse, number: str):
    number = number.replace("\x00", "")
    versions = list(PublicVersion.objects.filter(number=number).order_by("-rev").defer("parts"))
    if not versions:
        raise Http404
    page = (
        DisclosurePage.objects.released()
        .select_related("unit", "region", "catalogue_item")
        .filter(number=number)
        .first()
    )
    if page is None:
        if versions[0].type != "withdraw":
            raise Http404
        raise Gone(number, versions[0].released_at, versions[0].reason)
    response["ETag"] = f'"{number}-{versions[0].rev}"'
    if request.headers.get("If-None-Match") == response["ETag"]:
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    return item_detail(request, page.specific, versions)


def _filtered(filters: ItemFilters) -> QuerySet:
    items = DisclosurePage.objects.released()
    if filters.domain:
        items = items.filter(domain__in=filters.domain)
    if filters.unit:
        items = items.filter(unit__code__in=filters.unit)
    if filters.stage:
        items = items.filter(stage__in=filters.stage)
    if filters.catalogue:
        items = items.filter(catalogue_item__code__in=filters.catalogue)
    if filters.source_id:
        items = items.filter(source_id=filters.source_id)
    if filters.region:
        items = items.filter(_in_regions(filters.region))
    if filters.year:
        items = items.filter(_in_years(filters.year))
    if filters.updated_since:
        items = items.filter(last_published_at__date__gte=filters.updated_since)
    return items


def _in_regions(codes: list[str]) -> Q:
    """Items about the regions or what lies below them, or published by a unit there."""
    regions = Region.objects.filter(
        Q(code__in=codes) | Q(parent__code__in=codes) | Q(parent__parent__code__in=codes)
    ).values("pk")
    own = Q(region__in=regions)
    return own | Q(region__isnull=True, is_reprint=False, unit__region__in=regions)


def _in_years(years: list[int]) -> Q:
    """Year of the document; of its publication where it carries no date."""
    return Q(issued_on__year__in=years) | Q(
        issued_on__isnull=True, first_published_at__year__in=years
    )


def _beside(request: HttpRequest, number: int) -> str:
    parameters = request.GET.copy()
    parameters["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
