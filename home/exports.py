"""What a downloaded list is called and what its second sheet says."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from disclosure.addresses import root_of
from disclosure.datasets import state
from disclosure.datasets.filters import Filters
from disclosure.datasets.lists import list_columns, list_rows
from disclosure.exporting.answer import Export
from disclosure.periods import without_running_lists
from home.models import SiteSettings
from home.table_data import LICENCE

LEFT_OUT = "名单正在公示的信息只在网页上看，不进入下载。"


def facts_of(request, title: str, filters: Sequence[tuple[str, str]], note: str = "") -> list:
    """Source, time, licence and filters of a download; in Chinese, as the data are."""
    chosen = "；".join(f"{name}={value}" for name, value in filters)
    facts = [
        ("内容", title),
        ("来源", SiteSettings.of(request).name),
        ("网址", request.build_absolute_uri()),
        ("生成时间", f"{localtime(timezone.now()):%Y-%m-%d %H:%M}"),
        ("筛选", chosen or "没有筛选"),
        ("许可", LICENCE),
        ("说明", note),
    ]
    return [(name, value) for name, value in facts if value]


def list_export(
    request, items: QuerySet, *, stem: str, title: str, filters: Filters, kind: str
) -> Export:
    """A list of items as on its page, without those whose list is being shown for a time."""
    taken = without_running_lists(items).order_by("-first_published_at", "-pk")
    root, present = root_of(request), state.today()
    return Export(
        stem=stem,
        title=title,
        columns=list_columns(),
        rows=lambda: list_rows(taken, root),
        state=present.mark,
        changed_at=present.changed_at,
        facts=facts_of(request, title, filters.pairs(), LEFT_OUT),
        described_by=f"{root}/data/",
        count=taken.count() if kind == "xlsx" else None,
    )
