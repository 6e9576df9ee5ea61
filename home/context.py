"""Template context of the public frame."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from home.display import COOKIE, display_of
from home.models import SiteSettings

# URL name, words, URL names of the pages that belong to the entry.
NAVIGATION = [
    ("home", _("首页"), {"home"}),
    ("search", _("查信息"), {"search", "item"}),
    ("domains", _("七大领域"), {"domains", "domain"}),
    ("notices", _("正在公示"), {"notices"}),
    ("units", _("责任单位"), {"units", "unit"}),
    ("regions", _("市县"), {"regions", "region"}),
    ("verify", _("核验"), {"verify", "verify_code"}),
    ("catalogue", _("公开目录"), {"catalogue"}),
]


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    url: str
    label: str
    is_current: bool


def navigation(here: str) -> list[NavigationEntry]:
    """Main navigation with the entry marked to which the URL name `here` belongs."""
    entries = []
    for name, label, pages in NAVIGATION:
        try:
            entries.append(NavigationEntry(reverse(name), label, here in pages))
        except NoReverseMatch:
            continue  # an app left out of the URL map must not break every page
    return entries


def public_frame(request):
    """Values every public page needs; the settings are read only when a template uses them."""
    if request is None:
        return {}
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else ""
    return {
        "display": display_of(request.COOKIES.get(COOKIE, "")),
        "site_settings": SimpleLazyObject(lambda: SiteSettings.of(request)),
        "navigation": SimpleLazyObject(lambda: navigation(here)),
        "here": here,
    }
