"""The addresses under which a visitor could still find a removed item, each one asked."""

import json
import re
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure import copies, listed_files, public_files
from disclosure.datasets.register import key_of, row_tables
from disclosure.models import AttachmentRow, DisclosurePage
from home.table_data import tables_to_take
from home.views import table_file
from home.visiting import NoAnswer, visit
from workflows.lists import own_rows

GONE = 410
MOST_SITEMAPS = 200
_PART = re.compile(r"<sitemap><loc>[^<]*/(sitemap-[a-z0-9]+\.xml)</loc>")


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


def files_of(page) -> list[str]:
    """Addresses of its files, their text versions and its tables as downloads."""
    files = listed_files.files_of(page)
    found = [address for file in files for address in (file.url, file.twin_url) if address]
    for table in tables_to_take(page, None):
        found += [
            reverse("item_table", args=[page.number, table.place, kind])
            for kind in table_file.TYPES
        ]
    return found


def in_files(number: str, trace: list) -> bool:
    return any(visit(address)[0] not in (404, GONE) for address in trace)


def digests_of(page) -> list[str]:
    return [file.copy.digest for file in listed_files.files_of(page)]


def in_file_store(number: str, trace: list) -> bool:
    """The stored copies; one that another live item publishes as well is rightly there."""
    used = AttachmentRow.objects.filter(digest__in=trace).values_list("digest", flat=True)
    return any(public_files.store().exists(digest) for digest in set(trace) - set(used))


def in_own_rows(number: str, trace: list) -> bool:
    """查本人: rows that their people could still ask for."""
    return own_rows.can_be_asked(number)


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


def feeds_of(page) -> list[str]:
    """Feeds that tell of the item while it is public."""
    found = [reverse("feed_latest", args=["json"])]
    if page.domain:
        found.append(reverse("feed_domain", args=[page.domain, "json"]))
    if page.unit:
        found.append(reverse("feed_unit", args=[page.unit.code, "json"]))
    return found


def in_feeds(number: str, trace: list) -> bool:
    """Among the entries; the removal itself is rightly told there."""
    link = reverse("item", args=[number])
    return any(
        entry["url"].endswith(link)
        for address in trace
        for entry in json.loads(_answer(address) or '{"items": []}')["items"]
    )


def files_of_lists(page) -> list[str]:
    """Datasets and lists as files that would hold the item, narrowed to its unit."""
    if not page.unit:
        return []
    key, unit = key_of(type(page.specific)), quote(page.unit.code)
    found = [f"/data/{key}.jsonl?unit={unit}"]
    found += [
        f"/data/{key}/{table.key}.jsonl?unit={unit}"
        for table in row_tables().values()
        if table.model.objects.filter(page_id=page.pk).exists()
    ]
    return [*found, f"{reverse('unit', args=[page.unit.code])}export.jsonl"]


def in_datasets(number: str, trace: list) -> bool:
    return any(f'"{number}"' in _answer(address) for address in trace)


def in_sitemap(number: str, trace: list) -> bool:
    link = reverse("item", args=[number])
    first = _answer(reverse("sitemap_xml"))
    parts = _PART.findall(first)
    if not parts:
        return link in first
    return any(link in _answer(f"/{part}") for part in parts[:MOST_SITEMAPS])


def _answer(address: str) -> str:
    """What stands at the address; a page that does not exist (any more) shows nothing."""
    status, body = visit(address)
    if status in (404, GONE):
        return ""
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
    copies.register("files", _("附件、附件文字版和表格下载"), in_files, trace=files_of)
    copies.register("file_store", _("附件存储"), in_file_store, trace=digests_of)
    copies.register("own_rows", _("查本人"), in_own_rows)
    copies.register("lists", _("首页、领域、单位、地区等列表"), in_lists, trace=lists_of)
    copies.register("feeds", _("订阅（Atom、RSS、JSON）"), in_feeds, trace=feeds_of)
    copies.register("datasets", _("数据集和列表下载"), in_datasets, trace=files_of_lists)
    copies.register("sitemap", _("站点地图 sitemap.xml"), in_sitemap)
