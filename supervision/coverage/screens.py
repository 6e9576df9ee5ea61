"""The matrix for the office and the auditor, for a unit its own line, and what is in a cell."""

from collections.abc import Iterable
from datetime import date
from functools import reduce

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.exporting.staff_csv import csv_answer
from disclosure.models import CatalogueItem, Region
from disclosure.models.organisation import LEVELS
from disclosure.vocabulary import DOMAINS, STAGES
from supervision import charts
from supervision.coverage import counting, matrix, periods, words
from supervision.coverage.cells import cell_rows
from supervision.coverage.counting import Tally
from supervision.coverage.measure import percent
from supervision.coverage.scope import Asked
from workflows.oversight import VIEWERS, oversees, seen_units
from workflows.views.base import Screen
from workflows.views.review import SIDEBAR

UNITS_A_PAGE = 20
DUTIES_A_PAGE = 100


class CoverageScreen(Screen):
    header_icon = "table"
    wanted = VIEWERS
    closed_by = PermissionDenied

    def dispatch(self, request, *args, **kwargs):
        self.asked = Asked.of(request)
        return super().dispatch(request, *args, **kwargs)


class Matrix(CoverageScreen):
    """Units down, domains and stages across; trend, drafts by step, and the same as CSV."""

    template_name = "coverage/matrix.html"
    page_title = gettext_lazy("公开职责完成情况")

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "csv":
            return as_csv(self.asked)
        response = super().get(request, *args, **kwargs)
        if SIDEBAR not in request.COOKIES:
            # The columns need the width; whoever opened the sidebar once keeps it open.
            request.COOKIES[SIDEBAR] = "1"  # this answer is rendered after its view
            response.set_cookie(SIDEBAR, "1", samesite="Lax")
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked, place_of = self.asked, places()
        page = Paginator(asked.units, UNITS_A_PAGE).get_page(self.request.GET.get("page"))
        units = list(page)
        shown = asked.duties.filter(unit__in=[unit.pk for unit in units])
        counted = counting.by_unit_and_row(shown, asked.today) if units else []
        tallies = matrix.by_place(counted, place_of)
        is_overseer = oversees(self.request.user)
        # Who oversees compares units and needs the same columns always; a unit needs its own.
        own = {place for of_unit in tallies.values() for place in of_unit}
        groups = matrix.columns(place_of.values() if is_overseer else own)
        heads = [head for _label, of_domain in groups for head in of_domain]
        days = counting.by_last_day(asked.duties, asked.today)
        total = sum_of(tally for _day, tally in days)
        context.update(
            is_wide=True,
            groups=groups,
            heads=heads,
            page=page,
            lines=matrix.lines(units, tallies, heads),
            total=total,
            coverage=percent(total.figures.coverage),
            timeliness=percent(total.figures.timeliness),
            steps=steps(asked.duties),
            trend=trend(days),
            oversees=is_overseer,
            asked=asked,
            offered=periods.offered(asked.today),
            levels=LEVELS,
            regions=Region.objects.filter(level="prefecture", retired_until=""),
            address=address(asked),
            parts=words.PARTS.items(),
        )
        return context


def places() -> dict[int, matrix.Place]:
    """Domain and stage of every row, the closed ones too: what was owed by them still counts."""
    rows = CatalogueItem.objects.order_by("seq").values_list("pk", "domain", "stage")
    return {pk: (domain, stage) for pk, domain, stage in rows}


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return reduce(Tally.plus, tallies, Tally())


def steps(duties) -> list[tuple[str, int]]:
    """Where the drafts are, in the order of the steps."""
    at_desk, by_task = counting.drafts_by_step(duties)
    named = [(str(gettext_lazy("起草")), at_desk)]
    for key, number in sorted(by_task.items()):
        model = ContentType.objects.get_for_id(key).model_class()
        named.append((str(model._meta.verbose_name), number))
    return [(name, number) for name, number in named if number]


def trend(days: list[tuple[date | None, Tally]]) -> dict | None:
    """The last quarters as a chart and a table; None where nothing was owed."""
    by_quarter: dict[str, Tally] = {}
    for day, tally in days:
        if day is not None and tally.figures.owed + tally.nothing:
            key = periods.quarter_key(day)
            by_quarter[key] = by_quarter.get(key, Tally()).plus(tally)
    keys = sorted(by_quarter)[-periods.QUARTERS :]
    if not keys:
        return None
    figures = [(key, by_quarter[key].figures) for key in keys]
    return {
        "chart": charts.columns([(words.short_quarter(key), one) for key, one in figures]),
        "rows": [
            (words.quarter(key), one, percent(one.coverage), percent(one.timeliness))
            for key, one in figures
        ],
    }


def address(asked: Asked) -> str:
    """What was asked, for the links that keep it."""
    kept = asked.given.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return kept.urlencode()


def as_csv(asked: Asked) -> HttpResponse:
    """A line for every unit, domain and stage: the matrix as a list to be sorted."""
    domains, stages = dict(DOMAINS), dict(STAGES)
    counted = counting.by_unit_and_row(asked.duties, asked.today)
    tallies = matrix.by_place(counted, places())
    lines = [[_("单位代码"), _("责任单位"), _("领域"), _("环节"), *map(str, words.TALLY.values())]]
    for unit in asked.units:
        for (domain, stage), tally in sorted(tallies.get(unit.pk, {}).items()):
            numbers = [getattr(tally, key) for key in words.TALLY]
            lines.append([unit.code, unit.name, domains[domain], stages[stage], *numbers])
    return csv_answer(f"coverage-{asked.period.key}-{asked.today}.csv", lines)


class CellScreen(CoverageScreen):
    """The duties in one cell: what, by when, where it stands, who owes it."""

    template_name = "coverage/cell.html"
    parent = ("supervision:coverage", gettext_lazy("公开职责完成情况"))

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["domain"] not in dict(DOMAINS) or kwargs["stage"] not in dict(STAGES):
            raise Http404

    def get_page_title(self):
        domain, stage = dict(DOMAINS)[self.kwargs["domain"]], dict(STAGES)[self.kwargs["stage"]]
        return f"{domain} · {stage}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = self.asked
        unit = get_object_or_404(seen_units(self.request.user), code=self.kwargs["unit"])
        duties = counting.in_period(
            unit.duties.all(), asked.period.begins, asked.period.ends
        ).filter(
            catalogue_item__domain=self.kwargs["domain"],
            catalogue_item__stage=self.kwargs["stage"],
        )
        page = Paginator(
            duties.with_states(asked.today)
            .select_related("catalogue_item", "region", "page", "statement")
            .order_by("due_on", "pk"),
            DUTIES_A_PAGE,
        ).get_page(self.request.GET.get("page"))
        tallies = counting.by_unit_and_row(duties, asked.today)
        total = sum_of(tally for _unit, _row, tally in tallies)
        context.update(
            unit=unit,
            page=page,
            rows=cell_rows(page, asked.today),
            told=matrix.Said().told(total),
            period=asked.period,
            address=address(asked),
        )
        return context
