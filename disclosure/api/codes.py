"""Code lists: the values that filters take and answers hold, each with the number of its items."""

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from disclosure import vocabulary as words
from disclosure.models import CatalogueItem, DisclosurePage, PublicVersion, Region, Unit

N = gettext_noop
router = Router(tags=["codes"])


class CodeOut(Schema):
    """One value. `items` is how many public items carry it, null where that says nothing."""

    code: str
    name: str
    items: int | None = None


class UnitOut(CodeOut):
    """A publishing unit."""

    full_name: str
    level: str
    region: str
    parent: str | None
    domains: list[str]
    is_active: bool
    former_names: list[str]
    url: str


class RegionOut(CodeOut):
    """A division; `retired_until` is the year a code went out of use."""

    level: str
    parent: str | None
    is_standard: bool
    retired_until: str
    replaced_by: str
    url: str


class RowOut(CodeOut):
    """A row of the catalogue of duties."""

    domain: str
    stage: str
    level1: str
    level2: str
    elements: list[dict]
    publishing_body: str
    deadline: str
    basis: str
    page_type: str


def _list_of(kind: type[Schema]) -> type[Schema]:
    """An answer holding all values of a code list."""
    body = {"count": int, "results": list[kind]}
    return type(f"{kind.__name__}List", (Schema,), {"__annotations__": body, "__doc__": "All."})


def _all(results: list[dict]) -> dict:
    return {"count": len(results), "results": results}


def _tally(column: str) -> dict:
    rows = DisclosurePage.objects.released().order_by().values_list(column)
    return dict(rows.annotate(many=Count("pk")))


CodeList, UnitList, RegionList, RowList = map(_list_of, (CodeOut, UnitOut, RegionOut, RowOut))


def _plain(pairs, tally: dict | None = None) -> dict:
    rows = [{"code": code, "name": str(name), "items": None} for code, name in pairs]
    for row in rows if tally is not None else ():
        row["items"] = tally.get(row["code"], 0)
    return _all(rows)


@router.get(
    "/domains/",
    response=CodeList,
    url_name="api_domains",
    operation_id="list_domains",
    summary=N("领域代码"),
    description=N("七个领域和综合。"),
)
def domains(request: HttpRequest):
    return _plain(words.DOMAINS, _tally("domain"))


@router.get(
    "/stages/",
    response=CodeList,
    url_name="api_stages",
    operation_id="list_stages",
    summary=N("环节代码"),
    description=N("决策、审批、管理、服务、执行、结果。"),
)
def stages(request: HttpRequest):
    return _plain(words.STAGES, _tally("stage"))


@router.get(
    "/reasons/",
    response=CodeList,
    url_name="api_reasons",
    operation_id="list_reasons",
    summary=N("更改和撤下的原因代码"),
    description=N("公开记录里的八个原因代码。"),
)
def reasons(request: HttpRequest):
    return _plain(words.REASONS)


@router.get(
    "/event-types/",
    response=CodeList,
    url_name="api_event_types",
    operation_id="list_event_types",
    summary=N("事件类型代码"),
    description=N("公开记录里的五种事件。"),
)
def event_types(request: HttpRequest):
    return _plain(PublicVersion.TYPES)


@router.get(
    "/units/",
    response=UnitList,
    url_name="api_units",
    operation_id="list_units",
    summary=N("公开单位代码"),
    description=N("全部公开主体，含停用的，各带曾用名和在公开的条数。"),
)
def units(request: HttpRequest):
    tally = _tally("unit")
    rows = Unit.objects.select_related("region", "parent").prefetch_related("names")
    return _all(
        [
            {
                "code": unit.code,
                "name": unit.name,
                "items": tally.get(unit.pk, 0),
                "full_name": unit.official_name,
                "level": unit.level,
                "region": unit.region.code,
                "parent": unit.parent.code if unit.parent else None,
                "domains": unit.domains,
                "is_active": unit.is_active,
                "former_names": [name.name for name in unit.names.all()],
                "url": request.build_absolute_uri(f"/units/{unit.code}/"),
            }
            for unit in rows
        ]
    )


@router.get(
    "/regions/",
    response=RegionList,
    url_name="api_regions",
    operation_id="list_regions",
    summary=N("行政区划代码"),
    description=N("省、市州、县市区，含停用的代码；按 region 筛选时含下级。"),
)
def regions(request: HttpRequest):
    tally = _tally("region")
    return _all(
        [
            {
                "code": region.code,
                "name": region.name,
                "items": tally.get(region.pk, 0),
                "level": region.level,
                "parent": region.parent.code if region.parent else None,
                "is_standard": region.is_standard,
                "retired_until": region.retired_until,
                "replaced_by": region.replaced_by,
                "url": request.build_absolute_uri(f"/regions/{region.code}/"),
            }
            for region in Region.objects.select_related("parent")
        ]
    )


@router.get(
    "/catalogue/",
    response=RowList,
    url_name="api_catalogue",
    operation_id="list_catalogue",
    summary=N("主动公开目录"),
    description=N("每个事项的编号、环节、要素、公开主体、时限和依据。"),
)
def catalogue(request: HttpRequest):
    tally = _tally("catalogue_item")
    return _all(
        [
            {
                "code": row.code,
                "name": row.label,
                "items": tally.get(row.pk, 0),
                "domain": row.domain,
                "stage": row.stage,
                "level1": row.level1,
                "level2": row.level2,
                "elements": row.elements,
                "publishing_body": row.publishing_body,
                "deadline": row.deadline_text,
                "basis": row.basis_text,
                "page_type": row.page_type,
            }
            for row in CatalogueItem.objects.all()
        ]
    )
