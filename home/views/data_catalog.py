"""The catalogue of datasets for harvesters: DCAT 3 as JSON-LD and as Turtle."""

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from disclosure.addresses import root_of
from disclosure.datasets import figures, state
from disclosure.datasets.dcat import Site, catalogue
from disclosure.datasets.graph import json_ld, turtle
from home.models import SiteSettings
from home.table_data import LICENCE

TYPES = {"jsonld": "application/ld+json", "ttl": "text/turtle; charset=utf-8"}
WRITERS = {"jsonld": json_ld, "ttl": turtle}


@require_safe
def catalog(request):
    """Turtle for those who prefer it, JSON-LD for everybody else."""
    accepted = request.get_preferred_type(["application/ld+json", "text/turtle"])
    response = _answer(request, "ttl" if accepted == "text/turtle" else "jsonld")
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def catalog_file(request, kind):
    if kind not in TYPES:
        raise Http404
    return _answer(request, kind)


def _answer(request, kind: str) -> HttpResponse:
    present = state.today()
    tag = f'"dcat-{kind}-{present.mark}"'
    stamp = int(present.changed_at.timestamp()) if present.changed_at else None
    response = get_conditional_response(request, tag, stamp)
    if response is None:
        settings = SiteSettings.of(request)
        site = Site(root_of(request), settings.name, settings.sponsor, LICENCE)
        sizes = figures.known_sizes(state.now().mark)
        nodes = catalogue(site, figures.figures(), sizes, present.changed_at)
        response = HttpResponse(WRITERS[kind](nodes), content_type=TYPES[kind])
    response["ETag"] = tag
    if stamp:
        response["Last-Modified"] = http_date(stamp)
    response["Access-Control-Allow-Origin"] = "*"
    return response
