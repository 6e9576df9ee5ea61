"""Search as open data: `/api/v1/search?q=` (条例 Art. 24)."""

from dataclasses import asdict, replace

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from disclosure.api.paging import address_with
from disclosure.api.parameters import Warning, warnings_for
from disclosure.open_items import ItemOut, item_out
from disclosure.problem import Problem
from search.page import meaning, understood
from search.page.results import pages_of, results_of
from search.query_log import asking
from search.teaching.recommending import recommended

from .answer import answer
from .engines import Found
from .query import LAST_PAGE, SearchQuery, parse

N = gettext_noop
PER_PAGE, MOST_PER_PAGE = 10, 50

router = Router(tags=["search"])


class SearchParameters(Schema):
    """Filters as on the search page; several values of one filter mean any of them."""

    q: str = Field(
        default="",
        description=N("查找的词、文号或索引号；用平常的话就行，最多取 500 个字"),
        examples=["低保多少钱"],
    )
    domain: list[str] = Field(default=[], description=N("领域代码；可重复"), examples=[["welfare"]])
    unit: list[str] = Field(default=[], description=N("公开单位代码；可重复"))
    region: list[str] = Field(default=[], description=N("行政区划代码，含其下级；可重复"))
    stage: list[str] = Field(default=[], description=N("环节代码；可重复"))
    year: list[str] = Field(default=[], description=N("成文年份；可重复"))
    catalogue: list[str] = Field(default=[], description=N("目录事项编号；可重复"))
    kind: list[str] = Field(default=[], description=N("信息的类型；可重复"))
    validity: list[str] = Field(default=[], description=N("有效性：有效、修改、失效、废止；可重复"))
    holds: list[str] = Field(default=[], description=N("含有：files 附件，tables 表格；可重复"))
    since: str = Field(
        default="",
        alias="from",
        description=N("成文（公开）日期从，如 2018、2018-06 或 2018-06-20"),
    )
    until: str = Field(default="", alias="to", description=N("成文（公开）日期到"))
    sort: str = Field(default="relevance", description=N("relevance 最相关在前，date 最近公开在前"))
    exact: bool = Field(default=False, description=N("只查原词，不用同义词，不改错字"))
    facets: bool = Field(default=True, description=N("是否带各筛选项的条数"))
    page: int = Field(default=1, ge=1, le=LAST_PAGE, description=N("第几页，最多 50"))
    page_size: int = Field(
        default=PER_PAGE, ge=1, le=MOST_PER_PAGE, description=N("每页条数，最多 50")
    )


class Highlight(Schema):
    """HTML, escaped apart from <mark>."""

    title: str
    passage: str


class SearchResult(ItemOut):
    """An item with how well it answers."""

    score: float
    is_exact: bool = Field(description=N("文号或索引号完全一致"))
    highlight: Highlight


class Reading(Schema):
    """How a word was taken: `kind` is repaired, pinyin, sound, script, document, date, synonym."""

    kind: str
    typed: str
    meant: str


class Meant(Schema):
    """Another question that finds more."""

    text: str
    count: int
    url: str


class RecommendedNote(Schema):
    """A short text of the site's staff; `link` may be a path of this site, or empty."""

    text: str
    link: str
    label: str


class RecommendedOut(Schema):
    """What the site's staff put above the results of this question; empty on later pages."""

    items: list[ItemOut]
    notes: list[RecommendedNote]


class SearchAnswer(Schema):
    """One page of results."""

    count: int
    next: str | None
    previous: str | None
    is_degraded: bool = Field(description=N("备用索引作答，可能少几条最新信息"))
    is_loose: bool = Field(description=N("含全部词语的很少，也列出了含部分词语的"))
    facets: dict[str, dict[str, int]] = Field(description=N("每个筛选项再选某值会剩几条"))
    understood: list[Reading] = Field(description=N("问题是怎样理解的：改正、同义词、文号、日期等"))
    did_you_mean: list[Meant] = Field(description=N("您是不是要找：结果很少时，改动一个字能找到的"))
    recommended: RecommendedOut = Field(description=N("编辑推荐：由工作人员选定，不在结果条数之内"))
    results: list[SearchResult]
    warnings: list[Warning] = Field(default=[], description=N("地址里没有起作用的参数"))


@router.get(
    "/search",
    response={200: SearchAnswer, 422: Problem},
    url_name="search",
    operation_id="search",
    summary=N("查找公开信息"),
    description=N("与网站的搜索相同：同义词、文号的各种写法、错字和拼音都认得。"),
)
def search(request: HttpRequest, parameters: Query[SearchParameters]):
    asked = parse(dict(request.GET.lists()), per_page=parameters.page_size)
    query = replace(
        asked, page=parameters.page, with_counts=parameters.facets, literal=parameters.exact
    )
    found = answer(query)
    asking.note_api(found)
    pages = pages_of(query, found)
    beyond = query.page > pages.paginator.num_pages
    has_next = not beyond and pages.has_next()
    return {
        "count": found.total,
        "next": address_with(request, page=str(query.page + 1)) if has_next else None,
        "previous": address_with(request, page=str(query.page - 1)) if query.page > 1 else None,
        "is_degraded": found.is_degraded,
        "is_loose": found.is_loose,
        "facets": found.counts if parameters.facets else {},
        "understood": _understood(query, found),
        "did_you_mean": _meant(request, query, found) if query.page == 1 else [],
        "recommended": _recommended(request, query, found),
        "results": [] if beyond else [_result(request, row) for row in results_of(found)],
        "warnings": warnings_for(request, SearchParameters),
    }


def _recommended(request: HttpRequest, query: SearchQuery, found: Found) -> dict:
    chosen = recommended(query, found.asked)
    notes = [{"text": one.text, "link": one.link, "label": one.label} for one in chosen.notes]
    return {"items": [item_out(request, item) for item in chosen.items], "notes": notes}


def _understood(query: SearchQuery, found: Found) -> list[dict]:
    if query.literal:
        return []
    return [asdict(one) for one in understood.readings(query.text, found.asked)]


def _meant(request: HttpRequest, query: SearchQuery, found: Found) -> list[dict]:
    return [
        {"text": way.label, "count": way.count, "url": address_with(request, q=way.label)}
        for way in meaning.meant(query, found)
    ]


def _result(request: HttpRequest, row) -> dict:
    return {
        **item_out(request, row.item),
        "score": row.hit.score,
        "is_exact": row.hit.is_exact,
        "highlight": {"title": row.hit.title_html, "passage": row.hit.passage_html},
    }
