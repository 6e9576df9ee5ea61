"""Search as open data: `/api/v1/search?q=` (条例 Art. 24)."""

from dataclasses import replace

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from disclosure.open_items import ItemOut, item_out

from .answer import answer
from .query import LAST_PAGE, parse
from .results import pages_of, results_of

PER_PAGE, MOST_PER_PAGE = 10, 50

router = Router(tags=["search"])


class SearchParameters(Schema):
    """Filters as on the search page; several values of one filter mean any of them."""

    q: str = Field(default="", description="查找的词、文号或索引号")
    domain: list[str] = Field(default=[])
    unit: list[str] = Field(default=[])
    region: list[str] = Field(default=[])
    stage: list[str] = Field(default=[])
    year: list[str] = Field(default=[])
    sort: str = Field(default="relevance", description="relevance 或 date")
    page: int = Field(default=1, ge=1, le=LAST_PAGE)
    page_size: int = Field(default=PER_PAGE, ge=1, le=MOST_PER_PAGE)


class Highlight(Schema):
    """HTML, escaped apart from <mark>."""

    title: str
    passage: str


class SearchResult(ItemOut):
    score: float
    is_exact: bool
    highlight: Highlight


class SearchAnswer(Schema):
    count: int
    next: str | None
    previous: str | None
    is_degraded: bool
    is_loose: bool
    results: list[SearchResult]


@router.get("/search", response=SearchAnswer, url_name="search", summary="查找公开信息")
def search(request: HttpRequest, parameters: Query[SearchParameters]):
    asked = parse(dict(request.GET.lists()), per_page=parameters.page_size)
    query = replace(asked, page=parameters.page, with_counts=False)
    found = answer(query)
    pages = pages_of(query, found)
    beyond = query.page > pages.paginator.num_pages
    return {
        "count": found.total,
        "next": _beside(request, query.page + 1) if not beyond and pages.has_next() else None,
        "previous": _beside(request, query.page - 1) if query.page > 1 else None,
        "is_degraded": found.is_degraded,
        "is_loose": found.is_loose,
        "results": [] if beyond else [_result(request, row) for row in results_of(found)],
    }


def _result(request: HttpRequest, row) -> dict:
    return {
        **item_out(request, row.item),
        "score": row.hit.score,
        "is_exact": row.hit.is_exact,
        "highlight": {"title": row.hit.title_html, "passage": row.hit.passage_html},
    }


def _beside(request: HttpRequest, number: int) -> str:
    parameters = request.GET.copy()
    parameters["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
