"""What was asked, and what came of it: totals by day, questions asked often enough."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, IntegerField, Q, Sum
from django.db.models.functions import Greatest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from search.models import AskedQuery, AskedTotal
from search.query_log import asking
from search.query_log.counting import FIELDS, KEEP_DAYS, ON_ONE_DAY, THRESHOLD, sums
from search.staff import suggestions
from search.staff.screen import Screen, is_keeper

SPANS = (7, 30, 90, 365)
PER_PAGE = 25
MOST_BARS = 90  # a longer span is drawn in weeks
KINDS = (
    ("empty", gettext_lazy("没有结果")),
    ("left", gettext_lazy("没有打开结果")),
    ("loose", gettext_lazy("只有部分词语")),
    ("all", gettext_lazy("全部")),
)


BAR, GAP, HEIGHT = 8, 2, 60  # of the chart, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """The totals of a day or of the week that begins on it, and where its bar stands."""

    day: date
    asked: int
    empty: int
    x: int
    asked_height: int
    empty_height: int

    @property
    def asked_y(self) -> int:
        return HEIGHT - self.asked_height

    @property
    def empty_y(self) -> int:
        return HEIGHT - self.empty_height


def trend(since: date, today: date, days_a_bar: int = 1) -> list[Bar]:
    """Bars of the whole span, days without questions included."""
    rows = AskedTotal.objects.filter(way=asking.PAGE, day__gte=since)
    counts: dict[date, list[int]] = {}
    for at in range(0, (today - since).days + 1, days_a_bar):
        counts[since + timedelta(days=at)] = [0, 0]
    for row in rows:
        at = (row.day - since).days // days_a_bar * days_a_bar
        bar = counts.setdefault(since + timedelta(days=at), [0, 0])
        bar[0] += row.asked
        bar[1] += row.empty
    most = max((asked for asked, _empty in counts.values()), default=0) or 1
    return [
        Bar(day, asked, empty, at * (BAR + GAP), HEIGHT * asked // most, HEIGHT * empty // most)
        for at, (day, (asked, empty)) in enumerate(sorted(counts.items()))
    ]


def questions(kind: str, since: date):
    """Questions with words and their counts since a day, the most frequent of the kind first.

    `left`: of the askings whose browsers say where they came from, those with results and without
    an opened one; an estimate, because one visitor may open several.
    """
    of_span = Q(days__day__gte=since)
    rows = AskedQuery.objects.exclude(text="").annotate(
        **{f"{name}_sum": Sum(f"days__{name}", filter=of_span, default=0) for name in FIELDS}
    )
    left = F("audible_sum") - F("empty_sum") - F("opened_sum")
    rows = rows.annotate(left_sum=Greatest(left, 0, output_field=IntegerField()))
    if kind == "all":
        return rows.filter(asked_sum__gt=0).order_by("-asked_sum", "text")
    rows = rows.filter(**{f"{kind}_sum__gt": 0}, is_settled=False)
    return rows.order_by(f"-{kind}_sum", "-asked_sum", "text")


class Asked(Screen):
    """Trend and questions; one press turns one into a synonym or a recommendation."""

    template_name = "search/staff/asked.html"
    page_title = gettext_lazy("检索统计")
    header_icon = "history"
    here = "asked"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        span = _one_of(SPANS, self.request.GET.get("days"), 30)
        kind = _one_of([key for key, _label in KINDS], self.request.GET.get("kind"), "empty")
        since = today - timedelta(days=span - 1)
        rows = Paginator(questions(kind, since), PER_PAGE).get_page(self.request.GET.get("p"))
        is_weekly = span > MOST_BARS
        bars = trend(since, today, 7 if is_weekly else 1)
        total = sums(since)
        return super().get_context_data(
            spans=SPANS, span=span, kinds=KINDS, kind=kind, rows=rows, total=total,
            bars=bars, is_weekly=is_weekly,
            chart_width=len(bars) * (BAR + GAP), chart_height=HEIGHT,
            shares=_shares(total), threshold=THRESHOLD, on_one_day=ON_ONE_DAY, keep_days=KEEP_DAYS,
            others=_others(since), today=today, **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        """Put a question aside, or take it up again: it was looked at."""
        if not is_keeper(request.user):
            raise Http404
        row = get_object_or_404(AskedQuery, pk=_id(request.POST.get("query")))
        row.is_settled = request.POST.get("act") == "settle"
        row.save(update_fields=["is_settled"])
        told = _("已处理，不再列出。") if row.is_settled else _("已重新列出。")
        messages.success(request, told)
        state = {"days": request.POST.get("days", ""), "kind": request.POST.get("kind", "")}
        return redirect(f"{reverse('search_staff:asked')}?{urlencode(state)}")


class One(Screen):
    """One question: its days, official terms near it, and what to make of it."""

    template_name = "search/staff/asked_one.html"
    page_title = gettext_lazy("一条查询")
    header_icon = "history"
    here = "asked"
    above = ("search_staff:asked", gettext_lazy("检索统计"))

    def get_context_data(self, **kwargs):
        row = get_object_or_404(AskedQuery.objects.exclude(text=""), pk=self.kwargs["query"])
        return super().get_context_data(
            row=row,
            days=list(row.days.order_by("-day")[:60]),
            terms=suggestions.official_terms(row.text),
            near=suggestions.near_items(row.text),
            **kwargs,
        )


def _one_of(choices, given, otherwise):
    return next((one for one in choices if str(one) == given), otherwise)


def _id(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0


def _shares(total: dict[str, int]) -> dict[str, int]:
    """Whole percents of all askings."""
    asked = total["asked"] or 1
    left = max(total["audible"] - total["empty"] - total["opened"], 0)
    return {
        "empty": round(100 * total["empty"] / asked),
        "loose": round(100 * total["loose"] / asked),
        "left": round(100 * left / (total["audible"] or 1)),
        "unknown": round(100 * max(total["asked"] - total["audible"], 0) / asked),
    }


def _others(since: date) -> dict[str, int]:
    rows = AskedTotal.objects.filter(day__gte=since).exclude(way=asking.PAGE)
    return dict(rows.values_list("way").annotate(Sum("asked")).order_by())
