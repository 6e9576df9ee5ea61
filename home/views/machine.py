"""Pages for machines: sitemap.xml and robots.txt."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from disclosure.addresses import root_of
from home import sitemaps


@gzip_page
@require_safe
def sitemap(request):
    """One file, or an index of files when there are more items than one file should hold."""
    if sitemaps.item_count() <= sitemaps.PER_SITEMAP:
        return _urlset(request, [*sitemaps.lists(), *sitemaps.items()])
    lists = sitemaps.lists()
    moments = [entry.changed_at for entry in lists if entry.changed_at]
    files = [(reverse("sitemap_lists"), max(moments, default=None))]
    files += [(reverse("sitemap_part", args=[part]), at) for part, at in sitemaps.parts()]
    return _xml(request, "home/sitemap_index.xml", {"files": files})


@gzip_page
@require_safe
def sitemap_lists(request):
    return _urlset(request, sitemaps.lists())


@gzip_page
@require_safe
def sitemap_part(request, page):
    if page > sitemaps.MOST_SITEMAPS:
        raise Http404
    entries = sitemaps.items(page)
    if not entries:
        raise Http404
    return _urlset(request, entries)


def _urlset(request, entries: list[sitemaps.Entry]) -> HttpResponse:
    return _xml(request, "home/sitemap.xml", {"entries": entries})


def _xml(request, template: str, context: dict) -> HttpResponse:
    context["root"] = root_of(request)
    return render(request, template, context, content_type="application/xml")


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
        "Disallow: /search/alerts/",
        "Disallow: /*/export.",
        f"Sitemap: {root_of(request)}{reverse('sitemap_xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
