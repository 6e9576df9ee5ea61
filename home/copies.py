"""The addresses under which a visitor could still find a removed item, each one asked."""

from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure import copies
from disclosure.models import DisclosurePage
from home.visiting import visit

GONE = 410
MOST_SITEMAPS = 200


class NoAnswer(Exception):
    """The address did not answer as it should; whether the copy is gone is not known."""


def on_page(number: str, trace: list) -> bool:
    status, _body = visit(reverse("item", args=[number]))
    return status != GONE


def in_item_data(number: str, trace: list) -> bool:
    status, _body = visit(f"/api/v1/items/{quote(number)}/")
    return status != GONE


def in_search_data(number: str, trace: list) -> bool:
    return number in _answer(f"/api/v1/search?q={quote(number)}")


def in_search_page(number: str, trace: list) -> bool:
    """A result leads to the item's address; the number itself stands in the search box."""
    return f'href="{reverse("item", args=[number])}"' in _answer(
        f"{reverse('search')}?q={quote(number)}"
    )


def lists_of(page) -> list[str]:
    """Lists that would show the item, as they are while it is public."""
    found = [reverse("home"), reverse("latest"), reverse("notices")]
    if page.domain:
        found.append(reverse("domain", args=[page.domain]))
    if page.unit:
        found.append(reverse("unit", args=[page.unit.code]))
    if page.region:
        found.append(reverse("region", args=[page.region.code]))
    return found


def in_lists(number: str, trace: list) -> bool:
    link = reverse("item", args=[number])
    return any(link in _answer(address) for address in trace)


def in_list_data(number: str, trace: list) -> bool:
    """The newest pages of the list of open data of the item's unit."""
    page = DisclosurePage.objects.select_related("unit").filter(number=number).first()
    unit = page.unit.code if page and page.unit else ""
    return f'"{number}"' in _answer(f"/api/v1/items/?unit={quote(unit)}&page_size=100")


def in_sitemap(number: str, trace: list) -> bool:
    link = reverse("item", args=[number])
    first = _answer(reverse("sitemap_xml"))
    parts = first.count("<sitemap>")
    if not parts:
        return link in first
    return any(
        link in _answer(reverse("sitemap_part", args=[n]))
        for n in range(1, min(parts, MOST_SITEMAPS) + 1)
    )


def _answer(address: str) -> str:
    status, body = visit(address)
    if status != 200:
        raise NoAnswer(str(status))
    return body


def register() -> None:
    """Called once when the app is ready."""
    copies.register("page", _("网页"), on_page)
    copies.register("item_data", _("开放数据：这一件"), in_item_data)
    copies.register("list_data", _("开放数据：列表"), in_list_data)
    copies.register("search_data", _("开放数据：检索"), in_search_data)
    copies.register("search_page", _("搜索结果页"), in_search_page)
    copies.register("lists", _("首页、领域、单位、地区等列表"), in_lists, trace=lists_of)
    copies.register("sitemap", _("站点地图 sitemap.xml"), in_sitemap)
