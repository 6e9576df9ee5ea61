"""Pages of fixed text that a government site must have, and the map of the site."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.models import Region, Unit


@require_safe
def about(request):
    return render(request, "home/about.html")


@require_safe
def accessibility(request):
    return render(request, "home/accessibility.html")


@require_safe
def privacy(request):
    return render(request, "home/privacy.html")


@require_safe
def site_map(request):
    context = {
        "domains": words.DOMAINS,
        "units": Unit.objects.filter(is_active=True, level="province"),
        "regions": Region.objects.filter(level__in=("prefecture", "special"), retired_until=""),
    }
    return render(request, "home/site_map.html", context)
