"""Pages for machines: sitemap.xml and robots.txt."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from disclosure import periods
from home.listing import public_items

PER_SITEMAP = 10_000  # the protocol allows 50,000
MOST_SITEMAPS = 50_000  # of one index, says the protocol; beyond, the database refuses the offset


@require_safe
def sitemap(request):
    """One file, or an index of files when there are more items than one file should hold."""
    total = _for_machines().count()
    if total <= PER_SITEMAP:
        return _urlset(request, 1, with_lists=True)
    pages = range(1, -(-total // PER_SITEMAP) + 1)
    return render(
        request,
        "home/sitemap_index.xml",
        {"root": _root(request), "pages": pages},
        content_type="application/xml",
    )


@require_safe
def sitemap_part(request, page):
    return _urlset(request, page, with_lists=page == 1)


def _urlset(request, page: int, *, with_lists: bool) -> HttpResponse:
    if page > MOST_SITEMAPS:
        raise Http404
    start = (page - 1) * PER_SITEMAP
    rows = _for_machines().order_by("pk").values_list("number", "last_published_at")
    chosen = list(rows[start : start + PER_SITEMAP]) if page > 0 else []
    if page != 1 and not chosen:
        raise Http404
    lists = ("home", "domains", "latest", "units", "regions", "catalogue", "about")
    context = {
        "root": _root(request),
        "items": [(reverse("item", args=[number]), at) for number, at in chosen],
        "lists": [reverse(name) for name in lists] if with_lists else [],
    }
    return render(request, "home/sitemap.xml", context, content_type="application/xml")


def _for_machines():
    """Items without those whose list of persons is being shown for a time (privacy.md §3)."""
    return public_items().exclude(number__in=periods.shown_now().values("number"))


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /django-admin/",
        "Disallow: /lang/",
        "Disallow: /mode/",
        "Disallow: /reports/",
        "Disallow: /i/*/mine/",
        f"Sitemap: {_root(request)}{reverse('sitemap_xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _root(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")
