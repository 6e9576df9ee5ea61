"""Links to feeds: for feed readers in the head of a page, for people below its list."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from search.feeds.formats import FORMATS
from search.models import SavedSearch

register = template.Library()
NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON"}


def _feeds(name: str, key: str, query) -> list[dict]:
    asked = f"?{urlencode(query.parameters(page=1, sort='relevance'))}" if query else ""
    return [
        {
            "url": reverse(name, kwargs={**_argument(name, key), "kind": kind}) + asked,
            "type": FORMATS[kind][0].partition(";")[0],
            "label": label,
        }
        for kind, label in NAMES.items()
    ]


def _argument(name: str, key: str) -> dict[str, str]:
    if not key:
        return {}
    return {"key" if name == "feed_domain" else "code": key}


@register.inclusion_tag("search/feed_head.html")
def feed_head(name: str, key: str = "", title: str = "", query=None) -> dict:
    """`<link rel="alternate">` of one list in every format."""
    return {"feeds": _feeds(name, key, query), "title": title or _("最新公开")}


@register.inclusion_tag("search/feed_menu.html")
def feed_menu(name: str, key: str = "", query=None) -> dict:
    """The same as a line of links; a search can be followed by mail as well."""
    return {
        "feeds": _feeds(name, key, query),
        "parameters": query.parameters(page=1, sort="relevance") if query else [],
    }


@register.inclusion_tag("search/feed_row.html")
def feed_row(name: str, key: str = "") -> dict:
    """Only the links, for a table of feeds."""
    return {"feeds": _feeds(name, key, None)}


@register.filter
def urlencoded(parameters) -> str:
    """(name, value) pairs as a query string."""
    return urlencode(parameters)


@register.inclusion_tag("search/alerts/form.html")
def follow_form(query) -> dict:
    """The sign-up for mails about a search, below its results; empty while nothing is asked."""
    parameters = query.parameters(page=1, sort="relevance")
    return {
        "query_string": urlencode(parameters),
        "rhythms": SavedSearch.RHYTHMS,
        "chosen": SavedSearch.DAILY,
    }
