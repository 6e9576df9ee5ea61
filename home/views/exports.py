"""Every list of the public site as CSV, XLSX, JSON and JSON Lines.

One rule for all addresses: the address of the page, then `export.<format>`, with its filters.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.addresses import root_of
from disclosure.datasets import filters as narrow
from disclosure.datasets.base_columns import bilingual
from disclosure.datasets.duties import duty_columns, duty_rows
from disclosure.exporting.answer import TYPES, Export, answer, refusal
from disclosure.models import CatalogueItem, DisclosurePage, Region, Unit
from home.exports import facts_of, list_export
from home.listing import is_code, public_items

IGNORED = ("page",)  # the whole list is taken, whatever page of it was looked at


def _items(request, kind: str, items, stem: str, title: str):
    if kind not in TYPES:
        raise Http404
    try:
        filters = narrow.parse(request.GET, others=IGNORED)
    except narrow.BadFilter as error:
        return refusal(400, str(error))
    items = narrow.applied(items, filters)
    export = list_export(request, items, stem=stem, title=title, filters=filters, kind=kind)
    return answer(request, export, kind)


@require_safe
def latest(request, kind):
    return _items(request, kind, public_items(), "items", "公开信息")


@require_safe
def domain(request, key, kind):
    label = dict(words.DOMAINS).get(key)
    if label is None:
        raise Http404
    return _items(
        request, kind, public_items().in_domain(key), f"domain-{key}", bilingual(label).zh
    )


@require_safe
def unit(request, code, kind):
    if not is_code(code):
        raise Http404
    unit = get_object_or_404(Unit, code=code)
    items = public_items().of_unit(unit)
    return _items(request, kind, items, f"unit-{code}", unit.official_name)


@require_safe
def region(request, code, kind):
    if not is_code(code):
        raise Http404
    region = get_object_or_404(Region, code=code)
    items = public_items().in_region(region)
    return _items(request, kind, items, f"region-{code}", region.name)


@require_safe
def notices(request, kind):
    items = DisclosurePage.objects.in_publicity(timezone.localdate())
    return _items(request, kind, items, "notices", "正在公示")


@require_safe
def catalogue(request, kind):
    """The duties themselves, not the items: a row of the catalogue per row."""
    if kind not in TYPES:
        raise Http404
    rows = CatalogueItem.objects.in_force(timezone.localdate()).order_by("seq")
    key = request.GET.get("domain", "")
    if set(request.GET) - {"domain"} or (key and key not in dict(words.DOMAINS)):
        return refusal(400, _("目录只能按领域筛选：domain=%(names)s。") % {
            "names": "、".join(dict(words.DOMAINS))})  # fmt: skip
    if key:
        rows = rows.filter(domain=key)
    title = "主动公开基本目录"
    export = Export(
        stem="catalogue",
        title=title,
        columns=duty_columns(),
        rows=lambda: duty_rows(rows),
        facts=facts_of(request, title, [("domain", key)] if key else []),
        described_by=f"{root_of(request)}/data/",
        count=rows.count() if kind == "xlsx" else None,
    )
    return answer(request, export, kind)
