"""Which required elements of its catalogue row an item still lacks (公开标准).

`absent` is pure; `missing` collects the values from a page. Drafts may be incomplete; submission
asks (吉政办函〔2018〕120号 二、逐项明确公开内容、标准).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.canonical import ordered, prose_texts
from disclosure.elements import Storage, rows_in, with_storage


@dataclass(frozen=True, slots=True)
class MissingElement:
    """`field` is the form field or formset at which the message belongs."""

    name: str
    label: str
    field: str

    @property
    def message(self) -> str:
        return _("还没有填写“%(label)s”。") % {"label": self.label}


def absent(elements: Sequence[dict], values: Mapping[str, object]) -> list[str]:
    """Names of the required elements without a value, in order. `False` and 0 are values; of a
    tuple every member must have one."""
    return [
        element["name"]
        for element in elements
        if element.get("required") and not is_given(values.get(element["name"]))
    ]


def is_given(value) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(is_given(part) for part in value)
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []


def missing(page) -> list[MissingElement]:
    """What the page's catalogue row requires and the page lacks; a missing row comes first."""
    if page.catalogue_item is None:
        return [MissingElement("catalogue_item", _("目录事项"), "catalogue_item")]
    stored = with_storage(type(page), page.catalogue_item.elements)
    values = {element["name"]: value_of(page, place, first) for element, place, first in stored}
    gone = set(absent(page.catalogue_item.elements, values))
    return [
        MissingElement(element["name"], element["label"], _field(page, place))
        for element, place, _first in stored
        if element["name"] in gone
    ]


def value_of(page, stored: Storage, is_first: bool):
    """What the page holds of one element, in a form that `is_given` understands."""
    if stored.kind == "published":
        return True  # The release itself sets the date.
    if stored.kind == "region":
        return page.region_id or list(page.region_rows.all())
    if stored.kind == "regions":
        return list(page.region_rows.all())
    if stored.kind == "body":
        return prose_texts(page)  # an empty paragraph is no text
    if stored.kind in ("files", "links", "rows", "recipients"):
        rows = rows_in(ordered(getattr(page, stored.relation)), stored, is_first=is_first)
        return [row for row in rows if _holds_something(row, stored.kind)]
    values = tuple(getattr(page, name) for name in stored.attributes)
    if stored.kind == "counts":
        return [value for value in values if value is not None]
    return values[0] if len(values) == 1 else values


def _holds_something(row, kind: str) -> bool:
    if kind == "recipients":
        return bool(row.vault_id or row.rows)
    if kind == "files":
        return bool(row.vault_id or row.digest or row.title)
    return True


def _field(page, stored: Storage) -> str:
    """The first empty column of a pair, so that the message stands where something is missing."""
    for name in stored.attributes:
        if len(stored.attributes) > 1 and not is_given(getattr(page, name)):
            return name
    return stored.field
