"""The place of a hit in words, with the address that leads there."""

from dataclasses import dataclass
from urllib.parse import quote as quoted

from django.urls import reverse
from django.utils.translation import gettext as _

from search.engines import Hit
from search.places import Place
from search.record import SearchRecord


@dataclass(frozen=True, slots=True)
class Where:
    """`kind` as in Place: the sign shown beside the words follows it."""

    kind: str
    label: str
    url: str


def best_of(hit: Hit) -> Where | None:
    """Where the shown passage stands; None when nothing of the question is in the text."""
    place = hit.found.place
    return where(hit.record, place, hit.found.quote) if place else None


def others_of(hit: Hit) -> list[Where]:
    return [where(hit.record, place) for place in hit.found.others]


def where(record: SearchRecord, place: Place, quote: str = "") -> Where:
    """`quote` lets browsers that can scroll to words do so; others go to the part."""
    return Where(place.kind, label_of(record, place), _url(record, place, quote))


def label_of(record: SearchRecord, place: Place) -> str:
    """正文, 表格《发放情况》第 12 行, 附件《名册》第 3 页."""
    if place.kind == "table":
        words = {"name": record.names.get(place.key, ""), "n": place.row}
        return (_("表格“%(name)s”第 %(n)d 行") if place.row else _("表格“%(name)s”")) % words
    if place.kind == "file":
        return _file_label(record, place)
    return _("主要内容") if place.kind == "elements" else _("正文")


def _file_label(record: SearchRecord, place: Place) -> str:
    title = record.names.get(place.key) or record.names.get(f"g{place.n}")
    words = {
        "name": title or _("附件 %(n)d") % {"n": place.n},
        "page": place.page,
        "sheet": place.sheet,
        "row": place.row,
    }
    if place.page:
        return _("附件“%(name)s”第 %(page)d 页") % words
    if place.sheet and place.row:
        return _("附件“%(name)s”表 %(sheet)d 第 %(row)d 行") % words
    return _("附件“%(name)s”") % words


def _url(record: SearchRecord, place: Place, quote: str) -> str:
    item = reverse("item", args=[record.number])
    spot = f":~:text={quoted(quote, safe='')}".replace("-", "%2D") if quote else ""
    if place.kind == "table" and place.n:
        asked = f"?t{place.n}=r{place.row}#t{place.n}-row" if place.row else f"#table-{place.n}"
        return item + asked
    if place.kind == "file" and place.n:
        if place.key not in record.names:
            return f"{item}#files"
        inside = f"p{place.page}" if place.page else f"s{place.sheet}" if place.sheet else ""
        page = reverse("item_file_text", args=[record.number, place.n])
        return f"{page}#{inside}{spot}" if inside or spot else page
    part = "elements" if place.kind == "elements" else "text"
    return f"{item}#{part}{spot}"
