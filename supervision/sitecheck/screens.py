"""The check of the last night for the office, and for a unit what is its own to put right."""

from itertools import chain

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.exporting.staff_csv import csv_answer
from disclosure.models import Unit
from supervision.sitecheck import kinds, words
from supervision.sitecheck.models import SiteFinding
from supervision.sitecheck.trend import last_run, trend
from supervision.sitecheck.verdict_lines import lines_of
from workflows.oversight import VIEWERS, oversees, own_units
from workflows.views.base import Screen

SHOWN = 50  # of one kind; all of them are in the file


def visible_to(user, run):
    """Findings of a run that the account sees: all for the office, its own for a unit."""
    found = SiteFinding.objects.filter(run=run).select_related("unit")
    if oversees(user):
        return found
    return found.filter(unit__in=own_units(user).values("pk"))


class SiteCheck(Screen):
    """Veto items, trend, and every finding with what to do, the gravest kinds first."""

    template_name = "sitecheck/screen.html"
    page_title = gettext_lazy("网站检查")
    header_icon = "glasses"
    wanted = VIEWERS
    closed_by = PermissionDenied

    def get(self, request, *args, **kwargs):
        self.run = last_run()
        if request.GET.get("format") == "csv" and self.run:
            return as_csv(self.found(), self.run)
        return super().get(request, *args, **kwargs)

    def found(self):
        """Findings as narrowed by unit and group; values that do not exist narrow nothing."""
        found = visible_to(self.request.user, self.run)
        unit = self.request.GET.get("unit", "")[:30]
        if unit and oversees(self.request.user):
            found = found.filter(unit__code=unit)
        group = self.request.GET.get("group", "")
        return found.filter(group=group) if group in words.GROUPS else found

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        run, is_overseer = self.run, oversees(self.request.user)
        context.update(run=run, oversees=is_overseer)
        if run is None:
            return context
        found = list(self.found())
        group = self.request.GET.get("group", "")
        context.update(
            lines=lines_of(run) if is_overseer else [],
            trend=trend() if is_overseer else None,
            sections=sections(found),
            total=len(found),
            groups=words.GROUPS.items(),
            group=group if group in words.GROUPS else "",
            unit=self.request.GET.get("unit", "")[:30] if is_overseer else "",
            units=with_findings(run) if is_overseer else [],
        )
        return context


def with_findings(run) -> list[Unit]:
    ids = SiteFinding.objects.filter(run=run).values("unit")
    return list(Unit.objects.filter(pk__in=ids))


def sections(found: list[SiteFinding]) -> list[dict]:
    """Findings by kind in the order of the register, veto kinds first, oldest finding first."""
    by_kind: dict[str, list[SiteFinding]] = {}
    for finding in found:
        by_kind.setdefault(finding.kind, []).append(finding)
    order = sorted(kinds.KINDS.values(), key=lambda kind: kind.severity != kinds.VETO)
    return [
        {
            "kind": kind,
            "told": words.KINDS[kind.key],
            "owes": words.OWES[kind.owes],
            "mark": words.MARKS[kind.mark],
            "total": len(by_kind[kind.key]),
            "more": max(0, len(by_kind[kind.key]) - SHOWN),
            "rows": [(row, words.what(row)) for row in sorted(by_kind[kind.key], key=_age)[:SHOWN]],
        }
        for kind in order
        if kind.key in by_kind
    ]


def _age(row: SiteFinding):
    return row.since or row.first_seen_on, row.pk


def as_csv(found, run) -> HttpResponse:
    """All findings as a file that spreadsheets open in Chinese."""
    heads = [
        _("问题"),
        _("级别"),
        _("情况"),
        _("地址"),
        _("责任单位"),
        _("从何时起"),
        _("首次发现"),
        _("怎么办"),
    ]
    rows = found.order_by("severity", "kind", "pk").iterator(chunk_size=500)
    return csv_answer(f"site-check-{run.day}.csv", chain([heads], map(_line, rows)))


def _line(row: SiteFinding) -> list[object]:
    told = words.KINDS[row.kind]
    return [
        told.name,
        row.get_severity_display(),
        words.what(row),
        row.where,
        row.unit.name if row.unit else words.OWES[row.owes],
        row.since or "",
        row.first_seen_on,
        told.do,
    ]
