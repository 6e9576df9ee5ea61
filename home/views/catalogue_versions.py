"""What changed in the catalogue, when and why; the catalogue in the State's columns."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.catalogue import differences
from disclosure.catalogue import versions as kept
from disclosure.catalogue.effects import owes
from disclosure.catalogue.takeaway import export_of
from disclosure.exporting.answer import answer, refusal
from disclosure.models import Unit
from home.exports import facts_of
from home.listing import is_code, public_items, tally_by

KINDS = ("csv", "xlsx")


@require_safe
def versions(request):
    """All versions, the newest first, with their reason and how much they changed."""
    found = list(kept.public())
    return render(request, "home/catalogue_versions.html", {"versions": found})


@require_safe
def version(request, pk):
    """One version against the one before, field by field."""
    found = get_object_or_404(kept.public().select_related("previous"), pk=pk)
    changes = kept.changes_of(found) if found.previous_id else []
    context = {"version": found, "changes": changes, "counts": differences.counts(changes)}
    return render(request, "home/catalogue_version.html", context)


@require_safe
def standard(request, kind):
    """The rows in force in the columns and the order of the State catalogue."""
    if kind not in KINDS:
        raise Http404
    key = request.GET.get("domain", "")
    if set(request.GET) - {"domain"} or (key and key not in dict(words.DOMAINS)):
        return refusal(
            400,
            _("目录只能按领域筛选：domain=%(names)s。") % {"names": "、".join(dict(words.DOMAINS))},
        )
    rows = [row for row in kept.live_rows() if not key or row["domain"] == key]
    facts = facts_of(request, kept.FIRST_NAME, [("domain", key)] if key else [])
    return answer(request, export_of(rows, "catalogue-standard", kept.FIRST_NAME, facts), kind)


@require_safe
def of_unit(request, code):
    """目录 of one unit: the rows that bind it, with what it has published of each."""
    unit = _unit(code)
    totals = tally_by(public_items().of_unit(unit), "catalogue_item__code")
    rows = [(row, totals.get(row["code"], 0)) for row in _rows_of(unit)]
    groups = [
        (domain, label, [pair for pair in rows if pair[0]["domain"] == domain])
        for domain, label in words.DOMAINS
    ]
    context = {
        "unit": unit,
        "groups": [group for group in groups if group[2]],
        "total": len(rows),
        "done": sum(bool(count) for _row, count in rows),
    }
    return render(request, "home/unit_catalogue.html", context)


@require_safe
def unit_standard(request, code, kind):
    """The same rows as a file in the State's columns."""
    if kind not in KINDS:
        raise Http404
    unit = _unit(code)
    title = _("%(unit)s主动公开目录") % {"unit": unit.official_name}
    export = export_of(_rows_of(unit), f"catalogue-{code}", title, facts_of(request, title, []))
    return answer(request, export, kind)


def _unit(code: str) -> Unit:
    if not is_code(code):
        raise Http404
    return get_object_or_404(Unit.objects.select_related("region"), code=code)


def _rows_of(unit: Unit) -> list[dict]:
    owner = kept.owner_of(unit)
    return [row for row in kept.live_rows(timezone.localdate()) if owes(owner, row)]
