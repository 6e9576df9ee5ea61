"""Items as open data: the list with its filters, and one item with its content."""

from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import field_validator

from disclosure.canonical import BEIJING
from disclosure.models import DisclosurePage, PublicVersion, Region
from disclosure.open_items import (
    EndedListOut,
    FileOut,
    ItemOut,
    PartOut,
    VersionOut,
    item_detail,
    item_out,
)
from disclosure.problem import Problem
from disclosure.vocabulary import REMOVING_REASONS

from .paging import LONGEST_CURSOR, ORDERS, BadCursor, address_with, after, cursor_of, ordered
from .parameters import Code, Warning, Year, warnings_for

N = gettext_noop
PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 20, 100, 10_000

router = Router(tags=["items"])


def _values(text: str, example: str):
    return Field(default=[], max_length=20, description=text, examples=[[example]])


class ItemFilters(Schema):
    """Filters as in search; several values of one filter mean any of them."""

    domain: list[Code] = _values(N("领域代码，见 /api/v1/domains/；可重复"), "welfare")
    unit: list[Code] = _values(N("公开单位代码，见 /api/v1/units/；可重复"), "jl-mzt")
    region: list[Code] = _values(N("行政区划代码，含其下级，见 /api/v1/regions/；可重复"), "220000")
    stage: list[Code] = _values(N("环节代码，见 /api/v1/stages/；可重复"), "service")
    year: list[Year] = Field(
        default=[],
        max_length=20,
        description=N("成文年份；没有成文日期的按公开年份；可重复"),
        examples=[[2018]],
    )
    catalogue: list[Code] = _values(N("目录事项编号，见 /api/v1/catalogue/；可重复"), "W1-1")
    source_id: Code = Field(default="", description=N("导入前在来源系统里的编号"))
    updated_since: datetime | date | None = Field(
        default=None,
        description=N("只要这一天（或这一刻）起公开或更改过的；日期按北京时间"),
        examples=["2026-10-01"],
    )
    sort: str = Field(
        default="latest",
        pattern=f"^({'|'.join(ORDERS)})$",
        description=N(
            "顺序：latest 最近公开在前，oldest 最早公开在前，updated 最早更改在前（适合同步），"
            "issued 成文日期新的在前，number 按索引号"
        ),
    )
    cursor: str = Field(
        default="",
        max_length=LONGEST_CURSOR,
        description=N("游标：从 * 开始，以后照 next 给出的地址；翻页期间有增减也不重不漏"),
        examples=["*"],
    )
    page: int = Field(default=1, ge=1, le=LAST_PAGE, description=N("第几页，从 1 开始"))
    page_size: int = Field(
        default=PER_PAGE, ge=1, le=MOST_PER_PAGE, description=N("每页条数，最多 100")
    )
    limit: int | None = Field(
        default=None, ge=1, le=MOST_PER_PAGE, description=N("page_size 的别名"), examples=[20]
    )
    fields: str = Field(
        default="",
        max_length=400,
        description=N("只要这些字段，用逗号分开；不写就是全部"),
        examples=["number,title,url"],
    )

    @field_validator("updated_since", mode="before")
    @classmethod
    def _plus_sign(cls, value):
        """In an address a plus sign reads as a blank: the zone of a moment would be lost."""
        return value.replace(" ", "+") if isinstance(value, str) and "T" in value else value

    @field_validator("fields")
    @classmethod
    def _known_fields(cls, value: str) -> str:
        if set(_names(value)) - set(ItemOut.model_fields):
            raise ValueError(", ".join(ItemOut.model_fields))
        return value


class ItemPage(Schema):
    """One page of the list; `next` and `previous` are complete addresses or null."""

    count: int
    next: str | None
    previous: str | None
    results: list[ItemOut]
    warnings: list[Warning] = Field(default=[], description=N("地址里没有起作用的参数"))


class ItemDetail(ItemOut):
    """A public item with its content, exactly as cleared and entered in the log."""

    status: str = Field(default="public", description=N("public 在公开"))
    elements: list[dict]
    files: list[FileOut]
    parts: list[PartOut]
    revision: int
    check_code: str
    list_shown_until: date | None
    list_ended: EndedListOut | None = Field(
        description=N(
            "到期撤下的名册留下的记录：只有期间、行数和算法，没有姓名；"
            "名册在公示的或没有公示期的为 null"
        )
    )
    versions: list[VersionOut]


class Tombstone(Schema):
    """What the register keeps of an item withdrawn for another reason than privacy or law."""

    number: str
    status: str = Field(description=N("withdrawn 已撤下"))
    unit_name: str
    url: str
    withdrawn_at: datetime
    reason: str
    revision: int
    versions: list[VersionOut]


class Gone(Exception):
    """The item was public and was removed for privacy or law."""

    def __init__(self, number: str, withdrawn_on: datetime, reason: str):
        super().__init__(number)
        self.number, self.withdrawn_on, self.reason = number, withdrawn_on, reason


@router.get(
    "/",
    response={200: ItemPage, 422: Problem},
    url_name="items",
    operation_id="list_items",
    summary=N("公开信息列表"),
    description=N("正在公开的全部信息的元数据。多个筛选同时生效；同一筛选给多个值时满足其一即可。"),
)
def list_items(request: HttpRequest, filters: Query[ItemFilters]):
    found = ordered(_filtered(filters), filters.sort)
    count = found.order_by().count()
    size = filters.limit or filters.page_size
    rows, following, previous = (_by_cursor if filters.cursor else _by_page)(
        request, filters, found, size, count
    )
    results = [item_out(request, page) for page in rows]
    answer = {"count": count, "next": following, "previous": previous, "results": results}
    answer["warnings"] = warnings_for(request, ItemFilters)
    if filters.fields:
        wanted = _names(filters.fields)
        answer["results"] = [{name: row[name] for name in wanted} for row in results]
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    return answer


@router.get(
    "/{path:number}/",
    response={200: ItemDetail | Tombstone, 404: Problem, 410: Problem},
    url_name="item",
    operation_id="get_item",
    summary=N("一条公开信息的元数据、要素和内容"),
    description=N(
        "status 为 public 时是全部内容；因到期、废止等撤下的只留索引号、单位、日期和原因，"
        "status 为 withdrawn；因个人隐私或依法撤下的回答 410，请同时删除您的副本。"
    ),
)
def get_item(request: HttpRequest, number: str):
    page, versions = item_and_versions(number)
    if page is None:
        return _tombstone(request, versions)
    return item_detail(request, page.specific, versions)


def item_and_versions(number: str) -> tuple[DisclosurePage | None, list[PublicVersion]]:
    """The live item (None when withdrawn) and its versions, newest first, the newest with parts.

    Http404 for what never was public, Gone after a removal for privacy or law.
    """
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
    if page is None and versions[0].type != "withdraw":
        raise Http404
    if page is None and versions[0].reason in REMOVING_REASONS:
        raise Gone(number, versions[0].released_at, versions[0].reason)
    return page, versions


def _tombstone(request: HttpRequest, versions: list[PublicVersion]) -> dict:
    last = versions[0]
    page = DisclosurePage.objects.filter(number=last.number).only("unit_name").first()
    return {
        "number": last.number,
        "status": "withdrawn",
        "unit_name": page.unit_name if page else "",
        "url": request.build_absolute_uri(f"/i/{last.number}/"),
        "withdrawn_at": last.released_at,
        "reason": last.reason,
        "revision": last.rev,
        "versions": versions,
    }


def _names(fields: str) -> list[str]:
    return [name.strip() for name in fields.split(",") if name.strip()]


def _for_rows(found: QuerySet) -> QuerySet:
    return found.select_related("unit", "region", "catalogue_item").defer("body")


def _by_page(request, filters: ItemFilters, found: QuerySet, size: int, count: int):
    start = (filters.page - 1) * size
    has_more = start + size < count and filters.page < LAST_PAGE
    following = address_with(request, page=str(filters.page + 1)) if has_more else None
    previous = address_with(request, page=str(filters.page - 1)) if filters.page > 1 else None
    return list(_for_rows(found)[start : start + size]), following, previous


def _by_cursor(request, filters: ItemFilters, found: QuerySet, size: int, count: int):
    try:
        found = after(found, filters.sort, filters.cursor)
    except BadCursor as error:
        told = _("游标不是本接口给出的，或顺序变了。请从 cursor=* 重新开始。")
        raise ValidationError([{"loc": ("query", "cursor"), "msg": told}]) from error
    rows = list(_for_rows(found)[: size + 1])
    following = None
    if len(rows) > size:
        rows.pop()
        following = address_with(request, cursor=cursor_of(filters.sort, rows[-1]))
    return rows, following, None


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
        items = items.filter(last_published_at__gte=_moment(filters.updated_since))
    return items


def _moment(since: date | datetime) -> datetime:
    if not isinstance(since, datetime):
        return datetime.combine(since, time(), BEIJING)
    return timezone.make_aware(since, BEIJING) if timezone.is_naive(since) else since


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
