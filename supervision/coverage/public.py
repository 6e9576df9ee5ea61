"""The scoreboard for everybody, and the signed exports behind it.

It shows the newest export and nothing else, so that what stands there is what an outsider computes.
"""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from disclosure import throttle
from disclosure.exporting.answer import busy
from disclosure.models.organisation import LEVELS
from disclosure.vocabulary import DOMAINS
from supervision import charts
from supervision.coverage import board, measure, package, words
from supervision.coverage.manifest import DUTIES, FIGURES, MANIFEST, NOTE
from supervision.models import CoverageExport

SORTS = ("code", "missing", "rate")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
UNITS_A_PAGE = 40
MOST_PER_MINUTE = 30
IMMUTABLE_SECONDS = 24 * 3600


@require_safe
def scoreboard(request):
    """Who publishes in time, in sentences, a chart with its table, and the overdue by name."""
    newest = CoverageExport.objects.defer("package").first()
    if newest is None:
        return render(request, "coverage/scoreboard.html", {"newest": None})
    shown = board.read(newest.board)
    level, sort = _chosen(request, shown.units)
    units = [unit for unit in shown.units if not level or unit.level == level]
    levels = {unit.level for unit in shown.units}
    page = Paginator(_sorted(units, sort), UNITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "newest": newest,
        "total": shown.total,
        "coverage": measure.percent(shown.total.coverage),
        "timeliness": measure.percent(shown.total.timeliness),
        "parts": words.PARTS.items(),
        "chart": charts.columns(
            [(words.short_quarter(key), figures) for key, figures in shown.quarters]
        ),
        "quarters": [(words.quarter(key), *_rates(figures)) for key, figures in shown.quarters],
        "domains": [
            (label, charts.strip(shown.domains[key]), *_rates(shown.domains[key]))
            for key, label in DOMAINS
            if key in shown.domains
        ],
        "units": [_unit_line(unit) for unit in page],
        "page": page,
        "levels": [(key, label) for key, label in LEVELS if key in levels],
        "level": level,
        "sort": sort,
        "on_time_units": sum(unit.figures.owed > 0 and _is_clean(unit) for unit in shown.units),
        "owing_units": sum(unit.figures.owed > 0 for unit in shown.units),
        "overdue": [(one, _period(one)) for one in shown.overdue],
    }
    return render(request, "coverage/scoreboard.html", context)


def _chosen(request, units) -> tuple[str, str]:
    """Level and order asked for; what does not exist is left out."""
    level, sort = request.GET.get("level", ""), request.GET.get("sort", "")
    return (
        level if any(unit.level == level for unit in units) else "",
        sort if sort in SORTS else SORTS[0],
    )


def _is_clean(unit: board.UnitLine) -> bool:
    return not unit.figures.late and not unit.figures.missing


def _sorted(units, sort: str):
    if sort == "missing":
        return sorted(units, key=lambda unit: (-unit.figures.missing, unit.code))
    if sort == "rate":
        return sorted(
            units,
            key=lambda unit: (
                unit.figures.timeliness is None,
                unit.figures.timeliness or 0,
                -unit.figures.owed,
                unit.code,
            ),
        )
    return units


def _rates(figures: measure.Figures):
    return figures, measure.percent(figures.coverage), measure.percent(figures.timeliness)


def _unit_line(unit: board.UnitLine):
    return unit, words.verdict(unit.figures), charts.strip(unit.figures), *_rates(unit.figures)


def _period(one: board.Overdue) -> str:
    if not (one.period_from and one.period_to):
        return ""
    return words.period(date.fromisoformat(one.period_from), date.fromisoformat(one.period_to))


@require_safe
def exports(request):
    """All exports that are kept, and how to compute them again."""
    kept = list(CoverageExport.objects.defer("package"))
    rows = [(one, *_rates(measure.Figures(*one.board["total"]))) for one in kept]
    context = {
        "rows": rows,
        "newest": kept[0] if kept else None,
        "site": request.build_absolute_uri("/")[:-1],
        "shown_files": (FIGURES, DUTIES, MANIFEST, NOTE),
    }
    return render(request, "coverage/exports.html", context)


@require_safe
def export_zip(request, day: str):
    """The whole export of a day."""
    return _file(request, day, None)


@require_safe
def export_file(request, day: str, name: str):
    """One file of it."""
    if name not in package.NAMES:
        raise Http404
    return _file(request, day, name)


def _file(request, day: str, name: str | None) -> HttpResponse:
    try:
        as_of = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    found = CoverageExport.objects.filter(as_of=as_of).first()
    if found is None or f"{as_of}" != day:
        raise Http404
    if throttle.is_over(request, "coverage", most=MOST_PER_MINUTE, seconds=60):
        return busy()
    raw = bytes(found.package)
    if name is None:
        response = HttpResponse(raw, content_type="application/zip")
        name = f"coverage-{as_of}.zip"
    else:
        raw = package.unpacked(raw)[name]
        response = HttpResponse(raw, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    # A published export never changes.
    patch_cache_control(response, public=True, max_age=IMMUTABLE_SECONDS, immutable=True)
    return response
