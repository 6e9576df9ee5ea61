"""The yardstick of public pages: the same words and frame, from one row, no machinery."""

import re
from functools import cache

from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import include, path, re_path
from django.utils.safestring import mark_safe

FRAME = '{% extends "base.html" %}{% block content %}{{ html }}{% endblock %}'


@cache
def _template():
    return engines["django"].from_string(FRAME)


@cache
def _words(address):
    """What stands in <main> of one of our pages; fetched once, outside the timing."""
    page = Client().get(address, headers={"host": "127.0.0.1"}).content.decode()
    found = re.search(r"<main[^>]*>(.*)</main>", page, re.S)
    return mark_safe(found[1] if found else page)


def plain(request, address):
    """One row is read, the frame is rendered around stored HTML."""
    from wagtail.models import Page

    Page.objects.filter(depth=2).values("pk", "title").first()
    html = _template().render({"html": _words(f"/{address}")}, request)
    return HttpResponse(html)


urlpatterns = [re_path(r"^bench-plain/(?P<address>.*)$", plain), path("", include("cms.urls"))]
