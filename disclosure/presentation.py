"""An item's elements as the public reads them, in the order of its catalogue row.

The item page, the print sheet and the open data show exactly these. Everything in the public
record besides title and prose appears here once, whether the catalogue row names it or not. The
number of SQL statements is the number of relations, whatever the number of rows.
"""

from dataclasses import replace

from disclosure.canonical import TYPED_RELATIONS, ordered, recipients_key, table_key
from disclosure.elements import BASE_COLUMNS, Storage, rows_in, with_storage
from disclosure.shown import Column, Element, File, Link
from disclosure.shown_tables import files_element, links_element, recipients_element, rows_element
from disclosure.shown_values import (
    body_element,
    column_element,
    counts_element,
    own_label,
    published_element,
    range_element,
)

__all__ = ["Column", "Element", "File", "Link", "elements", "tables_in"]

RELATIONS = (*TYPED_RELATIONS, "recipient_tables", "attachment_rows", "link_rows", "region_rows")
TABLE_KINDS = {"rows", "recipients"}
PLAIN_TYPES = {
    "office_phone": "phone",
    "richtext": "prose",
    "text": "prose",
    "list": "list",
    "url": "link",
    "money": "money",
    "percent": "percent",
}


def elements(page, *, with_empty: bool = False) -> list[Element]:
    """All elements that have a value (`with_empty`: all of the catalogue row)."""
    return _Presentation(page).elements(with_empty)


def tables_in(shown: list[Element]) -> list[Element]:
    """Those elements that stand as tables on the item's page, numbered from 1 in this order."""
    return [
        element
        for element in shown
        if element.place not in ("title", "box", "body")
        and element.kind in TABLE_KINDS
        and (element.rows or element.foot)
    ]


class _Presentation:
    """One reading of a page: each relation once, each column once."""

    def __init__(self, page):
        self.page = page
        self.rows = {relation: ordered(getattr(page, relation)) for relation in RELATIONS}
        self.shown_columns: set[str] = set()
        self.shown_rows: set[int] = set()

    def elements(self, with_empty: bool) -> list[Element]:
        row = self.page.catalogue_item
        if row and row.page_type != type(self.page).__name__:
            row = None  # the catalogue changed its form since: show what the item holds
        named = with_storage(type(self.page), row.elements) if row else []
        found = [e for element, stored, first in named for e in self._of(element, stored, first)]
        found += self._left_over_columns() + self._left_over_rows()
        return [element for element in found if with_empty or not element.is_empty]

    def _of(self, element: dict, stored: Storage, is_first: bool) -> list[Element]:
        name, label = element["name"], element["label"]
        self.shown_columns.update(stored.attributes)
        if stored.kind in ("rows", "recipients", "files", "links"):
            rows = rows_in(self.rows[stored.relation], stored, is_first=is_first)
            return self._table(name, label, stored.relation, rows)
        if stored.kind in ("region", "regions"):
            return [self._region(name, label, stored)]
        if stored.kind == "parts":
            return [self._column(part, None) for part in stored.attributes]
        if stored.kind == "body":
            return [body_element(self.page, name, label)]
        if stored.kind == "published":
            return [published_element(self.page, name, label)]
        if stored.kind == "range":
            return [range_element(self.page, name, label, stored.attributes)]
        if stored.kind == "counts":
            return [counts_element(self.page, name, label, stored.attributes)]
        place = "title" if name == "title" else "content"
        return [self._column(stored.attributes[0], element, place)]

    def _column(self, attribute: str, element: dict | None, place: str = "content") -> Element:
        field = self.page._meta.get_field(attribute)
        self.shown_columns.add(attribute)
        name, label = (element["name"], element["label"]) if element else own_label(field)
        kind = PLAIN_TYPES.get(element["type"]) if element else None
        if attribute in BASE_COLUMNS:
            place = "box"
        return column_element(self.page, field, name, label, kind, place)

    def _region(self, name, label, stored) -> Element:
        names = [row.region_name for row in self.rows["region_rows"]]
        if stored.kind == "region" or not names:
            names = [self.page.region_name, *names]
        text = "、".join(dict.fromkeys(part for part in names if part))
        place = "box" if name == "region" else "content"
        self.shown_rows.update(id(row) for row in self.rows["region_rows"])
        return Element(name, label, "text", place, value=text, raw=text or None)

    def _table(self, name, label, relation, rows) -> list[Element]:
        self.shown_rows.update(id(row) for row in rows)
        if relation == "attachment_rows":
            return [files_element(name, label, rows)]
        if relation == "link_rows":
            return [links_element(name, label, rows)]
        if relation == "recipient_tables":
            return [self._list(name, label, table) for table in rows] or [
                Element(name, label, "recipients")
            ]
        keys = tuple(dict.fromkeys(table_key(row, relation) for row in rows))
        return [replace(rows_element(name, label, rows), keys=keys)]

    def _list(self, name, label, table) -> Element:
        place = 1 + self.rows["recipient_tables"].index(table)
        keys = (recipients_key(table, place),)
        return replace(recipients_element(name, label, table), keys=keys)

    def _left_over_columns(self) -> list[Element]:
        """Filled columns that the catalogue row does not name, e.g. after a change of row."""
        names = [n for n in type(self.page).own_fields() if n not in self.shown_columns]
        return [self._column(name, None) for name in names]

    def _left_over_rows(self) -> list[Element]:
        found = []
        for relation in RELATIONS[:-1]:
            rest: dict[str, list] = {}
            for row in self.rows[relation]:
                if id(row) not in self.shown_rows:
                    rest.setdefault(getattr(row, "table", ""), []).append(row)
            for table, rows in rest.items():
                label = str(rows[0]._meta.verbose_name)
                found += self._table(table or relation, label, relation, rows)
        if self.rows["region_rows"] and id(self.rows["region_rows"][0]) not in self.shown_rows:
            label = str(self.rows["region_rows"][0]._meta.verbose_name)
            found.append(self._region("regions", label, Storage("regions")))
        return found
