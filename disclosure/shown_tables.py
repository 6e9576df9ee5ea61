"""Elements that lie in rows: typed tables, recipient lists, files and links."""

from decimal import Decimal

from django.db import models

from disclosure import writing
from disclosure.shown import Column, Element, File, Line, Link
from disclosure.shown_values import raw_value, written


def rows_element(name, label, rows) -> Element:
    if not rows:
        return Element(name, label, "rows")
    model = type(rows[0])
    fields = [model._meta.get_field(column) for column in model.columns]
    used = [f for f in fields if any(_is_used(row, f) for row in rows)]
    cells = [tuple(_shown_cell(row, field) for field in used) for row in rows]
    columns = tuple(
        Column(f.name, str(f.verbose_name), isinstance(f, models.DecimalField)) for f in used
    )
    amounts = [row.amount for row in rows if getattr(row, "amount", None) is not None]
    sums_up = model.__name__ == "AllocationRow" and len(amounts) > 1
    return Element(
        name,
        label,
        "rows",
        columns=columns,
        rows=tuple(cells),
        raw=[_raw_row(row, used) for row in rows],
        total=writing.money(sum(map(Decimal, amounts), Decimal(0))) if sums_up else "",
    )


def _is_cell(value) -> bool:
    return value is not None and value != "" and value is not False


def _shown_cell(row, field) -> str:
    """The cell in words; `<3` where the number itself would tell of single persons."""
    value = getattr(row, field.attname)
    if value is None:
        return getattr(row, "replaced", {}).get(field.name, "")
    return _cell(field, value)


def _is_used(row, field) -> bool:
    return _is_cell(getattr(row, field.attname)) or field.name in getattr(row, "replaced", ())


def _cell(field, value) -> str:
    if value is None or value == "":
        return ""
    value = field.to_python(value)
    if isinstance(value, Decimal) and field.decimal_places == 2:
        return f"{value:,.2f}"  # the unit stands in the column's head
    return written(value, "")


def _raw_row(row, fields) -> dict:
    return {
        f.name: raw_value(f.to_python(getattr(row, f.attname)), (), "")
        for f in fields
        if _is_cell(getattr(row, f.attname))
    }


def recipients_element(name, label, table) -> Element:
    """Cleared rows; what was withheld is no longer here."""
    rows = tuple(tuple(map(str, row)) for row in table.rows)
    foot = tuple(
        Line(line["kind"], line["label"], tuple(map(str, line["cells"]))) for line in table.totals
    )
    columns = tuple(
        Column(f"c{n}", column, "元" in column or "金额" in column)
        for n, column in enumerate(table.columns, start=1)
    )
    return Element(
        name,
        table.caption or label,
        "recipients",
        columns=columns,
        rows=rows,
        note=table.note,
        foot=foot,
        raw=_raw_list(table) if rows or foot else None,
    )


def _raw_list(table) -> dict:
    """As stored, without a copy: the list may have fifty thousand rows."""
    return {"columns": table.columns, "rows": table.rows, "totals": table.totals}


def files_element(name, label, rows) -> Element:
    # A file that waits in the vault is announced without its name, which nobody cleared.
    files = tuple(
        File(
            row.title if row.digest else "",
            row.digest,
            writing.size(row.size) if row.size else "",
        )
        for row in rows
    )
    raw = [{"title": file.title or None, "sha256": file.digest or None} for file in files]
    return Element(name, label, "files", files=files, raw=raw or None)


def links_element(name, label, rows) -> Element:
    links = tuple(Link(row.label, address_of(row.target), row.relation) for row in rows)
    raw = [{"label": link.label, "url": link.url, "relation": link.relation} for link in links]
    return Element(name, label, "links", links=links, raw=raw or None)


def address_of(target: str) -> str:
    """Public address of `item:<number>`; web addresses as they are, others not at all."""
    if target.startswith("item:"):
        return f"/i/{target[5:]}/"
    return target if target.startswith(("https://", "http://", "/i/")) else ""
