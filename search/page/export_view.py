"""`/search/export.csv?q=…`: all results of a question, not only those that pages reach."""

from django.http import Http404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import throttle
from disclosure.addresses import root_of
from disclosure.datasets.lists import list_columns
from disclosure.exporting.answer import TYPES, Export, answer, busy, refusal
from search import all_numbers
from search.engines import EngineUnavailable
from search.page import choices
from search.query import SearchQuery, parse

UNAVAILABLE = 503
MOST_PER_MINUTE = 20  # each asks the engine for everything


@require_safe
def export(request, kind: str):
    """The same parameters as the page; 400 for a filter that names nothing."""
    if kind not in TYPES:
        raise Http404
    query = parse(dict(request.GET.lists()))
    if unknown := choices.unknown_in(query):
        name, value = unknown[0]
        return refusal(400, _("%(name)s 没有 %(value)s 这个值。") % {"name": name, "value": value})
    if throttle.is_over(request, "search_export", most=MOST_PER_MINUTE, seconds=60):
        return busy()
    try:
        found = [] if request.method == "HEAD" else all_numbers.numbers(query)
    except EngineUnavailable:
        response = refusal(UNAVAILABLE, _("检索暂时不可用，请过一会儿再试。"))
        response["Retry-After"] = "30"
        return response
    root = root_of(request)
    file = Export(
        stem="search",
        title="检索结果",
        columns=list_columns(),
        rows=lambda: all_numbers.rows(found, root),
        facts=_facts(request, query, len(found)),
        described_by=f"{root}/data/",
    )
    response = answer(request, file, kind)
    # What a citizen asked belongs in no shared cache.
    patch_cache_control(response, private=True)
    return response


def _facts(request, query: SearchQuery, total: int) -> list[tuple[str, str]]:
    """What was asked, as the visitor's own words in the visitor's own file."""
    chosen = [f"{name}={value}" for name, value in query.chosen]
    period = [part for part in (query.since, query.until) if part]
    facts = [
        ("内容", "检索结果"),
        ("检索词", query.text),
        ("筛选", "；".join([*chosen, *period]) or "没有筛选"),
        ("排序", {"date": "从新到旧"}.get(query.sort, "按相关程度")),
        ("条数", f"{total}（最多 {all_numbers.MOST}）"),
        ("网址", request.build_absolute_uri()),
        ("生成时间", f"{localtime(timezone.now()):%Y-%m-%d %H:%M}"),
        ("说明", "名单正在公示的信息只在网页上看，不进入下载。"),
    ]
    return [(name, value) for name, value in facts if value]
