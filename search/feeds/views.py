"""Addresses of the feeds. Each names a list of the site; that of a search repeats its address."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import throttle
from disclosure import vocabulary as words
from disclosure.conditional import conditional, last_change
from disclosure.models import CatalogueItem, Region, Unit
from search.query import FILTERS, SearchQuery, parse

from . import sources
from .formats import FORMATS
from .model import Feed

MINUTE = 60


@require_safe
def latest(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything, the last change first."""

    def feed() -> Feed:
        return _listed(request, _("最新公开"), reverse("latest"), Q())

    return _answer(request, kind, feed)


@require_safe
def domain(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    label = dict(words.DOMAINS).get(key)
    if label is None:
        raise Http404
    page = reverse("domain", args=[key])
    return _answer(request, kind, lambda: _listed(request, str(label), page, Q(domain=key)))


@require_safe
def unit(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    found = get_object_or_404(Unit, code=_code(code))
    page = reverse("unit", args=[code])
    return _answer(
        request, kind, lambda: _listed(request, found.official_name, page, Q(unit=found))
    )


@require_safe
def region(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Items about the region or what lies below it, or published by a unit there."""
    found = get_object_or_404(Region, code=_code(code))
    inside = found.with_children()
    where = Q(region__in=inside) | Q(unit__region__in=inside)
    page = reverse("region", args=[code])
    return _answer(request, kind, lambda: _listed(request, found.name, page, where))


@require_safe
def catalogue(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    row = get_object_or_404(CatalogueItem, code=_code(code))
    page = f"{reverse('catalogue')}?domain={row.domain}"
    return _answer(request, kind, lambda: _listed(request, row.label, page, Q(catalogue_item=row)))


@require_safe
def removed(request: HttpRequest, kind: str) -> HttpResponse:
    """What was taken down: as entries for readers that know no other way, and as tombstones."""

    def feed() -> Feed:
        gone = sources.withdrawn(Q())
        return sources.made(request, _("已撤下"), reverse("feeds"), [], gone, as_entries=True)

    return _answer(request, kind, feed)


@require_safe
def search(request: HttpRequest, kind: str) -> HttpResponse:
    """A search by its address: what holds all that is asked, the last change first."""
    query = parse(dict(request.GET.lists()))

    def feed() -> Feed:
        page = f"{reverse('search')}?{urlencode(query.parameters(page=1))}"
        title = _("查找：%(words)s") % {"words": query.text} if query.text else _("查找公开信息")
        gone = sources.withdrawn(_filters_of(query))
        return sources.made(request, title, page, sources.found_by(query), gone)

    return _answer(request, kind, feed, is_private=True)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All feeds, and how to follow a search."""
    context = {"domains": words.DOMAINS, "units": Unit.objects.filter(is_active=True)}
    return render(request, "search/feeds.html", context)


def _listed(request: HttpRequest, title: str, page: str, where: Q) -> Feed:
    items = sources.newest(sources.for_feeds().filter(where))
    return sources.made(request, title, page, items, sources.withdrawn(where))


def _filters_of(query: SearchQuery) -> Q:
    """The filters that a tombstone still answers; its words and region are gone or joined."""
    columns = {"domain": "domain", "unit": "unit__code", "stage": "stage"}
    columns["catalogue"] = "catalogue_item__code"
    where = Q()
    for name in FILTERS:
        if name in columns and query.filters.get(name):
            where &= Q(**{f"{columns[name]}__in": query.filters[name]})
    return where


def _code(code: str) -> str:
    if "\x00" in code:
        raise Http404
    return code


def _answer(request: HttpRequest, kind: str, feed, *, is_private: bool = False) -> HttpResponse:
    """The feed in a format, with its validators; 429 when one visitor asks too often."""
    count, left = throttle.counted(request, "feeds", seconds=MINUTE)
    if count > settings.API_PER_MINUTE and not request.META.get("mingjing.inside"):
        told = _("请求太多了，请过 %(seconds)s 秒再试。") % {"seconds": left}
        return HttpResponse(
            told,
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": left},
        )
    content_type, write = FORMATS[kind]
    changed = last_change(timezone.now())
    response = HttpResponse(write(feed()), content_type=content_type)
    patch_cache_control(response, no_cache=True, private=is_private, public=not is_private)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return conditional(request, response, changed=changed, by_date=not is_private)
